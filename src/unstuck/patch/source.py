"""A user's source file as a concrete syntax tree: where things stand, and what a name there means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

import libcst as cst
from libcst.metadata import (
    ExpressionContextProvider,
    MetadataWrapper,
    ParentNodeProvider,
    PositionProvider,
    Scope,
    ScopeProvider,
)

from unstuck.notebook import program
from unstuck.spec import Site

Node = TypeVar("Node", bound=cst.CSTNode)


class Unpatchable(Exception):
    """An edit that cannot be made safely; its text says why, and becomes part of an instruction."""


class Source:
    """One parsed file, a script or a notebook's code cells; read only.

    Raises:
        Unpatchable: the file cannot be read or parsed.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        try:
            self.text = program(file)
            wrapper = MetadataWrapper(cst.parse_module(self.text))
        except OSError as error:
            raise Unpatchable(f"the file cannot be read ({error.strerror or error})") from None
        except (SyntaxError, ValueError, LookupError, cst.ParserSyntaxError):
            raise Unpatchable("the file cannot be parsed") from None
        self.module = wrapper.module
        self._wrapper = wrapper
        self._positions = wrapper.resolve(PositionProvider)
        self._parents = wrapper.resolve(ParentNodeProvider)
        self._by_kind: dict[type, list[Any]] = {}

    @cached_property
    def _scopes(self) -> dict[cst.CSTNode, Scope | None]:
        return dict(self._wrapper.resolve(ScopeProvider))

    @cached_property
    def _contexts(self) -> dict[cst.CSTNode, object]:
        return dict(self._wrapper.resolve(ExpressionContextProvider))

    def all(self, kind: type[Node]) -> Iterator[Node]:
        """The nodes of one kind, in source order."""
        if kind not in self._by_kind:
            found = [node for node in self._positions if isinstance(node, kind)]
            self._by_kind[kind] = sorted(found, key=self.start)
        return iter(self._by_kind[kind])

    def start(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where the node begins: line from 1, column in characters from 0."""
        at = self._positions[node].start
        return at.line, at.column

    def end(self, node: cst.CSTNode) -> tuple[int, int]:
        """Where the node ends."""
        at = self._positions[node].end
        return at.line, at.column

    def line(self, node: cst.CSTNode) -> int:
        """The node's first line."""
        return self._positions[node].start.line

    def code(self, node: cst.CSTNode) -> str:
        """The node as source text."""
        return self.module.code_for_node(node).strip()

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around this one; None for the module."""
        return self._parents.get(node)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes around this one, nearest first."""
        around = self.parent(node)
        while around is not None:
            yield around
            around = self.parent(around)

    def scope(self, node: cst.CSTNode) -> Scope:
        """The scope in which the node's names are looked up."""
        for place in (node, *self.ancestors(node)):
            scope = self._scopes.get(place)
            if scope is not None:
                return scope
        raise Unpatchable("its scope is unknown")

    def statement(self, node: cst.CSTNode) -> cst.CSTNode:
        """The statement, standing directly in a block, that holds the node."""
        for place in (node, *self.ancestors(node)):
            if isinstance(self.parent(place), cst.Module | cst.IndentedBlock):
                return place
        raise Unpatchable("it stands outside any statement")

    def names_in(self, node: cst.CSTNode) -> set[str]:
        """The variables that an expression reads."""
        names = (child for child in walk(node) if isinstance(child, cst.Name) and child in self._contexts)
        return {name.value for name in names if not self._is_keyword(name)}

    def _is_keyword(self, name: cst.Name) -> bool:
        arg = self.parent(name)
        return isinstance(arg, cst.Arg) and arg.keyword is name

    def call_at(self, site: Site, names: Iterable[str]) -> cst.Call:
        """The call at a site; where that has no end, the one there whose callee's last name is one of `names`.

        `Site.column` counts UTF-8 bytes, as CPython's `co_positions` does.

        Raises:
            Unpatchable: no such call, or more than one.
        """
        line_calls = [call for call in self.all(cst.Call) if site.line in self._lines_of(call)]
        found = [call for call in line_calls if self._is_at(call, site)]
        if not site.end_line:  # where the call begins is not enough, or not known: its name has to decide
            named = [call for call in line_calls if last_name(call.func) in set(names)]
            found = [call for call in named if call in found] or named
        if len(found) == 1:
            return found[0]
        raise Unpatchable("the call is not found at this line" if line_calls else "the call is not there any more")

    def _lines_of(self, call: cst.Call) -> set[int]:
        return {self.line(call), self.line(_name_node(call.func))}

    def _is_at(self, call: cst.Call, site: Site) -> bool:
        # CPython places a method call that spans lines at the method's name, not at the object.
        starts = {self._in_bytes(self.start(call)), self._in_bytes(self.start(_name_node(call.func)))}
        if (site.line, site.column) not in starts:
            return False
        return not site.end_line or self._in_bytes(self.end(call)) == (site.end_line, site.end_column)

    @cached_property
    def _text_lines(self) -> list[str]:
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def _in_bytes(self, at: tuple[int, int]) -> tuple[int, int]:
        line, column = at
        return line, len(self._text_lines[line - 1][:column].encode())


def walk(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The node and everything inside it."""
    yield node
    for child in node.children:
        yield from walk(child)


def last_name(node: cst.CSTNode) -> str:
    """`keras.layers.Dense` → `Dense`; empty when it is not a name."""
    name = _name_node(node)
    return name.value if isinstance(name, cst.Name) else ""


def dotted(node: cst.CSTNode | None) -> str:
    """`keras.layers.Dense` as text; empty when it is anything but names and dots."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr.value}" if base else ""
    return ""


def _name_node(func: cst.CSTNode) -> cst.CSTNode:
    return func.attr if isinstance(func, cst.Attribute) else func
