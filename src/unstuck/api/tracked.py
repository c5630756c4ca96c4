"""A user's script run as it is on the fast engine; every fit becomes a run folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from unstuck.capture import Ended, Notes, run_script, spec_of
from unstuck.debug import baseline_of
from unstuck.engine import Epoch, FitCall, fit, why_not_scan
from unstuck.runs import Run, ending, runs_root
from unstuck.spec import Sites, Spec

OnEpoch = Callable[[Epoch], None]
Fit = Callable[[int, keras.Model, FitCall, OnEpoch], tuple[Any, FitCall]]


@dataclass(frozen=True, eq=False)
class Captured:
    """One fit of a script, as it was when that fit ended, or broke off with an error.

    Args:
        number: which of the script's fits it is, counted from 1.
        call: its arguments; those that were used, where the script's own could not be.
        began: the fingerprint of the weights that it began with.
        weights: those that it ended with.
    """

    number: int
    model: keras.Model
    call: FitCall
    sites: Sites
    spec: Spec
    began: bytes
    weights: list[np.ndarray]
    epochs: list[Epoch]
    run: Run
    why_not_scan: str | None
    error: Exception | None = None


def _as_it_is(number: int, model: keras.Model, call: FitCall, on_epoch: OnEpoch) -> tuple[Any, FitCall]:
    return fit(model, call, on_epoch), call


def run_tracked(
    path: str | Path,
    arguments: list[str],
    on_captured: Callable[[Captured], None],
    train: Fit = _as_it_is,
    timeout: float | None = None,
    by_hand: bool = False,
) -> Ended:
    """Runs a script unmodified on the fast engine; every fit becomes a run folder.

    Args:
        on_captured: told of every fit at its end. Whoever keeps what it is given keeps the fit's data.
        train: what a fit does, given its number, counted from 1: returns the `History` and the arguments that it used.
        timeout: seconds after which the script is stopped.
        by_hand: make a loop over `train_on_batch` a fit, when there is no other.

    Raises:
        UnstuckError: there is no such file, or it is not valid Python.
    """
    runs: list[Run] = []
    root = runs_root().absolute()  # the script may change the working directory
    early: list[Mapping[str, Any]] = []  # what the script logs before its first fit

    def on_log(values: Mapping[str, Any]) -> None:
        if runs:
            runs[-1].log(values)
        else:
            early.append(values)

    notes = Notes(log=on_log)

    def on_fit(model: keras.Model, call: FitCall, sites: Sites) -> Any:
        used, optimizer, began = call, spec_of(model, call).optimizer, fingerprint(model.get_weights())
        told = {"script_config": dict(notes.config)} if notes.config else {}
        config = {**_config(model, call, path, sites), **told}
        run = Run.create(Path(path).stem, config, root=root, baseline=_baseline(call))
        number = len(runs) + 1
        epochs: list[Epoch] = []
        reason = why_not_scan(model, call)

        def on_epoch(epoch: Epoch) -> None:
            epochs.append(epoch)
            run.append(epoch.number, epoch.logs, epoch.steps, epoch.seconds)

        def capture(error: Exception | None = None) -> None:
            # Taken after the fit, when the architecture is known for certain; the optimiser as it was before.
            spec = replace(spec_of(model, call), optimizer=optimizer)
            if used is not call:  # drawn from a stream, whose batches the recipe does not tell of
                spec = replace(spec, batch_size=int(used.batch_size or spec.batch_size))
            weights = model.get_weights()
            on_captured(Captured(number, model, used, sites, spec, began, weights, epochs, run, reason, error))

        while early:
            run.log(early.pop(0))
        runs.append(run)
        with ending(run):
            try:
                history, used = train(number, model, call, on_epoch)
            except Exception as error:
                capture(error)
                raise
        capture()
        return history

    return run_script(path, arguments, on_fit, notes, timeout, by_hand)


def fingerprint(weights: Sequence[np.ndarray]) -> bytes:
    """Equal for equal weights; that of none is that of a model that has not been built."""
    digest = hashlib.blake2b(digest_size=16)
    for array in weights:
        digest.update(np.ascontiguousarray(array).view(np.uint8).data)
    return digest.digest()


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
