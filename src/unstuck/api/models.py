"""Debugging what is at hand: a model and arrays, a network and a data set, a saved model, a run."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import jax
import keras

from unstuck.api.debugged import Debugged, reported
from unstuck.api.scripts import Say, fit_to_debug, readable
from unstuck.capture import build_for, compile_as, laid_open, own_step, rebuild, spec_of, watched, weights_by_layer
from unstuck.data import Dataset
from unstuck.debug import investigate
from unstuck.engine import Epoch, FitCall
from unstuck.errors import UnstuckError
from unstuck.networks import Network
from unstuck.report.report import Report
from unstuck.runs import Run, ending, open_run
from unstuck.spec import Sites

_SAVED_BATCH_SIZE, _SAVED_EPOCHS = 32, 10  # a model file tells neither


def debug(
    model: keras.Model,
    x: Any,
    y: Any = None,
    *,
    validation_data: Any = None,
    validation_split: float = 0.0,
    epochs: int = 1,
    batch_size: int | None = None,
    seconds: float = 60.0,
    **fit: Any,
) -> Report:
    """Finds out why a compiled model does not work that well.

    Args:
        model: compiled; it is trained in the course of it, and has its old weights again at the end.
        x, y, validation_data, validation_split, epochs, batch_size: as `model.fit` takes them; use those of your fit.
        seconds: the time for experiments.
        fit: further arguments of `model.fit`.

    Returns:
        the report; show it in a notebook, print it, or ask it for `findings`, `healthy`, `patch` and `to_json()`.

    Raises:
        UnstuckError: the data cannot be trained on, or the model is not compiled.

    Example:
        >>> unstuck.debug(model, x, y, epochs=10)                                    # doctest: +SKIP
    """
    given = {"validation_data": validation_data, "validation_split": validation_split, "batch_size": batch_size}
    call = FitCall(x, y, epochs=epochs, **given, **fit)
    return _debugged(model, call, Sites(), "your model", seconds, lambda text: None).report


def debug_network(
    chosen: Network,
    dataset: Dataset,
    *,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int = 0,
    seconds: float = 60.0,
    say: Say = lambda text: None,
) -> Debugged:
    """Debugs a network of the ladder, or `file.py:function`, on a data set.

    Args:
        epochs, batch_size: default the network's own.
    """
    keras.utils.set_random_seed(seed)
    found: list[Sites] = []

    def on_fit(model: keras.Model, call: FitCall, sites: Sites) -> None:
        found.append(replace(sites, fit=None))  # this very line, which is nobody's to change

    with watched(on_fit):
        model = chosen.build(dataset.x_train.shape[1:], len(dataset.class_names))
        model.fit()
    call = _call(dataset, batch_size or chosen.batch_size, chosen.epochs if epochs is None else epochs)
    return _debugged(model, call, found[0], f"{chosen.name} on {dataset.name}", seconds, say)


def debug_file(
    path: Path,
    dataset: Dataset,
    *,
    epochs: int | None = None,
    batch_size: int | None = None,
    seconds: float = 60.0,
    say: Say = lambda text: None,
) -> Debugged:
    """Debugs a model from a `.keras` file, with the loss and optimiser that it was saved with, on a data set.

    Raises:
        UnstuckError: the file is none that can be trusted, or was saved without having been compiled.
    """
    from unstuck.serve import load_classifier

    model = load_classifier(path).model
    optimizer, loss = _compiled(path)
    model.compile(optimizer=optimizer, loss=loss)
    call = _call(dataset, batch_size or _SAVED_BATCH_SIZE, _SAVED_EPOCHS if epochs is None else epochs)
    return _debugged(model, call, Sites(), f"{path} on {dataset.name}", seconds, say)


@dataclass(frozen=True)
class Subject:
    """What a tracked run trained: a script with its arguments, or a network on data."""

    script: str | None = None
    network: str | None = None
    data: str | None = None
    target: str | None = None
    epochs: int | None = None
    batch_size: int | None = None
    seed: int = 0


def subject_of_run(name: str) -> Subject:
    """What to debug for a run's id.

    Raises:
        UnstuckError: there is no such run, or its config names neither.
    """
    record = open_run(name)
    call, script = record.config.get("call"), record.config.get("script")
    if isinstance(call, Mapping):
        known = {field: call[field] for field in Subject.__dataclass_fields__ if field in call}
        return Subject(**{**known, "seed": call.get("seed") or 0})
    if isinstance(script, str):
        return Subject(script=script)
    raise UnstuckError(
        "A run tells what it trained.",
        f"{record.id}, whose config names neither script nor network",
        "Name the script, or the network and its data, instead of the run.",
    )


def _debugged(model: keras.Model, call: FitCall, sites: Sites, subject: str, seconds: float, say: Say) -> Debugged:
    """Trains a copy as the user would, tracked as a run, and investigates."""
    if not isinstance(model, keras.Model):
        raise UnstuckError(
            "The debugger takes a compiled Keras model.", f"a {type(model).__name__}", "Give it the model itself."
        )
    arrays = readable(model, call)
    if not model.built:
        _build(model, arrays.call.x)
    weights, notes, epochs = model.get_weights(), list[str](), list[Epoch]()
    spec = spec_of(model, replace(call, batch_size=arrays.call.batch_size))
    spec, sites = laid_open(spec, sites, model, arrays.call.x)
    run = Run.create(subject.replace(" ", "-"), {**asdict(spec), "network": subject})

    def on_epoch(epoch: Epoch) -> None:
        epochs.append(epoch)
        run.append(epoch.number, epoch.logs, epoch.steps, epoch.seconds)

    try:
        with ending(run):
            copy = compile_as(spec, rebuild(spec, model), model)
            if spec.model is not None:  # else it is the model itself, in a wrapper
                weights_by_layer(copy, model, weights)
            say("training it as you would")
            quiet = replace(arrays, call=replace(arrays.call, verbose=0))
            _, used = fit_to_debug(copy, quiet, on_epoch, notes)
            diagnosis = investigate(copy, spec, used, epochs, seconds, say)
    finally:
        model.set_weights(weights)
    diagnosis = replace(diagnosis, notes=(*diagnosis.notes, *notes, *own_step(model)))
    result = reported(diagnosis, sites, subject, used)
    run.write_findings(result.report.to_json()["findings"])
    return Debugged((result,))


def _build(model: keras.Model, x: Any) -> None:
    if isinstance(model, keras.Sequential):
        build_for(model, x)
    else:
        model(jax.tree.map(lambda array: array[:1], x))  # as the first batch of its fit would


def _call(dataset: Dataset, batch_size: int, epochs: int) -> FitCall:
    return FitCall(
        dataset.x_train,
        dataset.y_train,
        batch_size=batch_size,
        epochs=epochs,
        validation_data=(dataset.x_test, dataset.y_test),
    )


def _compiled(path: Path) -> tuple[Any, Any]:
    """The optimiser and the loss in a model file that has been found to be well-formed: Keras' own, by name.

    A class named there is looked up among Keras' optimisers and losses only, never imported.
    """
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json")).get("compile_config") or {}
    optimizer, loss = config.get("optimizer"), config.get("loss")
    try:
        loss = loss if isinstance(loss, str) else _named(loss, keras.losses)
        return keras.optimizers.deserialize(_named(optimizer, keras.optimizers)), keras.losses.get(loss)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise UnstuckError(
            "A saved model is debugged with the loss and the optimizer that it was compiled with.",
            f"{path}: optimizer={optimizer!r:.80}, loss={loss!r:.80}",
            "Compile the model with Keras' own before you save it, or debug the script that makes it.",
        ) from error


def _named(value: Any, room: Any) -> dict[str, Any]:
    """A serialised object of a class of that room with plain numbers for its settings."""
    name, config = value["class_name"], value["config"]
    getattr(room, name)
    plain = {key: item for key, item in config.items() if isinstance(item, int | float | str | bool | None)}
    return {"class_name": name, "config": plain}
