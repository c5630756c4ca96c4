"""Turns a task with many classes into a question with two answers: `is:5`, five or not five."""

from __future__ import annotations

import difflib
from dataclasses import replace

import numpy as np

from unstuck.data.dataset import Dataset
from unstuck.errors import UnstuckError


def with_target(dataset: Dataset, target: str) -> Dataset:
    """The same images with the labels 0 (not that class) and 1 (that class), uint8.

    Args:
        dataset: any data set.
        target: `is:` and a class's name, capitals do not matter, or its number: `is:5`, `is:coat`.

    Raises:
        UnstuckError: the target is written otherwise, or there is no such class.
    """
    question, _, wanted = target.partition(":")
    if question != "is" or not wanted:
        raise UnstuckError(
            "A target is written is:CLASS.", f"target={target!r}", f"for example is:{dataset.class_names[-1]}"
        )
    label = _label(dataset.class_names, wanted)
    name = dataset.class_names[label]
    return replace(
        dataset,
        name=f"{dataset.name} is:{name}",
        y_train=(dataset.y_train == label).astype(np.uint8),
        y_test=(dataset.y_test == label).astype(np.uint8),
        class_names=(f"not {name}", name),
    )


def _label(names: tuple[str, ...], wanted: str) -> int:
    """The label of the class called `wanted`; a name goes before a number."""
    folded = [name.casefold() for name in names]
    if wanted.casefold() in folded:
        return folded.index(wanted.casefold())
    if wanted.isdecimal() and int(wanted) < len(names):
        return int(wanted)
    close = difflib.get_close_matches(wanted.casefold(), folded, n=1)
    raise UnstuckError(
        f"A target names one of the classes: {', '.join(names)}.",
        f"target='is:{wanted}'",
        f"did you mean is:{names[folded.index(close[0])]}?" if close else f"for example is:{names[-1]}",
    )
