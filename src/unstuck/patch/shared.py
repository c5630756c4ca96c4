"""One call that makes several layers: in a loop over a list of values, or in a helper function called several times."""

from __future__ import annotations

import libcst as cst
from libcst.metadata import Assignment

from unstuck.patch.constants import calling, defining, is_literal
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.source import Source, Unpatchable
from unstuck.patch.spots import Setting, Spot
from unstuck.spec import Site


def in_loop(draft: Draft, value: cst.BaseExpression, turn: int, turns: int) -> Spot | None:
    """`for units in [64, 32]: Dense(units)`: the list's element of this turn; None where it is no such loop.

    Args:
        draft: the file's changes.
        value: what the call is given.
        turn: of the loop, counted from 0.
        turns: how many there were.
    """
    loop = _loop_of(draft.source, value)
    if loop is None:
        return None
    assert isinstance(value, cst.Name)
    found = defining(draft.source, loop.iter)
    rows = found[0] if found else loop.iter
    if not isinstance(rows, cst.List | cst.Tuple) or len(rows.elements) != turns:
        return None
    if found and len(found[1].references) != 1:
        return None
    row = rows.elements[turn].value
    if isinstance(loop.target, cst.Tuple) and isinstance(row, cst.Tuple | cst.List):
        column = [draft.source.code(one.value) for one in loop.target.elements].index(value.value)
        row = row.elements[column].value if column < len(row.elements) else row
    return Spot(draft, row) if is_literal(draft.source.code(row)) else None


def by_parameter(
    desk: Desk, draft: Draft, call: cst.Call, value: cst.BaseExpression | None, setting: Setting, site: Site, code: str
) -> Line:
    """Give a helper function a parameter for the setting, with the old value as its default, and the new one at a call.

    Args:
        desk: the files under change.
        draft: the changes of the helper's file.
        call: the call in the helper that makes the layers.
        value: the setting's value in it; None when it is not given.
        setting: the change.
        site: where the layer is made, by way of the call of the helper that is to get the new value.
        code: the new value as code.

    Raises:
        Unpatchable: there is no helper, or its name or value stand in the way.
    """
    source = draft.source
    function = next((n for n in source.ancestors(call) if isinstance(n, cst.FunctionDef | cst.Lambda)), None)
    if not isinstance(function, cst.FunctionDef) or site.via is None:
        raise Unpatchable("it stands in no function that could be told")
    made = calling(desk, source, function, site)
    name, params = setting.name, function.params
    if made is None or params.star_kwarg or isinstance(params.star_arg, cst.Param) or params.kwonly_params:
        raise Unpatchable(f"{function.name.value} cannot be given another parameter")
    if value is not None and not is_literal(source.code(value)):
        raise Unpatchable(f"its {name} is worked out in {function.name.value}")
    if source.scope(function.body)[name]:
        raise Unpatchable(f"{function.name.value} has a variable {name} already")
    if value is None and setting.old is None:
        old = "None"
    else:
        old = source.code(value) if value is not None else _literal(setting)
    if value is not None:
        draft.replace(value, name)
    else:
        draft.add_argument(call, name, name)
    draft.nodes[params] = lambda node: _with_parameter(node, name, old)
    caller, outer = made
    return Spot(caller, outer, name).write(code)


def _loop_of(source: Source, value: cst.CSTNode) -> cst.For | cst.CompFor | None:
    """The loop whose turns bind a name."""
    bound = list(source.scope(value)[value.value]) if isinstance(value, cst.Name) else []
    if len(bound) != 1 or not isinstance(bound[0], Assignment):
        return None
    for node in source.ancestors(bound[0].node):
        if isinstance(node, cst.For | cst.CompFor):
            return node
        if not isinstance(node, cst.Tuple | cst.Element):
            return None
    return None


def _literal(setting: Setting) -> str:
    if not isinstance(setting.old, str | int | float | bool):
        raise Unpatchable(f"its {setting.name} is not given in the call")
    return repr(setting.old)


def _with_parameter(node: cst.CSTNode, name: str, default: str) -> cst.CSTNode:
    assert isinstance(node, cst.Parameters)
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    new = cst.Param(cst.Name(name), default=cst.parse_expression(default), equal=equal)
    if not node.params:
        return node.with_changes(params=[new])
    *others, last = node.params
    comma = last.comma if isinstance(last.comma, cst.Comma) else cst.MaybeSentinel.DEFAULT
    between = others[-1].comma if others else cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return node.with_changes(params=[*others, last.with_changes(comma=between), new.with_changes(comma=comma)])
