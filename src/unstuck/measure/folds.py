"""Cross-validation: what a quick network says of images that it was not trained on."""

from __future__ import annotations

import keras
import numpy as np

from unstuck.data import Progress, unheard
from unstuck.engine import FitCall, steps_an_epoch, train
from unstuck.errors import UnstuckError
from unstuck.networks import Network, network

FOLDS = 3
EPOCHS, STEPS = 5, 250  # at least; small data sets need more epochs to make as many steps
MOST_EPOCHS = 60
BATCH_SIZE = 128
FEWEST = 10  # images a class
SMALLEST = 20  # pixels a side that the convolutions of `best` need
# For one pass over one pixel, forward and backward: of `best`, 105 s for 10 epochs of MNIST (docs/training.md).
_SECONDS_A_PIXEL = 2.2e-7
_COMPILING = 5.0  # seconds


def out_of_fold(x: np.ndarray, y: np.ndarray, classes: int, seed: int = 0, progress: Progress = unheard) -> np.ndarray:
    """Cross-validates: the images are dealt into three parts, and each part is answered by a network that was trained
    on the other two.

    Args:
        x: uint8 or float images from 0 to 255, (n, height, width) or (n, height, width, channels).
        y: labels from 0 to `classes` - 1, int (n,).
        progress: told the share that is done.

    Returns:
        the share of each class, float32 (n, classes).

    Raises:
        UnstuckError: a class has too few images to be learned from two thirds of them.
    """
    counts = np.bincount(y, minlength=classes)
    present = counts[counts > 0]
    if present.min() < FEWEST:
        raise UnstuckError(
            f"Labels are doubted by networks that learn each class from at least {FEWEST} images.",
            f"a class with {present.min()}",
            "collect more of it, or look without --labels",
        )
    chosen = network("best" if min(x.shape[1:3]) >= SMALLEST else "mlp")
    fold = _folds(y, np.random.default_rng(seed))
    shares = np.zeros((len(y), classes), "float32")
    for number in range(FOLDS):
        learned, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        keras.utils.set_random_seed(seed + number)
        call = FitCall(x[learned], y[learned], batch_size=BATCH_SIZE, epochs=_epochs(len(learned)))
        model = chosen.model(x.shape[1:], classes, call.epochs * steps_an_epoch(call))
        _train(chosen, model, call, lambda share, done=number: progress((done + share) / FOLDS))  # type: ignore[misc]
        shares[held] = model.predict(x[held], batch_size=1024, verbose=0)
    return shares


def expected_seconds(images: int, pixels: int) -> float:
    """About how long `out_of_fold` takes on two cores, for images of so many pixels each."""
    learned = images * (FOLDS - 1) // FOLDS
    return FOLDS * (_COMPILING + learned * _epochs(learned) * pixels * _SECONDS_A_PIXEL)


def _train(chosen: Network, model: keras.Model, call: FitCall, progress: Progress) -> None:
    done = 0

    def move(step: int, steps: int) -> None:
        progress((done + step / steps) / call.epochs)

    for epoch in train(model, call, move, augment=chosen.augment):
        done = epoch.number


def _epochs(images: int) -> int:
    return int(np.clip(-(-STEPS * BATCH_SIZE // images), EPOCHS, MOST_EPOCHS))


def _folds(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The part each image is dealt to, int (n,); every class goes round."""
    order = rng.permutation(len(y))
    order = order[np.argsort(y[order], kind="stable")]
    fold = np.empty(len(y), int)
    fold[order] = np.arange(len(y)) % FOLDS
    return fold
