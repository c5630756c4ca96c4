"""The head of a network read as one thing: units, last activation and loss against the task and the form of the labels.

Source of the pairs: Bishop, "Pattern Recognition and Machine Learning" (2006), section 4.3.6, canonical link functions.
"""

from __future__ import annotations

from dataclasses import dataclass

from unstuck.debug.case import Case
from unstuck.debug.loss import canonical_loss, reads_logits
from unstuck.debug.task import Task

_AMOUNT_LOSSES = ("mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "cosine_similarity")
POSITIVE_LOSSES = ("poisson", "mean_squared_logarithmic_error", "mean_absolute_percentage_error")
_POSITIVE_ACTIVATIONS = ("relu", "softplus", "exponential")
YES_OR_NO_LOSSES = ("binary_crossentropy", "binary_focal_crossentropy")
_ONE_HOT_LOSSES = ("categorical_crossentropy", "categorical_focal_crossentropy", "kl_divergence", "categorical_hinge")
HINGES = ("hinge", "squared_hinge")


@dataclass(frozen=True)
class Head:
    """Heads that fit a task, the usual choice first in each tuple.

    Args:
        units: the units that are needed.
        most_units: more than these are one too many; None where more do no harm.
    """

    units: int
    most_units: int | None
    activations: tuple[str, ...]
    losses: tuple[str, ...]


def fitting_head(case: Case) -> Head | None:
    """The heads that fit the task; None when the network has no layer with units at its end that a
    config tells of."""
    loss = case.spec.loss
    if case.head is not None:
        units = case.head_size[1]
    elif case.spec.model is None:  # a network that is code: its outputs tell as much
        units = case.outputs.shape[-1]
    else:
        return None
    head = _by_task(case.task, units, case.label_columns, canonical_loss(loss))
    if reads_logits(loss) and case.task.kind != "regression":
        return Head(head.units, head.most_units, ("linear",), head.losses)
    return head


def _by_task(task: Task, units: int, columns: int, loss: str | None) -> Head:
    if task.kind == "regression":
        positive = () if task.low < 0 else _POSITIVE_ACTIVATIONS
        inside = () if task.low < 0 or task.high > 1 else ("sigmoid", "hard_sigmoid", "softmax")
        bounded = () if task.low < -1 or task.high > 1 else ("tanh",)
        amounts = (*_AMOUNT_LOSSES, *(() if task.low < 0 else POSITIVE_LOSSES))
        losses = (*amounts, *((*YES_OR_NO_LOSSES, *_ONE_HOT_LOSSES) if inside else ()))
        return Head(columns, columns, ("linear", "leaky_relu", *positive, *inside, *bounded), losses)
    if task.kind == "multilabel":
        return Head(columns, columns, ("sigmoid", "hard_sigmoid"), YES_OR_NO_LOSSES)
    if task.one_hot:
        if loss in YES_OR_NO_LOSSES:  # one yes or no for each class: unusual and sound
            return Head(columns, columns, ("sigmoid", "softmax"), (*YES_OR_NO_LOSSES, *_ONE_HOT_LOSSES))
        return Head(columns, columns, ("softmax",), _ONE_HOT_LOSSES)
    if task.kind == "binary" and (units == 1 or loss != "sparse_categorical_crossentropy"):
        if task.low == -1 and loss in HINGES:
            return Head(1, 1, ("tanh", "linear"), HINGES)
        # Keras' hinges turn labels of 0 and 1 into -1 and 1 themselves, but the sigmoid cannot reach -1.
        activations = ("tanh", "linear") if loss in HINGES else ("sigmoid", "hard_sigmoid")
        return Head(1, 1, activations, (*YES_OR_NO_LOSSES, *HINGES))
    return Head(task.classes, None, ("softmax",), ("sparse_categorical_crossentropy",))
