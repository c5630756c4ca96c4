"""Data and models of every kind that Keras takes: the debugger draws them into arrays and trains them again."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import json

import keras
import numpy as np
import pytest

from unstuck.capture import compile_as, drawn, new_weights, rebuild, spec_of
from unstuck.capture.weights import Same
from unstuck.cli import main
from unstuck.debug.data import positions_of
from unstuck.debug.gather import take_data
from unstuck.debug.outputs import outputs_of
from unstuck.engine import FitCall
from unstuck.errors import UnstuckError
from unstuck.spec import Edit

X = np.random.default_rng(0).normal(size=(200, 6)).astype("float32")
Y = (X.sum(1) > 0).astype("float32")


def cycling(x=X, y=Y, size=20):
    while True:
        for start in range(0, len(x), size):
            yield x[start : start + size], y[start : start + size]


def fresh(size=20):
    rng = np.random.default_rng(0)
    while True:
        x = rng.normal(size=(size, 6)).astype("float32")
        yield x, x[:, 0] > 0


class Pieces(keras.utils.PyDataset):
    def __len__(self):
        return 8

    def __getitem__(self, place):
        return X[place * 25 : (place + 1) * 25], Y[place * 25 : (place + 1) * 25]


class Unending(keras.utils.PyDataset):
    num_batches = None

    def __getitem__(self, place):
        return X[:20] + place, Y[:20]


def test_a_generator_that_begins_again_is_drawn_once():
    call = drawn(FitCall(cycling(), steps_per_epoch=10, epochs=7)).call
    np.testing.assert_array_equal(call.x, X)
    np.testing.assert_array_equal(call.y, Y)
    assert (call.batch_size, call.epochs, call.steps_per_epoch) == (20, 7, None)


def test_a_generator_of_ever_new_samples_is_drawn_for_all_epochs():
    """As many steps in the end, on samples that come once."""
    call = drawn(FitCall(fresh(), steps_per_epoch=10, epochs=7)).call
    assert (len(call.x), call.epochs) == (1400, 1)
    assert len(np.unique(call.x, axis=0)) == 1400


@pytest.mark.parametrize("stream", [Pieces(), iter(zip(X.reshape(8, 25, 6), Y.reshape(8, 25), strict=True))])
def test_a_finite_stream_is_drawn_to_its_end(stream):
    call = drawn(FitCall(stream, epochs=3)).call
    np.testing.assert_array_equal(call.x, X)
    assert (call.batch_size, call.epochs) == (25, 3)


@pytest.mark.parametrize("stream", [Unending(), fresh()])
def test_a_stream_without_end_is_drawn_up_to_a_limit_that_is_told(stream):
    done = drawn(FitCall(stream, epochs=3))
    assert len(done.call.x) == 2000
    assert "2,000 samples were drawn from it, which are not all." in done.notes[0]


def test_validation_from_a_generator_is_drawn_too():
    call = drawn(FitCall(X, Y, validation_data=cycling(), validation_steps=5)).call
    np.testing.assert_array_equal(call.validation_data[0], X[:100])


def test_augmented_images_of_keras_own_generator():
    images = np.random.default_rng(0).random((60, 8, 8, 1), "float32")
    flow = keras.src.legacy.preprocessing.image.ImageDataGenerator(rescale=0.5).flow(
        images, np.arange(60), batch_size=16, shuffle=False
    )
    call = drawn(FitCall(flow, epochs=2)).call
    np.testing.assert_allclose(call.x, images / 2)
    assert (call.epochs, call.batch_size) == (2, 16)


class Table:
    """What a pandas table is to us."""

    def __init__(self, values, columns):
        self.values, self.columns, self.shape = np.asarray(values), columns, np.shape(values)

    def __len__(self):
        return len(self.values)

    def to_numpy(self):
        return self.values


def test_tables_and_lists_become_arrays():
    call = drawn(FitCall(Table(X, list("abcdef")), Y.tolist())).call
    np.testing.assert_array_equal(call.x, X)
    np.testing.assert_array_equal(call.y, Y)
    mixed = np.array([[1, 2.5, True], [3, 4.5, False]], object)
    assert drawn(FitCall(Table(mixed, list("abc")), [0, 1])).call.x.tolist() == [[1, 2.5, 1], [3, 4.5, 0]]


def test_pandas_own_tables():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame(X)
    call = drawn(FitCall(table, pandas.Series(Y), validation_data=(table, Y))).call
    np.testing.assert_array_equal(call.x, X)
    np.testing.assert_array_equal(call.validation_data[0], X)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ([[1, 2], [3]], "2 samples of 1 to 2 numbers"),
        (np.array([np.zeros(3), np.zeros(5)], object), "2 samples of 3 to 5 numbers"),
        (np.array(["cat", "dog"]), "'cat'"),
        (Table(np.array([[1, "red"], [2, "blue"]], object), ["size", "colour"]), "in colour, for example 'red'"),
    ],
)
def test_what_is_no_numbers_is_told(x, message):
    with pytest.raises(UnstuckError, match=message):
        drawn(FitCall(x, [0, 1]))


def test_a_used_up_generator_is_told():
    with pytest.raises(UnstuckError, match="yields none"):
        drawn(FitCall(iter(())))


def test_no_samples_at_all_are_told():
    with pytest.raises(UnstuckError, match="nothing is left"):
        take_data(FitCall(X[:0], Y[:0]))


@pytest.mark.parametrize(
    ("output", "label", "positions"),
    [
        ((10,), (), 0),
        ((10,), (10,), 0),
        ((12, 5), (12,), 1),
        ((12, 5), (12, 5), 1),
        ((None, 5), (12, 5), 1),
        ((28, 28, 1), (28, 28, 1), 2),
        ((28, 28, 3), (28, 28), 2),
        ((12, 5), (5,), 0),
    ],
)
def test_axes_that_are_positions(output, label, positions):
    assert positions_of(output, label) == positions


class Net(keras.Model):
    def __init__(self, units=4):
        super().__init__()
        self.hidden, self.head = keras.layers.Dense(units, "relu"), keras.layers.Dense(1, "sigmoid")

    def call(self, x):
        return self.head(self.hidden(x))


class Handed(keras.Model):
    """A network whose parts no config can tell."""

    def __init__(self, *parts):
        super().__init__()
        self.parts = list(parts)
        self.factor = self.add_weight(shape=(3,), initializer="ones", name="factor")

    def call(self, x):
        for part in self.parts:
            x = part(x)
        return x


class Unsaid(keras.layers.Layer):
    """A layer that does not say how it was made."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def call(self, x):
        return self.function(x)


