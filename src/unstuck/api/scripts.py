"""A user's script run as it is, and its networks debugged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np

from unstuck.api.crash import crash_error, no_fit
from unstuck.api.debugged import Debugged, Reported, reported
from unstuck.api.limit import fit_within_time
from unstuck.api.tracked import Captured, OnEpoch, run_tracked
from unstuck.api.trainings import Training, Trainings
from unstuck.capture import (
    Drawn,
    Ended,
    build_for,
    compile_as,
    drawn,
    laid_open,
    old_names,
    own_step,
    rebuild,
    weights_by_layer,
)
from unstuck.debug import Diagnosis, investigate
from unstuck.debug.gather import check_compiled, check_fit, take_data
from unstuck.debug.misfit import explain_fit, takes
from unstuck.engine import FitCall, fit
from unstuck.errors import UnstuckError
from unstuck.words import first_line

Say = Callable[[str], None]
_LEAST_SECONDS = 10.0  # of experiments on one training; with less there is no answer


def debug_script(
    path: str | Path,
    arguments: list[str],
    *,
    seconds: float = 60.0,
    fit_number: int | None = None,
    timeout: float | None = None,
    say: Say = lambda text: None,
) -> Debugged:
    """Runs a script up to its end, then finds out why its networks do not work that well.

    Args:
        seconds: the time for experiments, the script's own running not counted; several trainings share it.
        fit_number: look at this one of the script's fits only, counted from 1, and by itself.
        timeout: seconds after which the script itself is stopped.
        say: told what is being done.

    Raises:
        UnstuckError: the script cannot be run, crashed before its fit, or never called it; or its data cannot be
            trained on.
    """
    fits = _Fits(fit_number)
    with old_names():  # layers of the script's own are made anew in the experiments
        ended = run_tracked(path, arguments, fits.take, fits.train, timeout, by_hand=True)
        if not fits.trainings.found:
            raise no_fit(path, ended, fits.trainings.fits, fit_number or 1)
        chosen, left = _chosen(fits.trainings, seconds)
        done, unable = _reports(chosen, fits, ended, path, seconds, say)
    explained = any(training.parts[-1].error is not None for training in chosen)
    notes = (*_repeated(done), *left, *fits.refused.values(), *unable)
    return Debugged(tuple(done), fits.trainings.fits, None if explained else ended.crash, notes)


@dataclass(eq=False)
class _Fits:
    """What happens to a script's fits.

    Args:
        wanted: the number of the only one that counts, or None.
    """

    wanted: int | None
    notes: dict[int, list[str]] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    trainings: Trainings = field(init=False)

    def __post_init__(self) -> None:
        self.trainings = Trainings(self.wanted)

    def train(self, number: int, model: keras.Model, call: FitCall, on_epoch: OnEpoch) -> tuple[Any, FitCall]:
        """Does a fit; what cannot be debugged is an error only where there is nothing else to look at."""
        if self.wanted in (None, number):
            try:
                arrays = readable(model, call)
            except UnstuckError as error:
                if number in (1, self.wanted):
                    raise
                self.refused[number] = _not_looked_at(number, error)
            else:
                return fit_to_debug(model, arrays, on_epoch, self.notes.setdefault(number, []))
        return fit(model, call, on_epoch), call

    def take(self, captured: Captured) -> None:
        """Keeps a fit that can be debugged."""
        if captured.number in self.refused:
            self.trainings.fits = captured.number
        else:
            self.trainings.take(captured)

    def notes_on(self, training: Training) -> list[str]:
        """What the reader of its report should know."""
        number = training.parts[0].number
        notes = [note for part in training.parts for note in self.notes.get(part.number, ())]
        if training.goes_on:
            notes.append(
                f"Fit {number} goes on with a network that an earlier fit has trained; the experiments begin with newly"
                " drawn weights."
            )
        return list(dict.fromkeys(notes))


def _not_looked_at(number: int, error: UnstuckError) -> str:
    return f"Fit {number} was not looked at. {error.expected} Received: {error.received}"


def _chosen(trainings: Trainings, seconds: float) -> tuple[list[Training], list[str]]:
    """Those to look at, and a word about each of the others."""
    alone = trainings.wanted is not None
    fresh = [training for training in trainings.found if alone or not training.goes_on]
    most = max(1, int(seconds / _LEAST_SECONDS))
    left = [
        f"Fit {training.fits[0]} goes on with a trained network under another recipe; --fit {training.fits[0]} looks at"
        " it by itself."
        for training in trainings.found
        if training not in fresh
    ]
    if fresh[most:]:
        numbers = ", ".join(str(training.fits[0]) for training in fresh[most:])
        left.append(f"No time was left for fit {numbers}: give more --seconds, or --fit N for one of them.")
    return fresh[:most], left


def _repeated(done: Sequence[Reported]) -> list[str]:
    """Which fits a report stands for, where it is not one alone."""
    return [
        f"The report on fit {first} is about fit {' and '.join(map(str, more)) if len(more) < 3 else _span(more)} too:"
        " the same training on data of the same kind."
        for first, *more in (each.fits for each in done)
        if more
    ]


def _span(numbers: Sequence[int]) -> str:
    return f"{numbers[0]} to {numbers[-1]}"


def _reports(
    chosen: Sequence[Training], fits: _Fits, ended: Ended, path: str | Path, seconds: float, say: Say
) -> tuple[list[Reported], list[str]]:
    """A report on each training, the time shared among them; and a word about those on which there can be none.

    Raises:
        UnstuckError: there can be none at all.
    """
    done, unable, spent = list[Reported](), list[str](), 0.0
    for place, training in enumerate(chosen):
        number = training.parts[0].number
        share = (seconds - spent) / (len(chosen) - place)
        tell = say if len(chosen) == 1 else partial(_about, say, number)
        try:
            report = _report(training, fits.notes_on(training), ended, path, share, tell)
        except UnstuckError as error:
            if not done and place == len(chosen) - 1:
                raise
            unable.append(_not_looked_at(number, error))
        else:
            done.append(report)
            spent += report.report.to_json()["seconds"]
    return done, unable


def _about(say: Say, number: int, text: str) -> None:
    say(f"fit {number}: {text}")


def _report(
    training: Training, notes: Sequence[str], ended: Ended, path: str | Path, seconds: float, say: Say
) -> Reported:
    captured = training.as_one()
    spec, sites = laid_open(captured.spec, captured.sites, captured.model, captured.call.x)
    captured = replace(captured, spec=spec, sites=sites)
    diagnosis = _investigate(captured, ended, path, seconds, say)
    diagnosis = replace(diagnosis, notes=(*diagnosis.notes, *notes, *own_step(captured.model)))
    result = reported(diagnosis, captured.sites, str(path), captured.call, training.fits)
    captured.run.write_findings(result.report.to_json()["findings"])
    return result


def readable(model: keras.Model, call: FitCall) -> Drawn:
    """A fit's data in a form that can be read again.

    Raises:
        UnstuckError: its data cannot be trained on, or the model was compiled without a loss. It is said now, not after
            a long training on data that nothing can be learned from.
    """
    check_fit(call)
    check_compiled(model)
    arrays = drawn(call)
    take_data(arrays.call)
    return arrays


def fit_to_debug(
    model: keras.Model, arrays: Drawn, on_epoch: OnEpoch, notes: list[str]
) -> tuple[keras.callbacks.History, FitCall]:
    """A fit that does not take hours; how it is another than the user's is added to the notes."""
    history, used, note = fit_within_time(model, arrays.call, on_epoch)
    notes.extend([*arrays.notes, *([note] if note else [])])
    return history, used


