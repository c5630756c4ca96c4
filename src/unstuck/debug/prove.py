"""Before and after, at the user's own budget where time allows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from unstuck.debug.compare import PLAIN, is_as_good, is_cure, mean_score, worth_of
from unstuck.debug.diagnosis import Outcome
from unstuck.debug.finding import Finding, Verdict
from unstuck.debug.search import MOST_SEEDS, Found, edits_of
from unstuck.debug.trial import Budget, Lab, Trial
from unstuck.spec import Spec

SEEDS = (1, 2, 3)
_MORE_SEEDS = (1, 2, 3, 4, 5)
_WIDE = 0.1  # between the best and the worst seed


def prove(lab: Lab, spec: Spec, found: Found, full: Budget, cost: float, deadline: float, fallback: Budget) -> Outcome:
    """Before and after, and each cause's own share of the gain.

    Args:
        full: the user's own budget; `fallback` is taken when it does not fit in the time.
        cost: seconds of one training at the user's own budget.
        deadline: on the clock of `time.monotonic`.
    """
    left = deadline - time.monotonic()
    notes = ["Time ran out: some of these changes may not be needed."] if found.unfinished else []
    runs = 2 + (len(found.causes) if len(found.causes) > 1 else 0)
    cost = max(cost, _cost_of_cured(lab, spec, found, full, fallback))
    seeds: tuple[int, ...] = _MORE_SEEDS if cost * runs * len(_MORE_SEEDS) < 0.6 * left else SEEDS
    budget = full if cost * 2 * len(seeds) < left else fallback
    if budget != full:
        notes.append(f"The proof trained {budget.epochs} of {full.epochs} epochs on {budget.samples:,} samples.")
    before = lab.trials(spec, seeds, budget)
    causes, after, needless = _necessary(lab, spec, found.causes, seeds, budget, deadline)
    worth = worth_of(found.causes)
    if not is_cure(after, before, worth) and cost * 2 * MOST_SEEDS < deadline - time.monotonic():
        seeds = tuple(range(1, MOST_SEEDS + 1))
        before = lab.trials(spec, seeds, budget)
        causes, after, needless = _necessary(lab, spec, found.causes, seeds, budget, deadline)
    spread = max(trial.score for trial in after) - min(trial.score for trial in after)
    if spread > _WIDE:
        notes.append(f"Seeds differ by {spread:.0%} after the change: one run of yours may end outside of these.")
    verdict: Verdict = "confirmed" if is_cure(after, before, worth) else "undecided"
    if len(causes) == 1:
        causes = [(causes[0][0], before)]
    judged = [
        replace(cause, verdict=verdict, gain=mean_score(after) - mean_score(without) if without else None)
        for cause, without in causes
    ]
    # What is plainly wrong leads what merely could be better.
    judged.sort(key=lambda cause: (cause.severity < PLAIN, -(cause.gain or 0.0)))
    return Outcome(
        healthy=False,
        before=tuple(before),
        after=tuple(after),
        causes=tuple(judged),
        tried=(*found.tried, *needless),
        edits=tuple(edits_of(judged)),
        proved_at=budget,
        notes=tuple(notes),
    )


def _cost_of_cured(lab: Lab, spec: Spec, found: Found, full: Budget, searched: Budget) -> float:
    """Seconds of one training of the repaired recipe at the full budget; a cure may take longer than the sick one."""
    trials = lab.trials(spec.apply(*edits_of(found.causes)), SEEDS, searched)
    times = full.samples * full.epochs / (searched.samples * searched.epochs)
    return times * min(trial.seconds for trial in trials)


def _necessary(
    lab: Lab, spec: Spec, causes: Sequence[Finding], seeds: Sequence[int], budget: Budget, deadline: float
) -> tuple[list[tuple[Finding, list[Trial]]], list[Trial], list[Finding]]:
    """Leaves out one at a time what the proof shows not to be needed, while there is time.

    Returns:
        the needed causes, each with the trials without it (none for a single cause, or where there is no time), the
        trials with all of them, and those left out.
    """
    kept, needless = list(causes), list[Finding]()
    while True:
        after = lab.trials(spec.apply(*edits_of(kept)), seeds, budget)
        took = sum(trial.seconds for trial in after)
        if len(kept) == 1 or time.monotonic() + took * len(kept) > deadline:
            return [(cause, []) for cause in kept], after, needless
        others = {cause.check + cause.fault: [other for other in kept if other is not cause] for cause in kept}
        without = {key: lab.trials(spec.apply(*edits_of(rest)), seeds, budget) for key, rest in others.items()}
        free = [cause for cause in kept if not any(cause.check in other.needs for other in kept)]
        least = max(free, key=lambda cause: mean_score(without[cause.check + cause.fault]))
        if not is_as_good(without[least.check + least.fault], after):
            return [(cause, without[cause.check + cause.fault]) for cause in kept], after, needless
        kept.remove(least)
        needless.append(least)
