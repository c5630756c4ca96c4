"""What is wrong with the data itself, where no change of the recipe cures."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean
from typing import Any

import numpy as np

from unstuck.debug.case import Case
from unstuck.debug.checks.rare_classes import RareClasses
from unstuck.debug.finding import Finding
from unstuck.debug.loss import reads_logits
from unstuck.debug.search import Found
from unstuck.debug.task import Task, answer_name, answers, class_ids
from unstuck.debug.yardstick import Unseen

_LEARNED = 0.5  # of the way from the baseline to a perfect score: a network gets there on unseen training samples
_RENAMED = 0.75  # of the answers are right when the classes are named otherwise
_SMOOTHER = 0.97  # of the roughness; read as planes, pictures that were shaped rightly are rougher by far
_EMPTY = 0.98  # share of one number in the inputs


def too_rare(found: Found) -> Finding | None:
    """Classes that the training data hardly has, where weights did not make up for it."""
    for finding in found.tried:
        if finding.check == RareClasses.name and not found.unfinished:
            cause = f"{finding.cause} Weights do not make up for it: it takes more samples of them."
            return replace(finding, cause=cause, fix=None)
    return None


def empty_inputs(case: Case) -> Finding | None:
    """Images that are all but one number. Tables may be nearly all zeros and tell much, as word counts do."""
    share = case.inputs.commonest
    if case.seen is None or case.features is not None or share <= _EMPTY:
        return None
    cause = (
        f"{share:.1%} of all numbers in the inputs are the same: hardly anything of the data is left. A whole-number"
        " division or a cast may have lost it."
    )
    return Finding("unscaled_inputs", "input_scaling", 0.5, cause, {"commonest": share})


def scaled_by_rows(case: Case) -> Finding | None:
    """A table that was standardised along the wrong axis: what a row is beside other rows is lost."""
    if not case.rows_alike:
        return None
    cause = (
        "Each sample has mean 0 and deviation 1 by itself: the table was standardised along its rows. That mixes the"
        " features of a sample, and what a sample is beside the others is lost. Take mean and deviation of each feature"
        " over all training samples (axis=0)."
    )
    return Finding("unscaled_inputs", "input_scaling", 0.7, cause, {"rows_alike": True})


def mixed_planes(case: Case) -> Finding | None:
    """Pictures whose colours were stored plane by plane and reshaped as if pixel by pixel."""
    if case.roughness is None:
        return None
    # Both ways: of grey pictures with few points in them, read so, one way is smoother too.
    if any(other > _SMOOTHER * given for given, other in zip(*case.roughness, strict=True)):
        return None
    given, other = (fmean(each) for each in case.roughness)
    cause = (
        f"Neighbouring pixels differ by {given:.3g} on the average; read with the colours as planes, one behind the"
        f" other, by {other:.3g} only: the pictures were reshaped as if a pixel's colours stood together. Use"
        " `x.reshape(-1, channels, height, width).transpose(0, 2, 3, 1)`."
    )
    evidence = {"as_given": given, "as_planes": other}
    return Finding("unscaled_inputs", "shape_broadcast", 0.8, cause, evidence)


def cut_tokens(case: Case) -> Finding | None:
    """Numbers that are not whole, in front of an embedding, which takes the rows' numbers and cuts what is behind the
    point."""
    layers = case.spec.layers()
    if not layers or layers[0]["class_name"] != "Embedding" or case.inputs.whole:
        return None
    low, high = case.inputs.low, case.inputs.high
    cause = (
        f"The inputs run from {low:.3g} to {high:.3g} and are not whole; the embedding takes the numbers of its rows"
        f" and cuts them to {int(low)} … {int(high)}. Give it the token numbers themselves, not scaled."
    )
    layer = layers[0]["config"]["name"]
    evidence = {"low": low, "high": high}
    return Finding("small_vocabulary", "input_scaling", 0.9, cause, evidence, None, layer)


def made_otherwise(case: Case, known: Unseen) -> Finding | None:
    """That the validation data is another, where the training data can be learned and tells nothing of it."""
    train, validation = case.baseline.train, case.baseline.validation
    if case.validation_inputs is None or known.score < train + _LEARNED * (1 - train):
        return None
    cause = (
        f"{known.words.capitalize()} reaches {known.score:.2f} on training samples that it has not seen, yours"
        f" {fmean(case.scores):.2f} on the validation samples, where a constant answer has {validation:.2f}: their"
        " inputs or labels are made otherwise than those of the training samples."
    )
    names = renamed(case.outputs, case.labels, case.task, reads_logits(case.spec.loss))
    if names:
        pairs = ", ".join(f"{old} as {new}" for old, new in names.items())
        cause += f" Read {pairs} in their labels and the answers are right: the classes are numbered otherwise there."
    evidence = {"unseen_training": known.score, "validation": fmean(case.scores), "renamed": names}
    return Finding("validation_differs", "train_validation_mismatch", 0.9, cause, evidence, verdict="undecided")


def renamed(outputs: np.ndarray, labels: Any, task: Task, logits: bool) -> dict[str, str]:
    """Which class each label stands for, where answers are wrong but would be right under other names; else nothing.

    Args:
        outputs: float (n, units); `labels` are those of the n samples.
    """
    if task.kind not in ("binary", "multiclass"):
        return {}
    given, wanted = answers(outputs, task, logits), class_ids(labels, task)
    meant = {each: int(np.bincount(given[wanted == each].clip(0)).argmax()) for each in np.unique(wanted).tolist()}
    right = float(np.mean([meant[each] for each in wanted.tolist()] == given))
    if len(set(meant.values())) < len(meant) or right < _RENAMED:
        return {}
    return {
        answer_name(each, labels, task): answer_name(other, labels, task)
        for each, other in meant.items()
        if each != other
    }
