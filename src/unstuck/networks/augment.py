"""Changes of the training images that keep what they show, drawn anew for every epoch."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

REACH = 2  # pixels; MNIST's digits stand 4 pixels from the edge, so that none is cut off


def shifted(images: jax.Array) -> jax.Array:
    """Each image moved by up to two pixels up or down and left or right; what comes in from outside is zero.

    It draws from NumPy's global generator, as the order of an epoch does: a seed or a checkpoint fixes both.

    Args:
        images: (samples, height, width) or (samples, height, width, channels), of any dtype.

    Returns:
        images of the same shape and dtype.

    Example:
        >>> np.random.seed(0)
        >>> shifted(jnp.ones((1, 4, 4), "uint8")).shape
        (1, 4, 4)
    """
    corners = np.random.randint(0, 2 * REACH + 1, (len(images), 2)).astype("int32")
    return _moved(images, jnp.asarray(corners))


@jax.jit
def _moved(images: jax.Array, corners: jax.Array) -> jax.Array:
    edge = [(REACH, REACH)] * 2
    padded = jnp.pad(images, [(0, 0), *edge, *[(0, 0)] * (images.ndim - 3)])
    return jax.vmap(partial(_cut, shape=images.shape[1:]))(padded, corners)


def _cut(image: jax.Array, corner: jax.Array, shape: tuple[int, ...]) -> jax.Array:
    start = [*corner, *[0] * (len(shape) - 2)]
    return jax.lax.dynamic_slice(image, start, shape)
