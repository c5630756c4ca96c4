"""How this file writes a Keras name: `keras.losses.X`, `losses.X`, `tf.keras.losses.X` or, after an import, `X`."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from unstuck.patch.draft import Draft
from unstuck.patch.source import Source, Unpatchable, dotted

_KERAS = re.compile(r"^(tensorflow\.(python\.)?keras|tf_keras|keras)(?=\.|$)")


@dataclass(frozen=True)
class _Import:
    """One name that an import binds: `local` stands for `full`, told in plain Keras' terms (`keras.losses`)."""

    local: str
    full: str
    written: str
    node: cst.Import | cst.ImportFrom

    @property
    def is_keras(self) -> bool:
        return bool(_KERAS.match(self.written))


def spell(draft: Draft, at: cst.CSTNode, full: str) -> str:
    """The name `full` ("keras.losses.Poisson") as the file can write it at the node `at`, importing it if need be."""
    source = draft.source
    visible = _visible(source, at)
    for prefix in (full, full.rpartition(".")[0]):
        for found in visible:
            if found.local != "*" and found.full == prefix:
                return found.local + full[len(prefix) :]
    room, _, name = full.rpartition(".")
    if any(found.local == "*" and found.full == room for found in visible) and not source.scope(at)[name]:
        return name
    package, _, inside = full.partition(".")
    ways = [(package, f".{inside}"), *([("tensorflow", f".{full}")] if package == "keras" else [])]
    for prefix, rest in ways:
        for found in visible:
            if found.local != "*" and found.full == prefix:
                return found.local + rest
    _add_import(draft, at, visible, full)
    return name


def meaning(source: Source, func: cst.CSTNode) -> str:
    """What a callee is in plain Keras' terms: `L.Dense` → "keras.layers.Dense"; as written when that is unknown."""
    written = dotted(func)
    head, dot, rest = written.partition(".")
    for found in _visible(source, func):
        if found.local == head:
            return _plain(f"{found.full}{dot}{rest}")
        if found.local == "*" and not dot and found.is_keras and not source.scope(func)[head]:
            return f"{found.full}.{head}"
    return written


def insert_import(draft: Draft, line: str, after: list[cst.CSTNode]) -> None:
    """Puts an import line after the last of some imports, else after the module's imports or docstring."""
    source = draft.source
    if after:
        return draft.insert_after(max(map(source.statement, after), key=source.start), line)
    body = source.module.body
    head = [node for node in body if isinstance(node, cst.SimpleStatementLine) and _opens(node, first=node is body[0])]
    if head:
        return draft.insert_after(head[-1], line)
    return draft.insert_before(body[0], line)


def _visible(source: Source, at: cst.CSTNode) -> list[_Import]:
    """The imports whose names are seen at a node and mean nothing else there."""
    scope, reach = source.scope(at), []
    while scope not in reach:
        reach.append(scope)
        scope = scope.parent
    found = []
    nodes: list[cst.Import | cst.ImportFrom] = [*source.all(cst.Import), *source.all(cst.ImportFrom)]
    for node in nodes:
        if source.scope(node) in reach:
            found += [item for item in _bound(node) if item.local == "*" or _only_imported(source, at, item.local)]
    return sorted(found, key=lambda item: source.start(item.node))


def _bound(node: cst.Import | cst.ImportFrom) -> list[_Import]:
    if isinstance(node, cst.Import):
        return [_imported(alias, node) for alias in node.names]
    module = dotted(node.module)
    if node.relative:
        return []
    if isinstance(node.names, cst.ImportStar):
        return [_Import("*", _plain(module), module, node)]
    return [
        _Import(_alias(alias) or dotted(alias.name), _plain(f"{module}.{dotted(alias.name)}"), module, node)
        for alias in node.names
    ]


def _imported(alias: cst.ImportAlias, node: cst.Import) -> _Import:
    full = dotted(alias.name)
    if local := _alias(alias):
        return _Import(local, _plain(full), full, node)
    head = full.partition(".")[0]
    return _Import(head, _plain(head), full, node)


def _alias(alias: cst.ImportAlias) -> str:
    return dotted(alias.asname.name) if alias.asname else ""


def _plain(full: str) -> str:
    return _KERAS.sub("keras", full)


def _only_imported(source: Source, at: cst.CSTNode, local: str) -> bool:
    bound = source.scope(at)[local]
    return bool(bound) and all(isinstance(getattr(one, "node", None), cst.Import | cst.ImportFrom) for one in bound)


def _add_import(draft: Draft, at: cst.CSTNode, visible: list[_Import], full: str) -> None:
    """`from keras.losses import Poisson`, in the file's flavour of Keras, after its other Keras imports.

    What is not Keras' comes from its own package: `from numpy import nan_to_num`.
    """
    room, _, name = full.rpartition(".")
    if draft.source.scope(at)[name]:
        raise Unpatchable(f"the name {name} is taken in this file")
    ours = [item for item in visible if item.is_keras]
    flavour = _KERAS.match(ours[0].written) if ours else None
    line = f"from {_KERAS.sub(flavour[0], room) if flavour else room} import {name}"
    insert_import(draft, line, [item.node for item in _settled(draft.source, ours)])


def _settled(source: Source, found: list[_Import]) -> list[_Import]:
    """Those imports that are certain to have run: not inside a `try` or an `if`."""
    return [
        item
        for item in found
        if isinstance(block := source.parent(source.statement(item.node)), cst.Module)
        or isinstance(source.parent(block) if block else None, cst.FunctionDef)
    ]


def _opens(line: cst.SimpleStatementLine, first: bool) -> bool:
    small = line.body[0]
    docstring = isinstance(small, cst.Expr) and isinstance(small.value, cst.SimpleString | cst.ConcatenatedString)
    return isinstance(small, cst.Import | cst.ImportFrom) or (first and docstring)
