"""A user's script run as it is: tracked, or debugged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jax
import keras
import numpy as np

from unstuck.api.limit import fit_within_time
from unstuck.capture import (
    Crash,
    Ended,
    Notes,
    advice_for,
    build_for,
    compile_as,
    drawn,
    old_names,
    own_step,
    rebuild,
    run_script,
    spec_of,
)
from unstuck.debug import Diagnosis, baseline_of, investigate
from unstuck.debug.gather import check_compiled, check_fit, take_data
from unstuck.debug.misfit import explain_error, explain_fit, takes
from unstuck.engine import Epoch, FitCall, fit, why_not_scan
from unstuck.errors import UnstuckError
from unstuck.notebook import shown_line
from unstuck.report.report import Report
from unstuck.report.view import make_report, shown_path
from unstuck.runs import Run, ending, runs_root
from unstuck.spec import Sites, Spec
from unstuck.words import counted

if TYPE_CHECKING:
    from unstuck.patch import Patch

Say = Callable[[str], None]
OnEpoch = Callable[[Epoch], None]


@dataclass(frozen=True, eq=False)
class Captured:
    """One fit of a script, as it was when that fit ended, or broke off with an error."""

    model: keras.Model
    call: FitCall
    sites: Sites
    spec: Spec
    weights: list[np.ndarray]
    epochs: list[Epoch]
    run: Run
    why_not_scan: str | None
    error: Exception | None = None


@dataclass(frozen=True, eq=False)
class Debugged:
    """What `debug_script` gives back."""

    report: Report
    patch: Patch
    fits: int
    crash: Crash | None


Fit = Callable[[int, keras.Model, FitCall, OnEpoch], tuple[Any, FitCall]]


def _as_it_is(number: int, model: keras.Model, call: FitCall, on_epoch: OnEpoch) -> tuple[Any, FitCall]:
    return fit(model, call, on_epoch), call


def run_tracked(
    path: str | Path,
    arguments: list[str],
    train: Fit = _as_it_is,
    timeout: float | None = None,
    by_hand: bool = False,
) -> tuple[Ended, list[Captured]]:
    """Runs a script unmodified on the fast engine; every fit becomes a run folder.

    Args:
        train: what a fit does, given its number, counted from 1: returns the `History` and the arguments that it used.
        timeout: seconds after which the script is stopped.
        by_hand: make a loop over `train_on_batch` a fit, when there is no other.

    Returns:
        how the script ended, and its fits.

    Raises:
        UnstuckError: there is no such file, or it is not valid Python.
    """
    captured: list[Captured] = []
    root = runs_root().absolute()  # the script may change the working directory
    early: list[Mapping[str, Any]] = []  # what the script logs before its first fit

    def on_log(values: Mapping[str, Any]) -> None:
        if captured:
            captured[-1].run.log(values)
        else:
            early.append(values)

    notes = Notes(log=on_log)

    def on_fit(model: keras.Model, call: FitCall, sites: Sites) -> Any:
        used, optimizer = call, spec_of(model, call).optimizer
        told = {"script_config": dict(notes.config)} if notes.config else {}
        config = {**_config(model, call, path, sites), **told}
        run = Run.create(Path(path).stem, config, root=root, baseline=_baseline(call))
        while early:
            run.log(early.pop(0))
        epochs: list[Epoch] = []
        reason = why_not_scan(model, call)

        def on_epoch(epoch: Epoch) -> None:
            epochs.append(epoch)
            run.append(epoch.number, epoch.logs, epoch.steps, epoch.seconds)

        def capture(error: Exception | None = None) -> None:
            # Taken after the fit, when the architecture is known for certain; the optimiser as it was before.
            spec = replace(spec_of(model, call), optimizer=optimizer)
            if used is not call:  # drawn from a stream, whose batches the recipe does not tell of
                spec = replace(spec, batch_size=used.batch_size or spec.batch_size)
            captured.append(Captured(model, used, sites, spec, model.get_weights(), epochs, run, reason, error))

        with ending(run):
            try:
                history, used = train(len(captured) + 1, model, call, on_epoch)
            except Exception as error:
                capture(error)
                raise
        capture()
        return history

    return run_script(path, arguments, on_fit, notes, timeout, by_hand), captured


def debug_script(
    path: str | Path,
    arguments: list[str],
    *,
    seconds: float = 60.0,
    fit_number: int = 1,
    timeout: float | None = None,
    say: Say = lambda text: None,
) -> Debugged:
    """Runs a script up to its end, then finds out why its network does not work that well.

    Args:
        seconds: the time for experiments, the script's own running not counted.
        fit_number: which of the script's fits, counted from 1.
        timeout: seconds after which the script itself is stopped.
        say: told what is being done.

    Raises:
        UnstuckError: the script cannot be run, crashed before its fit, or never called it; or its data cannot be
        trained on.
    """

    notes: list[str] = []

    def train(number: int, model: keras.Model, call: FitCall, on_epoch: OnEpoch) -> tuple[Any, FitCall]:
        if number != fit_number:
            return fit(model, call, on_epoch), call
        return fit_to_debug(model, call, on_epoch, notes)

    with old_names():  # layers of the script's own are made anew in the experiments
        return _debug(path, run_tracked(path, arguments, train, timeout, by_hand=True), seconds, fit_number, notes, say)


def _debug(
    path: str | Path, ran: tuple[Ended, list[Captured]], seconds: float, fit_number: int, notes: list[str], say: Say
) -> Debugged:
    ended, captured = ran
    if len(captured) < fit_number:
        raise _no_fit(path, ended, len(captured), fit_number)
    chosen = captured[fit_number - 1]
    diagnosis = _investigate(chosen, ended, path, seconds, say)
    diagnosis = replace(diagnosis, notes=(*diagnosis.notes, *notes, *own_step(chosen.model)))
    report, change = reported(diagnosis, chosen.sites, str(path), chosen.call)
    chosen.run.write_findings(report.to_json()["findings"])
    return Debugged(report, change, len(captured), None if chosen.error else ended.crash)


def fit_to_debug(
    model: keras.Model, call: FitCall, on_epoch: OnEpoch, notes: list[str]
) -> tuple[keras.callbacks.History, FitCall]:
    """A fit whose data can be read again and that does not take hours; what that changed is added to the notes.

    Raises:
        UnstuckError: its data cannot be trained on, or the model was compiled without a loss. It is said now, not after
            a long training on data that nothing can be learned from.
    """
    check_fit(call)
    check_compiled(model)
    arrays = drawn(call)
    take_data(arrays.call)
    history, used, note = fit_within_time(model, arrays.call, on_epoch)
    notes.extend([*arrays.notes, *([note] if note else [])])
    return history, used


def reported(diagnosis: Diagnosis, sites: Sites, subject: str, call: FitCall) -> tuple[Report, Patch]:
    """The report on a diagnosis, and the change of the source.

    Args:
        subject: what was debugged, as the user calls it.
    """
    from unstuck.patch import patch  # late: the parser behind it takes a quarter of a second to import

    change = patch(diagnosis.edits, diagnosis.spec, sites)
    return Report(make_report(diagnosis, sites, change, subject, _input_shape(call))), change


def _investigate(chosen: Captured, ended: Ended, path: str | Path, seconds: float, say: Say) -> Diagnosis:
    """A fit that broke off is worth a diagnosis where some change makes it train; else its error is explained."""
    model, call = chosen.model, chosen.call
    if chosen.error is None:
        return investigate(_as_trained(chosen), chosen.spec, call, chosen.epochs, seconds, say)
    simple = hasattr(call.x, "shape") and hasattr(call.y, "shape")
    if simple and takes(model, call) and np.ndim(call.y) <= 2 and model.built and len(model.output_shape) == 2:
        diagnosis = investigate(model, chosen.spec, call, (), seconds, say, broke_off=_first_line(chosen.error))
        if diagnosis.after is not None:
            return diagnosis
    advice = explain_fit(model, call) if simple else None
    if ended.crash is not None:
        raise crash_error(ended.crash, path, advice)
    raise UnstuckError(
        "A network is trained before it is debugged.",
        f"its fit broke off: {_first_line(chosen.error)}",
        advice or "Mend what the error names.",
    ) from chosen.error


def _as_trained(chosen: Captured) -> keras.Model:
    """A copy of the model as its fit left it: what the script did to it since does not count."""
    if chosen.spec.model is None:
        return chosen.model
    model = compile_as(chosen.spec, rebuild(chosen.spec, chosen.model), chosen.model)
    if not model.built:
        build_for(model, chosen.call.x)
    model.set_weights(chosen.weights)
    return model


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def crash_error(crash: Crash, path: str | Path, advice: str | None = None) -> UnstuckError:
    """A script's own crash as one clear message, with what to do about it where that is known."""
    advice = advice or advice_for(crash.exception) or explain_error(crash.error) or "Mend that line."
    message = crash.error.split("\n\nArguments received by")[0]  # a list of Keras' own arguments, of no use here
    error = UnstuckError(
        f"{path} stopped {crash.when} with an error of its own.",
        f"{message}\n    {shown_path(crash.file)}, {shown_line(crash.file, crash.line)}",
        f"{advice} --debug shows the whole traceback.",
    )
    error.__cause__ = crash.exception
    return error


