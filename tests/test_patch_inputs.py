"""Edits of the inputs: where the scaling line goes, and when it must go elsewhere.

`edited` runs each patched script and compares what `fit` is given with the old arrays, scaled.
"""

import numpy as np
import pytest

from patching import changed, edited, run
from promises import broken, patched
from unstuck.patch import patch, write
from unstuck.patch.scaling import Scaling
from unstuck.spec import Edit

SCALE = 0.00392156862745098
HEAD = """\
import os
import numpy as np
import keras
from keras.layers import Dense, Flatten
from keras.datasets import mnist
"""
MODEL = "model = keras.Sequential([Flatten(), Dense(10)])\nmodel.compile('adam', 'mse')\n"
LOAD = "(X_train, y_train), (X_test, y_test) = mnist.load_data()\n"
FIT = "model.fit(X_train, y_train, validation_data=(X_test, y_test))\n"
BOTH = "X_train, X_test = X_train / 255.0, X_test / 255.0"


def scaled(tmp_path, body, wanted=None, head=HEAD):
    """The lines added and the instructions."""
    made, before, after, text = edited(tmp_path, head + body, wanted or {"inputs.scale": SCALE})
    assert "inputs.scale" in made.lines
    return changed(made.diff)[0], made, before, after, text


def test_the_labels_of_one_of_several_outputs_are_left_to_the_reader(tmp_path):
    body = LOAD + MODEL + "model.fit(X_train, {'a': y_train, 'b': y_train})\n"
    made, _, _, text = edited(tmp_path, HEAD + body, {"targets.scale": 0.5})
    assert text == HEAD + body
    assert "several outputs" in made.instructions[0]


def test_swapped_classes_are_written_as_a_person_would():
    assert Scaling(1, -1).of("y") == "1 - y"


@pytest.mark.parametrize(
    ("body", "added"),
    [
        (LOAD + MODEL + FIT, [BOTH]),
        (LOAD + MODEL + "model.fit(X_train, y_train, validation_split=0.1)\n", [BOTH]),
        (LOAD + MODEL + "model.fit(X_train, y_train)\nmodel.evaluate(X_test, y_test)\n", [BOTH]),
        (LOAD + MODEL + "model.fit(x=X_train, y=y_train, validation_data=[X_test, y_test])\n", [BOTH]),
        (LOAD + MODEL + "val = (X_test, y_test)\nmodel.fit(X_train, y_train, validation_data=val)\n", [BOTH]),
        (LOAD + MODEL + "model.fit(X_train, y_train, validation_data=None)\n", [BOTH]),
        ("(x, y), _ = mnist.load_data()\n" + MODEL + "model.fit(x, y)\n", ["x = x / 255.0"]),
        ("(x, y), (_, _) = mnist.load_data()\n" + MODEL + "model.fit(x, y)\n", ["x = x / 255.0"]),
        ("(a, b), (c, d) = mnist.load_data()\n" + MODEL + "model.fit(a, b)\nmodel.predict(c)\n",
         ["a, c = a / 255.0, c / 255.0"]),
        ("train, test = mnist.load_data()\nx_train, y = train\nx_test, _ = test\n" + MODEL
         + "model.fit(x_train, y)\nmodel.evaluate(x_test, _)\n", ["x_train, x_test = x_train / 255.0, x_test / 255.0"]),
        ("(a, b), (c, d) = mnist.load_data()\ntrainX, trainY, testX, testY = a, b, c, d\n" + MODEL
         + "model.fit(trainX, trainY)\nmodel.evaluate(testX, testY)\n",
         ["trainX, testX = trainX / 255.0, testX / 255.0"]),
        (LOAD + "X_train = X_train.reshape(-1, 784)\nX_test = X_test.reshape(-1, 784)\n" + MODEL + FIT, [BOTH]),
        (LOAD + "X_train = X_train.astype('uint8')\n" + MODEL + FIT, [BOTH]),
        (LOAD + "X_val, y_val = X_train[:5], y_train[:5]\nX_train, y_train = X_train[5:], y_train[5:]\n" + MODEL
         + "model.fit(X_train, y_train, validation_data=(X_val, y_val))\nmodel.evaluate(X_test, y_test)\n",
         ["X_train, X_test, X_val = X_train / 255.0, X_test / 255.0, X_val / 255.0"]),
        (LOAD + "x_part, y_part = X_train[5:], y_train[5:]\n" + MODEL
         + "model.fit(x_part, y_part, validation_data=(X_train[:5], y_train[:5]))\nmodel.evaluate(X_test, y_test)\n",
         ["X_train, X_test, x_part = X_train / 255.0, X_test / 255.0, x_part / 255.0"]),
        (LOAD + MODEL + "model.fit(X_train.reshape(-1, 28, 28), y_train)\n", [BOTH]),
        (LOAD + MODEL + "model.fit(np.array(X_train), y_train)\n", [BOTH]),
        (LOAD + MODEL + "model.fit(np.expand_dims(X_train[:6], -1).astype('float32'), y_train[:6])\n", [BOTH]),
        (LOAD + MODEL + "i, j = [0, 1], [2]\n"
         "model.fit(X_train[i], y_train[i], validation_data=(X_train[j], y_train[j]))\n", [BOTH]),
    ],
)  # fmt: skip
def test_the_line(tmp_path, body, added):
    plus, made, _, after, _ = scaled(tmp_path, body)
    assert plus == added
    assert made.instructions == ()
    assert all(float(np.max(fed)) <= 1.0 for fed in after.fed)


