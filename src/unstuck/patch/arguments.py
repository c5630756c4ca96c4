"""One argument of a call: find it by keyword, old keyword or position; change, add or remove it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import libcst as cst

from unstuck.patch.constants import definition
from unstuck.patch.draft import Draft
from unstuck.patch.expressions import expression
from unstuck.patch.source import Unpatchable
from unstuck.patch.values import contradicts, same

# Keras 1 and 2 names that old programs still use.
_OLD_NAMES: Mapping[str, tuple[str, ...]] = {
    "epochs": ("nb_epoch",),
    "units": ("output_dim",),
    "filters": ("nb_filter",),
    "rate": ("p",),
    "kernel_initializer": ("init",),
    "use_bias": ("bias",),
    "padding": ("border_mode",),
    "strides": ("subsample",),
    "learning_rate": ("lr",),
}


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


def find_argument(call: cst.Call, signature: Signature, name: str) -> int | None:
    """The index of an argument in the call; None when it is not given.

    Raises:
        Unpatchable: it may be inside `*args` or `**kwargs`.
    """
    for index, arg in enumerate(call.args):
        if arg.keyword is not None and arg.keyword.value in (name, *_OLD_NAMES.get(name, ())):
            return index
    at = signature.positional.index(name) if name in signature.positional else len(call.args)
    for index, arg in enumerate(call.args):
        if arg.star:
            raise Unpatchable(f"the call takes its arguments from {arg.star}…")
        if index == at and arg.keyword is None:
            return index
    return None


def set_argument(
    draft: Draft, call: cst.Call, signature: Signature, name: str, old: Any, new: Any, own: bool = False
) -> int:
    """Give a call's argument the value `new`, and return the source line that changes.

    Args:
        draft: the file's changes.
        call: the call.
        signature: what the callee takes.
        name: the argument.
        old: the value it had when the program ran; a default that is not written counts.
        new: the value it gets; the default is written by leaving the argument out, but a learning rate stays
            to be read.
        own: the value belongs to this call alone, so a constant is changed only if nothing else reads it.

    Raises:
        Unpatchable: the source does not hold `old` here, or the callee takes no such argument.
    """
    if name not in signature.defaults:
        raise Unpatchable(f"the call takes no argument {name}")
    default, index = signature.defaults[name], find_argument(call, signature, name)
    if index is None:
        if not same(name, old, default):
            raise Unpatchable(f"{name} is not set in this call")
        if not same(name, new, default):
            draft.add_argument(call, name, expression(draft, call, name, new))
        return last_line(draft, call)
    arg = call.args[index]
    if contradicts(name, draft.source.code(arg.value), old):
        raise Unpatchable(f"the source has {draft.source.code(arg)} here")
    place = definition(draft, arg.value, name, old, own)
    if place is None and arg.keyword is not None and same(name, new, default) and name != "learning_rate":
        draft.remove_argument(call, index)
        return draft.source.line(arg)
    return put(draft, call, index, expression(draft, call, name, new, place or arg.value), place)


def put(draft: Draft, call: cst.Call, index: int, code: str, place: cst.BaseExpression | None) -> int:
    """Write code as an argument's value, or as the constant it comes from; returns the line."""
    if place is not None and draft.definitions.get(place, code) == code:
        draft.replace(place, code)
        return draft.source.line(place)
    draft.replace_argument(call, index, code)
    return draft.source.line(call.args[index])


def last_line(draft: Draft, call: cst.Call) -> int:
    """The line of a call's last argument, where a new one goes."""
    return draft.source.end(call.args[-1])[0] if call.args else draft.source.line(call)
