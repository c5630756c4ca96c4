"""The share of validation samples that are training samples, against a count by hand."""

import jax.numpy as jnp
import numpy as np
import pytest

from unstuck.debug.data import Data
from unstuck.debug.gather import _contradicted, _fingerprints, _leaked
from unstuck.debug.task import infer_task

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
    assert _leaked(data(x, validation)) == pytest.approx(0.4)
    assert _leaked(data(x, fresh)) == 0


def test_rows_that_repeat_by_nature_and_data_without_validation_tell_nothing():
    x = RNG.integers(0, 2, (200, 3)).astype("float32")
    assert _leaked(data(x, x[:50])) is None
    x = RNG.random((200, 3)).astype("float32")
    assert _leaked(data(x, x[:50], has_validation=False)) is None


def test_samples_with_several_labels_are_counted():
    x = RNG.integers(0, 256, (200, 6, 6)).astype("uint8")
    y = RNG.integers(0, 3, 200)
    twins, others = x[:40], np.concatenate([y[:10], y[10:40] + 1])  # ten agree, thirty do not
    samples = Data(jnp.asarray(np.concatenate([x, twins])), jnp.asarray(np.concatenate([y, others])), x, y)
    assert _contradicted(samples, infer_task(np.concatenate([y, others]), 4)) == pytest.approx(60 / 240)
    few = Data(jnp.asarray(samples.x[:, :2, :2]), samples.y, x, y)
    assert _contradicted(few, infer_task(y, 4)) is None
    assert _contradicted(samples, infer_task(RNG.random(240))) is None


def test_fingerprints_tell_samples_apart_that_differ_in_one_number_or_in_order():
    x = RNG.random((500, 50)).astype("float32")
    changed = x.copy()
    changed[:, 17] = np.nextafter(changed[:, 17], 2)
    rows = np.concatenate([x, changed, x[:, ::-1]])
    assert len(np.unique(_fingerprints(rows))) == len(rows)
    np.testing.assert_array_equal(_fingerprints(x), _fingerprints(np.repeat(x, 40, 0))[::40])  # in parts or not
