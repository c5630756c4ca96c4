"""What `unstuck.look` gives back: a look that a notebook shows as a page and a prompt as text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console

from unstuck.data import Dataset, Look, Problem, contact_sheet
from unstuck.data.look import ClassCount

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, eq=False, repr=False)
class Looked:
    """A look at a data set, with the data.

    Args:
        look: all numbers, see `Look`.
        dataset: what was looked at.
    """

    look: Look
    dataset: Dataset

    @property
    def classes(self) -> Sequence[ClassCount]:
        """How many images each class has."""
        return self.look.classes

    @property
    def problems(self) -> Sequence[Problem]:
        """What is odd, each with its images."""
        return self.look.problems

    def picture(self) -> Image:
        """Samples of every class, their means, and how bright the images are."""
        return contact_sheet(self.dataset)

    def to_json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return self.look.to_dict()

    def __repr__(self) -> str:
        from unstuck.report.look import show_look

        console = Console(file=io.StringIO(), width=100, color_system=None)
        show_look(self.look, console)
        return console.file.getvalue()  # type: ignore[attr-defined]

    def _repr_html_(self) -> str:
        from unstuck.report.look_page import look_fragment

        return look_fragment(self.look, self.dataset)
