"""What trials say when they are compared: better, as good, or nothing to tell apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev

from unstuck.debug.finding import Finding
from unstuck.debug.trial import Trial

# Student's t, two-sided 95 %, for 2 … 12 pairs (1 … 11 degrees of freedom). Source: any table of the distribution.
_T95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201)

# The share of the mistakes that a change has to remove before it is worth calling a cure.
WORTH = 0.2
# The same for a mismatch that is no matter of degree, such as a softmax in the network and another in the loss.
WORTH_OF_PLAIN = 0.08
PLAIN = 0.75  # severity from which a finding is such a mismatch
# The share of additional mistakes up to which a smaller set of changes counts as good as a larger one.
SLACK = 0.15
_LUCK = 0.2  # of the score, between seeds


def mean_score(trials: Sequence[Trial]) -> float:
    """The mean over seeds."""
    return fmean(trial.score for trial in trials)


def mistakes(trials: Sequence[Trial]) -> float:
    """The mean share of what is missing to a perfect score."""
    return 1.0 - mean_score(trials)


def is_luck(trials: Sequence[Trial]) -> bool:
    """Whether seeds differ so much that the score of one run says little about the recipe."""
    scores = [trial.score for trial in trials]
    return max(scores) - min(scores) > _LUCK


def is_far_above(score: float, trials: Sequence[Trial]) -> bool:
    """Whether no seed comes near to a score: it was luck, or another training than these."""
    return score > max(trial.score for trial in trials) + _LUCK


def is_far_below(score: float, trials: Sequence[Trial]) -> bool:
    """Whether every seed does far better: by more than luck, or by half of what is lost and no small part."""
    worst = min(trial.score for trial in trials)
    return score < worst - _LUCK or (score < worst - _LUCK / 2 and 1 - worst < (1 - score) / 2)


def is_reliable(after: Sequence[Trial], before: Sequence[Trial]) -> bool:
    """Whether `after` beats `before` beyond the noise of seeds; the trials are paired by seed.

    The test: the 95 % interval of the paired differences (Student's t) lies above 0, or every score after is above
    every score before, which by chance happens once in 20 times with three seeds and once in 252 with five.
    """
    difference, half_width = paired_difference(after, before)
    apart = min(trial.score for trial in after) > max(trial.score for trial in before)
    return difference - half_width > 0 or (apart and len(after) >= 3)


def is_worth_it(after: Sequence[Trial], before: Sequence[Trial], worth: float = WORTH) -> bool:
    """Whether the amount of the gain matters, noise or not."""
    return mistakes(after) < (1 - worth) * mistakes(before)


def is_cure(after: Sequence[Trial], before: Sequence[Trial], worth: float = WORTH) -> bool:
    """Whether `after` is reliably better, by an amount that matters."""
    return is_reliable(after, before) and is_worth_it(after, before, worth)


def worth_of(causes: Sequence[Finding]) -> float:
    """The share of the mistakes that a change has to remove: less where something is plainly wrong."""
    return WORTH_OF_PLAIN if any(cause.severity >= PLAIN for cause in causes) else WORTH


def is_as_good(trials: Sequence[Trial], best: Sequence[Trial]) -> bool:
    """Whether trials reach the best known ones, up to `SLACK` and the noise of seeds; paired by seed."""
    differences = [b.score - t.score for b, t in zip(best, trials, strict=False)]
    noise = stdev(differences) / math.sqrt(len(differences)) if len(differences) > 1 else 0.0
    return fmean(differences) <= SLACK * mistakes(best) + noise


def paired_difference(after: Sequence[Trial], before: Sequence[Trial]) -> tuple[float, float]:
    """Mean of the paired differences in score, and the half width of its two-sided 95 % interval (Student's t)."""
    differences = [a.score - b.score for a, b in zip(after, before, strict=True)]
    if len(differences) < 2:
        return fmean(differences), math.inf
    t = _T95[min(len(differences), 12) - 2]
    return fmean(differences), t * stdev(differences) / math.sqrt(len(differences))
