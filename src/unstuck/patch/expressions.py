"""Python code for a config value, in this file's own quotes and its own way of naming Keras."""

from __future__ import annotations

from typing import Any

import libcst as cst

from unstuck.patch.draft import Draft
from unstuck.patch.imports import spell
from unstuck.patch.source import Source, Unpatchable, last_name, walk
from unstuck.patch.values import canonical, home, is_object, literal, nondefault


def expression(draft: Draft, at: cst.CSTNode, name: str, value: Any, old: cst.CSTNode | None = None) -> str:
    """The value of argument `name` as code for the node `at`, in the style of the expression `old` it replaces."""
    value, quote = canonical(name, value), quotes(draft.source, old, at)
    if not is_object(value):
        return literal(value, quote)
    arguments = _arguments(draft, at, nondefault(value), old)
    if isinstance(old, cst.Call) and last_name(old.func) == value["class_name"]:
        return f"{draft.source.code(old.func)}({arguments})"
    return f"{spell(draft, at, _place(value))}({arguments})"


def plain(name: str, value: Any) -> str:
    """The value as code on its own, for people to read."""
    value = canonical(name, value)
    if not is_object(value):
        return literal(value)
    place = home(value["class_name"])
    arguments = ", ".join(f"{key}={plain(key, item)}" for key, item in nondefault(value).items())
    return f"{place[1] if place else value['class_name']}({arguments})"


def quotes(source: Source, *nodes: cst.CSTNode | None) -> str:
    """The quotation mark used in the first node that has a string, else the one the file uses most."""
    for node in nodes:
        for child in walk(node) if node is not None else ():
            if isinstance(child, cst.SimpleString):
                return child.quote[0]
    marks = [string.quote for string in source.all(cst.SimpleString)]
    return "'" if marks.count("'") > marks.count('"') else '"'


def _arguments(draft: Draft, at: cst.CSTNode, values: dict[str, Any], old: cst.CSTNode | None) -> str:
    return ", ".join(f"{key}={expression(draft, at, key, value, old)}" for key, value in values.items())


def _place(value: Any) -> str:
    place = home(value["class_name"])
    if place is None:
        raise Unpatchable(f"{value['class_name']} is not a class of Keras")
    return place[1]
