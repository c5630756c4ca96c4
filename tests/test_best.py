"""Our own recipe: what moves the images, what sets its rate, and that its file is plain Keras."""

import os
import subprocess
import sys

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest

from unstuck.api import train_network
from unstuck.data import Dataset
from unstuck.engine import FitCall, capture_state, train
from unstuck.networks import network
from unstuck.networks.augment import REACH, shifted
from unstuck.networks.ladder import one_cycle
from unstuck.runs import read_run

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("shape", [(5, 9, 7), (5, 9, 7, 3)])
def test_every_image_is_moved_by_its_own_offset(shape):
    images = RNG.integers(1, 256, shape).astype("uint8")
    np.random.seed(4)
    moved = np.asarray(shifted(images))
    np.random.seed(4)
    again = np.asarray(shifted(images))
    assert moved.dtype == images.dtype
    np.testing.assert_array_equal(moved, again)
    framed = np.zeros((5, 9 + 2 * REACH, 7 + 2 * REACH, *shape[3:]), "uint8")
    framed[:, REACH:-REACH, REACH:-REACH] = images
    corners = [(y, x) for y in range(2 * REACH + 1) for x in range(2 * REACH + 1)]
    found = [
        [(y, x) for y, x in corners if (frame[y : y + 9, x : x + 7] == one).all()]
        for frame, one in zip(framed, moved, strict=True)
    ]
    assert all(len(places) == 1 for places in found)
    assert len({places[0] for places in found}) > 1


def test_the_rate_rises_for_a_quarter_and_falls_to_zero():
    rate = one_cycle(400)
    rates = [float(rate(step)) for step in (0, 50, 100, 250, 400)]
    np.testing.assert_allclose(rates, [0.0005, 0.00525, 0.01, 0.005, 0.0], atol=1e-6)


def test_the_shortest_training_has_a_rate():
    assert np.isfinite(float(one_cycle(1)(0)))


def small():
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((8, 8)), keras.layers.Flatten(), keras.layers.Dense(2, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def test_moved_images_come_back_the_same_behind_a_checkpoint():
    x, y = RNG.random((70, 8, 8)).astype("float32"), RNG.integers(0, 2, 70)
    expected = [epoch.logs for epoch in train(small(), FitCall(x, y, epochs=4), augment=shifted)]
    first = small()
    for epoch in train(first, FitCall(x, y, epochs=4), augment=shifted):
        if epoch.number == 2:
            start = capture_state(first)
            break
    np.random.seed(99)
    rest = [e.logs for e in train(small(), FitCall(x, y, epochs=4, initial_epoch=2), start=start, augment=shifted)]
    assert rest == expected[2:]
    assert expected != [epoch.logs for epoch in train(small(), FitCall(x, y, epochs=4))]


def test_validation_images_are_not_moved():
    x, y = RNG.random((70, 8, 8)).astype("float32"), RNG.integers(0, 2, 70)
    model = small()
    [epoch] = train(model, FitCall(x, y, validation_data=(x, y)), augment=shifted)
    np.testing.assert_allclose(epoch.logs["val_accuracy"], model.evaluate(x, y, verbose=0)[1], atol=1e-6)


def test_inputs_cannot_be_augmented_in_keras_own_loop():
    x, y = RNG.random((64, 8, 8)).astype("float32"), RNG.integers(0, 2, 64)
    with pytest.raises(ValueError, match="steps_per_epoch"):
        next(train(small(), FitCall(x, y, steps_per_epoch=1), augment=shifted))


PLAIN = """
import sys, keras, numpy as np
assert not any(name.split(".")[0] == "unstuck" for name in sys.modules)
model = keras.saving.load_model("model.keras")
images = np.load("images.npy")
one, other = model.predict(images, verbose=0), model.predict(images, verbose=0)
assert (one == other).all()
np.save("answers.npy", one)
"""


def test_best_learns_and_its_file_is_plain_keras(tmp_path, monkeypatch):
    """Bars in one of two places: told apart wherever they stand, by the model and by the file alone."""
    monkeypatch.chdir(tmp_path)
    labels = RNG.integers(0, 2, 640).astype("uint8")
    images = RNG.integers(0, 40, (640, 28, 28)).astype("uint8")
    for image, label in zip(images, labels, strict=True):
        image[10:18, 13] = 255 if label else image[10:18, 13]
        image[13, 10:18] = image[13, 10:18] if label else 255
    data = Dataset("bars", images[:512], labels[:512], images[512:], labels[512:], ("lying", "standing"))
    trained = train_network(network("best"), data, epochs=8, batch_size=32, out=tmp_path / "model.keras")
    assert trained.accuracy > 0.95
    config = read_run(trained.run.path).config
    assert config["augmentation"] == "shifted"
    assert config["optimizer"]["config"]["learning_rate"]["class_name"] == "CosineDecay"

    np.save("images.npy", images[512:])
    subprocess.run([sys.executable, "-I", "-c", PLAIN], check=True, env={**os.environ, "KERAS_BACKEND": "jax"})
    answers = np.load("answers.npy")
    assert float((answers.argmax(axis=1) == labels[512:]).mean()) == pytest.approx(trained.accuracy, abs=1e-6)
