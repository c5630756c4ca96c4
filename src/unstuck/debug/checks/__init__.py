"""The checks, one file each. A symptom says what is seen; a suspect (with a `fault`) offers a fix to try."""

from unstuck.debug.check import Check
from unstuck.debug.checks.below_baseline import BelowBaseline
from unstuck.debug.checks.broken_numbers import BrokenNumbers
from unstuck.debug.checks.cannot_overfit import CannotOverfit
from unstuck.debug.checks.changed_answers import ChangedAnswers
from unstuck.debug.checks.constant_output import ConstantOutput
from unstuck.debug.checks.contradicting_labels import ContradictingLabels
from unstuck.debug.checks.dead_units import DeadUnits
from unstuck.debug.checks.depends_on_batch import DependsOnBatch
from unstuck.debug.checks.divided_in_order import DividedInOrder
from unstuck.debug.checks.every_step_answered import EveryStepAnswered
from unstuck.debug.checks.exploding_gradients import ExplodingGradients
from unstuck.debug.checks.frozen_weights import FrozenWeights
from unstuck.debug.checks.hidden_softmax import HiddenSoftmax
from unstuck.debug.checks.leaked_validation import LeakedValidation
from unstuck.debug.checks.linear_stack import LinearStack
from unstuck.debug.checks.loss_not_falling import LossNotFalling
from unstuck.debug.checks.missing_numbers import MissingNumbers
from unstuck.debug.checks.odd_weights import OddWeights
from unstuck.debug.checks.overfitting import Overfitting
from unstuck.debug.checks.rare_classes import RareClasses
from unstuck.debug.checks.saturated_units import SaturatedUnits
from unstuck.debug.checks.single_step import SingleStep
from unstuck.debug.checks.slow_optimizer import SlowOptimizer
from unstuck.debug.checks.small_vocabulary import SmallVocabulary
from unstuck.debug.checks.strong_penalty import StrongPenalty
from unstuck.debug.checks.too_much_dropout import TooMuchDropout
from unstuck.debug.checks.unfit_batch_size import UnfitBatchSize
from unstuck.debug.checks.unfit_initializer import UnfitInitializer
from unstuck.debug.checks.unfit_labels import UnfitLabels
from unstuck.debug.checks.unfit_learning_rate import UnfitLearningRate
from unstuck.debug.checks.unfit_loss import UnfitLoss
from unstuck.debug.checks.unfit_updates import UnfitUpdates
from unstuck.debug.checks.unmasked_padding import UnmaskedPadding
from unstuck.debug.checks.unscaled_inputs import UnscaledInputs
from unstuck.debug.checks.unscaled_targets import UnscaledTargets
from unstuck.debug.checks.validation_differs import ValidationDiffers
from unstuck.debug.checks.vanishing_gradients import VanishingGradients
from unstuck.debug.checks.wrapped_numbers import WrappedNumbers
from unstuck.debug.checks.wrong_output_activation import WrongOutputActivation
from unstuck.debug.checks.wrong_output_units import WrongOutputUnits

CHECKS: tuple[Check, ...] = (
    BelowBaseline(),
    LossNotFalling(),
    CannotOverfit(),
    ConstantOutput(),
    MissingNumbers(),
    BrokenNumbers(),
    ValidationDiffers(),
    DividedInOrder(),
    LeakedValidation(),
    ContradictingLabels(),
    SingleStep(),
    OddWeights(),
    EveryStepAnswered(),
    ChangedAnswers(),
    DependsOnBatch(),
    Overfitting(),
    WrappedNumbers(),
    UnscaledInputs(),
    UnscaledTargets(),
    SmallVocabulary(),
    UnmaskedPadding(),
    UnfitLabels(),
    WrongOutputUnits(),
    WrongOutputActivation(),
    UnfitLoss(),
    LinearStack(),
    HiddenSoftmax(),
    VanishingGradients(),
    SaturatedUnits(),
    DeadUnits(),
    UnfitInitializer(),
    UnfitLearningRate(),
    ExplodingGradients(),
    UnfitUpdates(),
    SlowOptimizer(),
    UnfitBatchSize(),
    TooMuchDropout(),
    StrongPenalty(),
    FrozenWeights(),
    RareClasses(),
)

__all__ = ["CHECKS", "Check"]