MODELS = {
    "subclass": lambda: Net(5),
    "subclass of unknown making": lambda: Handed(keras.layers.Dense(4, "relu"), keras.layers.Dense(1)),
    "layer of unknown making": lambda: keras.Sequential(
        [keras.Input((6,)), Unsaid(keras.ops.tanh), keras.layers.Dense(1)]
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_a_network_that_is_code_is_trained_again_from_other_seeds(name):
    model = MODELS[name]()
    model.compile("adam", "mse")
    model.fit(X, Y, epochs=2, verbose=0)
    trained = [np.asarray(weight) for weight in model.get_weights()]
    spec = spec_of(model, FitCall(X, Y))
    assert spec.model is None
    again = compile_as(spec, rebuild(spec, model), model)
    assert isinstance(again, Same)
    np.testing.assert_allclose(again.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-5)
    drawings = []
    for seed in (1, 1, 2):
        keras.utils.set_random_seed(seed)
        trainable, _ = new_weights(spec, model, X)
        drawings.append([np.asarray(value) for value in trainable])
    assert [value.shape for value in drawings[0]] == [variable.shape for variable in model.trainable_variables]
    kernels = [place for place, value in enumerate(drawings[0]) if value.ndim == 2]
    for place in kernels:
        np.testing.assert_array_equal(drawings[0][place], drawings[1][place])
        assert np.abs(drawings[0][place] - drawings[2][place]).max() > 0.01
        rows, columns = drawings[0][place].shape
        assert np.abs(drawings[0][place]).max() <= np.sqrt(6 / (rows + columns)), "Glorot's own limit"
    for before, after in zip(trained, model.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_a_network_that_is_code_is_trained_and_not_only_asked():
    class Normalised(keras.Model):
        def __init__(self):
            super().__init__()
            self.norm, self.last = keras.layers.BatchNormalization(momentum=0.5), keras.layers.Dense(1)

        def call(self, inputs, training=None):
            return self.last(self.norm(inputs, training=training))

    model = Normalised()
    model.compile("adam", "mse")
    model.fit(X, Y, epochs=1, verbose=0)
    spec = spec_of(model, FitCall(X, Y))
    again = compile_as(spec, rebuild(spec, model), model)
    model.norm.moving_mean.assign(np.zeros(6))
    again.fit(100 + X, Y, epochs=1, batch_size=50, verbose=0)  # four steps of momentum 0.5
    np.testing.assert_allclose(model.norm.moving_mean, np.full(6, 100 * (1 - 0.5**4)), atol=1)


def test_each_output_is_seen_with_its_own_loss_and_put_back():
    inputs = keras.Input((6,))
    ends = [keras.layers.Dense(1, name=name)(inputs) for name in ("b", "a")]
    model = keras.Model(inputs, ends)
    model.compile("adam", {"a": "mse", "b": "mae"})
    spec = spec_of(model, FitCall(X, [Y, Y]))
    first, second = outputs_of(model, [Y, Y], spec.loss)
    assert (first.name, first.seen(spec).loss, second.name, second.seen(spec).loss) == ("b", "mae", "a", "mse")
    (edit,) = second.edits((Edit("loss", "mse", "huber"),), spec.loss)
    assert spec.apply(edit).loss == ("mae", "huber")


@pytest.mark.parametrize(("weights", "names"), [([0.9, 0.1], ["b"]), ([0.5, 0.5], ["b", "a"]), (None, ["b", "a"])])
def test_an_output_that_counts_little_need_not_be_learned(weights, names):
    inputs = keras.Input((6,))
    model = keras.Model(inputs, [keras.layers.Dense(1, name=name)(inputs) for name in ("b", "a")])
    model.compile("adam", ["mse", "mse"], loss_weights=weights)
    assert [output.name for output in outputs_of(model, [Y, Y], ["mse", "mse"])] == names


PROGRAM = """\
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(300, 8)).astype("float32")
y = (x.sum(1) > 0).astype("float32")
"""
NET = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.head = layers.Dense(16, "relu"), layers.Dense(1, "sigmoid")

    def call(self, x):
        return self.head(self.hidden(x))

model = Net()
"""
TWO = """
a, b = keras.Input((5,), name="a"), keras.Input((3,), name="b")
hidden = layers.Dense(16, "relu")(layers.Concatenate()([a, b]))
yes = layers.Dense(1, "{activation}", name="yes")(hidden)
amount = layers.Dense(1, name="amount")(hidden)
model = keras.Model([a, b], [yes, amount])
model.compile(keras.optimizers.Adam(0.01), {{"yes": "binary_crossentropy", "amount": "mse"}}, loss_weights=[1.0, 0.1])
model.fit({{"b": x[:, 5:], "a": x[:, :5]}}, {{"amount": x[:, 0], "yes": y}}, epochs=8, verbose=0)
"""
SICK = {
    "subclass, rate": (
        NET + "model.compile(keras.optimizers.Adam(10.0), 'binary_crossentropy')\nmodel.fit(x, y, epochs=5, verbose=0)",
        "learning_rate",
    ),
    "second input's output": (TWO.format(activation="softmax"), "output_activation"),
}
HEALTHY = {
    "two inputs, two outputs": TWO.format(activation="sigmoid"),
    "own train_step": (
        NET.replace(
            "    def call", "    def train_step(self, *data):\n        return super().train_step(*data)\n\n    def call"
        )
        + "model.compile(keras.optimizers.Adam(0.02), 'binary_crossentropy')\nmodel.fit(x, y, epochs=12, verbose=0)\n"
    ),
}


def debugged(text, folder, capsys):
    (folder / "program.py").write_text(PROGRAM + text)
    code = main(["debug", "program.py", "--seconds", "100", "--json", "r.json"])
    shown = capsys.readouterr()
    assert code in (0, 1), shown.err
    return code, json.loads((folder / "r.json").read_text())


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis")
@pytest.mark.parametrize("name", SICK)
def test_a_fault_is_found_in_networks_of_every_kind(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text, fault = SICK[name]
    code, report = debugged(text, tmp_path, capsys)
    assert code == 1
    assert [finding["fault"] for finding in report["findings"]][:1] == [fault]
    assert report["findings"][0]["verdict"] == "confirmed"


@pytest.mark.parametrize("name", HEALTHY)
def test_healthy_networks_of_every_kind_are_called_so(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, report = debugged(HEALTHY[name], tmp_path, capsys)
    assert (code, report["findings"]) == (0, [])
    notes = " ".join(report["notes"])
    assert ("2 outputs" in notes) == (name == "two inputs, two outputs")
    assert ("own train_step" in notes) == (name == "own train_step")