def _investigate(captured: Captured, ended: Ended, path: str | Path, seconds: float, say: Say) -> Diagnosis:
    """A fit that broke off is worth a diagnosis where some change makes it train; else its error is explained."""
    model, call = captured.model, captured.call
    if captured.error is None:
        return investigate(_as_trained(captured), captured.spec, call, captured.epochs, seconds, say)
    simple = hasattr(call.x, "shape") and hasattr(call.y, "shape")
    if simple and takes(model, call) and np.ndim(call.y) <= 2 and model.built and len(model.output_shape) == 2:
        diagnosis = investigate(model, captured.spec, call, (), seconds, say, broke_off=first_line(captured.error))
        if diagnosis.after is not None:
            return diagnosis
    advice = explain_fit(model, call) if simple else None
    if ended.crash is not None:
        raise crash_error(ended.crash, path, advice)
    raise UnstuckError(
        "A network is trained before it is debugged.",
        f"its fit broke off: {first_line(captured.error)}",
        advice or "Mend what the error names.",
    ) from captured.error


def _as_trained(captured: Captured) -> keras.Model:
    """A copy of the model as its fit left it: what the script did to it since does not count."""
    if captured.spec.model is None:
        return captured.model
    model = compile_as(captured.spec, rebuild(captured.spec, captured.model), captured.model)
    if not model.built:
        build_for(model, captured.call.x)
    weights_by_layer(model, captured.model, captured.weights)
    return model
