"""What every check is: measure, judge, say."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from unstuck.debug.case import Case
from unstuck.debug.finding import Evidence, Finding


@dataclass(frozen=True)
class Check(ABC):
    """One way in which a training goes wrong. The docstring is its page; the fields are its thresholds."""

    name: ClassVar[str]
    fault: ClassVar[str | None]  # from the fault vocabulary; None for a symptom that names no cause

    @abstractmethod
    def measure(self, case: Case) -> Evidence | None:
        """The numbers that bear on it, ready for JSON; None where the check does not apply."""

    @abstractmethod
    def judge(self, evidence: Evidence) -> Finding | None:
        """A finding, from the evidence alone."""

    @abstractmethod
    def say(self, evidence: Evidence) -> str:
        """What was seen, in plain words, whether it is well or not."""

    def title(self) -> str:
        """The name as words."""
        return self.name.replace("_", " ")
