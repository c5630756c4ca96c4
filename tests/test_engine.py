"""The engine gives the numbers of Keras' own `fit`, on the same batches."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest

from unstuck.engine import FitCall, fit, train, why_not_scan
from unstuck.engine.keras_epochs import KERAS_FIT
from unstuck.engine.program import program_of

RNG = np.random.default_rng(0)
X = RNG.integers(0, 256, (203, 6, 6), dtype="uint8")
Y = RNG.integers(0, 3, 203)
ONE_HOT = np.eye(3, dtype="float32")[Y]
L = keras.layers


def dense(*extra):
    return [L.Flatten(), L.Rescaling(1 / 255), L.Dense(8, activation="relu"), *extra, L.Dense(3, activation="softmax")]


def model_of(layers, **compile_arguments):
    keras.utils.set_random_seed(3)
    model = keras.Sequential([L.Input((6, 6)), *layers])
    model.compile(
        **{"optimizer": "adam", "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]} | compile_arguments
    )
    return model


CASES = {
    "plain": (dense(), {}, {}),
    "unshuffled": (dense(), {}, {"shuffle": False}),
    "shuffled by batch": (dense(), {}, {"shuffle": "batch"}),
    "dropout": (dense(L.Dropout(0.4)), {}, {}),
    "batch norm": (dense(L.BatchNormalization()), {}, {}),
    "convolutions": (
        [L.Reshape((6, 6, 1)), L.Conv2D(4, 3, activation="relu"), L.MaxPooling2D(), L.Flatten(), L.Dense(3, "softmax")],
        {},
        {"validation_data": (X[:70], Y[:70])},
    ),
    "regulariser": ([L.Flatten(), L.Dense(3, kernel_regularizer="l2", activation="softmax")], {}, {}),
    "one batch smaller than asked": (dense(), {}, {"batch_size": 500}),
    "exact batches": (dense(), {}, {"batch_size": 29}),
    "validation split": (dense(), {}, {"validation_split": 0.2}),
    "validation data": (dense(), {}, {"validation_data": (X[:70], Y[:70])}),
    "validation every second epoch": (dense(), {}, {"validation_data": (X[:70], Y[:70]), "validation_freq": 2}),
    "class weights": (dense(), {}, {"class_weight": {0: 1.0, 1: 3.0, 2: 0.5}}),
    "sample weights": (dense(), {}, {"sample_weight": RNG.random(203).astype("float32")}),
    "metric objects": (dense(), {"metrics": [keras.metrics.SparseTopKCategoricalAccuracy(2)]}, {}),
    "momentum and clipping": (dense(), {"optimizer": keras.optimizers.SGD(0.05, momentum=0.9, clipnorm=0.5)}, {}),
    "schedule": (dense(), {"optimizer": keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.01, 15))}, {}),
    "weight decay and ema": (
        dense(),
        {"optimizer": keras.optimizers.AdamW(use_ema=True, ema_overwrite_frequency=3)},
        {},
    ),
    "accumulated gradients": (dense(), {"optimizer": keras.optimizers.Adam(gradient_accumulation_steps=2)}, {}),
    "early stopping": (dense(), {}, {"epochs": 9, "callbacks": lambda: keras.callbacks.EarlyStopping("loss", 10.0)}),
    "rate by schedule callback": (
        dense(),
        {},
        {"callbacks": lambda: [keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / (epoch + 1))]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_same_history_as_keras(name):
    layers, compile_arguments, fit_arguments = CASES[name]
    arguments = {"x": X, "y": Y, "epochs": 3, "verbose": 0} | fit_arguments

    def history(train_it):
        keras.utils.set_random_seed(3)  # initialisers draw their seeds when they are made
        layers_again = [type(layer).from_config(layer.get_config()) for layer in layers]
        compiled = {
            key: type(value).from_config(value.get_config()) if hasattr(value, "get_config") else value
            for key, value in compile_arguments.items()
        }
        model = model_of(layers_again, **compiled)
        call = {key: value() if callable(value) else value for key, value in arguments.items()}
        return train_it(model, call).history, model.get_weights(), np.random.random()

    expected, expected_weights, expected_random = history(lambda model, call: KERAS_FIT(model, **call))
    ours, weights, random = history(lambda model, call: fit(model, FitCall(**call)))

    assert list(ours) == list(expected)
    for key in expected:
        np.testing.assert_allclose(ours[key], expected[key], rtol=1e-5, atol=1e-6, err_msg=key)
    for a, b in zip(weights, expected_weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5)
    assert random == expected_random, "NumPy's generator is left as Keras leaves it"


def test_each_step_is_the_batch_alone():
    model = model_of([L.Flatten(), L.Dense(3, activation="softmax")], optimizer=keras.optimizers.SGD(0.0))
    epoch = next(train(model, FitCall(X, Y, shuffle=False, batch_size=50)))
    probabilities = model.predict(X, verbose=0)
    right = probabilities.argmax(1) == Y
    losses = -np.log(np.clip(probabilities[np.arange(len(Y)), Y], 1e-7, 1))
    cuts = [50, 100, 150, 200]
    np.testing.assert_allclose(epoch.steps["accuracy"], [part.mean() for part in np.split(right, cuts)], atol=1e-6)
    np.testing.assert_allclose(epoch.steps["loss"], [part.mean() for part in np.split(losses, cuts)], rtol=1e-4)


def test_traced_once_whatever_changes():
    model = model_of(dense(), optimizer=keras.optimizers.Adam(0.01))
    list(train(model, FitCall(X, Y, epochs=2)))
    program = program_of(model)
    model.optimizer.learning_rate = 0.001
    keras.utils.set_random_seed(9)
    list(train(model, FitCall(X, Y, epochs=3)))
    assert program_of(model) is program
    assert program.train_steps._cache_size() == 1


def test_a_frozen_layer_stays_frozen():
    model = model_of(dense())
    list(train(model, FitCall(X, Y)))
    model.layers[2].trainable = False
    model.compile("adam", "sparse_categorical_crossentropy")
    before = model.layers[2].get_weights()
    list(train(model, FitCall(X, Y)))
    np.testing.assert_array_equal(before[0], model.layers[2].get_weights()[0])


def test_progress_counts_every_step():
    seen = []
    list(
        train(model_of(dense()), FitCall(X, Y, batch_size=10), progress=lambda done, steps: seen.append((done, steps)))
    )
    assert seen[-1] == (20, 21)  # 20 full batches; the rest follows at once
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


class EveryBatch(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        self.seen = batch


class Pieces(keras.utils.PyDataset):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return X[index::2], Y[index::2]


class OwnStep(keras.Sequential):
    def train_step(self, state, data):
        return super().train_step(state, data)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"x": Pieces(), "y": None}, "generator"),
        ({"callbacks": [EveryBatch()]}, "EveryBatch"),
        ({"steps_per_epoch": 2}, "steps_per_epoch"),
    ],
)
def test_what_cannot_be_scanned_says_why_and_still_trains(change, reason):
    model = model_of(dense())
    call = FitCall(**{"x": X, "y": Y, "verbose": 0} | change)
    assert reason in why_not_scan(model, call)
    epochs = []
    history = fit(model, call, on_epoch=epochs.append)
    assert history.history["loss"] == [epochs[0].logs["loss"]]


def test_a_model_keras_builds_while_it_fits_leaves_no_trace_for_the_next():
    """Keras lists, by thread, what was made while it worked out shapes; ours fits in a thread of its own."""
    for _ in range(2):
        model = OwnStep([L.Flatten(), L.Dense(3, activation="softmax")])
        model.compile("sgd", "sparse_categorical_crossentropy")
        list(train(model, FitCall(X, Y)))
        unbuilt = keras.Sequential([L.Flatten(), L.Dense(3, activation="softmax")])
        unbuilt.compile("sgd", "sparse_categorical_crossentropy")
        KERAS_FIT(unbuilt, X, Y, verbose=0)
        assert unbuilt.built


def test_own_train_step_falls_back():
    model = OwnStep(dense())
    model.compile("adam", "sparse_categorical_crossentropy")
    assert "train_step" in why_not_scan(model, FitCall(X, Y))
    assert len(list(train(model, FitCall(X, Y, epochs=2)))) == 2
