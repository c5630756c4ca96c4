"""Settings kept together: where `args.epochs`, `config.epochs`, `config["epochs"]` or `self.epochs` is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from unstuck.patch.source import Source, last_name

# What takes settings as keywords, beside the classes of the file itself.
_KEEPERS = {
    "dict", "SimpleNamespace", "Namespace", "update", "setdefaults", "set_defaults", "OrderedDict", "DotMap",
    "EasyDict", "edict", "Munch", "Box", "ConfigDict",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A setting's value as it is written in the file, once.

    Args:
        key: its name.
        value: the expression.
        once: whether a single piece of code reads it.
    """

    key: str
    value: cst.BaseExpression
    once: bool


def entry(source: Source, read: cst.Attribute | cst.Subscript) -> Entry | None:
    """The entry that an expression reads; None when the file writes no such entry, or several."""
    key = key_of(read)
    if key is None:
        return None
    written = list(_written(source, key))
    if len(written) != 1:
        return None
    reads = [node for kind in (cst.Attribute, cst.Subscript) for node in source.all(kind) if key_of(node) == key]
    reads = [node for node in reads if not isinstance(source.parent(node), cst.AssignTarget | cst.AnnAssign)]
    return Entry(key, written[0], len(reads) == 1)


def key_of(node: cst.CSTNode) -> str | None:
    """`epochs` of `config.epochs` and of `config["epochs"]`."""
    if isinstance(node, cst.Attribute):
        return node.attr.value
    if isinstance(node, cst.Subscript) and len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index):
        return _text(node.slice[0].slice.value)
    return None


def in_dictionary(dictionary: cst.BaseExpression, key: str) -> cst.BaseExpression | None:
    """The value of a key in `{"key": …}` or `dict(key=…)`.

    Raises:
        KeyError: what the dictionary holds cannot be told from here.
    """
    if isinstance(dictionary, cst.Dict):
        elements = [one for one in dictionary.elements if isinstance(one, cst.DictElement)]
        if len(elements) < len(dictionary.elements) or any(_text(one.key) is None for one in elements):
            raise KeyError(key)
        return next((one.value for one in elements if _text(one.key) == key), None)
    if isinstance(dictionary, cst.Call) and last_name(dictionary.func) == "dict":
        if any(arg.keyword is None for arg in dictionary.args):
            raise KeyError(key)
        return next((arg.value for arg in dictionary.args if arg.keyword and arg.keyword.value == key), None)
    raise KeyError(key)


def _written(source: Source, key: str) -> Iterator[cst.BaseExpression]:
    for element in source.all(cst.DictElement):
        if _text(element.key) == key:
            yield element.value
    classes = {one.name.value for one in source.all(cst.ClassDef)}
    for call in source.all(cst.Call):
        if last_name(call.func) == "add_argument":
            yield from _default(call, key)
        elif last_name(call.func) in _KEEPERS | classes:
            yield from (arg.value for arg in call.args if arg.keyword is not None and arg.keyword.value == key)
    for assign in source.all(cst.Assign):
        if any(_sets(source, assign, one.target, key) for one in assign.targets):
            yield assign.value
    for annotated in source.all(cst.AnnAssign):
        if annotated.value is not None and _sets(source, annotated, annotated.target, key):
            yield annotated.value


def _default(call: cst.Call, key: str) -> Iterator[cst.BaseExpression]:
    """The default of `parser.add_argument("--batch-size", type=int, default=32)`."""
    keywords = {arg.keyword.value: arg.value for arg in call.args if arg.keyword is not None}
    flags = [_text(arg.value) or "" for arg in call.args if arg.keyword is None]
    names = [_text(keywords["dest"])] if "dest" in keywords else [f.lstrip("-").replace("-", "_") for f in flags]
    if key in names and "default" in keywords:
        yield keywords["default"]


def _sets(source: Source, assign: cst.CSTNode, target: cst.BaseExpression, key: str) -> bool:
    """Whether an assignment writes `anything.key`, `anything["key"]` or, in a class' body, `key`."""
    if isinstance(target, cst.Name):
        body = source.parent(source.parent(assign) or assign)
        return target.value == key and isinstance(source.parent(body) if body else None, cst.ClassDef)
    return key_of(target) == key


def _text(node: cst.BaseExpression) -> str | None:
    if isinstance(node, cst.SimpleString) and isinstance(node.evaluated_value, str):
        return node.evaluated_value
    return None
