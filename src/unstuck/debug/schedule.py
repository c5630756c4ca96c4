"""A learning rate that a callback of the fit lowers before anything is learned."""

from __future__ import annotations

from collections.abc import Sequence

from unstuck.debug.case import Case
from unstuck.debug.compare import is_far_below, mean_score
from unstuck.debug.diagnosis import Outcome
from unstuck.debug.finding import Finding
from unstuck.debug.trial import Budget, Trial
from unstuck.engine import Epoch
from unstuck.words import counted

_LOWERED = 3.0  # times


def lowered_rate(case: Case, epochs: Sequence[Epoch], own: float, without: Sequence[Trial]) -> Finding | None:
    """What the user's run says beside trials of the same recipe, which are trained without its callbacks.

    Args:
        epochs: of the user's run; callbacks that change the rate write it in their logs.
        own: the score of that run; `without` are trials of the whole recipe.
    """
    first = case.spec.optimizer["config"].get("learning_rate")
    last = epochs[-1].logs.get("learning_rate") if epochs else None
    if not isinstance(first, int | float) or last is None or not is_far_below(own, without):
        return None
    if last * _LOWERED > first:
        return None
    reached = mean_score(without)
    cause = (
        f"The learning rate is {first:.3g} at first and {last:.2g} at the end of your run, which scores {own:.2f}; left"
        f" as it is, the same recipe reaches {reached:.2f} from {counted(len(without), 'seed')}. A callback lowers it"
        " too early: look at what it watches, in which direction (mode), and at its patience."
    )
    evidence = {"first": first, "last": last, "own": own, "without": [trial.score for trial in without]}
    gain = reached - own
    return Finding("unfit_learning_rate", "learning_rate", 0.9, cause, evidence, verdict="confirmed", gain=gain)


def healed_alone(finding: Finding, own: Trial, budget: Budget) -> Outcome:
    """A recipe that works by itself, and what spoils it."""
    return Outcome(healthy=False, before=(own,), causes=(finding,), proved_at=budget)
