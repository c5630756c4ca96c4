"""One call that makes several layers: in a loop over a list of values, or in a helper function called several times."""

from __future__ import annotations

import libcst as cst
from libcst.metadata import Assignment

from unstuck.patch.constants import calling, defining, is_literal, parameter, passed
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.source import Source, Unpatchable, last_name
from unstuck.patch.spots import Setting, Spot
from unstuck.spec import Site


def in_loop(
    desk: Desk, draft: Draft, value: cst.BaseExpression, turn: int, turns: int, site: Site | None
) -> Spot | None:
    """`for units in [64, 32]: Dense(units)`: the list's element of this turn; None where it is no such loop.

    Args:
        desk: the files under change.
        draft: the changes of the call's file.
        value: what the call is given.
        turn: of the loop, counted from 0.
        turns: how many there were.
        site: where the call stands; it knows who called its function.
    """
    loop = _loop_of(draft.source, value)
    if loop is None:
        return None
    assert isinstance(value, cst.Name)
    draft, rows = _rows(desk, draft, loop.iter, site)
    if not isinstance(rows, cst.List | cst.Tuple) or len(rows.elements) != turns:
        return None
    row = rows.elements[turn].value
    if isinstance(loop.target, cst.Tuple) and isinstance(row, cst.Tuple | cst.List):
        names = [last_name(one.value) for one in loop.target.elements]
        row = row.elements[names.index(value.value)].value if len(names) == len(row.elements) else row
    return Spot(draft, row) if is_literal(draft.source.code(row)) else None


def _rows(desk: Desk, draft: Draft, rows: cst.BaseExpression, site: Site | None) -> tuple[Draft, cst.BaseExpression]:
    """The list that a loop runs over, found where it is written, if nothing else reads it."""
    found = defining(draft.source, rows)
    if found is not None:
        return draft, found[0] if len(found[1].references) == 1 else rows
    given = parameter(draft.source, rows)
    if given is None:
        return draft, rows
    function, param = given
    made = calling(desk, draft.source, function, site)
    arg = passed(draft.source, function, param, made[1]) if made is not None else None
    if made is not None and arg is not None:
        return _rows(desk, made[0], arg.value, None if site is None else site.via)
    return draft, rows


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
