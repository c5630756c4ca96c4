"""Changes to one file, collected first and made together, so that several on one line combine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from unstuck.patch.commas import add_argument, remove_argument
from unstuck.patch.source import Source

Change = Callable[[cst.CSTNode], cst.CSTNode]


@dataclass
class _Arguments:
    """What happens to one call's arguments."""

    removed: set[int] = field(default_factory=set)
    added: dict[str, str] = field(default_factory=dict)


@dataclass
class Draft:
    """A source and the changes wanted in it; `render` makes them."""

    source: Source
    arguments: dict[cst.Call, _Arguments] = field(default_factory=dict)
    nodes: dict[cst.CSTNode, Change] = field(default_factory=dict)
    before: dict[cst.CSTNode, list[str]] = field(default_factory=dict)
    after: dict[cst.CSTNode, list[str]] = field(default_factory=dict)
    definitions: dict[cst.CSTNode, str] = field(default_factory=dict)

    def remove_argument(self, call: cst.Call, index: int) -> None:
        """Take one argument out."""
        self._of(call).removed.add(index)

    def add_argument(self, call: cst.Call, keyword: str, code: str) -> None:
        """Put `keyword=code` after the last argument."""
        self._of(call).added[keyword] = code

    def replace(self, node: cst.CSTNode, code: str) -> None:
        """Put another expression in place of one."""
        self.definitions[node] = code
        self.nodes[node] = lambda _: cst.parse_expression(code)

    def insert_after(self, statement: cst.CSTNode, line: str) -> None:
        """A new line after a statement, with its indentation."""
        _once(self.after.setdefault(statement, []), line)

    def insert_before(self, statement: cst.CSTNode, line: str) -> None:
        """A new line before a statement, with its indentation."""
        _once(self.before.setdefault(statement, []), line)

    def render(self) -> str:
        """The source's text with every change made."""
        changed = self.source.module.visit(_Rewrite(self))
        assert isinstance(changed, cst.Module)
        bom = "\ufeff" if self.source.text.startswith("\ufeff") and not changed.code.startswith("\ufeff") else ""
        return bom + changed.code

    def _of(self, call: cst.Call) -> _Arguments:
        return self.arguments.setdefault(call, _Arguments())


class _Rewrite(cst.CSTTransformer):
    """Makes a draft's changes, innermost first, so that a changed call may hold another changed call."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> Any:
        """The changed node, or several statements in its place."""
        draft: Draft = self.draft
        node: Any = super().on_leave(original_node, updated_node)
        if isinstance(original_node, cst.Call) and original_node in draft.arguments:
            node = _with_arguments(node, draft.arguments[original_node])
        if original_node in draft.nodes:
            node = draft.nodes[original_node](node)
        before, after = draft.before.get(original_node, []), draft.after.get(original_node, [])
        if not before and not after:
            return node
        return cst.FlattenSentinel([*map(self._parse, before), node, *map(self._parse, after)])

    def _parse(self, line: str) -> cst.BaseStatement | cst.SimpleStatementLine:
        return cst.parse_statement(line, config=self.draft.source.module.config_for_parsing)


def _with_arguments(call: cst.Call, wanted: _Arguments) -> cst.Call:
    for keyword, code in wanted.added.items():
        call = add_argument(call, keyword, cst.parse_expression(code))
    for index in sorted(wanted.removed, reverse=True):
        call = remove_argument(call, index)
    return call


def _once(lines: list[str], line: str) -> None:
    if line not in lines:
        lines.append(line)
