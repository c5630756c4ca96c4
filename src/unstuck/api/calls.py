"""The commands `look` and `train` as Python calls."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from unstuck import data as _data
from unstuck.api.result import Trained
from unstuck.api.training import train_network
from unstuck.data import load
from unstuck.measure import doubtful_labels
from unstuck.networks import network as named
from unstuck.report.looked import Looked


def look(data: str, target: str | None = None, size: int | None = None, labels: bool = False) -> Looked:
    """What is in a data set, before any training; a notebook shows it as a page.

    Args:
        data: `mnist`, `fashion-mnist`, a file or a folder, as `unstuck look` takes it.
        target: `is:CLASS` asks about one class only.
        size: the side in pixels that image files are brought to.
        labels: look for doubtful labels too; takes minutes for tens of thousands of images, and moves Keras' seed.

    Example:
        >>> unstuck.look("mnist").classes[5].train                                   # doctest: +SKIP
        5421
    """
    dataset = load(data, target, size)
    seen = _data.look(dataset)
    if labels:
        seen = replace(seen, problems=(*seen.problems, *doubtful_labels(dataset)))
    return Looked(seen, dataset)


def train(
    network: str,
    data: str,
    *,
    target: str | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int = 0,
    out: str | Path | None = None,
) -> Trained:
    """Trains a network on a data set as `unstuck train` does: tracked, and saved.

    Args:
        network: of the ladder, or `file.py:function`.
        data: as `unstuck look` takes it.
        target: `is:CLASS` makes it a yes-or-no question.
        epochs, batch_size: default the network's own.
        out: where the model goes; default in the run's folder.

    Example:
        >>> unstuck.train("mlp", "mnist", epochs=2).accuracy                         # doctest: +SKIP
    """
    return train_network(
        named(network),
        load(data, target),
        epochs=epochs,
        batch_size=batch_size,
        seed=seed,
        out=Path(out) if out else None,
    )
