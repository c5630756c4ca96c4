"""`wandb` (and `trackio`) for a script without account, network or package: what it logs goes to the run's folder."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras

from unstuck.capture.compat.notes import current_notes
from unstuck.capture.compat.quiet import Quiet

_DEFAULTS = "config-defaults.yaml"  # wandb reads it in the working directory


class Config:
    """The run's settings, as attributes and as a dict."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in current_notes().config:
            raise AttributeError(f"config has no {name!r}: the script has not set it")
        return current_notes().config[name]

    def __setattr__(self, name: str, value: Any) -> None:
        current_notes().config[name] = value

    def __getitem__(self, name: str) -> Any:
        return current_notes().config[name]

    def __setitem__(self, name: str, value: Any) -> None:
        current_notes().config[name] = value

    def __contains__(self, name: str) -> bool:
        return name in current_notes().config

    def keys(self) -> Any:
        """The names."""
        return current_notes().config.keys()

    def items(self) -> Any:
        """Names and values."""
        return current_notes().config.items()

    def get(self, name: str, default: Any = None) -> Any:
        """A value, or the default."""
        return current_notes().config.get(name, default)

    def update(self, values: Any = (), allow_val_change: bool | None = None, **named: Any) -> None:
        """More settings: a mapping, or what argparse gives."""
        given = values if isinstance(values, Mapping) else vars(values) if values else {}
        current_notes().config.update(given, **named)

    def setdefaults(self, values: Mapping[str, Any]) -> None:
        """Settings that are not there yet."""
        for name, value in values.items():
            current_notes().config.setdefault(name, value)

    def as_dict(self) -> dict[str, Any]:
        """A copy."""
        return dict(current_notes().config)

    def persist(self) -> None:
        """They are kept anyway."""


class Run(Quiet):
    """What `init` gives back."""

    id = name = "unstuck"
    project = entity = url = dir = "."
    offline = True

    def __init__(self) -> None:
        self.config = Config()
        self.summary: dict[str, Any] = {}

    def log(self, values: Mapping[str, Any] | None = None, *_: Any, **__: Any) -> None:
        """Keeps what is a number or a text."""
        log(values)

    def __bool__(self) -> bool:
        return True


config = Config()
run = Run()
summary = run.summary


def init(project: Any = None, *_: Any, config: Any = None, **__: Any) -> Run:
    """Begins; its settings go to the run's config."""
    run.config.setdefaults(_file_defaults())
    run.config.update(config or {})
    return run


def log(values: Mapping[str, Any] | None = None, *_: Any, **__: Any) -> None:
    """Keeps what is a number or a text."""
    plain = {name: _plain(value) for name, value in (values or {}).items()}
    current_notes().log({name: value for name, value in plain.items() if value is not None})


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool):
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        return None  # pictures, tables


def _file_defaults() -> dict[str, Any]:
    """`name:` and below it `value: 3`, as wandb writes it; or `name: 3`."""
    path = Path(_DEFAULTS)
    if not path.is_file():
        return {}
    found = re.findall(
        r"^(\w+):[ \t]*(?:\n(?:[ \t]+(?!value).*\n)*[ \t]+value:)?[ \t]*(\S+)", path.read_text("utf-8"), re.M
    )
    return {name: _number(text) for name, text in found if name != "wandb_version"}


def _number(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def finish(*_: Any, **__: Any) -> None:
    """The run ends with the script."""


def login(*_: Any, **__: Any) -> bool:
    """No account is needed."""
    return True


class _Media(Quiet):
    """A picture, table or plot: a script may make them; they are not kept."""

    def __init__(self, *_: Any, **__: Any) -> None: ...


Image = Table = Histogram = Html = Video = Audio = Object3D = Artifact = Settings = Molecule = _Media


class _Logging(keras.callbacks.Callback):
    """The run's history has the epochs already."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()


class WandbCallback(_Logging):
    """Takes all of wandb's arguments."""


class WandbMetricsLogger(_Logging):
    """Takes all of wandb's arguments."""


class WandbEvalCallback(_Logging):
    """Takes all of wandb's arguments."""


class WandbModelCheckpoint(keras.callbacks.ModelCheckpoint):
    """Keras' own."""


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return Quiet()