@pytest.mark.parametrize(
    ("body", "added"),
    [
        # The labels, or a mask, are made from the raw inputs: the line goes behind them.
        ("(x, _), _ = mnist.load_data()\ny = x.mean(axis=(1, 2)) > 40\n" + MODEL + "model.fit(x, y)\n",
         ["x = x / 255.0"]),
        ("(x, y), _ = mnist.load_data()\nz = x[:, 9, 9]\ny = y + z\n" + MODEL + "model.fit(x, y)\n",
         ["x = x / 255.0"]),
        # Inputs and labels in one array: in the call, or the labels would be scaled too.
        ("(x, _), _ = mnist.load_data()\n" + MODEL.replace("Dense(10)", "Dense(784), keras.layers.Reshape((28, 28))")
         + "model.fit(x, x)\n", ["model.fit(x / 255.0, x)"]),
        ("t = np.arange(100.0).reshape(20, 5)\n" + MODEL + "model.fit(t[:, :4], t[:, 4])\n",
         ["model.fit(t[:, :4] / 255.0, t[:, 4])"]),
        # A keyword is no variable.
        ("(x, y), _ = mnist.load_data()\nx = np.reshape(x, newshape=(-1, 784)) if False else dict(y=x)['y']\n" + MODEL
         + "model.fit(x, y)\n", ["x = x / 255.0"]),
    ],
)  # fmt: skip
def test_labels_stay_as_they_are(tmp_path, body, added):
    path = tmp_path / "train.py"
    path.write_text(HEAD + body)
    wanted = {"inputs.scale": SCALE}
    made, before, after = patched(path, wanted)
    assert broken(before, after, wanted, made) == []
    assert changed(made.diff)[0] == added


SPLIT = "def train_test_split(*arrays):\n    return [part for one in arrays for part in (one[:15], one[15:])]\n"


def test_train_test_split(tmp_path):
    body = (
        SPLIT + "(X, y), _ = mnist.load_data()\nX_a, X_b, y_a, y_b = train_test_split(X, y)\n" + MODEL
        + "model.fit(X_a, y_a)\nmodel.evaluate(X_b, y_b)\n"
    )  # fmt: skip
    plus, made, *_ = scaled(tmp_path, body)
    assert plus == ["X_a, X_b = X_a / 255.0, X_b / 255.0"]
    assert made.instructions == ()


