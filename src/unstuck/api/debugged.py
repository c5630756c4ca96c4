"""What debugging gives back: a report for each training, and the change of the source that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jax
import numpy as np

from unstuck.capture import Crash
from unstuck.debug import Diagnosis
from unstuck.engine import FitCall
from unstuck.report.report import Report
from unstuck.report.view import View, make_report
from unstuck.spec import Sites

if TYPE_CHECKING:
    from unstuck.patch import Patch


@dataclass(frozen=True, eq=False)
class Reported:
    """The report on one training.

    Args:
        fits: the numbers of the script's fits that it stands for, counted from 1.
    """

    report: Report
    patch: Patch
    fits: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Debugged:
    """The reports on a script, or on whatever else was debugged.

    Args:
        all: one for each training that was looked at, in the script's order; at least one.
        fits: how often the script called fit.
        crash: how the script ended where it crashed after its fits.
        notes: what was not looked at, and why.
    """

    all: tuple[Reported, ...]
    fits: int = 1
    crash: Crash | None = None
    notes: tuple[str, ...] = ()

    @property
    def first(self) -> Reported:
        """The first in which something was found; where all is well, the first."""
        return next((each for each in self.all if not each.report.healthy), self.all[0])

    @property
    def others(self) -> tuple[Reported, ...]:
        """All but the first."""
        return tuple(each for each in self.all if each is not self.first)

    @property
    def report(self) -> Report:
        """The first one's."""
        return self.first.report

    @property
    def patch(self) -> Patch:
        """The first one's."""
        return self.first.patch

    def to_json(self) -> View:
        """The first report, with the `others` in it."""
        return {**self.report.to_json(), "others": [each.report.to_json() for each in self.others]}


def reported(diagnosis: Diagnosis, sites: Sites, subject: str, call: FitCall, fits: Sequence[int] = (1,)) -> Reported:
    """Puts a diagnosis into a report, with the change of the source that it asks for.

    Args:
        subject: what was debugged, as the user calls it.
        fits: the numbers of the script's fits that it stands for.
    """
    from unstuck.patch import patch  # late: the parser behind it takes a quarter of a second to import

    change = patch(diagnosis.edits, diagnosis.spec, sites)
    report = make_report(diagnosis, sites, change, subject, _input_shape(call), fits)
    return Reported(Report(report), change, tuple(fits))


def _input_shape(call: FitCall) -> tuple[int, ...]:
    return tuple(np.shape(jax.tree.leaves(call.x)[0])[1:])
