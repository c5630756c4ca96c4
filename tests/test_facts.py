"""What samples are among themselves, against counts by hand and data that is made so."""

import jax.numpy as jnp
import numpy as np
import pytest

from unstuck.data import load
from unstuck.debug.data import Data
from unstuck.debug.facts import (
    contradicted,
    explained_by_steps,
    fingerprints,
    is_copy,
    leaked,
    roughness,
    rows_alike,
    weights,
    wraps,
)
from unstuck.debug.task import infer_task
from unstuck.spec import Spec

RNG = np.random.default_rng(0)


def data(x, validation, has_validation=True):
    labels = jnp.zeros(len(x)), jnp.zeros(len(validation))
    return Data(jnp.asarray(x), labels[0], jnp.asarray(validation), labels[1], has_validation=has_validation)


@pytest.mark.parametrize("dtype", ["uint8", "float32", "int32"])
@pytest.mark.parametrize("shape", [(3,), (28, 28), (5, 7, 3)])
def test_the_share_is_counted(dtype, shape):
    x = (RNG.random((200, *shape)) * 200).astype(dtype)
    fresh = (RNG.random((60, *shape)) * 200).astype(dtype)
    validation = RNG.permutation(np.concatenate([fresh, x[50:90]]))
    assert leaked(data(x, validation)) == pytest.approx(0.4)
    assert leaked(data(x, fresh)) == 0


def test_rows_that_repeat_by_nature_and_data_without_validation_tell_nothing():
    x = RNG.integers(0, 2, (200, 3)).astype("float32")
    assert leaked(data(x, x[:50])) is None
    x = RNG.random((200, 3)).astype("float32")
    assert leaked(data(x, x[:50], has_validation=False)) is None


def test_samples_with_several_labels_are_counted():
    x = RNG.integers(0, 256, (200, 6, 6)).astype("uint8")
    y = RNG.integers(0, 3, 200)
    twins, others = x[:40], np.concatenate([y[:10], y[10:40] + 1])  # ten agree, thirty do not
    samples = Data(jnp.asarray(np.concatenate([x, twins])), jnp.asarray(np.concatenate([y, others])), x, y)
    assert contradicted(samples, infer_task(np.concatenate([y, others]), 4)) == pytest.approx(60 / 240)
    few = Data(jnp.asarray(samples.x[:, :2, :2]), samples.y, x, y)
    assert contradicted(few, infer_task(y, 4)) is None
    assert contradicted(samples, infer_task(RNG.random(240))) is None


def test_fingerprints_tell_samples_apart_that_differ_in_one_number_or_in_order():
    x = RNG.random((500, 50)).astype("float32")
    changed = x.copy()
    changed[:, 17] = np.nextafter(changed[:, 17], 2)
    rows = np.concatenate([x, changed, x[:, ::-1]])
    assert len(np.unique(fingerprints(rows))) == len(rows)
    np.testing.assert_array_equal(fingerprints(x), fingerprints(np.repeat(x, 40, 0))[::40])  # in parts or not


def with_labels(x, y):
    return Data(jnp.asarray(x), jnp.asarray(y), jnp.asarray(x), jnp.asarray(y), has_validation=False)


@pytest.mark.parametrize(("back", "alone", "with_earlier"), [(2, 1 / 3, 1.0), (0, 1.0, 1.0), (9, 0.1, 0.5)])
def test_what_earlier_steps_tell_is_measured(back, alone, with_earlier):
    levels = RNG.random(3000)
    y = np.convolve(levels, np.ones(back + 1) / (back + 1), mode="valid")  # of this step and `back` before it
    x = levels[back:, None, None]
    recipe = Spec({"class_name": "Sequential", "config": {"layers": [{"class_name": "LSTM", "config": {}}]}}, "mse", {})
    found = explained_by_steps(with_labels(x, y), recipe, infer_task(y))
    np.testing.assert_allclose(found, (alone, with_earlier), atol=0.05)
    assert explained_by_steps(with_labels(np.repeat(x, 2, axis=1), y), recipe, infer_task(y)) is None
    recipe.model["config"]["layers"][0]["class_name"] = "Flatten"
    assert explained_by_steps(with_labels(x, y), recipe, infer_task(y)) is None


def test_labels_are_a_copy_of_inputs_with_noise_and_not_of_others():
    pictures = RNG.random((50, 8, 8))
    assert is_copy(with_labels(pictures + RNG.normal(0, 0.3, pictures.shape), pictures.reshape(50, 64, 1)))
    assert not is_copy(with_labels(pictures, RNG.random((50, 64))))
    assert not is_copy(with_labels(pictures, pictures[:, :4]))


def test_colours_that_were_stored_as_planes_are_told_by_their_neighbours():
    waves = np.add.outer(np.sin(np.arange(16) / 3), np.cos(np.arange(16) / 4))
    pictures = waves * RNG.normal(1, 0.2, (40, 3, 1, 1)) + RNG.normal(0, 0.05, (40, 3, 16, 16))  # plane by plane
    right, wrong = pictures.transpose(0, 2, 3, 1), pictures.reshape(40, 16, 16, 3)
    assert np.greater(*roughness(jnp.asarray(wrong))).all()
    assert np.less(*roughness(jnp.asarray(right))).all()
    points = (RNG.random((40, 16, 16, 1)) < 0.02).repeat(3, axis=3).astype("float32")  # grey, and few: one way only
    given, other = np.array(roughness(jnp.asarray(points)))
    assert other.mean() < 0.97 * given.mean()
    assert not (other < 0.97 * given).all()
    assert roughness(jnp.asarray(right)[..., :1]) is None


def test_a_table_that_was_standardised_by_rows_is_seen():
    table = RNG.normal([50, 3, 0, 9], [9, 1, 2, 1], (300, 4))
    by_rows = (table - table.mean(1, keepdims=True)) / table.std(1, keepdims=True)
    assert rows_alike(jnp.asarray(by_rows))
    assert not rows_alike(jnp.asarray((table - table.mean(0)) / table.std(0)))
    assert not rows_alike(jnp.asarray(table))


def test_differences_that_wrapped_are_seen_and_pictures_of_black_and_white_are_not():
    frames = RNG.normal(120, 4, (2, 50, 12, 12)).astype("uint8")
    assert wraps(jnp.asarray(frames[1] - frames[0])) == 256
    assert wraps(jnp.asarray((frames[1] - frames[0]) / np.float32(255))) == pytest.approx(256 / 255)
    assert wraps(jnp.asarray(frames[1] - frames[0].astype("float32"))) is None
    assert wraps(jnp.asarray(RNG.integers(0, 256, (50, 12, 12)))) is None
    assert wraps(jnp.asarray(load("mnist", None).x_train[:1000])) is None
    assert wraps(jnp.asarray(RNG.choice([0, 255], (50, 12, 12)))) is None


def test_the_mean_weight_of_each_class():
    y = np.array([0, 0, 0, 1] * 30)
    given = Data(*(jnp.asarray(part) for part in (y[:, None], y, y[:, None], y)), jnp.asarray(np.where(y, 5, 0)))
    assert weights(given, infer_task(y)) == ((0.75, 0.25), (0.0, 5.0))
