"""Networks that are code, laid open: the same layers, the same answers, and the changed line of the class itself."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import contextlib
import io
import json

import jax
import keras
import numpy as np
import pytest

from unstuck.capture import laid_open, rebuild, spec_of, weights_by_layer
from unstuck.cli import main
from unstuck.engine import FitCall
from unstuck.spec import Edit, Sites

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 6)).astype("float32")


class Scaled(keras.layers.Layer):
    """As people write one: without the arguments that Keras gives each layer."""

    def __init__(self, by):
        super().__init__()
        self.by, self.inner = by, keras.layers.Dense(4)

    def call(self, inputs):
        return self.inner(inputs) * self.by


class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.head = keras.layers.Dense(1)
        self.parts = keras.Sequential([keras.layers.Dense(8), keras.layers.BatchNormalization()])
        self.rows = [keras.layers.Dense(8, activation="tanh") for _ in range(2)]
        self.scaled, self.drop = Scaled(0.5), keras.layers.Dropout(0.5)

    def call(self, inputs, training=False):
        x = keras.ops.relu(self.parts(inputs))
        for row in self.rows:
            x = x + row(x)
        return keras.ops.sigmoid(self.head(self.drop(self.scaled(x), training=training)))


class Restless(keras.Model):
    """Draws numbers whenever it is asked."""

    def __init__(self):
        super().__init__()
        self.head, self.seeds = keras.layers.Dense(1), keras.random.SeedGenerator(1)

    def call(self, inputs):
        return self.head(inputs) + keras.random.normal((1,), seed=self.seeds)


class Noisy(keras.Model):
    """Uses another layer while it is trained."""

    def __init__(self):
        super().__init__()
        self.noise, self.head = keras.layers.GaussianNoise(0.1), keras.layers.Dense(1)

    def call(self, inputs, training=None):
        return self.head(self.noise(inputs) if training else inputs)


class Pure(keras.Model):
    """Computes with JAX itself."""

    def __init__(self):
        super().__init__()
        self.head = keras.layers.Dense(1)

    def call(self, inputs):
        return jax.nn.sigmoid(self.head(inputs))


class Charged(keras.Model):
    """Adds to the loss while it answers."""

    def __init__(self):
        super().__init__()
        self.head = keras.layers.Dense(1)

    def call(self, inputs):
        answer = self.head(inputs)
        self.add_loss(keras.ops.mean(keras.ops.square(answer)))
        return answer


def trained(model):
    model.compile("adam", "mse")
    model.fit(X, X[:, 0], epochs=2, verbose=0)
    return model


def opened(model):
    return laid_open(spec_of(model, FitCall(X, X[:, 0])), Sites(), model, X)[0]


def test_the_layers_are_those_that_are_called_in_their_order():
    layers = [layer["class_name"] for layer in opened(trained(Network())).layers()]
    rows = ["Dense", "Add"] * 2
    own = ["Dense", "BatchNormalization", "Activation", *rows, "Scaled", "Dropout", "Dense", "Activation"]
    assert layers == own


def test_it_gives_the_same_answers_and_an_edit_of_a_layer_changes_them():
    model = trained(Network())
    spec = opened(model)
    again = rebuild(spec, model)
    weights_by_layer(again, model, model.get_weights())
    np.testing.assert_allclose(again.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-5)
    last = len(spec.layers()) - 1
    other = rebuild(spec.apply(Edit(f"layers[{last}].activation", "sigmoid", "linear")), model)
    weights_by_layer(other, model, model.get_weights())
    odds = other.predict(X, verbose=0)
    np.testing.assert_allclose(1 / (1 + np.exp(-odds)), model.predict(X, verbose=0), rtol=1e-4)


def test_dropout_is_still_at_work_only_in_training():
    model = trained(Network())
    again = rebuild(opened(model), model)
    learning = [np.asarray(again(X, training=True)) for _ in range(2)]
    asked = [np.asarray(again(X, training=False)) for _ in range(2)]
    assert np.abs(learning[0] - learning[1]).max() > 1e-3
    np.testing.assert_array_equal(*asked)


@pytest.mark.parametrize("kind", [Restless, Noisy, Pure, Charged])
def test_what_cannot_be_followed_stays_code(kind):
    assert opened(trained(kind())).model is None


PROGRAM = """\
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x = rng.normal(size=(600, 4)).astype("float32")
y = rng.integers(0, 3, 600)
x[np.arange(600), y] += 3


class Net(keras.Model):
    def __init__(self, units=16):
        super().__init__()
        self.hidden = layers.Dense(units, activation="relu")
        self.out = layers.Dense(3, activation="relu")  # one for each kind

    def call(self, inputs):
        return self.out(self.hidden(inputs))


model = Net()
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10, validation_split=0.2, verbose=0)
"""


def test_the_line_of_the_class_is_changed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(PROGRAM)
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["debug", "program.py", "--json", "report.json", "--write"]) == 1
    [finding, *_] = json.loads((tmp_path / "report.json").read_text())["findings"]
    assert (finding["fault"], finding["verdict"], finding["where"]["line"]) == ("output_activation", "confirmed", 15)
    assert (tmp_path / "program.py").read_text() == PROGRAM.replace(
        '(3, activation="relu")  # one', '(3, activation="softmax")  # one'
    )


COPIES = """\
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
kinds = rng.integers(0, 255, (6, 64))
pictures = (kinds[rng.integers(0, 6, 600)] * rng.uniform(0.6, 1, (600, 1))).astype("uint8")
train, held_out = pictures[:500], pictures[500:]
model = keras.Sequential(
    [keras.Input((64,)), layers.Dense(16, activation="relu"), layers.Dense(64, activation="sigmoid")]
)
model.compile("adam", "mse")
history = model.fit(train, train, epochs=30, validation_data=(held_out, held_out), verbose=0)
"""


def test_what_is_input_and_label_at_once_is_scaled_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "program.py").write_text(COPIES)
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["debug", "program.py", "--json", "report.json", "--write"]) == 1
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["findings"][0]["fault"] == "input_scaling"
    assert report["after"]["mean"] > report["before"]["mean"] + 0.3
    added = set((tmp_path / "program.py").read_text().splitlines()) - set(COPIES.splitlines())
    assert added == {"train, held_out = train / 255.0, held_out / 255.0"}
