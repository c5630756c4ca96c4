"""The report as one plain dict: what `--json` writes and everything that shows a report reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from statistics import fmean
from typing import TYPE_CHECKING, Any

from unstuck import __version__
from unstuck.debug import Diagnosis, Finding, Trial
from unstuck.spec import Site, Sites, Spec
from unstuck.words import shown_path

if TYPE_CHECKING:
    from unstuck.patch import Patch

View = dict[str, Any]

_MOST_PARTS = 16  # of a network, named in its report


def make_report(
    diagnosis: Diagnosis,
    sites: Sites,
    patch: Patch,
    script: str,
    input_shape: Sequence[int],
    fits: Sequence[int] = (1,),
) -> View:
    """The report's JSON contract, filled.

    Args:
        script: the script's path as the user gave it.
        input_shape: of one sample.
        fits: the numbers of the script's fits that it stands for.
    """
    spec = diagnosis.spec
    view = {
        "unstuck": __version__,
        "subject": {
            "file": script,
            "fit_line": sites.fit.line if sites.fit else None,
            "fits": list(fits),
            "model": architecture(spec) or diagnosis.network,
            "loss": _loss_name(spec.loss),
            "optimizer": optimizer(spec),
            "samples": diagnosis.samples,
            "input_shape": list(input_shape),
            "classes": diagnosis.task.classes or None,
            "task": diagnosis.task.why,
            "batch_size": spec.batch_size,
            "epochs": spec.epochs,
        },
        "healthy": diagnosis.healthy,
        "metric": ("val_" if diagnosis.has_validation else "") + diagnosis.task.metric,
        "baseline": diagnosis.baseline.validation,
        "baseline_answer": diagnosis.baseline.answer,
        "own_score": diagnosis.own_score,
        "broke_off": diagnosis.broke_off,
        "before": spread(diagnosis.before),
        "after": spread(diagnosis.after) if diagnosis.after else None,
        "findings": [finding.to_json(where(finding, diagnosis.spec, sites, patch)) for finding in diagnosis.causes],
        "examination": [asdict(symptom) for symptom in diagnosis.symptoms],
        "tried": [finding.to_json(where(finding, diagnosis.spec, sites, patch)) for finding in diagnosis.tried],
        "notes": list(diagnosis.notes),
        "pictures": dict(diagnosis.pictures),
        "proved_at": asdict(diagnosis.proved_at),
        "own_run": asdict(diagnosis.own),
        "patch": patch.diff,
        "instructions": list(patch.instructions),
        "seconds": round(diagnosis.seconds, 3),
    }
    return {name: _without_code(value) for name, value in view.items()}


def _without_code(value: Any) -> Any:
    """The same with names in the place of functions, such as a loss of the user's own."""
    if isinstance(value, Mapping):
        return {name: _without_code(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_code(part) for part in value]
    return getattr(value, "__name__", type(value).__name__) if callable(value) else value


def spread(trials: Sequence[Trial]) -> dict[str, Any]:
    """Mean, least and greatest score over seeds, and each of them."""
    scores = [trial.score for trial in trials]
    return {"mean": fmean(scores), "low": min(scores), "high": max(scores), "seeds": scores}


def where(finding: Finding, spec: Spec, sites: Sites, patch: Patch) -> dict[str, Any]:
    """The file and line that the finding's fix changes, or the call that it is about."""
    for edit in finding.fix.edits if finding.fix else ():
        if edit.path in patch.lines:
            file, line = patch.lines[edit.path]
            return {"file": shown_path(file), "line": line}
        site = site_of(edit.path, sites)
        if site is not None:
            return {"file": shown_path(site.file), "line": site.line}
    of_layers = {layer["config"].get("name"): site for layer, site in zip(spec.layers(), sites.layers, strict=False)}
    site = (finding.layer and of_layers.get(finding.layer)) or sites.fit
    return {"file": shown_path(site.file), "line": site.line} if site else {"file": None, "line": None}


def site_of(path: str, sites: Sites) -> Site | None:
    """The call that an edit's path stands for."""
    if path.startswith("layers["):
        place = int(path[len("layers[") : path.index("]")])
        return sites.layers[place] if place < len(sites.layers) else None
    if path.startswith("optimizer"):
        return sites.optimizer or sites.compile
    return (sites.loss or sites.compile) if path == "loss" else sites.fit


def architecture(spec: Spec) -> str:
    """`Flatten, Dense(1, sigmoid)`; of a long network the two ends: `Dense(9), 40 × Dense(16, relu), …, Dense(1)`."""
    runs = [(layer, len(list(same))) for layer, same in groupby(_layer(layer) for layer in spec.layers())]
    parts = [layer if count == 1 else f"{count} × {layer}" for layer, count in runs]
    if len(parts) > _MOST_PARTS:
        left_out = len(parts) - _MOST_PARTS
        parts = [*parts[: _MOST_PARTS - 4], f"… {left_out} more …", *parts[-4:]]
    return ", ".join(parts)


def optimizer(spec: Spec) -> str:
    """`Adam(0.001)`."""
    rate = spec.optimizer["config"].get("learning_rate")
    return (
        f"{spec.optimizer['class_name']}({rate:g})" if isinstance(rate, int | float) else spec.optimizer["class_name"]
    )


def _layer(layer: Mapping[str, Any]) -> str:
    config = layer["config"]
    values = [str(config[key]) for key in ("units", "filters", "rate") if key in config]
    if isinstance(config.get("activation"), str) and config["activation"] != "linear":
        values.append(config["activation"])
    return f"{layer['class_name']}({', '.join(values)})" if values else layer["class_name"]


def _loss_name(loss: Any) -> str:
    if isinstance(loss, str):
        return loss
    if isinstance(loss, list | tuple):
        return ", ".join(_loss_name(part) for part in loss)
    if isinstance(loss, Mapping) and "class_name" not in loss:
        return ", ".join(f"{name}: {_loss_name(part)}" for name, part in loss.items())
    if isinstance(loss, Mapping):
        return str(loss["class_name"])
    return getattr(loss, "__name__", type(loss).__name__)
