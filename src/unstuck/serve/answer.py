"""Answers many requests at once: those that arrive while the network is busy become its next batch."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from unstuck.data import Progress, unheard
from unstuck.serve.model_file import Classifier


@dataclass(frozen=True, eq=False)
class Reading:
    """What the network says of one picture.

    Args:
        shares: of each class, float32 (classes,), adding up to 1.
        evidence: float32 (height, width) from -1 to 1: how much each pixel speaks for the likeliest class (gradient
            times input, summed over the channels).
    """

    shares: np.ndarray
    evidence: np.ndarray


class Reader:
    """A compiled model behind a queue.

    Batches are padded to powers of two, so that at most nine programs are compiled, all of them by `warm_up`.
    """

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier
        self._waiting: asyncio.Queue[tuple[np.ndarray, asyncio.Future[Reading]]] = asyncio.Queue()
        model = classifier.model
        weights = [v.value for v in model.trainable_variables], [v.value for v in model.non_trainable_variables]

        def outputs(images: jax.Array) -> jax.Array:
            return model.stateless_call(*weights, images, training=False)[0]

        def best(images: jax.Array) -> tuple[jax.Array, jax.Array]:
            values = outputs(images)
            return values.max(axis=1).sum(), values

        def read(images: jax.Array) -> tuple[jax.Array, jax.Array]:
            slope, values = jax.grad(best, has_aux=True)(images)
            evidence = (slope * images).reshape(*images.shape[:3], -1).sum(-1)
            return as_shares(values), evidence / (jnp.abs(evidence).max(axis=(1, 2), keepdims=True) + 1e-12)

        self._read = jax.jit(read)

    def warm_up(self, progress: Progress = unheard) -> None:
        """Compiles for every size of batch; `progress` is told the share that is done."""
        powers = self.classifier.at_once.bit_length()
        for power in range(powers):
            self.read(np.zeros((2**power, *self.classifier.input_shape), "uint8"))
            progress((power + 1) / powers)

    def read(self, images: np.ndarray) -> list[Reading]:
        """All at once; at most the classifier's `at_once`.

        Args:
            images: uint8 (n, height, width) or (n, height, width, channels), as the model takes them.
        """
        padded = np.zeros((1 << (len(images) - 1).bit_length(), *images.shape[1:]), "float32")
        padded[: len(images)] = images
        shares, evidence = (np.asarray(values) for values in self._read(padded))
        return [Reading(*pair) for pair in zip(shares[: len(images)], evidence[: len(images)], strict=True)]

    async def answer(self, image: np.ndarray) -> Reading:
        """One picture's answer, as soon as the batch that it goes into is done."""
        future: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
        await self._waiting.put((image, future))
        return await future

    async def run(self) -> None:
        """Answers what waits, for ever."""
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < self.classifier.at_once and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            readings: Sequence[Reading | Exception]
            try:
                readings = await asyncio.to_thread(self.read, np.stack([image for image, _ in batch]))
            except Exception as error:  # of the network's own code; each waiting request is told, the next ones go on
                readings = [error] * len(batch)
            for (_, future), reading in zip(batch, readings, strict=True):
                if future.done():  # whoever asked has gone
                    continue
                if isinstance(reading, Exception):
                    future.set_exception(reading)
                else:
                    future.set_result(reading)


def as_shares(outputs: jax.Array) -> jax.Array:
    """Outputs (n, units) as shares (n, classes): one unit is the share of the second class; logits go through a softmax
    first."""
    if outputs.shape[1] == 1:
        yes = jnp.clip(outputs, 0, 1)
        return jnp.concatenate([1 - yes, yes], axis=1)
    are_shares = (outputs >= 0).all() & (jnp.abs(outputs.sum(axis=1) - 1) < 1e-2).all()
    return jnp.where(are_shares, outputs, jax.nn.softmax(outputs))
