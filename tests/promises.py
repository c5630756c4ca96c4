"""Whether a patched program is what its patch promised: the recipe and the arrays it gives to `fit`, taken again.

The program is run up to its first `fit` only, before and after; the promise is `spec.apply(edits)` and NumPy's own
`(x - shift) * scale`.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import contextlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from unstuck.capture import run_script, spec_of
from unstuck.engine import FitCall
from unstuck.patch import Patch, patch, write
from unstuck.patch.values import same
from unstuck.spec import Edit, Sites, Spec


class Stop(BaseException):
    """Ends a program at its `fit`."""


@dataclass(frozen=True, eq=False)
class Taken:
    """What a program gives to its first `fit`."""

    spec: Spec
    sites: Sites
    call: FitCall

    @property
    def arrays(self):
        """The training inputs and labels, then the validation inputs and labels if any."""
        validation = self.call.validation_data
        return [self.call.x, self.call.y, *(validation[:2] if isinstance(validation, list | tuple) else ())]


def take(path, arguments=()) -> Taken:
    """Run a program up to its first `fit`."""
    taken = []

    def on_fit(model, call, sites):
        if isinstance(model, keras.Sequential) and not model.built and hasattr(call.x, "shape"):
            model.build((None, *call.x.shape[1:]))
        spec = spec_of(model, call)
        if call.class_weight:
            spec = replace(spec, class_weight={int(k): float(v) for k, v in call.class_weight.items()})
        taken.append(Taken(spec, sites, call))
        raise Stop

    keras.backend.clear_session()  # or the layers' made-up names go on counting
    keras.utils.set_random_seed(0)
    with contextlib.redirect_stdout(io.StringIO()):
        ended = run_script(path, list(arguments), on_fit)
    assert taken, ended.crash
    return taken[0]


def patched(
    path, wanted: Mapping[str, Any], before: Taken | None = None, rerun: bool = True
) -> tuple[Patch, Taken, Taken | None]:
    """The patch of some new values, the program before and, with `rerun`, after it; the files are as they were."""
    before = before or take(path)
    made = patch([Edit(place, before.spec.get(place), new) for place, new in wanted.items()], before.spec, before.sites)
    if not rerun:
        return made, before, None
    originals = {file: Path(file).read_bytes() for file in made.sources}
    try:
        for file in write(made):
            Path(f"{file}.orig").unlink()
        after = take(path)
    finally:
        for file, raw in originals.items():
            Path(file).write_bytes(raw)
    return made, before, after


def broken(before: Taken, after: Taken, wanted: Mapping[str, Any], made: Patch) -> list[str]:
    """What the patched program does not keep of the promise; edits that the patch leaves to the user do not count."""
    done = {place: new for place, new in wanted.items() if place in made.lines}
    data = ("inputs.", "targets.", "validation_inputs.")
    edits = [Edit(place, before.spec.get(place), new) for place, new in done.items() if not place.startswith(data)]
    promised = before.spec.apply(*edits)
    return [*_recipe(promised, after.spec), *_arrays(before, after, done)]


def _recipe(promised: Spec, found: Spec) -> list[str]:
    wrong = [
        f"{name}: {getattr(found, name)!r}, promised {getattr(promised, name)!r}"
        for name in ("batch_size", "epochs", "shuffle", "class_weight")
        if getattr(promised, name) != getattr(found, name)
    ]
    if (one := _loss(promised.loss)) != (other := _loss(found.loss)):
        wrong.append(f"loss: {other}, promised {one}")
    wrong += _different("optimizer", _optimizer(promised.optimizer), _optimizer(found.optimizer))
    if len(promised.layers()) != len(found.layers()):
        return [*wrong, f"{len(found.layers())} layers, promised {len(promised.layers())}"]
    for index, pair in enumerate(zip(promised.layers(), found.layers(), strict=True)):
        one, other = ({"class_name": layer["class_name"], **layer["config"]} for layer in pair)
        wrong += _different(f"layers[{index}]", one, other)
    return wrong


def _different(what: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    keys = (set(one) | set(other)) - {"name", "build_config"}
    return [
        f"{what}.{key}: {other.get(key)!r}, promised {one.get(key)!r}"
        for key in sorted(keys)
        if not same(key, _settled(key, one.get(key)), _settled(key, other.get(key)))
    ]


def _settled(key: str, value: Any) -> Any:
    """A config value in Keras' own full form, without what it says of modules and seeds."""
    if isinstance(value, str):
        with contextlib.suppress(ValueError, TypeError):
            if key.endswith("initializer"):
                value = keras.initializers.serialize(keras.initializers.get(value))
            elif key.endswith("regularizer"):
                value = keras.regularizers.serialize(keras.regularizers.get(value))
    if isinstance(value, Mapping) and "class_name" in value:
        return value["class_name"], {
            name: _number(item)
            for name, item in value.get("config", {}).items()
            if name not in ("seed", "name") and item is not None
        }
    return _number(value)


