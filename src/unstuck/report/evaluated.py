"""What `unstuck.evaluate` gives back: numbers and pictures that a notebook shows as a page and a prompt as text."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rich.console import Console

from unstuck.measure import Evaluation


@dataclass(frozen=True, eq=False, repr=False)
class Evaluated:
    """A trained model on the test images of a data set.

    Args:
        evaluation: all numbers.
        model, data: what was tested on what.
        span: the values that are dark and bright in the images.
        images: of each of `evaluation.mistakes`, (height, width[, channels]).
        evidence: of each of them, from -1 to 1 (height, width): how much each pixel speaks for the answer.
        files: their names.
        weights: of a linear network, (outputs, height, width).
    """

    evaluation: Evaluation
    model: str
    data: str
    span: tuple[float, float]
    images: tuple[np.ndarray, ...] = field(default=())
    evidence: tuple[np.ndarray, ...] = field(default=())
    files: tuple[str, ...] = ()
    weights: np.ndarray | None = None

    def to_json(self) -> dict[str, Any]:
        """The numbers as plain values, the mistakes with their files."""
        numbers = self.evaluation.to_dict()
        mistakes = [{**mistake, "file": file} for mistake, file in zip(numbers["mistakes"], self.files, strict=True)]
        return {"model": self.model, "data": self.data, **numbers, "mistakes": mistakes}

    def __repr__(self) -> str:
        from unstuck.report.evaluation import show_evaluated

        console = Console(file=io.StringIO(), width=100, color_system=None)
        show_evaluated(self, console)
        return console.file.getvalue()  # type: ignore[attr-defined]

    def _repr_html_(self) -> str:
        from unstuck.report.evaluation_page import evaluation_fragment

        return evaluation_fragment(self)
