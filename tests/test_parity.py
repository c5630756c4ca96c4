"""Everything that `compile` takes, scanned: the same outcome as Keras' own `fit` on the same batches."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest

from parity import ONE_HOT, WEIGHT, L, Y, assert_parity, perceptron, stack

M, S = keras.metrics, keras.optimizers.schedules


def classes_of(module):
    return {name: getattr(module, name) for name in dir(module) if isinstance(getattr(module, name), type)}


LOSSES, METRICS = classes_of(keras.losses), classes_of(M)
SPARSE_LOSSES = ("SparseCategoricalCrossentropy", "CategoricalGeneralizedCrossEntropy", "Circle")
CLASS_LOSSES = tuple(set(LOSSES) - {"Loss", "CTC", *SPARSE_LOSSES})


def heads(losses, **compile_arguments):
    """One softmax a loss on shared features."""
    pixels = L.Input((6, 6))
    features = L.Dense(6, "tanh")(L.Flatten()(L.Rescaling(1 / 255)(pixels)))
    model = keras.Model(pixels, {name: L.Dense(3, "softmax", name=name)(features) for name in losses})
    model.compile(**{"optimizer": "sgd", "loss": losses} | compile_arguments)
    return model


@pytest.mark.parametrize(("names", "labels"), [(CLASS_LOSSES, ONE_HOT), (SPARSE_LOSSES, Y)], ids=["one-hot", "sparse"])
def test_every_loss_with_weights_for_each_output(names, labels):
    assert_parity(
        lambda: heads({name: LOSSES[name]() for name in sorted(names)}, loss_weights=dict.fromkeys(names, 0.5)),
        {"y": dict.fromkeys(names, labels), "sample_weight": dict.fromkeys(names, WEIGHT)},
    )


def test_ctc():
    assert_parity(
        lambda: stack(L.Rescaling(1 / 255), L.Dense(3, "softmax"), loss=LOSSES["CTC"](), metrics=None),
        {"y": np.stack([Y % 2 + 1, Y % 2], 1)},
    )


ARGUMENTS = {
    **dict.fromkeys(["PrecisionAtRecall", "RecallAtPrecision"], (0.5,)),
    **dict.fromkeys(["SensitivityAtSpecificity", "SpecificityAtSensitivity"], (0.5,)),
    **dict.fromkeys(["IoU", "OneHotIoU"], (3, [0, 2])),
    **dict.fromkeys(["MeanIoU", "OneHotMeanIoU"], (3,)),
    **dict.fromkeys(["TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy"], (2,)),
    "MeanMetricWrapper": (keras.losses.log_cosh,),
}
CLASS_NUMBER_METRICS = ("Accuracy", "BinaryIoU", "IoU", "MeanIoU")
LABEL_METRICS = ("SparseCategoricalAccuracy", "SparseCategoricalCrossentropy", "SparseTopKCategoricalAccuracy")
OF_VALUES = ("Metric", "Mean", "Sum")  # they take values, not labels and predictions: nothing for `compile`


class Most(M.Metric):
    """A user's own, not a mean: the largest class predicted so far."""

    def __init__(self, **arguments):
        super().__init__(**arguments)
        self.most = self.add_variable((), "zeros", dtype="int32", name="most")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.most.assign(keras.ops.maximum(self.most, keras.ops.max(keras.ops.argmax(y_pred, -1))))

    def result(self):
        return {"most": self.most + 0, "half": self.most / 2}


def spread(y_true, y_pred):
    return keras.ops.max(y_pred, -1) - keras.ops.min(y_pred, -1)


@pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64", "ignore:You are passing weight as `float`")
@pytest.mark.parametrize("which", ["metrics", "weighted_metrics"])
def test_every_metric(which):
    def made(names):
        return [METRICS[name](*ARGUMENTS.get(name, ())) for name in names]

    def make():
        pixels = L.Input((6, 6))
        features = L.Flatten()(L.Rescaling(1 / 255)(pixels))
        outputs = {name: L.Dense(3, "softmax", name=name)(features) for name in ("one_hot", "label")}
        outputs["number"] = L.Lambda(lambda y: keras.ops.argmax(y, -1), name="number")(outputs["label"])
        model = keras.Model(pixels, outputs)
        rest = sorted(set(METRICS) - {*OF_VALUES, *CLASS_NUMBER_METRICS, *LABEL_METRICS})
        metrics = {
            "one_hot": ["accuracy", "mse", *made(rest), Most(), spread],
            "label": ["accuracy", *made(LABEL_METRICS)],
            "number": made(CLASS_NUMBER_METRICS),
        }
        loss = {"one_hot": "categorical_crossentropy", "label": "sparse_categorical_crossentropy"}
        model.compile("adam", loss, **{which: metrics})
        return model

    labels = {"one_hot": ONE_HOT, "label": Y, "number": Y}
    assert_parity(make, {"y": labels, "sample_weight": dict.fromkeys(labels, WEIGHT), "validation_split": 0.5})


OPTIMIZERS = {
    "SGD": [{}, {"momentum": 0.9, "nesterov": True, "weight_decay": 0.01}],
    "RMSprop": [{"centered": True, "momentum": 0.5}],
    "Adam": [{"amsgrad": True}],
    "AdamW": [{"clipnorm": 0.1}],
    "Nadam": [{"clipvalue": 0.01}],
    "Adamax": [{"global_clipnorm": 0.1}],
    "Adagrad": [{"gradient_accumulation_steps": 2}],
    "Adadelta": [{"loss_scale_factor": 8.0}],
    "Adafactor": [{"use_ema": True}],
    "Ftrl": [{"use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 2}],
    "Lamb": [{}],
    "Lion": [{}],
    "Muon": [{}],
    "ScheduleFreeAdamW": [{}],
}
SPECIAL_OPTIMIZERS = {
    "by name": lambda: "rmsprop",
    "loss scale": lambda: keras.optimizers.LossScaleOptimizer(
        keras.optimizers.SGD(0.01), initial_scale=4.0, dynamic_growth_steps=2
    ),
    "by layer": lambda: keras.optimizers.MultiOptimizer(
        keras.optimizers.OptimizerMap(keras.optimizers.SGD(0.1), {".*bias": keras.optimizers.Adam()})
    ),
    "accumulated, averaged, decayed": lambda: keras.optimizers.Adam(
        0.01, weight_decay=0.1, use_ema=True, ema_overwrite_frequency=3, gradient_accumulation_steps=3
    ),
}
SCHEDULES = {
    "CosineDecay": lambda: S.CosineDecay(0.01, 5, warmup_steps=2, warmup_target=0.1),
    "CosineDecayRestarts": lambda: S.CosineDecayRestarts(0.1, 3),
    "ExponentialDecay": lambda: S.ExponentialDecay(0.1, 2, 0.5, staircase=True),
    "InverseTimeDecay": lambda: S.InverseTimeDecay(0.1, 2, 0.5),
    "PiecewiseConstantDecay": lambda: S.PiecewiseConstantDecay([2, 5], [0.1, 0.05, 0.01]),
    "PolynomialDecay": lambda: S.PolynomialDecay(0.1, 6, cycle=True),
}


def test_every_optimizer_and_schedule_is_in_the_tables():
    assert set(classes_of(keras.optimizers)) - {
        "Optimizer",
        "LossScaleOptimizer",
        "MultiOptimizer",
        "OptimizerMap",
    } == set(OPTIMIZERS)
    assert {name for name in dir(S) if name[0].isupper()} - {"LearningRateSchedule"} == set(SCHEDULES)


@pytest.mark.parametrize(("name", "settings"), [(name, each) for name in OPTIMIZERS for each in OPTIMIZERS[name]])
def test_optimizer(name, settings):
    assert_parity(lambda: perceptron(optimizer=getattr(keras.optimizers, name)(0.01, **settings)), {})


@pytest.mark.parametrize("name", SPECIAL_OPTIMIZERS)
def test_special_optimizer(name):
    assert_parity(lambda: perceptron(optimizer=SPECIAL_OPTIMIZERS[name]()), {})


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedule(name):
    assert_parity(lambda: perceptron(optimizer=keras.optimizers.SGD(SCHEDULES[name]())), {})
