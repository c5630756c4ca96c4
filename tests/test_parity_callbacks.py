"""Callbacks that act between epochs, and fits one after another: what Keras' own `fit` gives, in the same order."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest

from parity import CROSS, L, X, Y, assert_parity, assert_same, by_fallback, by_keras, by_scan, outcome, perceptron
from unstuck.engine import FitCall, fit, train, why_not_scan
from unstuck.engine.keras_epochs import KERAS_FIT

C = keras.callbacks
SPLIT = {"validation_split": 0.25}


class Diary(C.Callback):
    """Writes down all that a callback is told and can read, and turns knobs between epochs."""

    def __init__(self):
        super().__init__()
        self.pages = []

    def note(self, event, epoch=None, logs=None):
        self.pages.append((event, epoch, list((logs or {}).items()), self.model.optimizer.iterations.numpy()))

    def on_train_begin(self, logs=None):
        self.pages.append((self.model.built, dict(self.params), self.model.optimizer.built))
        self.note("train begin", logs=logs)

    def on_train_end(self, logs=None):
        self.note("train end", logs=logs)
        self.pages.append([w.sum() for w in self.model.get_weights()])

    def on_epoch_begin(self, epoch, logs=None):
        self.note("begin", epoch, logs)
        self.model.optimizer.learning_rate = 0.01 / (epoch + 1)

    def on_epoch_end(self, epoch, logs=None):
        self.note("end", epoch, logs)
        self.model.layers[-1].bias.assign(self.model.layers[-1].bias * 0.5)
        self.note("evaluated", epoch, self.model.evaluate(X[:9], Y[:9], verbose=0, return_dict=True))


def flat(pages):
    return np.array([float(x) for x in keras.tree.flatten(pages) if isinstance(x, float | np.number)])


@pytest.mark.parametrize("optimizer", ["adam", {"use_ema": True}], ids=["plain", "averaged"])
def test_callbacks_are_told_the_same_in_the_same_order(optimizer):
    diaries = []

    def make():
        return perceptron(optimizer="adam" if optimizer == "adam" else keras.optimizers.Adam(**optimizer))

    def arguments(model):
        diaries.append(Diary())
        return SPLIT | {"callbacks": diaries[-1], "verbose": "auto"}

    assert_parity(make, arguments)
    ours, keras_own = (diary.pages for diary in diaries)
    np.testing.assert_allclose(flat(ours), flat(keras_own), rtol=1e-4, atol=1e-5)
    without_numbers = [keras.tree.map_structure(lambda v: v if isinstance(v, str) else type(v), page) for page in ours]
    assert without_numbers == [
        keras.tree.map_structure(lambda v: v if isinstance(v, str) else type(v), page) for page in keras_own
    ]


def stop_at(event):
    def stop(model):
        callback = C.Callback()

        def asked(*_, **__):
            model.stop_training = True

        setattr(callback, event, asked)
        return callback

    return stop


CALLBACKS = {
    "early stopping that restores": lambda model: C.EarlyStopping(
        "val_loss", patience=1, min_delta=9.0, restore_best_weights=True
    ),
    "lower rate on a plateau": lambda model: C.ReduceLROnPlateau("loss", patience=1, min_delta=9.0, min_lr=1e-6),
    "rate by schedule": lambda model: C.LearningRateScheduler(lambda epoch, rate: rate / (epoch + 1)),
    "functions": lambda model: C.LambdaCallback(
        on_epoch_end=lambda epoch, logs: model.optimizer.learning_rate.assign(1e-3 / (epoch + 1))
    ),
    "stop before the training": stop_at("on_train_begin"),
    "stop before an epoch": stop_at("on_epoch_begin"),
    "stop after an epoch": stop_at("on_epoch_end"),
    "a bar and a history of the user's own": lambda model: [C.ProgbarLogger(), C.History()],
    "looks out for NaN in vain": lambda model: [C.TerminateOnNaN()],
}


@pytest.mark.parametrize("name", CALLBACKS)
def test_callback(name):
    assert_parity(
        perceptron, lambda model: SPLIT | {"callbacks": CALLBACKS[name](model), "epochs": 4, "batch_size": 20}
    )


def test_files_of_callbacks(tmp_path):
    def arguments(model):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return SPLIT | {
            "callbacks": [
                C.CSVLogger(folder / "log.csv"),
                C.ModelCheckpoint(folder / "{epoch}.weights.h5", save_weights_only=True),
                C.ModelCheckpoint(folder / "best.keras", monitor="loss", save_best_only=True),
            ]
        }

    assert_parity(perceptron, arguments)
    ours, keras_own = sorted(tmp_path.iterdir())
    assert sorted(p.name for p in ours.iterdir()) == sorted(p.name for p in keras_own.iterdir())
    rows = [np.genfromtxt(each / "log.csv", delimiter=",", names=True) for each in (ours, keras_own)]
    assert rows[0].dtype.names == rows[1].dtype.names
    for name in rows[0].dtype.names:
        np.testing.assert_allclose(rows[0][name], rows[1][name], rtol=1e-5)
    kept = [keras.models.load_model(each / "best.keras") for each in (ours, keras_own)]
    for a, b in zip(*(model.get_weights() for model in kept), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


def test_backup_and_restore_goes_on_where_it_broke_off(tmp_path):
    class Breaks(C.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2:
                raise OSError("the power went")

    def broken_then_whole(train_it):
        def both(model, call):
            backup = {"callbacks": [C.BackupAndRestore(tmp_path / train_it.__name__)]}
            with pytest.raises(OSError, match="power"):
                train_it(model, call | {"callbacks": [*backup["callbacks"], Breaks()]})
            return train_it(model, call | {"callbacks": [C.BackupAndRestore(tmp_path / train_it.__name__)]})

        return both

    assert_same(*(outcome(perceptron, {"epochs": 4}, broken_then_whole(each)) for each in (by_scan, by_keras)))


@pytest.mark.parametrize("steps", [1, 2])
def test_a_loss_that_is_not_finite_ends_the_training_at_its_step(steps, capsys):
    x = X.astype("float32")
    x[45] = np.inf  # in the third batch of 20

    def make():
        return perceptron(steps_per_execution=steps)

    def arguments(model):
        return {"x": x, "shuffle": False, "batch_size": 20, "callbacks": [C.TerminateOnNaN()]}

    assert_parity(make, arguments)
    ours, keras_own = capsys.readouterr().out.strip().splitlines()
    assert ours == keras_own == f"Batch {2 if steps == 1 else 3}: Invalid loss, terminating training"


def test_a_loss_that_is_not_finite_can_be_an_error():
    x = np.full(X.shape, np.nan, "float32")
    with pytest.raises(RuntimeError, match="at batch 0"):
        by_scan(perceptron(), {"x": x, "y": Y, "callbacks": [C.TerminateOnNaN(raise_error=True)]})


def twice(train_it, between=lambda model: None):
    def both(model, call):
        train_it(model, call)
        between(model)
        return train_it(model, call)

    return both


def spread(y_true, y_pred):
    return keras.ops.max(y_pred, -1) - keras.ops.min(y_pred, -1)


def freeze(model):
    model.layers[2].trainable = False
    model.compile("sgd", CROSS)


BETWEEN = {
    "nothing": lambda model: None,
    "evaluate and predict": lambda model: (model.evaluate(X, Y, verbose=0), model.predict(X, verbose=0)),
    "another optimizer and metric": lambda model: model.compile("sgd", CROSS, metrics=[spread]),
    "frozen": freeze,
    "one step by hand": lambda model: model.train_on_batch(X[:32], Y[:32]),
    "another rate": lambda model: setattr(model.optimizer, "learning_rate", 0.5),
}


@pytest.mark.parametrize("name", BETWEEN)
def test_two_fits(name):
    def make():
        return perceptron(L.Dense(4), L.Dropout(0.2))

    assert_same(*(outcome(make, SPLIT, twice(each, BETWEEN[name])) for each in (by_scan, by_keras)))


class Batches(C.Callback):
    def on_train_batch_end(self, batch, logs=None):
        self.seen = batch


class Pieces(keras.utils.PyDataset):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return X[index::2], Y[index::2]


def pieces():
    while True:
        yield X[:20], Y[:20]
        yield X[20:], Y[20:]


class OwnStep(keras.Sequential):
    def train_step(self, state, data):
        return super().train_step(state, data)


class OwnMetrics(keras.Sequential):
    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        return super().compute_metrics(x, y, y_pred, sample_weight) | {"mean": keras.ops.mean(y_pred)}


class OwnEvaluation(keras.Sequential):
    def evaluate(self, *args, **arguments):
        return super().evaluate(*args, **arguments) | {"always": 1.0}


def of_class(cls):
    def make():
        model = cls([L.Input((6, 6)), L.Flatten(), L.Rescaling(1 / 255), L.Dense(3, "softmax")])
        model.compile("adam", CROSS)
        return model

    return make


FALLBACKS = {
    "generator": (perceptron, lambda model: {"x": pieces(), "y": None, "steps_per_epoch": 2, "shuffle": False}),
    "Pieces": (perceptron, lambda model: {"x": Pieces(), "y": None}),
    "validation data in Pieces": (perceptron, lambda model: {"validation_data": Pieces()}),
    "Batches": (perceptron, lambda model: {"callbacks": [Batches()]}),
    "SwapEMAWeights": (
        lambda: perceptron(optimizer=keras.optimizers.Adam(use_ema=True)),
        lambda model: SPLIT | {"callbacks": [C.SwapEMAWeights()]},
    ),
    "run_eagerly": (lambda: perceptron(run_eagerly=True), {}),
    "jit_compile": (lambda: perceptron(jit_compile=False), {}),
    "train_step": (of_class(OwnStep), {}),
    "compute_metrics": (of_class(OwnMetrics), {}),
    "evaluate": (of_class(OwnEvaluation), SPLIT),
}


@pytest.mark.parametrize("name", FALLBACKS)
def test_what_cannot_be_scanned_says_why_and_is_left_to_keras(name):
    make, arguments = FALLBACKS[name]
    model = make()
    call = {"x": X, "y": Y} | (arguments(model) if callable(arguments) else arguments)
    assert name.split()[-1] in str(why_not_scan(model, FitCall(**call)))
    assert_parity(make, arguments, by_fallback)


def test_epochs_of_a_training_left_to_keras_are_those_of_one_fit():
    def make():
        model = of_class(OwnStep)()
        model.compile(keras.optimizers.Adam(use_ema=True), CROSS)
        return model

    def one_by_one(model, call):
        history = KERAS_FIT(model, **call | {"epochs": 0})
        history.epoch, history.history = [], {"loss": []}
        for epoch in train(model, FitCall(**call)):
            history.epoch.append(epoch.number - 1)
            history.history["loss"].append(epoch.logs["loss"])
        history.params["epochs"] = call["epochs"]
        return history

    assert_same(outcome(make, {}, one_by_one), outcome(make, {}, by_keras))


def test_a_bar_is_drawn(capsys):
    fit(perceptron(), FitCall(X, Y, epochs=2, verbose=1))
    printed = capsys.readouterr().out
    assert "Epoch 2/2" in printed
    assert "2/2" in printed
    assert "accuracy:" in printed
