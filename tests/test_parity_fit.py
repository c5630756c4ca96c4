"""Everything that `fit` takes, scanned: the same outcome as Keras' own `fit` on the same batches."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import pytest

from parity import CROSS, RNG, WEIGHT, L, X, Y, assert_parity, by_fallback, perceptron, stack

VALIDATION = (X[:37], Y[:37])
HALVES = (X[:, :3].astype("float64"), X[:, 3:].astype("float32"))  # doubles are cast to Keras' float type

ARGUMENTS = {
    "nothing more": {},
    "unshuffled": {"shuffle": False},
    "shuffled within batches": {"shuffle": "batch", "batch_size": 20},
    "smaller last batch": {"batch_size": 30},
    "one batch smaller than asked": {"batch_size": 500},
    "validation split": {"validation_split": 0.2},
    "validation data": {"validation_data": VALIDATION},
    "validation data as a list": {"validation_data": list(VALIDATION), "validation_batch_size": 10},
    "validation data with weights": {"validation_data": (*VALIDATION, WEIGHT[:37]), "batch_size": 8},
    "validation every second epoch": {"validation_data": VALIDATION, "validation_freq": 2},
    "validation after some epochs": {"validation_data": VALIDATION, "validation_freq": [1, 3]},
    "class weights": {"class_weight": {0: 1.0, 1: 3.0}},
    "class weights and a split": {"class_weight": {0: 1.0, 1: 3.0}, "validation_split": 0.2},
    "sample weights": {"sample_weight": WEIGHT},
    "a later first epoch": {"initial_epoch": 1, "epochs": 3},
    "no epochs": {"epochs": 0},
    "no epochs left": {"initial_epoch": 3, "epochs": 3},
    "labels in a column": {"y": Y[:, None].astype("float64")},
    "whole numbers of 64 bits": {"x": X.astype("int64")},
    "jax arrays": {"x": keras.ops.convert_to_tensor(X), "y": keras.ops.convert_to_tensor(Y)},
}


# Done in Keras' own loop.
STEPS = {
    "validation steps": {"validation_data": VALIDATION, "validation_steps": 2, "batch_size": 16},
    "validation steps alone": {"validation_data": VALIDATION, "validation_steps": 2},
    "steps cut the data": {"steps_per_epoch": 3, "epochs": 2},
    "steps go over the data's end": {"steps_per_epoch": 3, "batch_size": 16},
    "steps that end with the data": {"steps_per_epoch": 2, "batch_size": 16, "epochs": 5},
    "steps in order": {"steps_per_epoch": 2, "batch_size": 20, "shuffle": False, "epochs": 4},
    "steps shuffled within batches": {"steps_per_epoch": 2, "batch_size": 20, "shuffle": "batch", "epochs": 4},
}


@pytest.mark.filterwarnings("ignore:Your input ran out of data")  # Keras' own, of an epoch that ends before its steps
@pytest.mark.parametrize("name", STEPS)
def test_steps(name):
    assert_parity(perceptron, STEPS[name], by_fallback)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_arguments(name):
    assert_parity(lambda: perceptron(weighted_metrics=["accuracy"]), ARGUMENTS[name])


def functional(inputs, outputs, **arguments):
    model = keras.Model(inputs, outputs)
    model.compile(**{"optimizer": "adam"} | arguments)
    return model


def two_halves(wrap):
    """Two inputs in a list, a tuple or a dict, joined."""
    parts = {name: L.Input((3, 6), name=name) for name in ("top", "bottom")}
    joined = L.Concatenate()([L.Flatten()(L.Rescaling(1 / 255)(part)) for part in parts.values()])
    return wrap(parts), L.Dense(3, "softmax")(joined)


def two_answers(wrap):
    pixels = L.Input((6, 6))
    features = L.Flatten()(L.Rescaling(1 / 255)(pixels))
    answers = {"which": L.Dense(3, "softmax", name="which")(features), "light": L.Dense(1, name="light")(features)}
    return pixels, wrap(answers)


def as_list(parts):
    return list(parts.values())


LIGHT = X.mean((1, 2), dtype="float32") / 255


def inputs_in_list():
    return functional(*two_halves(as_list), loss=CROSS)


def inputs_in_dict():
    return functional(*two_halves(dict), loss=CROSS)


def outputs_in_list():
    return functional(*two_answers(as_list), loss=[CROSS, "mse"], metrics=[["accuracy"], ["mae"]])


def outputs_in_dict():
    metrics = {"which": ["accuracy"], "light": [keras.metrics.RootMeanSquaredError()]}
    return functional(
        *two_answers(dict),
        loss={"which": CROSS, "light": "mse"},
        loss_weights={"which": 0.3, "light": 2.0},
        metrics=metrics,
        weighted_metrics={"light": "mae"},
    )


def one_loss_of_two():
    return functional(*two_answers(dict), loss={"which": CROSS})


def autoencoder():
    return stack(L.Rescaling(1 / 255), L.Dense(6), loss="mse", metrics=["mae"])


STRUCTURES = {
    "inputs in a list": (inputs_in_list, {"x": list(HALVES)}),
    "inputs in a tuple": (inputs_in_list, {"x": HALVES, "validation_split": 0.3}),
    "inputs in a dict": (inputs_in_dict, {"x": dict(zip(("top", "bottom"), HALVES, strict=True))}),
    "outputs in a list": (outputs_in_list, {"y": [Y, LIGHT]}),
    "outputs in a tuple": (outputs_in_list, {"y": (Y, LIGHT), "validation_data": (X[:9], (Y[:9], LIGHT[:9]))}),
    "outputs in a dict": (outputs_in_dict, {"y": {"which": Y, "light": LIGHT}}),
    "weights for each output": (
        outputs_in_dict,
        {"y": {"which": Y, "light": LIGHT}, "sample_weight": {"which": WEIGHT, "light": 1 - WEIGHT}},
    ),
    "one weight for all outputs": (outputs_in_list, {"y": [Y, LIGHT], "sample_weight": WEIGHT}),
    "an output without a loss": (one_loss_of_two, {"y": {"which": Y, "light": LIGHT}}),
    "weights in time": (autoencoder, {"y": X / 255, "sample_weight": RNG.random((64, 6))}),
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_structures(name):
    make, arguments = STRUCTURES[name]
    assert_parity(make, arguments)


class Own(keras.Model):
    """A subclass with a call, a penalty, a metric and a loss of its own."""

    def __init__(self):
        super().__init__()
        self.flat, self.hidden, self.top = L.Flatten(), L.Dense(5, "tanh"), L.Dense(3, "softmax")
        self.norm = keras.metrics.Mean(name="norm")

    def call(self, x, training=False):
        hidden = self.hidden(self.flat(keras.ops.cast(x, "float32") / 255))
        self.add_loss(0.01 * keras.ops.mean(hidden**2))
        return self.top(hidden * 2 if training else hidden)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        loss = super().compute_loss(x, y, y_pred, sample_weight, training)
        self.norm.update_state(keras.ops.mean(y_pred**2))
        return loss + 0.1 * keras.ops.mean(y_pred**2)


class Counting(L.Layer):
    """State, a penalty, and random numbers when it predicts too."""

    def __init__(self):
        super().__init__()
        self.seen = self.add_weight(shape=(), initializer="zeros", trainable=False)
        self.seeds = keras.random.SeedGenerator(5)

    def call(self, x):
        self.seen.assign(self.seen + 1)
        self.add_loss(keras.ops.mean(x) * 1e-3)
        return x + 0.1 * keras.random.normal(keras.ops.shape(x), seed=self.seeds)


def own():
    model = Own()
    model.compile("adam", CROSS, metrics=["accuracy"])
    return model


def nested():
    inner = keras.Sequential([L.Input((6, 6)), L.Dense(6, "relu"), L.BatchNormalization()])
    shared = L.Dense(6, kernel_regularizer="l2")
    pixels = L.Input((6, 6))
    x = inner(L.Rescaling(1 / 255)(pixels))
    x = shared(inner(shared(x)))
    return functional(pixels, L.Dense(3, "softmax")(L.Flatten()(x)), loss=CROSS, metrics=["accuracy"])


def frozen():
    model = perceptron(L.Dense(6), L.BatchNormalization())
    model.layers[2].trainable = model.layers[3].trainable = False
    model.compile("adam", CROSS)
    return model


def mixed(policy):
    def make():
        keras.config.set_dtype_policy(policy)
        try:
            return perceptron(L.Dense(6), L.BatchNormalization(), L.Dropout(0.2))
        finally:
            keras.config.set_dtype_policy("float32")

    return make


def attention():
    pixels = L.Input((6, 6))
    x = L.Rescaling(1 / 255)(pixels)
    x = L.MultiHeadAttention(2, 2, dropout=0.1)(x, x)
    return functional(pixels, L.Dense(3, "softmax")(L.Flatten()(x)), loss=CROSS)


def unbuilt():
    model = keras.Sequential([L.Rescaling(1 / 255), L.Flatten(), L.Dense(3, "softmax")])
    model.compile("adam", "crossentropy", metrics=["accuracy"])
    return model


def images(*layers):
    return lambda: stack(
        L.Rescaling(1 / 255), L.Reshape((6, 6, 1)), *[each() for each in layers], L.Flatten(), L.Dense(3, "softmax")
    )


MODELS = {
    "penalties": lambda: perceptron(
        L.Dense(
            4, kernel_regularizer="l1", bias_regularizer="l2", activity_regularizer="l2", kernel_constraint="unit_norm"
        ),
        L.ActivityRegularization(0.01),
    ),
    "batch norm and dropout": lambda: perceptron(L.Dense(4), L.BatchNormalization(), L.Dropout(0.3, seed=1)),
    "noise": lambda: perceptron(L.GaussianNoise(0.1), L.Dense(4), L.GaussianDropout(0.2), L.AlphaDropout(0.1)),
    "spectral normalisation": lambda: perceptron(L.SpectralNormalization(L.Dense(4))),
    "other norms": lambda: perceptron(L.LayerNormalization(), L.Dense(4), L.UnitNormalization()),
    "convolutions": images(
        lambda: L.Conv2D(4, 3, padding="same", activation="relu"),
        lambda: L.SpatialDropout2D(0.2),
        L.MaxPooling2D,
        lambda: L.SeparableConv2D(4, 2),
    ),
    "flips, turns and zooms": images(
        lambda: L.RandomFlip(seed=1),
        lambda: L.RandomRotation(0.1),
        lambda: L.RandomZoom(0.2),
        lambda: L.RandomTranslation(0.1, 0.1),
    ),
    "contrast, light and crops": images(
        lambda: L.RandomContrast(0.3, value_range=(0, 1)),
        lambda: L.RandomBrightness(0.2, value_range=(0, 1)),
    ),
    "recurrent": lambda: stack(L.Rescaling(1 / 255), L.Bidirectional(L.LSTM(3, dropout=0.1)), L.Dense(3, "softmax")),
    "attention": attention,
    "own call, loss and metric": own,
    "own layer with state and loss": lambda: perceptron(Counting(), L.Dense(3)),
    "nested and shared": nested,
    "frozen": frozen,
    "mixed float16": mixed("mixed_float16"),
    "mixed bfloat16": mixed("mixed_bfloat16"),
    "not built": unbuilt,
    "many steps at once": lambda: perceptron(steps_per_execution=3),
    "no loss but a penalty": lambda: perceptron(L.Dense(3, activity_regularizer="l2"), loss=None, metrics=None),
}


@pytest.mark.parametrize("name", MODELS)
def test_models(name):
    # Half precision has 3 (float16) or 2 digits: sums in another order differ by that.
    tolerances = {"rtol": 1e-2, "atol": 1e-2} if name.startswith("mixed") else {}
    assert_parity(MODELS[name], {"validation_split": 0.25, "batch_size": 20}, **tolerances)
