"""What ended a script, in its own words."""

from __future__ import annotations

import re

_MOST_CHARACTERS = 1000  # of an error's own text
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_INSTEAD = "infer the shape of the Lambda"  # what Keras raises in the place of any error of a Lambda's function


def cause_of(error: BaseException) -> BaseException:
    """The error itself, or the one that Keras raised it in the place of."""
    if _INSTEAD not in str(error):
        return error
    cause: BaseException | None = error
    while cause is not None and _INSTEAD in str(cause):
        cause = cause.__context__
    return cause or error


def told(error: BaseException) -> str:
    """The last line of a traceback, without colours; some libraries put whole arrays in it."""
    text = _COLOURS.sub("", f"{type(error).__name__}: {error}").removesuffix(": ").rstrip()
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]} …"
