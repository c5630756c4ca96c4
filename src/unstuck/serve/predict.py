"""What a model says of pictures."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import jax.numpy as jnp
import keras
import numpy as np

from unstuck.data import Format, Progress, image_or_reason, images_in, unheard
from unstuck.errors import not_there
from unstuck.serve.answer import as_shares
from unstuck.serve.model_file import Classifier


@dataclass(frozen=True)
class Answer:
    """What the model says of one picture.

    Args:
        source: the picture's file.
        classes: names and shares from 0 to 1, the likeliest first.
    """

    source: str
    classes: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Unreadable:
    """A file that is no picture."""

    source: str
    reason: str


def find_images(paths: Iterable[Path]) -> Iterator[Path]:
    """The files as they are given, and every picture in folders, sorted.

    Raises:
        UnstuckError: a path is not there.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(images_in(path))
        elif path.exists():
            yield path
        else:
            raise not_there("picture", path)


def predict(classifier: Classifier, paths: Iterable[Path], top: int = 3) -> Iterator[Answer | Unreadable]:
    """Answers for files, in their order, batch by batch; each picture is prepared as the training's were.

    Args:
        top: how many of the likeliest classes.
    """
    height, width, *channels = classifier.input_shape
    read = partial(image_or_reason, wanted=Format(height, width, *(channels or [1])))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        rest = iter(paths)
        while batch := list(islice(rest, classifier.at_once)):
            pictures = list(pool.map(read, batch))
            good = [picture for picture in pictures if isinstance(picture, np.ndarray)]
            shares = iter(probabilities(classifier, np.stack(good)) if good else ())
            for path, picture in zip(batch, pictures, strict=True):
                if isinstance(picture, str):
                    yield Unreadable(str(path), picture)
                else:
                    yield Answer(str(path), ranked(next(shares), classifier.class_names, top))


def probabilities(classifier: Classifier, images: np.ndarray, progress: Progress = unheard) -> np.ndarray:
    """The share of each class, float32 (n, classes).

    Args:
        images: uint8 (n, height, width) or (n, height, width, 3).
        progress: told the share that is done.
    """
    shaped = images.reshape(len(images), *classifier.input_shape)
    callback = _Progress(-(-len(images) // classifier.at_once), progress)
    outputs = classifier.model.predict(shaped, batch_size=classifier.at_once, verbose=0, callbacks=[callback])
    return np.asarray(as_shares(jnp.asarray(outputs)))


class _Progress(keras.callbacks.Callback):
    def __init__(self, batches: int, progress: Progress) -> None:
        super().__init__()
        self.batches, self.progress = batches, progress

    def on_predict_batch_end(self, batch: int, logs: object = None) -> None:
        self.progress((batch + 1) / self.batches)


def ranked(shares: np.ndarray, names: Sequence[str], top: int) -> tuple[tuple[str, float], ...]:
    """The likeliest classes with their shares."""
    best = np.argsort(-shares, kind="stable")[:top]
    return tuple((names[place], float(shares[place])) for place in best)
