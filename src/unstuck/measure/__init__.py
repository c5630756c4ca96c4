"""What a trained classifier does, and which labels it doubts, in numbers."""

from unstuck.measure.calibration import Calibration, calibration
from unstuck.measure.confident import Doubts, doubts
from unstuck.measure.evaluation import ClassScore, Evaluation, Interval, Mistake, Mixup, evaluation_of
from unstuck.measure.folds import out_of_fold
from unstuck.measure.interval import wilson
from unstuck.measure.labels import doubtful_labels, expected_seconds
from unstuck.measure.weights import weight_pictures

__all__ = [
    "Calibration",
    "ClassScore",
    "Doubts",
    "Evaluation",
    "Interval",
    "Mistake",
    "Mixup",
    "calibration",
    "doubtful_labels",
    "doubts",
    "evaluation_of",
    "expected_seconds",
    "out_of_fold",
    "weight_pictures",
    "wilson",
]
