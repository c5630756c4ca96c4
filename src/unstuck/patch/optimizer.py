"""Edits of the optimizer: an object's arguments change in place, a string grows into an object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from unstuck.patch.arguments import Signature, compile_signature, find_argument, set_argument
from unstuck.patch.constants import defining, definition
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.expressions import expression, quotes
from unstuck.patch.imports import meaning, spell
from unstuck.patch.rate import rate_set_later
from unstuck.patch.source import Unpatchable
from unstuck.patch.spots import Setting, Spot
from unstuck.patch.values import home, is_object, literal, nondefault
from unstuck.spec import Edit


def edit_optimizer(desk: Desk, edits: Sequence[Edit]) -> Line:
    """Make all the edits of the optimizer together.

    Raises:
        Unpatchable: the optimizer is out of reach, or does not take what an edit sets.
    """
    wanted = _wanted(desk.spec.optimizer, edits)
    place = home(wanted["class_name"])
    if place is None or place[0] != "optimizers":
        raise Unpatchable(f"{wanted['class_name']} is not an optimizer of Keras")
    rate = [edit for edit in edits if edit.path == "optimizer.learning_rate"]
    later = rate_set_later(desk, rate[0]) if rate else None
    if later is not None:
        edits = [edit for edit in edits if edit not in rate]
        if not edits:
            return later
    draft, made = _made(desk)
    if made is None:
        return _in_compile(desk, wanted, place[1])
    if wanted["class_name"] == desk.spec.optimizer["class_name"]:
        signature = Signature.of(place[2])
        settings = [
            Setting(edit.path.removeprefix("optimizer."), edit.old, edit.new)
            for edit in edits
            if edit.path not in ("optimizer", "optimizer.class_name")
        ]
        site = desk.sites.optimizer or desk.sites.compile
        lines = [set_argument(desk, draft, made, signature, setting, site) for setting in settings]
        if len(lines) < len(edits):
            draft.replace(made, _object(draft, made, wanted, draft.source.code(made.func)))
        return lines[0] if lines else (draft.source.file, draft.source.line(made))
    draft.replace(made, _object(draft, made, wanted, spell(draft, made, place[1])))
    return draft.source.file, draft.source.line(made)


def _wanted(old: Mapping[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """The optimizer's serialisation after the edits."""
    class_name, config = old["class_name"], dict(old["config"])
    for edit in edits:
        _, _, key = edit.path.partition(".")
        if "." in key or "[" in key:
            raise Unpatchable("the value is inside another one")
        if key == "class_name":
            class_name = edit.new
        elif key:
            config[key] = edit.new
        else:
            class_name = edit.new["class_name"]
            config = {**edit.new, **edit.new.get("config", {})}
    return {"class_name": class_name, "config": config}


def _made(desk: Desk) -> tuple[Draft, cst.Call | None]:
    """The call that makes the optimizer object; None for a string or an object made out of sight."""
    class_name = desk.spec.optimizer["class_name"]
    if desk.sites.optimizer is not None:
        draft, call = desk.call(desk.sites.optimizer, [class_name])
        if not _makes(draft, call, class_name):
            raise Unpatchable(f"the optimizer is made by {draft.source.code(call.func)}(…)")
        return draft, call
    draft, compiled = desk.call(desk.sites.compile, ["compile"])
    value = find_argument(draft.source, compiled, compile_signature(), "optimizer")
    if isinstance(value, cst.Name):
        found = defining(draft.source, value)
        value = found[0] if found else value
    if isinstance(value, cst.Call) and _makes(draft, value, class_name):
        return draft, value
    return draft, None


def _makes(draft: Draft, call: cst.Call, class_name: str) -> bool:
    # Keras 1 and 2 had the classes in small letters too: `optimizers.adam(lr=0.1)`.
    return meaning(draft.source, call.func).rpartition(".")[2].lower() == class_name.lower()


def _in_compile(desk: Desk, wanted: dict[str, Any], full: str) -> Line:
    """Write the optimizer into the `compile` call: a string when all is default, else an object."""
    draft, call = desk.call(desk.sites.compile, ["compile"])
    value = find_argument(draft.source, call, compile_signature(), "optimizer")
    if nondefault(wanted):
        code = _object(draft, call, wanted, spell(draft, call, full))
    else:
        code = literal(wanted["class_name"].lower(), quotes(draft.source, value, call))
    if value is None:
        return Spot(draft, call, "optimizer").write(code)
    setting = Setting("optimizer", desk.spec.optimizer["class_name"], None, own=True)
    spot = definition(desk, draft, value, setting, desk.sites.compile) or Spot(draft, value)
    if spot.keyword:  # a parameter's default, which the caller is to replace: the string stays the caller's business
        spot = Spot(draft, value)
    before = spot.draft.source.code(spot.node)
    if spot.draft is not draft and nondefault(wanted):
        code = _object(spot.draft, spot.node, wanted, spell(spot.draft, spot.node, full))
    if before.lower() == code.lower():  # the same string, perhaps in other letters
        raise Unpatchable(f"the source has {before} here: it is another one when fit is called")
    return spot.write(code)


def _object(draft: Draft, at: cst.CSTNode, wanted: dict[str, Any], callee: str) -> str:
    """`Adam(learning_rate=0.001)`: the rate is always written, the rest when it is not the default."""
    rate = wanted["config"].get("learning_rate")
    values = {**({} if rate is None else {"learning_rate": rate}), **nondefault(wanted)}
    if is_object(rate):
        raise Unpatchable("its learning rate is a schedule")
    return f"{callee}({', '.join(f'{key}={expression(draft, at, key, value)}' for key, value in values.items())})"
