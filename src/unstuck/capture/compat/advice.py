"""What to do about an error that comes of a name that is gone, a package that is not there, or Python 2."""

from __future__ import annotations

import re

from unstuck.capture.compat.gone import GONE, OLD_PACKAGES, PIP_NAMES
from unstuck.capture.compat.modules import installed
from unstuck.capture.deadline import TimedOut


def advice_for(error: BaseException) -> str | None:
    """One or two sentences on what to do, or None when nothing is known."""
    if isinstance(error, TimedOut):
        return "Give it more seconds, or make it shorter."
    if isinstance(error, ModuleNotFoundError) and error.name:
        return _missing_module(error.name)
    if "Invalid dtype: object" in str(error) and installed("tensorflow"):
        return (
            "Keras on JAX takes no text into a network while TensorFlow is installed. Put the layer that reads it into"
            " the data set, train.map(lambda x, y: (layer(x), y)), or run Unstuck in an environment without TensorFlow,"
            " where it reads the text itself."
        )
    name = _missing_name(error)
    return _is_gone(name) if name in GONE else None


def _is_gone(name: str) -> str:
    return f"{name} is gone since {GONE[name].since}. {GONE[name].instead}"


def is_python_2(error: SyntaxError) -> bool:
    """Whether a syntax error is one that Python 2 would not have seen."""
    told = (
        "Missing parentheses in call to",
        "multiple exception types must be parenthesized",
        "leading zeros in decimal",
    )
    return any(words in str(error.msg) for words in told)


def _missing_module(name: str) -> str | None:
    package, *parts = name.split(".")
    gone = next((part for part in parts if part in GONE), None)
    if gone is not None and package in ("keras", "tensorflow"):
        return _is_gone(gone)
    if package in OLD_PACKAGES:
        return f"{package} {OLD_PACKAGES[package]}"
    if package == "keras":
        return f"No Keras of today has {name}, and Unstuck knows no stand-in for it."
    return f"Install it beside Unstuck with `pip install {PIP_NAMES.get(package, package)}`."


def _missing_name(error: BaseException) -> str:
    if isinstance(error, AttributeError) and error.name:
        return error.name
    found = re.search(r"cannot import name '(\w+)'", str(error)) if isinstance(error, ImportError) else None
    return found.group(1) if found else ""
