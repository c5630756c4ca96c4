"""Before and after, at the user's own budget where time allows."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from unstuck.debug.compare import is_cure, mean_score
from unstuck.debug.finding import Verdict
from unstuck.debug.search import Found, edits_of
from unstuck.debug.trial import Budget, Lab
from unstuck.spec import Spec

SEEDS = (1, 2, 3)
_MORE_SEEDS = (1, 2, 3, 4, 5)
_PLAIN = 0.75  # severity from which a finding is a mismatch and no matter of degree


def prove(
    lab: Lab, spec: Spec, found: Found, full: Budget, cost: float, deadline: float, fallback: Budget
) -> dict[str, Any]:
    """Before and after, and each cause's own share of the gain, as fields of a `Diagnosis`.

    Args:
        full: the user's own budget; `fallback` is taken when it does not fit in the time.
        cost: seconds of one training at the user's own budget.
        deadline: on the clock of `time.monotonic`.
    """
    left = deadline - time.monotonic()
    notes = ["Time ran out: some of these changes may not be needed."] if found.unfinished else []
    runs = 2 + (len(found.causes) if len(found.causes) > 1 else 0)
    seeds = _MORE_SEEDS if cost * runs * len(_MORE_SEEDS) < 0.6 * left else SEEDS
    budget = full if cost * 2 * len(seeds) < left else fallback
    if budget != full:
        notes.append(f"The proof trained {budget.epochs} of {full.epochs} epochs on {budget.samples:,} samples.")
    before = lab.trials(spec, seeds, budget)
    after = lab.trials(spec.apply(*edits_of(found.causes)), seeds, budget)
    verdict: Verdict = "confirmed" if is_cure(after, before) else "undecided"
    causes = []
    for cause in found.causes:
        others = [other for other in found.causes if other is not cause]
        without = lab.trials(spec.apply(*edits_of(others)), seeds, budget) if others else before
        causes.append(replace(cause, verdict=verdict, gain=mean_score(after) - mean_score(without)))
    # What is plainly wrong leads what merely could be better.
    causes.sort(key=lambda cause: (cause.severity < _PLAIN, -(cause.gain or 0.0)))
    return {
        "healthy": False,
        "before": tuple(before),
        "after": tuple(after),
        "causes": tuple(causes),
        "tried": tuple(found.tried),
        "edits": tuple(edits_of(causes)),
        "proved_at": budget,
        "notes": tuple(notes),
    }
