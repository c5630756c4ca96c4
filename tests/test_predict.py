"""`unstuck predict`: what a model says of pictures, in every form, and of files that are none."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import csv
import io
import json

import keras
import numpy as np
import pytest
from PIL import Image

from unstuck.cli import main
from unstuck.data import load
from unstuck.serve import load_classifier, write_class_names
from unstuck.serve.predict import probabilities


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A softmax that has seen 5,000 digits, and 40 test digits as files named after what they show."""
    folder = tmp_path_factory.mktemp("predict")
    mnist = load("mnist")
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(10, "softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(mnist.x_train[:5000], mnist.y_train[:5000], epochs=5, verbose=0)
    model.save(folder / "digits.keras")
    write_class_names(folder / "digits.keras", tuple(f"digit {n}" for n in range(10)))
    (folder / "test").mkdir()
    for number in range(40):
        name = f"{number:02}-digit {mnist.y_test[number]}.png"
        Image.fromarray(mnist.x_test[number]).save(folder / "test" / name)
    shares = model.predict(mnist.x_test[:40], verbose=0)
    return folder, shares


def test_files_get_the_models_own_answers(trained, capsys):
    folder, shares = trained
    (folder / "test" / "zz.png").write_text("no picture")
    try:
        assert main(["predict", str(folder / "digits.keras"), str(folder / "test"), "--json", "-", "--top", "2"]) == 0
    finally:
        (folder / "test" / "zz.png").unlink()
    *answers, broken = json.loads(capsys.readouterr().out)
    assert "another kind" in broken["error"]
    assert len(answers) == 40
    for answer, expected in zip(answers, shares, strict=True):
        first, second = np.argsort(-expected)[:2]
        assert [each["name"] for each in answer["classes"]] == [f"digit {first}", f"digit {second}"]
        np.testing.assert_allclose(answer["classes"][0]["share"], expected[first], rtol=1e-4)
    right = sum(answer["classes"][0]["name"] in answer["file"] for answer in answers)
    assert right > 30


def test_names_from_the_input_and_csv(trained, capsys, monkeypatch):
    folder, _ = trained
    files = sorted(str(path) for path in (folder / "test").iterdir())[:3]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(files)))
    assert main(["predict", str(folder / "digits.keras"), "-", "--csv", "-"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["file"] for row in rows] == files
    assert all(0 < float(row["share"]) <= 1 for row in rows)


def test_a_larger_colour_picture_is_brought_to_the_networks_size(trained, capsys, tmp_path):
    folder, shares = trained
    digit = Image.fromarray(load("mnist").x_test[0]).resize((280, 280), Image.Resampling.NEAREST).convert("RGB")
    digit.save(tmp_path / "large.png")
    assert main(["predict", str(folder / "digits.keras"), str(tmp_path / "large.png"), "--json", "-"]) == 0
    [answer] = json.loads(capsys.readouterr().out)
    assert answer["classes"][0]["name"] == f"digit {shares[0].argmax()}"


@pytest.mark.parametrize(
    ("images", "told"), [(["nowhere.png"], "The picture is there"), (["empty"], "There is a picture to look at")]
)
def test_nothing_to_look_at_is_told(trained, capsys, tmp_path, monkeypatch, images, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert main(["predict", str(trained[0] / "digits.keras"), *images]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(("units", "activation"), [(1, "sigmoid"), (3, None), (3, "softmax")])
def test_every_head_gives_shares(units, activation, tmp_path):
    model = keras.Sequential([keras.Input((4, 4)), keras.layers.Flatten(), keras.layers.Dense(units, activation)])
    model.save(tmp_path / "m.keras")
    classifier = load_classifier(tmp_path / "m.keras")
    images = np.random.default_rng(0).integers(0, 3, (6, 4, 4)).astype("uint8")
    shares, outputs = probabilities(classifier, images), np.asarray(model(images))
    np.testing.assert_allclose(shares.sum(1), 1, rtol=1e-5)
    if units == 1:
        assert classifier.class_names == ("no", "yes")
        np.testing.assert_allclose(shares[:, 1], outputs[:, 0], rtol=1e-5)
    else:
        np.testing.assert_array_equal(shares.argmax(1), outputs.argmax(1))