def _number(value: Any) -> Any:
    return float(f"{value:.5g}") if isinstance(value, float) else value


def _loss(loss: Any) -> Any:
    if callable(loss):
        return getattr(loss, "__name__", loss)
    if isinstance(loss, Mapping) and "class_name" not in loss:  # one for each output
        return {name: _loss(part) for name, part in loss.items()}
    found = keras.losses.deserialize(dict(loss)) if isinstance(loss, Mapping) else keras.losses.get(loss)
    if not isinstance(found, keras.losses.Loss):
        return found.__name__
    config = {k: v for k, v in found.get_config().items() if k not in ("name", "reduction", "fn", "dtype")}
    plain = {"from_logits": False, "ignore_class": None, "label_smoothing": 0.0, "axis": -1, "delta": 1.0}
    config = {k: v for k, v in config.items() if plain.get(k, v) != v or k not in plain}
    reduction = found.reduction
    name = getattr(keras.losses, found.name, None)
    if not config and reduction in (None, "sum_over_batch_size", "auto") and name is not None:
        return name.__name__
    return type(found).__name__, config, reduction


def _optimizer(optimizer: Mapping[str, Any]) -> dict[str, Any]:
    config = dict(optimizer["config"])
    built = keras.optimizers.deserialize({"class_name": optimizer["class_name"], "config": config})
    return {"class_name": optimizer["class_name"], **{k: _number(v) for k, v in built.get_config().items()}}


def _arrays(before: Taken, after: Taken, done: Mapping[str, Any]) -> list[str]:
    wrong = []
    names = ("inputs", "targets", "validation inputs", "validation targets")
    for name, one, other in zip(names, before.arrays, after.arrays, strict=False):
        promised = one
        if name == "validation inputs":
            promised = _rescaled(promised, done, "validation_inputs")
        promised = _rescaled(promised, done, "targets" if "targets" in name else "inputs")
        if not hasattr(promised, "shape") or not hasattr(other, "shape"):
            continue
        same_shape = np.shape(promised) == np.shape(other)
        # Feature by feature the mean is taken where the array is made, be it before a part of it is cut off.
        near = 0.4 if isinstance(done.get("inputs.shift"), tuple) and "inputs" in name else 1e-5
        if not same_shape or not np.allclose(
            np.asarray(promised, float), np.asarray(other, float), 1e-4, near, equal_nan=True
        ):
            wrong.append(f"{name} are not what was promised")
    return wrong


def _rescaled(array: Any, done: Mapping[str, Any], what: str) -> Any:
    shift, scale = done.get(f"{what}.shift"), done.get(f"{what}.scale")
    if (shift is None and scale is None) or not hasattr(array, "shape"):
        return array
    shift, scale = (0.0 if shift is None else shift), (1.0 if scale is None else scale)
    return (np.asarray(array, "float64") - np.asarray(shift)) * np.asarray(scale)
