"""Training a network of the ladder, or one's own, on a data set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from unstuck.api.evaluating import evaluate_model, is_classifier
from unstuck.api.result import Trained, check_place, save_model
from unstuck.backend import quick_compiling
from unstuck.capture import spec_of
from unstuck.data import Dataset, constant_baseline, fingerprint, load
from unstuck.engine import Epoch, FitCall, capture_state, steps_an_epoch, train, train_by_hand
from unstuck.errors import UnstuckError
from unstuck.measure import wilson
from unstuck.networks import Network, network
from unstuck.runs import Checkpoint, Checkpoints, Run, RunRecord, ending, read_run


def train_network(
    network: Network,
    dataset: Dataset,
    *,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int = 0,
    out: Path | None = None,
    resume: RunRecord | None = None,
    call: Mapping[str, Any] | None = None,
    on_epoch: Callable[[Epoch], None] = lambda epoch: None,
    progress: Callable[[int, int], None] | None = None,
) -> Trained:
    """Trains, validates on the test images after every epoch, tracks it as a run and saves the model.

    Its state is kept as a checkpoint after epochs, and when it is stopped (Ctrl-C).

    Args:
        epochs, batch_size: default the network's own.
        seed: of weights, order and dropout.
        out: where the model goes; default `model.keras` in the run's folder.
        resume: a run that did not come to its end. It goes on after its newest checkpoint; with the same versions and
            processors its numbers are those of a run that never stopped.
        call: what the caller needs to call this again for the same run; kept in the run's config.

    Raises:
        UnstuckError: the network answers yes or no and the data has more classes; zero epochs; the model cannot be
            saved; the run to resume trained on other data, or is still running.
    """
    epochs = network.epochs if epochs is None else epochs
    _check(network, dataset, epochs)
    if out is not None:
        check_place(out)
    keras.utils.set_random_seed(seed)
    fit_call = FitCall(
        dataset.x_train,
        dataset.y_train,
        batch_size=batch_size or network.batch_size,
        epochs=epochs,
        validation_data=(dataset.x_test, dataset.y_test),
    )
    model = _compiled(network, dataset, epochs * steps_an_epoch(fit_call))
    if resume is None:
        run, start = _new_run(network, dataset, model, fit_call, seed, call), None
    else:
        run, start = _reopened(resume, dataset, epochs)
    checkpoints = Checkpoints(run.path)
    if start is not None:
        fit_call = replace(fit_call, initial_epoch=start.epoch)
    with ending(run), _kept(checkpoints, run):
        arrays = start and start.arrays
        if network.epoch is not None:
            training = train_by_hand(network.epoch, model, fit_call, arrays)
        else:
            training = train(model, fit_call, progress, arrays, network.augment)
        for epoch in training:
            run.append(epoch.number, epoch.logs, epoch.steps, epoch.seconds)
            checkpoints.keep(Checkpoint(epoch.number, capture_state(model)))
            on_epoch(epoch)
        path = save_model(model, out or run.path / "model.keras", dataset.class_names)
    return _trained(model, dataset, run, path)


def fives_perceptron(epochs: int = 3, seed: int = 0) -> np.ndarray:
    """The weights, float32 (28, 28), of a perceptron that has learned to tell fives from other digits."""
    fives, perceptron = load("mnist", "is:5"), network("perceptron-sigmoid")
    keras.utils.set_random_seed(seed)
    model = perceptron.build((28, 28), 2)
    for _ in train(model, FitCall(fives.x_train, fives.y_train, batch_size=perceptron.batch_size, epochs=epochs)):
        pass
    return np.asarray(model.get_weights()[0]).reshape(28, 28)


def _compiled(network: Network, dataset: Dataset, steps: int) -> keras.Model:
    with quick_compiling():
        model = network.model(dataset.x_train.shape[1:], len(dataset.class_names), steps)
    if not isinstance(model, keras.Model) or not model.compiled:
        raise UnstuckError(
            "The function of a network gives a compiled Keras model.",
            type(model).__name__ if not isinstance(model, keras.Model) else "a model that is not compiled",
            "Call model.compile(…) in it and return the model.",
        )
    return model


def _trained(model: keras.Model, dataset: Dataset, run: Run, path: Path) -> Trained:
    """What came of a run that is over, with the epochs from before it was resumed."""
    epochs = read_run(run.path).epochs
    accuracy = epochs[-1].logs.get("val_accuracy")
    interval = wilson(accuracy, len(dataset.y_test)) if accuracy is not None else None
    evaluation = evaluate_model(model, dataset) if is_classifier(model, dataset) else None
    return Trained(model, epochs, accuracy, interval, _share(dataset)[1], path, run, evaluation)


def _new_run(
    network: Network,
    dataset: Dataset,
    model: keras.Model,
    fit_call: FitCall,
    seed: int,
    call: Mapping[str, Any] | None,
) -> Run:
    name, (share, share_test) = _answer(dataset), _share(dataset)
    return Run.create(
        network.name.replace(".py:", "-"),
        {
            **asdict(spec_of(model, fit_call)),
            "data": dataset.name,
            "metrics": ["accuracy"],
            "network": network.name,
            "augmentation": network.augment and network.augment.__name__,
            "call": call,
        },
        baseline={"train": {"class": name, "share": share}, "validation": {"class": name, "share": share_test}},
        data=fingerprint(dataset),
        seed=seed,
    )


def _reopened(record: RunRecord, dataset: Dataset, epochs: int) -> tuple[Run, Checkpoint | None]:
    """A run to go on with, and its newest whole checkpoint; None where it has none and begins anew."""
    if record.status == "running":
        raise UnstuckError(
            "A run is resumed when it has stopped.", f"{record.id} is running", "Wait, or stop it first."
        )
    if record.env.get("data") != fingerprint(dataset):
        raise UnstuckError(
            "A training goes on with the data that it began with.",
            f"{dataset.name} has changed since {record.id} began",
            "Begin a new training.",
        )
    if record.status == "finished" and len(record.epochs) >= epochs:
        raise UnstuckError(
            f"{record.id} has done all its epochs.",
            f"{len(record.epochs)} of {epochs}",
            "Train it on with --epochs and a larger number.",
        )
    start, _ = Checkpoints(record.path).newest()
    return Run.reopen(record.path, start.epoch if start else 0), start


@contextmanager
def _kept(checkpoints: Checkpoints, run: Run) -> Iterator[None]:
    """Writes the last state down however the training ends, and tells who stops it how to go on."""
    try:
        yield
    except KeyboardInterrupt as stop:
        stop.add_note(f"Go on with: unstuck train --resume {run.id}")
        raise
    finally:
        checkpoints.write()


def _answer(dataset: Dataset) -> str:
    return dataset.class_names[constant_baseline(dataset.y_train)[0]]


def _share(dataset: Dataset) -> tuple[float, float]:
    """How often the training set's commonest answer is right, there and on the test images."""
    answer, share = constant_baseline(dataset.y_train)
    return share, float((dataset.y_test == answer).mean())


def _check(network: Network, dataset: Dataset, epochs: int) -> None:
    if epochs < 1:
        raise UnstuckError("A training takes at least one epoch.", f"epochs={epochs}", "Use --epochs 1 or more.")
    if network.yes_or_no and len(dataset.class_names) > 2:
        raise UnstuckError(
            f"{network.name} answers a question with yes or no.",
            f"{dataset.name} with {len(dataset.class_names)} classes",
            f"Ask one: --target is:{dataset.class_names[min(5, len(dataset.class_names) - 1)]}",
        )
