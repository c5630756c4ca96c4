"""For inputs that come in batches: a `Rescaling` layer in front of the first layer."""

from __future__ import annotations

import libcst as cst

from unstuck.patch.bindings import loops
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.imports import spell
from unstuck.patch.layers import layer_site
from unstuck.patch.scaling import Scaling
from unstuck.patch.source import Unpatchable, last_name

_SHAPES = {"input_shape", "input_dim", "batch_input_shape"}


def add_rescaling(desk: Desk, scaling: Scaling, why: Unpatchable) -> Line:
    """Put `Rescaling(1.0 / 255.0)` before the first layer: in a list, a chain of `add`, or in front of its call.

    Raises:
        Unpatchable: the model is built another way; it tells `why` there is no better place.
    """
    try:
        draft, first = desk.call(layer_site(desk, 0), [desk.spec.layers()[0]["class_name"]])
    except (Unpatchable, IndexError):
        raise why from None
    shape = next((arg for arg in first.args if arg.keyword is not None and arg.keyword.value in _SHAPES), None)
    arguments = scaling.rescaling()
    if shape is not None:  # it belongs to whichever layer comes first
        arguments = f"{arguments[:-1]}, {draft.source.code(shape).rstrip(', ')})"
    code = f"{spell(draft, first, 'keras.layers.Rescaling')}{arguments}"
    if not (_in_list(draft, first, code) or _in_add(draft, first, code) or _in_call(draft, first, code)):
        raise why
    if shape is not None:
        draft.remove_argument(first, first.args.index(shape))
    return draft.source.file, draft.source.line(first)


def _in_list(draft: Draft, first: cst.Call, code: str) -> bool:
    """`Sequential([first, …])`: a new element before it."""
    element = draft.source.parent(first)
    layers = draft.source.parent(element) if element else None
    if not isinstance(element, cst.Element) or not isinstance(layers, cst.List):
        return False

    def put(node: cst.CSTNode) -> cst.CSTNode:
        assert isinstance(node, cst.List)
        at = layers.elements.index(element)
        comma = element.comma if isinstance(element.comma, cst.Comma) else cst.MaybeSentinel.DEFAULT
        if isinstance(comma, cst.Comma):  # its line break, without its comment
            comma = _bare(comma)
        new = cst.Element(cst.parse_expression(code), comma=comma)
        return node.with_changes(elements=[*node.elements[:at], new, *node.elements[at:]])

    draft.nodes[layers] = put
    return True


def _in_add(draft: Draft, first: cst.Call, code: str) -> bool:
    """`model.add(first)`: a line of its own before that one."""
    arg = draft.source.parent(first)
    call = draft.source.parent(arg) if isinstance(arg, cst.Arg) else None
    if not isinstance(call, cst.Call) or last_name(call.func) != "add" or len(call.args) != 1:
        return False
    line = draft.source.statement(call)
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1 or loops(draft.source, line):
        return False
    draft.insert_before(line, f"{draft.source.code(call.func)}({code})")
    return True


def _in_call(draft: Draft, first: cst.Call, code: str) -> bool:
    """`first(inputs)`: what it is called with goes through the rescaling."""
    call = draft.source.parent(first)
    if not isinstance(call, cst.Call) or call.func is not first or len(call.args) != 1 or call.args[0].star:
        return False
    value = call.args[0].value
    draft.replace(value, f"{code}({draft.source.code(value)})")
    return True


def _bare(comma: cst.Comma) -> cst.Comma:
    space = comma.whitespace_after
    if isinstance(space, cst.ParenthesizedWhitespace):
        plain = cst.TrailingWhitespace(whitespace=cst.SimpleWhitespace(""))
        space = space.with_changes(first_line=plain, empty_lines=[])
    return comma.with_changes(whitespace_after=space)
