"""What the debugger gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from unstuck.debug.finding import Evidence, Finding
from unstuck.debug.task import Baseline, Task
from unstuck.debug.trial import Budget, Trial
from unstuck.spec import Edit, Spec


@dataclass(frozen=True)
class Symptom:
    """What one check saw."""

    check: str
    title: str
    sentence: str
    bad: bool
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the experiments came to.

    Args:
        before: the user's recipe, one trial a seed.
        after: the repaired recipe from the same seeds, or None.
        causes: confirmed findings, the most gainful first; or undecided ones when nothing helped.
        tried: fixes that turned out not to be needed, or not to help.
        edits: all changes that the causes' fixes make.
        proved_at: the budget of the trials.
        notes: what the reader should know about how sure this is.
    """

    healthy: bool
    before: tuple[Trial, ...]
    after: tuple[Trial, ...] | None = None
    causes: tuple[Finding, ...]
    tried: tuple[Finding, ...] = ()
    edits: tuple[Edit, ...] = ()
    proved_at: Budget
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Diagnosis(Outcome):
    """What was found, and the measurements it rests on.

    Args:
        own_score: the score of the user's own run.
        own: how long that run trained, and on how many samples.
        symptoms: what every check saw.
        pictures: the numbers behind the plots, see `pictures`.
        network: the name of the network's class.
        broke_off: the error that ended the user's fit, where it did not come to its end.
    """

    spec: Spec
    task: Task
    baseline: Baseline
    own_score: float
    samples: int
    own: Budget
    has_validation: bool
    symptoms: tuple[Symptom, ...]
    seconds: float
    pictures: Mapping[str, Any] = field(default_factory=dict)
    network: str = ""
    broke_off: str = ""