@pytest.mark.parametrize(
    ("shift", "scale", "code"),
    [
        (0.0, SCALE, "x / 255.0"),
        (0.0, 1 / 127.5, "x / 127.5"),
        (0.0, 0.0123, "x * 0.0123"),
        (0.0, 100.0, "x * 100.0"),
        (128.0, 1.0, "x - 128.0"),
        (-1.5, 1.0, "x + 1.5"),
        (127.5, 1 / 127.5, "(x - 127.5) / 127.5"),
        (33.318421, 0.012728, "(x - 33.318421) * 0.012728"),
    ],
)
def test_the_code(shift, scale, code):
    assert Scaling(shift, scale).of("x") == code
    x = np.arange(256, dtype=np.uint8)
    np.testing.assert_allclose(eval(code), (x - shift) * scale, rtol=1e-6)


def test_shift_and_scale_together(tmp_path):
    plus, *_ = scaled(tmp_path, LOAD + MODEL + FIT, {"inputs.shift": 128.0, "inputs.scale": 1 / 64})
    assert plus == ["X_train, X_test = (X_train - 128.0) / 64.0, (X_test - 128.0) / 64.0"]


def test_a_mixed_bag_of_line_endings_and_tabs(tmp_path):
    body = "def go():\n\tif True:\n\t\t(a, b), (c, d) = mnist.load_data()\n\t\t# next\n\t\tMODEL\n"
    body += "\t\tmodel.fit(a, b)\n\ngo()"
    body = body.replace("MODEL", "model = keras.Sequential([Flatten(), Dense(1)]); model.compile('adam', 'mse')")
    script = (HEAD + body).replace("\n", "\r\n")
    *_, text = edited(tmp_path, script, {"inputs.scale": SCALE})
    assert text == script.replace("\t\t# next", "\t\ta, c = a / 255.0, c / 255.0\r\n\t\t# next")


def test_parameters_are_scaled_at_the_top_of_the_function(tmp_path):
    body = (
        LOAD + MODEL + 'def train(x, y, x_val, y_val):\n    """Train."""\n\n    # go\n'
        "    model.fit(x, y, validation_data=(x_val, y_val))\n\n\ntrain(X_train, y_train, X_test, y_test)\n"
    )
    plus, made, *_, text = scaled(tmp_path, body)
    assert plus == ["    x, x_val = x / 255.0, x_val / 255.0"]
    assert '"""\n    x, x_val = x / 255.0, x_val / 255.0\n\n    # go\n' in text
    assert text.splitlines()[made.lines["inputs.scale"][1] - 1] == '    """Train."""'


def test_a_parameter_of_a_function_without_docstring(tmp_path):
    body = LOAD + MODEL + "def train(x, y):\n    # go\n    model.fit(x, y)\ntrain(X_train, y_train)\n"
    *_, text = scaled(tmp_path, body)
    assert "def train(x, y):\n    x = x / 255.0\n    # go\n    model.fit(x, y)\n" in text


def test_globals_used_in_a_function_are_scaled_where_they_are_made(tmp_path):
    body = (
        MODEL + "def train():\n    model.fit(X_train, y_train, validation_data=(X_test, y_test))\n" + LOAD + "train()\n"
    )
    plus, made, *_ = scaled(tmp_path, body)
    assert plus == [BOTH]
    assert made.lines["inputs.scale"][1] == 10


def test_main_guard(tmp_path):
    body = (
        MODEL
        + "def train():\n    model.fit(X_train, y_train)\nif __name__ == '__main__':\n    "
        + LOAD
        + "    train()\n"
    )
    plus, *_ = scaled(tmp_path, body)
    assert plus == ["    " + BOTH]


