"""Keras config values: when two are the same, and how one is written in Python."""

from __future__ import annotations

import ast
import inspect
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

_ROOMS = ("losses", "optimizers", "initializers", "regularizers", "constraints", "activations", "layers")
_TOLERANCE = 1e-6  # relative; Keras hands back float32 for what the user wrote as a Python float
_UNWRITTEN = {"name", "dtype"}  # Keras makes these up; a user does not write them


def is_object(value: Any) -> bool:
    """Whether a config value is Keras' serialisation of an object."""
    return isinstance(value, Mapping) and "class_name" in value


def canonical(name: str, value: Any) -> Any:
    """A value in the one form that compares: `None` and "linear" are the same activation, `[3, 3]` and `(3, 3)` too."""
    if value is None and name.endswith("activation"):
        return "linear"
    if is_object(value):
        return as_string(value) or value
    if isinstance(value, list | tuple):
        return tuple(canonical(name, item) for item in value)
    return value


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of the argument `name` mean the same to Keras."""
    one, other = canonical(name, one), canonical(name, other)
    if _is_number(one) and _is_number(other):
        return math.isclose(one, other, rel_tol=_TOLERANCE)
    if isinstance(one, tuple) and _is_number(other):
        return all(same(name, item, other) for item in one)
    if isinstance(other, tuple) and _is_number(one):
        return same(name, other, one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(same(name, *pair) for pair in zip(one, other, strict=True))
    return bool(one == other)


def contradicts(name: str, code: str, value: Any) -> bool:
    """Whether code is a plain number (or tuple of them) that is not `value`; names and strings have many spellings."""
    try:
        written = ast.literal_eval(code)
    except (ValueError, SyntaxError, TypeError, MemoryError):
        return False
    if isinstance(written, str):
        return _is_number(value) or isinstance(value, list | tuple | bool)
    if written is None or is_object(value) or value is None:
        return False
    return not same(name, written, value)


def literal(value: Any, quote: str = '"') -> str:
    """A plain value as Python source."""
    if isinstance(value, str):
        body = value.replace("\\", "\\\\").replace(quote, "\\" + quote)
        return f"{quote}{body}{quote}" if value.isprintable() else repr(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list | tuple):
        items = [literal(item, quote) for item in value]
        return f"({', '.join(items)}{',' if len(items) == 1 else ''})"
    return repr(value)


def number(value: float) -> str:
    """The shortest decimal with the same float32: 0.009999999776482582 → 0.01. A whole number stays one."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return f'float("{value}")'
    # Only a value that *is* a float32 is shortened: 1/255 as a double keeps its digits.
    with np.errstate(over="ignore"):
        single = np.float32(value)
    short = float(str(single)) if float(single) == value else value
    if not math.isclose(short, value, rel_tol=_TOLERANCE):  # the smallest float32 have few digits
        short = value
    return re.sub(r"e([+-])0*(\d)", lambda m: f"e{m[1].replace('+', '')}{m[2]}", repr(short))


def as_string(value: Mapping[str, Any]) -> str | None:
    """The short name of an object with nothing but defaults, "glorot_uniform"; None when that loses something."""
    if value["class_name"] == "function":
        return str(value["config"])
    place = home(value["class_name"])
    if place is None or nondefault(value):
        return None
    room, _, found = place
    short = value["class_name"].lower() if room == "optimizers" else _snake(value["class_name"])
    try:
        back = _room(room).get(short)
    except (ValueError, TypeError, AttributeError):
        return None
    return short if callable(back) or isinstance(back, found) else None


def nondefault(value: Mapping[str, Any]) -> dict[str, Any]:
    """The config entries that the class's constructor takes and that are not its defaults."""
    place = home(value["class_name"])
    config = value.get("config") or {}
    if place is None or not isinstance(config, Mapping):
        return {}
    parameters = inspect.signature(place[2]).parameters
    return {
        name: config[name]
        for name, parameter in parameters.items()
        if name in config and name not in _UNWRITTEN and not same(name, config[name], parameter.default)
    }


def home(class_name: str) -> tuple[str, str, type] | None:
    """The public place of a Keras class: `("losses", "keras.losses.Poisson", the class)`; None when it has none."""
    for room in _ROOMS:
        found = getattr(_room(room), class_name, None)
        if inspect.isclass(found):
            return room, f"keras.{room}.{class_name}", found
    return None


def _room(name: str) -> Any:
    import keras  # late: importing Keras takes seconds and picks a backend

    return getattr(keras, name)


def _snake(name: str) -> str:
    """Keras' own rule for short names."""
    name = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
