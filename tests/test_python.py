"""Unstuck from Python: `unstuck.debug`, `look`, `train`, and what `unstuck debug` takes beside scripts."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import json
import subprocess
import sys

import keras
import numpy as np
import pytest
from keras import layers

import unstuck
from unstuck.cli import main
from unstuck.errors import UnstuckError
from unstuck.runs import list_runs

RNG = np.random.default_rng(0)
X = RNG.normal(size=(300, 8)).astype("float32")
Y = (X.sum(1) > 0).astype("float32")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UNSTUCK_RUNS", raising=False)
    return tmp_path


def network(activation):
    model = keras.Sequential([keras.Input((8,)), layers.Dense(16, "relu"), layers.Dense(1, activation)])
    model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy")
    return model


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis")
def test_debug_of_a_model_gives_a_report_and_the_model_back(folder):
    model = network("softmax")
    before = model.get_weights()
    report = unstuck.debug(model, X, Y, epochs=8, validation_split=0.2, seconds=100)
    assert not report.healthy
    assert [finding["fault"] for finding in report.findings] == ["output_activation"]
    assert report.patch == ""
    assert "activation" in report.to_json()["instructions"][0]
    assert "✗ This network does not work that well" in repr(report)
    assert "<script" not in report._repr_html_()
    json.dumps(report.to_json(), allow_nan=False)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    (run,) = list_runs()
    assert [finding["fault"] for finding in run.findings] == ["output_activation"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((network("sigmoid"), X[:0], Y[:0]), "nothing is left"),
        ((network("sigmoid"), X, np.ones(300)), "two different labels"),
        ((keras.Sequential([layers.Dense(1)]), X, Y), "compile"),
        ((print, X, Y), "compiled Keras model"),
        ((network("sigmoid"), X), "y=None"),
        ((network("sigmoid"), X, ["yes", "no"] * 150), "'yes'"),
    ],
)
def test_what_cannot_be_debugged_is_told(arguments, message):
    with pytest.raises(UnstuckError, match=message):
        unstuck.debug(*arguments)


def test_the_front_imports_nothing_until_asked():
    code = (
        "import sys, unstuck; assert not {'keras', 'jax', 'numpy'} & set(sys.modules);"
        "assert {'debug', 'train', 'look', 'Watch'} <= set(dir(unstuck));"
        "import unstuck.debug.task; assert callable(unstuck.debug) and unstuck.debug.task.Task"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=os.getcwd())
    with pytest.raises(AttributeError, match="dbug"):
        unstuck.dbug  # noqa: B018


def own_loss(y_true, y_pred):
    return keras.ops.mean(keras.ops.abs(y_true - y_pred))


def images(name, scale=1.0):
    y = np.arange(200) % 2
    x = (RNG.random((200, 6, 6)) + y[:, None, None]).astype("float32") * scale
    np.savez(name, x_train=x[:150], y_train=y[:150], x_test=x[150:], y_test=y[150:])


NET = """\
import keras
from keras import layers


def net(shape, classes):
    model = keras.Sequential([keras.Input(shape), layers.Flatten(), layers.Dense(1, "softmax")])
    model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy", metrics=["accuracy"])
    return model
"""


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis")
def test_debug_of_a_network_in_a_file_gives_its_changed_line(folder, capsys):
    images("data.npz")
    (folder / "net.py").write_text(NET)
    assert main(["debug", "net.py:net", "data.npz", "--epochs", "12", "--seconds", "200", "--json", "r.json"]) == 1
    report = json.loads((folder / "r.json").read_text())
    assert report["findings"][0]["where"]["line"] == 6
    assert (
        '+    model = keras.Sequential([keras.Input(shape), layers.Flatten(), layers.Dense(1, "sigmoid")])'
        in report["patch"]
    )


def test_debug_of_a_saved_model_and_of_a_run(folder, capsys):
    images("data.npz")
    model = keras.Sequential([keras.Input((6, 6)), layers.Flatten(), layers.Dense(1, "sigmoid")])
    model.compile(keras.optimizers.Adam(0.1), "binary_crossentropy")
    model.save("m.keras")
    assert main(["debug", "m.keras", "data.npz", "--epochs", "40", "--seconds", "60"]) == 0
    assert "m.keras on data" in capsys.readouterr().out
    model.compile(keras.optimizers.Adam(0.02), own_loss)
    model.save("own.keras")
    assert main(["debug", "own.keras", "data.npz"]) == 2
    assert main(["train", "softmax", "data.npz", "--epochs", "3"]) == 0
    assert main(["debug", "run:latest", "--seconds", "5", "--json", "r.json"]) in (0, 1)
    subject = json.loads((folder / "r.json").read_text())["subject"]
    assert (subject["file"], subject["epochs"], subject["batch_size"]) == ("softmax on data", 3, 128)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["mpl", "mnist"], "Did you mean 'mlp'?"),
        (["mlp"], "'mlp' and no data"),
        (["mlp", "data.npz", "--epochs", "none"], "received none"),
        (["nowhere.keras", "data.npz"], "nowhere.keras"),
        (["run:2020"], "no run there yet"),
    ],
)
def test_a_wrong_subject_is_told_in_one_message(arguments, message, folder, capsys):
    images("data.npz")
    try:
        code = main(["debug", *arguments])
    except SystemExit as exit:
        code = exit.code
    assert code == 2
    assert message in capsys.readouterr().err


def test_look_and_train():
    images("data.npz")
    assert unstuck.look("data.npz").classes[1].train == 75
    trained = unstuck.train("softmax", "data.npz", epochs=2)
    assert trained.path.exists()
    assert len(trained.epochs) == 2
