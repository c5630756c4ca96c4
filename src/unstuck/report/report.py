"""What `unstuck.debug` gives back: a report that a notebook shows as a page and a prompt as text."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from unstuck.report.view import View


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """The debugger's report.

    Args:
        values: everything in it as plain values, the contract of `--json`.
    """

    values: View

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong."""
        return bool(self.values["healthy"])

    @property
    def findings(self) -> Sequence[Mapping[str, Any]]:
        """The causes, the worst first, each as a dict: `cause`, `fault`, `fix`, `verdict`, `gain` …"""
        return tuple(self.values["findings"])

    @property
    def patch(self) -> str:
        """The change of the source as a unified diff; empty where there is none."""
        return str(self.values["patch"])

    def to_json(self) -> View:
        """All of it as plain values."""
        return self.values

    def __repr__(self) -> str:
        from unstuck.report.terminal import show_report

        console = Console(file=io.StringIO(), width=100, color_system=None)
        show_report(self.values, console)
        return console.file.getvalue()  # type: ignore[attr-defined]

    def _repr_html_(self) -> str:
        from unstuck.report.html import fragment

        return fragment(self.values)
