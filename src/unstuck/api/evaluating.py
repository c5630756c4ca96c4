"""Testing a trained model on a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np

from unstuck.data import Dataset, Progress, load, unheard
from unstuck.errors import UnstuckError
from unstuck.measure import Evaluation, evaluation_of, weight_pictures
from unstuck.report.evaluated import Evaluated
from unstuck.serve import Classifier, find_model, load_classifier
from unstuck.serve.answer import Reader
from unstuck.serve.predict import probabilities

_READING = 0.5  # of the time, where image files have to be decoded


def evaluate(
    model: str | Path,
    data: str,
    *,
    target: str | None = None,
    trusted: bool = False,
    progress: Progress = unheard,
) -> Evaluated:
    """What a saved model does on the test images of a data set; a notebook shows it as a page.

    Args:
        model: a `.keras` file, or a run's id (`latest` for the newest run).
        data: as `unstuck look` takes it; image files are brought to the model's size.
        target: `is:CLASS` for a model that answers a yes-or-no question.
        trusted: load the file as Keras does without its safe mode; it may run any program.
        progress: told the share that is done.

    Raises:
        UnstuckError: there is no such model or data, or the model is made for other images or classes.

    Example:
        >>> unstuck.evaluate("latest", "mnist").evaluation.accuracy.share                # doctest: +SKIP
    """
    classifier = load_classifier(find_model(str(model)), trusted)
    height, width, *_ = classifier.input_shape
    dataset = load(data, target, height if height == width else None, lambda share: progress(_READING * share))
    x, y = fitting(classifier, dataset)
    shares = probabilities(classifier, x, lambda share: progress(_READING + (1 - _READING) * share))
    evaluation = evaluation_of(shares, y, classifier.class_names)
    wrong = [mistake.index for mistake in evaluation.mistakes]
    evidence = [reading.evidence for reading in Reader(classifier).read(x[wrong])] if wrong else []
    return Evaluated(
        evaluation,
        model=str(model),
        data=dataset.name,
        span=(float(x.min()), float(x.max())),
        images=tuple(x[wrong]),
        evidence=tuple(evidence),
        files=tuple(_file(dataset, index) for index in wrong),
        weights=weight_pictures(classifier.model),
    )


def evaluate_model(model: keras.Model, dataset: Dataset) -> Evaluation:
    """What a model in memory does on the test images of the data that it was trained for."""
    classifier = Classifier(model, dataset.class_names)
    return evaluation_of(probabilities(classifier, dataset.x_test), dataset.y_test, dataset.class_names)


def is_classifier(model: keras.Model, dataset: Dataset) -> bool:
    """Whether a model takes one image and gives a number for each of the data's classes, or one for a yes."""
    classes = len(dataset.class_names)
    if not _are_numbered(dataset):
        return False
    taken: Any = getattr(model, "input_shape", None)  # models of one's own class have none
    given: Any = getattr(model, "output_shape", None)
    single = all(isinstance(shape, tuple) and None not in shape[1:] for shape in (taken, given))
    return single and len(given) == 2 and (given[1] == classes or (given[1] == 1 and classes == 2))


def fitting(classifier: Classifier, dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """The test images in the model's shape, and their labels as the model numbers the classes.

    Raises:
        UnstuckError: the shapes or the classes are not the model's.
    """
    shape, images = classifier.input_shape, dataset.x_test
    if images.shape[1:] != shape and images.ndim == 3 and shape[:2] == images.shape[1:]:
        images = np.repeat(images[..., None], shape[2], axis=3)  # grey as colours
    if images.shape[1:3] != shape[:2] or images.size != len(images) * int(np.prod(shape)):
        raise UnstuckError(
            f"The model takes images of {_words(shape)}.",
            f"{dataset.name} with images of {_words(dataset.x_test.shape[1:])}",
            "name the data that the model was trained for",
        )
    return images.reshape(len(images), *shape), _labels(classifier, dataset)


def _labels(classifier: Classifier, dataset: Dataset) -> np.ndarray:
    """By name where the data's names are all known to the model; else by number where there are as many."""
    names, own = dataset.class_names, classifier.class_names
    if not _are_numbered(dataset):
        raise UnstuckError(
            f"The test labels run from 0 to {len(names) - 1}, a number for each class.",
            f"labels from {dataset.y_test.min()} to {dataset.y_test.max()}",
            "number the classes 0, 1, 2, …",
        )
    if set(names) <= set(own):
        return np.array([own.index(name) for name in names])[dataset.y_test]
    numbered = own in (("no", "yes"), tuple(str(number) for number in range(len(own))))
    if numbered and len(names) == len(own):
        return dataset.y_test
    raise UnstuckError(
        f"The model tells apart {', '.join(own[:10])}{' …' if len(own) > 10 else ''}.",
        f"{dataset.name} with the classes {', '.join(names[:10])}{' …' if len(names) > 10 else ''}",
        "name the data that the model was trained for; for a yes-or-no model with --target is:CLASS",
    )


def _are_numbered(dataset: Dataset) -> bool:
    return bool(dataset.y_test.min() >= 0 and dataset.y_test.max() < len(dataset.class_names))


def _file(dataset: Dataset, index: int) -> str:
    if dataset.files is None:
        return f"test[{index}]"
    return dataset.files.names[len(dataset.x_train) + index]


def _words(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
