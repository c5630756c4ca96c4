"""A spot: the one place in a source that holds a setting's value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import libcst as cst

from unstuck.patch.desk import Line
from unstuck.patch.draft import Draft
from unstuck.patch.source import Unpatchable


@dataclass(frozen=True)
class Setting:
    """A change of one named setting.

    Args:
        name: Keras' name of the argument.
        old: the value it had when the program ran.
        new: the value it gets.
        own: the value belongs to one call alone, so what other code reads too is never changed.
    """

    name: str
    old: Any
    new: Any
    own: bool = False


@dataclass(frozen=True)
class Spot:
    """An expression, or with `keyword` an argument that a call is still to be given.

    `once` tells whether nothing but this setting reads the value.
    """

    draft: Draft
    node: cst.CSTNode
    keyword: str = ""
    once: bool = True

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spot):
            return NotImplemented
        return self.node is other.node and self.keyword == other.keyword

    def __hash__(self) -> int:
        return hash((id(self.node), self.keyword))

    @property
    def line(self) -> Line:
        """Where the change shows: the expression's line, or that of the call's last argument."""
        source, node = self.draft.source, self.node
        if self.keyword and isinstance(node, cst.Call) and node.args:
            return source.file, source.end(node.args[-1])[0]
        return source.file, source.line(node)

    def write(self, code: str) -> Line:
        """Write the value here, and return the line.

        Raises:
            Unpatchable: another edit needs another value in this very place.
        """
        if self.keyword:
            assert isinstance(self.node, cst.Call)
            self.draft.add_argument(self.node, self.keyword, code)
        elif self.draft.definitions.get(self.node, code) != code:
            raise Unpatchable("another edit needs another value in the same place")
        else:
            self.draft.replace(self.node, code)
        return self.line
