"""What every check is: measure, judge, say."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from unstuck.debug.case import Case
from unstuck.debug.finding import Evidence, Finding

# What the example programs of all checks begin with.
PREAMBLE = """\
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(0)
x = np.random.normal(size=(400, 8))
y = (x.sum(axis=1) > 0).astype(int)
"""


@dataclass(frozen=True)
class Check(ABC):
    """One way in which a training goes wrong. The docstring is its page; the fields are its thresholds."""

    name: ClassVar[str]
    fault: ClassVar[str | None]  # from the fault vocabulary; None for a symptom that names no cause
    sick: ClassVar[str]  # a program, after `PREAMBLE`, in which it finds something
    healthy: ClassVar[str]  # and one in which it does not

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
