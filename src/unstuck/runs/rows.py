"""A run as rows of a chart tool: pure functions from lines of history to named values at points in time."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from unstuck.runs.files import to_float, to_json
from unstuck.runs.history import EpochLine, is_accuracy
from unstuck.runs.read import RunRecord


class Row(NamedTuple):
    """Values of one moment.

    Args:
        key: the same for the same row in every export, so that a tool can refuse it the second time.
        step: optimizer steps since the run's start.
        time: seconds since 1970.
        metrics: charts' names and values; `epoch` counts fractions within an epoch.
    """

    key: str
    step: int
    time: float
    metrics: dict[str, float]


class Line(NamedTuple):
    """A constant to draw across the accuracy charts, as a run of its own."""

    key: str
    name: str
    train: float | None
    validation: float | None


class Placed(NamedTuple):
    """An epoch in its run: the steps before it, its own steps, and its start and end in seconds since 1970."""

    line: EpochLine
    before: int
    steps: int
    start: float
    end: float


def placed_epochs(record: RunRecord) -> Iterator[Placed]:
    """A run's epochs one after the other; one without recorded steps counts as one step.

    Their times never overlap, whatever the clock did: chart tools sort and smooth by time.
    """
    before, start = 0, -math.inf
    for line in record.history():
        count = max((len(values) for values in line.steps.values()), default=0) or 1
        end = max(start, line.time if math.isfinite(line.time) else 0.0)
        yield Placed(line, before, count, max(start, end - (line.seconds if math.isfinite(line.seconds) else 0.0)), end)
        before, start = before + count, end


def step_rows(run_id: str, epoch: Placed) -> list[Row]:
    """One row a step; charts under `steps/`, apart from the epochs'."""
    line, before, count, start, end = epoch
    names = [f"steps/{name}" for name in line.steps]
    return [
        Row(
            f"{run_id}:{before + index}",
            before + index + 1,
            start + (end - start) * (index + 1) / count,
            {"epoch": line.epoch - 1 + (index + 1) / count, **dict(zip(names, values, strict=True))},
        )
        for index, values in enumerate(zip(*line.steps.values(), strict=False))
    ]


def epoch_row(run_id: str, epoch: Placed) -> Row:
    """The epoch's row: its metrics under Keras' own names."""
    metrics = {**epoch.line.logs, "epoch": float(epoch.line.epoch)}
    return Row(f"{run_id}:{epoch.before}:end", epoch.before + epoch.steps, epoch.end, metrics)


def baseline_line(record: RunRecord) -> Line | None:
    """What always giving one answer scores on this run's data; runs on the same data share it."""
    train, validation = record.baseline("train"), record.baseline("validation")
    share = train if validation is None else validation
    if share is None:
        return None
    entries: Mapping[str, Any] = record.config["baseline"]
    entry = entries["train"] if validation is None else entries["validation"]
    digest = hashlib.sha256(to_json(entries).encode()).hexdigest()[:12]
    name = f"baseline: always answering “{entry.get('class')}” ({100 * share:.1f} %)"
    return Line(f"baseline-{digest}", name, train, validation)


def baseline_rows(line: Line, epoch: Placed) -> list[Row]:
    """The constant at both ends of an epoch, on each accuracy chart that the epoch has."""
    names = (*epoch.line.logs, *(f"steps/{name}" for name in epoch.line.steps))
    shares = {name: line.validation if name.startswith("val_") else line.train for name in names}
    metrics = {
        name: share for name, share in shares.items() if share is not None and is_accuracy(name.removeprefix("steps/"))
    }
    ends = (
        (epoch.line.epoch - 1, epoch.before, epoch.start),
        (epoch.line.epoch, epoch.before + epoch.steps, epoch.end),
    )
    return [
        Row(f"{line.key}:{number}:{step}:{','.join(metrics)}", step, time, {"epoch": float(number), **metrics})
        for number, step, time in ends
        if metrics
    ]


def recipe(config: Mapping[str, Any]) -> dict[str, Any]:
    """The recipe in one flat dict to compare runs by: names instead of serialisations, the model left out."""
    optimizer = config.get("optimizer")
    flat: dict[str, Any] = {
        "loss": _name(config.get("loss")),
        "optimizer": _name(optimizer),
        "learning_rate": _learning_rate(optimizer),
    }
    plain = {key: value for key, value in config.items() if isinstance(value, str | int | float | bool)}
    known = {key: value for key, value in flat.items() if value is not None}
    return {**plain, **known}


def _name(value: Any) -> str | None:
    """Keras' serialisations carry a class's name, or a function's in their config."""
    if isinstance(value, Mapping):
        config = value.get("config")
        return config if isinstance(config, str) else value.get("class_name")
    return value if isinstance(value, str) else None


def _learning_rate(optimizer: Any) -> float | str | None:
    config = optimizer.get("config") if isinstance(optimizer, Mapping) else None
    rate = config.get("learning_rate") if isinstance(config, Mapping) else None
    if isinstance(rate, Mapping):  # a schedule
        return _name(rate)
    return None if rate is None else to_float(rate)
