"""One argument of a call: find it by keyword, old keyword or position; change, add or remove it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import libcst as cst

from unstuck.patch.constants import defining, definition
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.entries import in_dictionary
from unstuck.patch.expressions import expression
from unstuck.patch.source import Source, Unpatchable
from unstuck.patch.spots import Setting, Spot
from unstuck.patch.values import contradicts, same
from unstuck.spec import Site


@dataclass(frozen=True)
class Signature:
    """What a callee takes: the names that may be positional, in order, and the defaults."""

    positional: tuple[str, ...]
    defaults: Mapping[str, Any]

    @classmethod
    def of(cls, function: Callable[..., Any], **more: Any) -> Signature:
        """A function's signature without `self`; `more` are defaults of what its **kwargs pass on."""
        parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "self"]
        positional = tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)
        return cls(positional, {**{p.name: p.default for p in parameters if p.kind is not p.VAR_KEYWORD}, **more})


@cache
def compile_signature() -> Signature:
    """`model.compile`."""
    import keras

    return Signature.of(keras.Model.compile)


@cache
def fit_signature() -> Signature:
    """`model.fit`; a batch size of None is 32."""
    import keras

    return Signature.of(keras.Model.fit, batch_size=32)


@cache
def _old_names() -> Mapping[str, tuple[str, ...]]:
    """Today's name of an argument → those of Keras 1 and 2, where the values under them are written as today."""
    from unstuck.capture import OLD_ARGUMENTS  # late: importing Keras takes seconds

    renamed = {old: names for old, names in OLD_ARGUMENTS.items() if old != "dim_ordering"} | {"nb_epoch": ("epochs",)}
    today = {name for names in renamed.values() for name in names}
    return {name: tuple(old for old, names in renamed.items() if name in names) for name in today}


def find_argument(source: Source, call: cst.Call, signature: Signature, name: str) -> cst.BaseExpression | None:
    """The value of an argument in the call, or in the dictionary that the call takes as `**`; None when not given.

    Raises:
        Unpatchable: it may be inside `*args` or `**kwargs`.
    """
    names = (name, *_old_names().get(name, ()))
    for arg in call.args:
        if arg.keyword is not None and arg.keyword.value in names:
            return arg.value
    at = signature.positional.index(name) if name in signature.positional else len(call.args)
    for index, arg in enumerate(call.args):
        if arg.star == "*":
            raise Unpatchable("the call takes its arguments from *…")
        if not arg.star and index == at and arg.keyword is None:
            return arg.value
    return _in_double_star(source, call, names)


def _in_double_star(source: Source, call: cst.Call, names: tuple[str, ...]) -> cst.BaseExpression | None:
    for arg in call.args:
        if arg.star != "**":
            continue
        found = defining(source, arg.value)
        try:
            values = [in_dictionary(found[0] if found else arg.value, name) for name in names]
        except KeyError:
            raise Unpatchable("the call takes its arguments from **…") from None
        if given := [value for value in values if value is not None]:
            return given[0]
    return None


def set_argument(
    desk: Desk, draft: Draft, call: cst.Call, signature: Signature, setting: Setting, site: Site | None = None
) -> Line:
    """Give a call's argument a new value, and return the source line that changes.

    The default is written by leaving the argument out, but a learning rate stays to be read.

    Args:
        desk: the files under change.
        draft: the changes of the call's file.
        call: the call.
        signature: what the callee takes.
        setting: the argument, the value it had (a default that is not written counts), and the new one.
        site: where the call stands, with the calls that led there.

    Raises:
        Unpatchable: the source does not hold the old value here, or the callee takes no such argument.
    """
    spot = locate(desk, draft, call, signature, setting, site)
    index = next((i for i, arg in enumerate(call.args) if arg.value is spot.node), None)
    default = same(setting.name, setting.new, signature.defaults[setting.name])
    if default and spot.keyword and spot.node is call:
        return spot.line
    if default and index is not None and call.args[index].keyword is not None and setting.name != "learning_rate":
        draft.remove_argument(call, index)
        return draft.source.file, draft.source.line(call.args[index])
    old = None if spot.keyword else spot.node
    code = expression(spot.draft, spot.node, setting.name, setting.new, old)
    return _write(desk, draft, call, signature, setting, spot, code)


def locate(
    desk: Desk, draft: Draft, call: cst.Call, signature: Signature, setting: Setting, site: Site | None = None
) -> Spot:
    """The spot that holds a call's argument: in the call, where its value is defined, or where a new one goes.

    Raises:
        Unpatchable: the source does not hold the old value here, or the callee takes no such argument.
    """
    name = setting.name
    if name not in signature.defaults:
        raise Unpatchable(f"the call takes no argument {name}")
    value = find_argument(draft.source, call, signature, name)
    if value is None:
        if not same(name, setting.old, signature.defaults[name]):
            raise Unpatchable(f"{name} is not set in this call")
        return Spot(draft, call, name)
    if contradicts(name, draft.source.code(value), setting.old):
        why = f"the source has {draft.source.code(draft.source.parent(value) or value)} here"
        if name == "epochs":
            why += "; if a callback such as EarlyStopping ended the training, let it wait longer"
        raise Unpatchable(why)
    return definition(desk, draft, value, setting, site) or Spot(draft, value)


def _write(
    desk: Desk, draft: Draft, call: cst.Call, signature: Signature, setting: Setting, spot: Spot, code: str
) -> Line:
    """Write the value where it is defined; in the call where another edit has taken that place."""
    try:
        return spot.write(code)
    except Unpatchable:
        value = find_argument(draft.source, call, signature, setting.name)
        if value is None or value is spot.node:
            raise
        return Spot(draft, value).write(expression(draft, call, setting.name, setting.new, value))


def last_line(draft: Draft, call: cst.Call) -> int:
    """The line of a call's last argument, where a new one goes."""
    return draft.source.end(call.args[-1])[0] if call.args else draft.source.line(call)
