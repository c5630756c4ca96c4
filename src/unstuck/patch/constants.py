"""Where a setting's value comes from: `epochs=EPOCHS`, a parameter's default, a caller's argument, a config's entry.

The value is changed where it is defined when that changes nothing else.
"""

from __future__ import annotations

import ast

import libcst as cst
from libcst.metadata import Assignment, GlobalScope

from unstuck.patch.desk import Desk
from unstuck.patch.draft import Draft
from unstuck.patch.entries import entry
from unstuck.patch.source import Source, Unpatchable, last_name
from unstuck.patch.spots import Setting, Spot
from unstuck.patch.values import contradicts
from unstuck.spec import Site

# A module's constant that is read in several places is changed only if its name says it is this very setting.
_WORDS = {
    "epochs": ("epoch",),
    "batch_size": ("batch",),
    "learning_rate": ("lr", "learning", "rate"),
    "loss": ("loss",),
    "shuffle": ("shuffle",),
    "optimizer": ("opt",),
}


def definition(desk: Desk, draft: Draft, value: cst.BaseExpression, setting: Setting, site: Site | None) -> Spot | None:
    """The spot that defines `value`, if the setting may be changed there; else None.

    Args:
        site: where the call stands that `value` is given to; it knows which call of its function led there.
    """
    spot = _origin(desk, draft, _converted(value), setting, site)
    if spot is None:
        return None
    if spot.keyword:
        return spot
    code = spot.draft.source.code(spot.node)
    if contradicts(setting.name, code, setting.old):
        return None
    if is_literal(code):
        return spot
    # An object that is used as one elsewhere must stay one.
    kept = isinstance(setting.old, str | dict) and isinstance(spot.node, cst.Call | cst.Attribute)
    return spot if spot.once and kept else None


def defining(source: Source, value: cst.CSTNode) -> tuple[cst.BaseExpression, Assignment] | None:
    """The right-hand side and the binding of a variable that is assigned exactly once, plainly."""
    if not isinstance(value, cst.Name):
        return None
    bound = list(source.scope(value)[value.value])
    if len(bound) != 1 or not isinstance(bound[0], Assignment):
        return None
    target = source.parent(bound[0].node)
    assign = source.parent(target) if isinstance(target, cst.AssignTarget) else target
    if isinstance(assign, cst.Assign) and len(assign.targets) == 1 and assign.targets[0].target is bound[0].node:
        return assign.value, bound[0]
    if isinstance(assign, cst.AnnAssign) and assign.target is bound[0].node and assign.value is not None:
        return assign.value, bound[0]
    return None


def is_literal(code: str) -> bool:
    """Whether code is a plain value."""
    try:
        ast.literal_eval(code)
    except (ValueError, SyntaxError, TypeError, MemoryError):
        return False
    return True


def parameter(source: Source, value: cst.CSTNode) -> tuple[cst.FunctionDef, cst.Param] | None:
    """The function's parameter that a name stands for, if nothing binds it anew."""
    if not isinstance(value, cst.Name):
        return None
    bound = list(source.scope(value)[value.value])
    if len(bound) != 1 or not isinstance(bound[0], Assignment):
        return None
    param = source.parent(bound[0].node) if isinstance(bound[0].node, cst.Name) else bound[0].node
    function = (
        next((node for node in source.ancestors(param) if isinstance(node, cst.FunctionDef)), None)
        if isinstance(param, cst.Param)
        else None
    )
    if function is None or not isinstance(param, cst.Param) or param.star in ("*", "**"):
        return None
    return function, param


def calling(desk: Desk, source: Source, function: cst.FunctionDef, site: Site | None) -> tuple[Draft, cst.Call] | None:
    """The call of a function that led to a site inside it; None where the function was called by other code."""
    names = {function.name.value, *_class_of(source, function)}
    if site is not None and site.via is not None:
        try:
            draft, call = desk.call(site.via, names)
        except Unpatchable:
            return None
        return (draft, call) if last_name(call.func) in names else None
    calls = [call for call in source.all(cst.Call) if last_name(call.func) in names]
    return (desk.draft(source.file), calls[0]) if len(calls) == 1 else None


