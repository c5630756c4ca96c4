"""The last resort for inputs that come in batches: a `Rescaling` layer in front of the first layer."""

from __future__ import annotations

import libcst as cst

from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.imports import spell
from unstuck.patch.layers import layer_site
from unstuck.patch.scaling import Scaling
from unstuck.patch.source import Unpatchable, last_name

_SHAPES = {"input_shape", "input_dim", "batch_input_shape", "input_length"}


def add_rescaling(desk: Desk, scaling: Scaling, why: Unpatchable) -> Line:
    """Put `Rescaling(1.0 / 255.0)` before the first layer of a `Sequential([...])`.

    Raises:
        Unpatchable: the model is built another way; it tells `why` there is no better place.
    """
    try:
        draft, first = desk.call(layer_site(desk, 0), [desk.spec.layers()[0]["class_name"]])
        element, layers = _element(draft, first)
    except (Unpatchable, IndexError):
        raise why from None
    code = f"{spell(draft, first, 'keras.layers.Rescaling')}{scaling.rescaling()}"

    def put(node: cst.CSTNode) -> cst.CSTNode:
        assert isinstance(node, cst.List)
        at = layers.elements.index(element)
        comma = element.comma if isinstance(element.comma, cst.Comma) else cst.MaybeSentinel.DEFAULT
        if isinstance(comma, cst.Comma):  # its line break, without its comment
            comma = _bare(comma)
        new = cst.Element(cst.parse_expression(code), comma=comma)
        return node.with_changes(elements=[*node.elements[:at], new, *node.elements[at:]])

    draft.nodes[layers] = put
    return draft.source.file, draft.source.line(first)


def _element(draft: Draft, first: cst.Call) -> tuple[cst.Element, cst.List]:
    """The first layer's place in the list given to `Sequential`."""
    element = draft.source.parent(first)
    layers = draft.source.parent(element) if element else None
    arg = draft.source.parent(layers) if layers else None
    call = draft.source.parent(arg) if arg else None
    if not isinstance(element, cst.Element) or not isinstance(layers, cst.List) or not isinstance(call, cst.Call):
        raise Unpatchable("the first layer does not stand in a list")
    shaped = any(one.keyword is not None and one.keyword.value in _SHAPES for one in first.args)
    if last_name(call.func) != "Sequential" or shaped:
        raise Unpatchable("the first layer also gives the shape of the inputs")
    return element, layers


def _bare(comma: cst.Comma) -> cst.Comma:
    space = comma.whitespace_after
    if isinstance(space, cst.ParenthesizedWhitespace):
        plain = cst.TrailingWhitespace(whitespace=cst.SimpleWhitespace(""))
        space = space.with_changes(first_line=plain, empty_lines=[])
    return comma.with_changes(whitespace_after=space)