@pytest.mark.parametrize(
    ("load", "added"),
    [
        ("if os.sep:\n    (x, y), _ = mnist.load_data()\nelse:\n    x = y = None\n", "x = x / 255.0"),
        ("x = np.zeros((20, 28, 28))\n(a, y), _ = mnist.load_data()\nfor i in range(20):\n    x[i] = a[i]\n",
         "x = x / 255.0"),
        ("(a, y), _ = mnist.load_data()\nx = []\nfor i in range(20):\n    x.append(a[i])\nx = np.array(x)\n",
         "x = x / 255.0"),
        ("with open(os.devnull):\n    (x, y), _ = mnist.load_data()\n", "x = x / 255.0"),
        ("(x, y), _ = mnist.load_data()\nx = x.astype('float32')\nx += 1\n", "x = x / 255.0"),
    ],
)  # fmt: skip
def test_after_the_block_that_makes_the_array(tmp_path, load, added):
    plus, *_, text = scaled(tmp_path, load + MODEL + "model.fit(x, y)\n")
    assert plus == [added]
    assert f"\n{added}\nmodel = " in text


def test_in_a_loop_the_array_is_scaled_once(tmp_path):
    load = "(x, y), _ = mnist.load_data()\n" + MODEL
    shuffled = load + "for _ in range(3):\n    x = x[::-1]\n    model.fit(x, y)\n"
    plus, *_ = scaled(tmp_path, shuffled)
    assert plus == ["x = x / 255.0"]
    folds = (
        load
        + "for k in range(3):\n    a, b = x[k:], x[:k + 1]\n    model.fit(a, y[k:], validation_data=(b, y[:k + 1]))\n"
    )
    plus, *_ = scaled(tmp_path, folds)
    assert plus == ["    a, b = a / 255.0, b / 255.0"]
    folds = load + "for k in range(3):\n    b = x[:k + 1]\n    model.fit(x, y, validation_data=(b, y[:k + 1]))\n"
    plus, *_ = scaled(tmp_path, folds)
    assert plus == ["x = x / 255.0"]  # b is made from the scaled x


def test_inside_the_fit_call_when_there_is_no_name(tmp_path):
    body = (
        "class Data:\n    (x, y), (a, b) = mnist.load_data()\n\n\nd = Data()\n" + MODEL
        + "model.fit(d.x, d.y, validation_data=(d.a, d.b))\nmodel.evaluate(d.a, d.b)\n"
    )  # fmt: skip
    plus, made, *_ = scaled(tmp_path, body)
    assert plus == ["model.fit(d.x / 255.0, d.y, validation_data=(d.a / 255.0, d.b))"]
    assert made.instructions == (
        f"{tmp_path}/train.py, line 14: scale the inputs of model.evaluate(…) the same way: d.a / 255.0",
    )


@pytest.mark.parametrize(
    ("code", "wrapped"),
    [
        ("X_train + 1", "(X_train + 1) / 255.0"),
        ("np.sqrt(X_train * 1.0)", "np.sqrt(X_train * 1.0) / 255.0"),
        ("X_train.astype('int32')", "X_train.astype('int32') / 255.0"),
        ("(X_train * 2)", "(X_train * 2) / 255.0"),
        ("np.sort(X_train)[:20]", "np.sort(X_train)[:20] / 255.0"),
    ],
)
def test_an_expression_that_scaling_does_not_pass_through(tmp_path, code, wrapped):
    plus, *_ = scaled(tmp_path, LOAD + MODEL + f"model.fit({code}, y_train)\n")
    assert plus == [f"model.fit({wrapped}, y_train)"]


def test_made_on_the_line_of_fit(tmp_path):
    plus, *_ = scaled(tmp_path, LOAD + MODEL + "x = X_train[:]; model.fit(x, y_train, epochs=2)\n",
                      {"inputs.scale": SCALE, "epochs": 3})  # fmt: skip
    assert plus == ["x = X_train[:]; model.fit(x / 255.0, y_train, epochs=3)"]


def test_other_inputs_of_the_model_are_told(tmp_path):
    body = (
        LOAD + MODEL + "sample = X_test[:3]\n" + FIT + "model.predict(sample)\nmodel.predict(X_test[:2])\n"
        "new = np.ones((2, 28, 28))\nmodel.predict(new)\nlate = X_test[1:]\nmodel.predict(late)\n"
    )
    _, made, *_ = scaled(tmp_path, body)
    assert [one.split(": ")[-1] for one in made.instructions] == ["new / 255.0"]  # sample is made behind the line