def passed(source: Source, function: cst.FunctionDef, param: cst.Param, call: cst.Call) -> cst.Arg | None:
    """The argument of a call that a parameter gets; None when it gets its default.

    Raises:
        Unpatchable: it may be inside `*args` or `**kwargs`.
    """
    names = [one.name.value for one in function.params.params]
    if _class_of(source, function) or isinstance(call.func, cst.Attribute):
        names = names[1:] if names[:1] in (["self"], ["cls"]) else names
    for arg in call.args:
        if arg.star:
            raise Unpatchable(f"the call takes its arguments from {arg.star}…")
        if arg.keyword is not None and arg.keyword.value == param.name.value:
            return arg
    at = names.index(param.name.value) if param.name.value in names else len(call.args)
    return call.args[at] if at < len(call.args) and call.args[at].keyword is None else None


def _origin(desk: Desk, draft: Draft, value: cst.BaseExpression, setting: Setting, site: Site | None) -> Spot | None:
    source = draft.source
    if isinstance(value, cst.Attribute | cst.Subscript):
        found_entry = entry(source, value)
        if found_entry is None or not (found_entry.once or (_says(found_entry.key, setting.name) and not setting.own)):
            return None
        return _further(desk, draft, found_entry.value, setting, site, found_entry.once)
    found = defining(source, value)
    if found is not None:
        defined, bound = found
        once = len(bound.references) == 1
        named = isinstance(bound.scope, GlobalScope) and _says(bound.name, setting.name)
        if not once and (setting.own or not named):
            return None
        return _further(desk, draft, defined, setting, site, once)
    found_param = parameter(source, value)
    if found_param is not None:
        return _from_caller(desk, draft, *found_param, setting, site)
    return None


def _further(
    desk: Desk, draft: Draft, value: cst.BaseExpression, setting: Setting, site: Site | None, once: bool
) -> Spot | None:
    """The spot of a value that may itself come from elsewhere."""
    inner = _converted(value)
    if isinstance(inner, cst.Name | cst.Attribute | cst.Subscript) and not isinstance(setting.old, dict):
        return _origin(desk, draft, inner, setting, site) or Spot(draft, value, once=once)
    return Spot(draft, value, once=once)


def _from_caller(
    desk: Desk, draft: Draft, function: cst.FunctionDef, param: cst.Param, setting: Setting, site: Site | None
) -> Spot | None:
    """What the caller gives for a parameter, else the default; nothing where other code of the function reads it."""
    source = draft.source
    uses = [one for bound in source.scope(function.body)[param.name.value] for one in bound.references]
    if len(uses) != 1 and (setting.own or not _says(param.name.value, setting.name)):
        return None
    made = calling(desk, source, function, site)
    if made is not None:
        caller, call = made
        try:
            arg = passed(source, function, param, call)
        except Unpatchable:
            return None
        if arg is not None:
            # In the caller's own frame, which was reached from further out.
            outer = None if site is None else site.via
            return _origin(desk, caller, _converted(arg.value), setting, outer) or Spot(caller, arg.value)
        if len(_calls(source, function)) != 1 or caller is not draft:
            return Spot(caller, call, param.name.value)
    return Spot(draft, param.default) if param.default is not None else None


def _calls(source: Source, function: cst.FunctionDef) -> list[cst.Call]:
    names = {function.name.value, *_class_of(source, function)}
    return [call for call in source.all(cst.Call) if last_name(call.func) in names]


def _class_of(source: Source, function: cst.FunctionDef) -> set[str]:
    """The class whose call runs this function, if it is an `__init__`."""
    if function.name.value != "__init__":
        return set()
    around = next((node for node in source.ancestors(function) if isinstance(node, cst.ClassDef)), None)
    return set() if around is None else {around.name.value}


def _converted(value: cst.BaseExpression) -> cst.BaseExpression:
    """`int(args.epochs)` → `args.epochs`."""
    if isinstance(value, cst.Call) and last_name(value.func) in ("int", "float") and len(value.args) == 1:
        return value.args[0].value
    return value


def _says(name: str, setting: str) -> bool:
    return any(word in name.lower() for word in _WORDS.get(setting, ()))