def _no_fit(path: str | Path, ended: Ended, fits: int, wanted: int) -> UnstuckError:
    if ended.crash is not None:
        return crash_error(ended.crash, path)
    if fits:
        return UnstuckError(
            f"{path} calls fit {counted(fits, 'time')}.", f"--fit {wanted}", f"Use --fit 1 to --fit {fits}."
        )
    return UnstuckError(
        "Unstuck looks at what a script gives to model.fit.",
        f"{path} ran to its end without calling fit"
        + (f" and exited with {ended.exit_code}" if ended.exit_code else ""),
        "Call model.fit in the script, or give the script the arguments that make it train.",
    )


def _config(model: keras.Model, call: FitCall, path: str | Path, sites: Sites) -> dict[str, Any]:
    return {
        **asdict(spec_of(model, call)),
        "script": str(path),
        "fit_line": sites.fit.line if sites.fit else None,
        "engine": why_not_scan(model, call) or "scan",
        "metrics": [str(metric) for metric in model._compile_metrics._user_metrics or []]
        if model._compile_metrics
        else [],
    }


def _baseline(call: FitCall) -> dict[str, Any] | None:
    found = baseline_of(call)
    if found is None:
        return None
    parts = {"train": found.train, "validation": found.validation}
    return {part: {"class": found.answer, "share": share} for part, share in parts.items()}


def _input_shape(call: FitCall) -> tuple[int, ...]:
    return tuple(np.shape(jax.tree.leaves(call.x)[0])[1:])
