"""What is said where no change cured: healthy, or ill beyond what was tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import fmean, median
from typing import Any

from unstuck.debug import ill_data
from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.checks.changed_answers import ChangedAnswers
from unstuck.debug.checks.contradicting_labels import ContradictingLabels
from unstuck.debug.checks.depends_on_batch import DependsOnBatch
from unstuck.debug.checks.divided_in_order import DividedInOrder
from unstuck.debug.checks.leaked_validation import LeakedValidation
from unstuck.debug.checks.loss_not_falling import is_falling
from unstuck.debug.checks.odd_weights import OddWeights
from unstuck.debug.checks.overfitting import Overfitting, best_epoch
from unstuck.debug.checks.single_step import SingleStep
from unstuck.debug.compare import is_luck, mean_score, mistakes
from unstuck.debug.diagnosis import Outcome
from unstuck.debug.finding import Finding
from unstuck.debug.knowledge import BEYOND_CHANCE
from unstuck.debug.rounds import STRONG
from unstuck.debug.search import Found
from unstuck.debug.trial import Budget, Trial
from unstuck.debug.yardstick import Unseen, Yardstick

_BY_HEART = 0.9  # score on 20 examples below which a network may be broken, not short of data
_BROKEN = 0.6  # and below which it is; between the two it may be slow, and a plain network on the same data decides
_FAR_BETTER = 0.5  # of the user's mistakes: a plain network that makes no more shows what the data can give
_HALF, _HARDLY = 0.5, 0.15  # of the way from the baseline to a perfect score
_undecided = partial(Finding, verdict="undecided")
_WHATEVER_THE_SCORE = (ContradictingLabels(), SingleStep(), OddWeights(), DependsOnBatch())
_TELLING = 500  # samples from which a plain network that knows nothing says something about the data


def without_cure(
    case: Case,
    before: Sequence[Trial],
    found: Found,
    budget: Budget,
    plain: Callable[[], Yardstick],
    unseen: Callable[[], Unseen],
) -> Outcome:
    """Healthy, or ill beyond what was tried: the score decides.

    Args:
        plain: trains a plain network on the same data; asked only where the user's does badly.
        unseen: what a plain network makes of training samples that it has not seen; asked only where the data itself is
            in doubt.
    """
    tried = tuple(replace(finding, verdict="untested" if found.unfinished else "undecided") for finding in found.tried)
    strong = tuple(finding for finding in tried if finding.severity >= STRONG)
    suspects = tried if found.unfinished else strong  # what is merely unusual and did not help is cleared
    hopeless = median(trial.score for trial in before) <= case.baseline.validation
    causes: tuple[Finding, ...] = ()
    if case.answers_otherwise:
        hopeless = False
    elif plain_to_see := _plain_to_see(case, found):
        causes = (replace(plain_to_see, verdict="undecided"),)
    elif case.does_badly and case.twenty_score < _BROKEN:
        causes = (hopeless and _of_the_samples(case, found, unseen)) or suspects or (_cannot_overfit(case, found),)
    elif found.unfinished and strong and (case.does_badly or is_luck(before)):
        causes = strong
    elif _below(case, _HALF):  # what does better than that may be small, which is no fault
        if case.twenty_score < _BY_HEART:
            suspects = suspects or (_cannot_overfit(case, found),)
        causes = _against_yardstick(case, before, suspects, plain())
        hopeless = hopeless or _below(case, _HARDLY)
    if not causes and hopeless:
        causes = _beyond_us(case, found, unseen)
    return Outcome(
        healthy=not causes,
        before=tuple(before),
        causes=causes,
        tried=tuple(finding for finding in found.tried if finding.fault not in {cause.fault for cause in causes}),
        proved_at=budget,
        notes=tuple(_advice(case, found, healthy=not causes, hopeless=hopeless)),
    )


def _plain_to_see(case: Case, found: Found) -> Finding | None:
    """What no change of the recipe that can be tried would cure, and is seen without one."""
    always = next(filter(None, (_finding(check, case) for check in _WHATEVER_THE_SCORE)), None)
    if not case.does_badly:
        return always
    return (
        _finding(DividedInOrder(), case)
        or ill_data.too_rare(found)
        or ill_data.empty_inputs(case)
        or always
        or _finding(ChangedAnswers(), case)
        or _heavy_dropout(case)
        or ill_data.mixed_planes(case)
        or ill_data.scaled_by_rows(case)
        or ill_data.cut_tokens(case)
    )


def _advice(case: Case, found: Found, healthy: bool, hopeless: bool) -> list[str]:
    """What the reader should know beside the verdict; advice is not a finding."""
    advice = (
        ["Time ran out before everything was tried: more of it (--seconds) may find more."] if found.unfinished else []
    )
    if case.answers_otherwise:
        advice.append("The loss is your own and the answers have another form than the labels: no score tells of it.")
    if healthy and hopeless:
        advice.append(
            f"It is right hardly more often than always answering {case.baseline.answer}, and so is a plain network,"
            " though the inputs tell something about the labels: look at precision and recall."
        )
    if _finding(LeakedValidation(), case):
        advice.append(f"{case.leaked:.0%} of the validation samples are training samples: the score tells of those.")
    if _finding(Overfitting(), case):
        best = best_epoch(case.validation_losses)
        advice.append(
            f"Behind epoch {best} the validation loss rose while the training loss fell: stop there"
            " (keras.callbacks.EarlyStopping), or give it more samples or dropout."
        )
    elif healthy and len(case.losses) > 1 and is_falling(case.losses):
        advice.append("The loss was still falling at the end: more epochs may give a little more.")
    return advice


def _finding(check: Check, case: Case) -> Finding | None:
    evidence = check.measure(case)
    return None if evidence is None else check.judge(evidence)


def _below(case: Case, share: float) -> bool:
    """Whether the score is less than a share of the way from the baseline to a perfect one."""
    return fmean(case.scores) < case.baseline.validation + share * (1 - case.baseline.validation)


def _evidence(case: Case, found: Found) -> dict[str, Any]:
    return {"twenty": case.twenty_score, "tried": [finding.fix.title for finding in found.tried if finding.fix]}


def _cannot_overfit(case: Case, found: Found) -> Finding:
    cause = "The network cannot even learn 20 examples by heart, and no change of its recipe that was tried helps."
    return _undecided("cannot_overfit", "architecture", 0.5, cause, _evidence(case, found))


def _heavy_dropout(case: Case) -> Finding | None:
    """Of a network that is code: its layers cannot be changed in an experiment, but seen."""
    if not case.heavy_dropout:
        return None
    layers = ", ".join(f"{name} ({rate:g})" for name, rate in case.heavy_dropout)
    cause = (
        f"{layers}: dropout silences that share of the units at every step, most of them here. If the rates were meant"
        " as what is kept, take 1 minus them; no experiment can change the layers of a network that is code."
    )
    evidence = {"heavy": [{"layer": name, "rate": rate} for name, rate in case.heavy_dropout]}
    layer = case.heavy_dropout[0][0]
    return _undecided("too_much_dropout", "regularization", 0.6, cause, evidence, layer=layer)


def _beyond_us(case: Case, found: Found, unseen: Callable[[], Unseen]) -> tuple[Finding, ...]:
    """Ill, and nothing that was tried helps: the network when it cannot even learn 20 examples, else the data.

    Where the training inputs tell of their labels all the same, it is the validation data; or nothing: where one class
    is rare, its right answer may be never.
    """
    if case.twenty_score < _BY_HEART:
        return (_cannot_overfit(case, found),)
    evidence = _evidence(case, found)
    best = max(case.scores)
    if best > case.baseline.validation + 0.25 * (1 - case.baseline.validation):
        cause = "Some seeds learn and some do not; no change of the recipe that was tried makes all of them learn."
        return (_undecided("below_baseline", "architecture", 0.5, cause, evidence),)
    known = unseen()
    if known.knowledge > BEYOND_CHANCE:
        other = ill_data.made_otherwise(case, known)
        return (other,) if other else ()
    cause = (
        "The network learns 20 examples by heart but knows no more about new ones than a constant answer, and no change"
        " that was tried helps: inputs and labels look unrelated."
    )
    return (_undecided("below_baseline", "no_signal", 0.5, cause, evidence | {"known": known.knowledge}),)


def _of_the_samples(case: Case, found: Found, unseen: Callable[[], Unseen]) -> tuple[Finding, ...]:
    """That labels look unrelated to inputs, or those of the validation samples made otherwise, where a network does not
    even learn 20 samples by heart.

    Few inputs with many answers are hard to learn by heart for any network. Only data that is large enough to tell, and
    a recipe of which nothing is suspected, are judged so.
    """
    suspected = found.unfinished or any(finding.severity >= STRONG for finding in found.tried)
    if suspected or case.samples < _TELLING:
        return ()
    known = unseen()
    if known.knowledge > BEYOND_CHANCE:
        other = ill_data.made_otherwise(case, known)
        return (other,) if other else ()
    cause = (
        "Nothing that was tried helps, and a plain network too knows no more about new samples than a constant answer:"
        " inputs and labels look unrelated."
    )
    return (_undecided("below_baseline", "no_signal", 0.5, cause, _evidence(case, found)),)


def _against_yardstick(
    case: Case, before: Sequence[Trial], suspects: tuple[Finding, ...], plain: Yardstick
) -> tuple[Finding, ...]:
    """What a plain network says of data with which the user's does badly; nothing where it does not far better."""
    if mistakes(plain.trials) >= _FAR_BETTER * mistakes(before):
        return ()
    ours, theirs = mean_score(plain.trials), mean_score(before)
    if case.random_layers and not suspects:
        cause = (
            f"{plain.words.capitalize()} reaches {ours:.2f} on this data, this one {theirs:.2f}, whose"
            f" {', '.join(case.random_layers)} changes the pictures in training: look whether a changed picture keeps"
            " its label. An arrow that is mirrored points the other way."
        )
        evidence = {"plain_network": ours, "yours": theirs, "layers": list(case.random_layers)}
        layer = case.random_layers[0]
        return (_undecided("below_baseline", "augmentation", 0.5, cause, evidence, layer=layer),)
    cause = (
        f"{plain.words.capitalize()} reaches {ours:.2f} on this data, this one {theirs:.2f}, and no change that was"
        " tried helps: look at its layers."
    )
    evidence = {"plain_network": ours, "yours": theirs}
    return suspects or (_undecided("below_baseline", "architecture", 0.5, cause, evidence),)