def test_a_dataset_gets_a_layer(tmp_path):
    body = (
        "(x, y), _ = mnist.load_data()\nbatches = [(x, y)]\nmodel = keras.Sequential([\n    Flatten(),  # flat\n"
        "    Dense(1),\n])\nmodel.compile('adam', 'mse')\nmodel.fit(batches)\n"
    )
    path = tmp_path / "train.py"
    path.write_text(HEAD + body)

    before = run(path)
    made = patch([Edit("inputs.scale", 1.0, SCALE), Edit("inputs.shift", 0.0, 51.0)], before.spec, before.sites)
    plus, minus = changed(made.diff)
    assert plus == ["    keras.layers.Rescaling(1.0 / 255.0, offset=-0.2),"]
    assert minus == []
    assert made.lines["inputs.scale"] == (str(path), 9)
    layer = eval(plus[0].strip().rstrip(","), {"keras": __import__("keras")})
    np.testing.assert_allclose(np.array(layer(np.array([51.0, 255.0]))), [0.0, 0.8], atol=1e-6)


@pytest.mark.parametrize(
    ("model", "added"),
    [
        ("model = keras.Sequential([Flatten(input_shape=(28, 28)), Dense(1)])",
         ["model = keras.Sequential([keras.layers.Rescaling(1.0 / 255.0, input_shape=(28, 28)), "
          "Flatten(), Dense(1)])"]),
        ("model = keras.Sequential()\nmodel.add(Flatten())\nmodel.add(Dense(1))",
         ["model.add(keras.layers.Rescaling(1.0 / 255.0))"]),
        ("model = keras.Sequential()\nmodel.add(Flatten(input_shape=(28, 28)))\nmodel.add(Dense(1))",
         ["model.add(keras.layers.Rescaling(1.0 / 255.0, input_shape=(28, 28)))", "model.add(Flatten())"]),
        ("i = keras.Input((28, 28))\nh = Flatten()(i)\nmodel = keras.Model(i, Dense(1)(h))",
         ["h = Flatten()(keras.layers.Rescaling(1.0 / 255.0)(i))"]),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`")
def test_a_generator_gets_a_layer_in_every_style(tmp_path, model, added):
    path = tmp_path / "train.py"
    path.write_text(
        HEAD + "(x, y), _ = mnist.load_data()\n" + model + "\nmodel.compile('adam', 'mse')\nmodel.fit([(x, y)])\n"
    )
    before = run(path)
    made = patch([Edit("inputs.scale", 1.0, SCALE)], before.spec, before.sites)
    assert made.instructions == ()
    assert changed(made.diff)[0] == added
    write(made)
    layers = run(path).spec.layers()
    assert [layer["class_name"] for layer in layers] == ["Rescaling", "Flatten", "Dense"]
    assert layers[0]["config"]["scale"] == pytest.approx(1 / 255)


LOOPED = MODEL.replace("Sequential([Flatten(), Dense(10)])", "Sequential()\nfor _ in '1':\n    model.add(Flatten())")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (LOAD + LOOPED + "model.fit([(X_train, y_train)])\n", "fit is given a generator or a dataset"),
        (LOAD + LOOPED + "f = dict([('validation_data', (X_test, y_test))])\nmodel.fit(X_train, y_train, **f)\n",
         "the call takes its arguments from **"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`")
def test_nothing_safe(tmp_path, body, reason):
    made, *_, text = edited(tmp_path, HEAD + body, {"inputs.scale": SCALE})
    assert text == HEAD + body
    assert reason in made.instructions[0]
    assert "change the inputs of training, validation and test alike to `x / 255.0`" in made.instructions[0]


def test_long_lines_are_written_one_array_a_line(tmp_path):
    name = "a_very_long_name_of_an_array_of_digits"
    body = f"({name}_train, y), ({name}_test, z) = mnist.load_data()\n{MODEL}model.fit({name}_train, y)\n"
    plus, *_ = scaled(tmp_path, body)
    assert plus == [f"{name}_{part} = {name}_{part} / 255.0" for part in ("train", "test")]
