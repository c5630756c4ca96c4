"""Runs a script on real Keras with `fit` left out, and records its recipe and where each part was made.

Independent of the capture room: positions come from CPython's `co_positions`, recipes from Keras' own serialisation.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import sys
import types
from dataclasses import dataclass, field
from pathlib import Path

import keras
import numpy as np
import pytest
from keras.src.utils.module_utils import tensorflow as keras_tensorflow

from unstuck.patch import Patch, patch, write
from unstuck.spec import Edit, Site, Sites, Spec

keras_tensorflow.available  # noqa: B018 -- Keras remembers the answer, so it never meets the stand-in below


@dataclass
class Run:
    """What a script asked for."""

    spec: Spec | None = None
    sites: Sites = field(default_factory=Sites)
    x: np.ndarray | None = None
    validation: np.ndarray | None = None
    fed: list = field(default_factory=list)  # inputs of evaluate and predict


def arrays():
    rng = np.random.default_rng(0)
    pair = lambda n: (rng.integers(0, 256, (n, 28, 28), dtype=np.uint8), rng.integers(0, 10, n))  # noqa: E731
    return pair(20), pair(8)


def site(files):
    """Where the innermost of the frames in these files stands."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename not in files:
        frame = frame.f_back
    if frame is None:
        return None
    return reached(frame, files)


def reached(frame, files):
    """The place in a frame, with those that led there; one frame of a script calls the next."""
    line, end_line, column, end_column = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    outer = frame.f_back
    while outer is not None and outer.f_code.co_filename not in files:
        outer = outer.f_back
    via = None if outer is None or frame.f_code.co_name == "<module>" else reached(outer, files)
    return Site(frame.f_code.co_filename, line, column, end_line, end_column, via)


def run(path, files=()):
    """Execute a script and return what it asked of Keras."""
    file, seen, made = str(path), Run(), {}
    watched = {file, *map(str, files)}

    def where():
        return site(watched)

    def recording(base):
        original = base.__init__

        def init(self, *args, **kwargs):
            made.setdefault(id(self), (self, where()))
            original(self, *args, **kwargs)

        return init

    def compile_(self, *args, **kwargs):
        names = dict(zip(("optimizer", "loss"), args, strict=False), **kwargs)
        optimizer, loss = names.get("optimizer", "rmsprop"), names.get("loss")
        self.recipe = (
            keras.optimizers.serialize(keras.optimizers.get(optimizer)),
            keras.losses.serialize(loss) if isinstance(loss, keras.losses.Loss) else loss,
            where(),
            None if isinstance(optimizer, str) else made[id(optimizer)][1],
            made[id(loss)][1] if id(loss) in made and isinstance(loss, keras.losses.Loss) else None,
        )

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose=1, callbacks=None, validation_split=0.0,
            validation_data=None, shuffle=True):  # fmt: skip
        optimizer, loss, compiled, opt_site, loss_site = self.recipe
        layers = [layer for layer in self.layers if not isinstance(layer, keras.layers.InputLayer)]
        config = {"layers": [keras.layers.serialize(layer) for layer in layers]}
        seen.spec = Spec(
            {"class_name": "Sequential", "config": config}, loss, optimizer,
            batch_size=batch_size or 32, epochs=epochs, shuffle=shuffle,
        )  # fmt: skip
        sites = tuple(made[id(layer)][1] if id(layer) in made else None for layer in layers)
        seen.sites = Sites(sites, compiled, where(), opt_site, loss_site)
        seen.x, seen.validation = x, validation_data[0] if validation_data else None

    def feed(self, x, *args, **kwargs):
        seen.fed.append(x)
        return np.zeros(2)

    with pytest.MonkeyPatch.context() as change:
        for base in (keras.Layer, keras.optimizers.Optimizer, keras.losses.Loss):
            change.setattr(base, "__init__", recording(base))
        for name, method in (("compile", compile_), ("fit", fit), ("evaluate", feed), ("predict", feed)):
            change.setattr(keras.Model, name, method)
        change.setattr(keras.datasets.mnist, "load_data", arrays)
        for name, module in tensorflow().items():
            change.setitem(sys.modules, name, module)
        change.syspath_prepend(str(Path(path).parent))
        known = set(sys.modules)
        text = Path(path).read_bytes()
        exec(compile(text, file, "exec", dont_inherit=True), {"__name__": "__main__", "__file__": file})
        for name in set(sys.modules) - known:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(str(Path(path).parent)):
                del sys.modules[name]
    return seen


def tensorflow():
    """TensorFlow's face, with Keras behind it."""
    tf = types.ModuleType("tensorflow")
    tf.keras, tf.nn = keras, types.SimpleNamespace(relu=keras.activations.relu)
    rooms = ("layers", "models", "losses", "optimizers", "datasets", "datasets.mnist", "activations", "utils")
    modules = {"tensorflow": tf, "tensorflow.keras": keras}
    for room in rooms:
        found = keras
        for part in room.split("."):
            found = getattr(found, part)
        modules[f"tensorflow.keras.{room}"] = found
    return modules


def edited(tmp_path, script, wanted, name="train.py") -> tuple[Patch, Run, Run, str]:
    """Run, patch, write and run again; the second run must have exactly the recipe that the edits describe."""
    path = tmp_path / name
    path.write_bytes(script if isinstance(script, bytes) else script.encode())
    before = run(path)
    edits = [Edit(place, before.spec.get(place), new) for place, new in wanted.items()]
    made = patch(edits, before.spec, before.sites)
    write(made)
    after = run(path)
    done = [edit for edit in edits if edit.path in made.lines]
    assert same_recipe(after.spec, before.spec.apply(*(e for e in done if not e.path.startswith("inputs."))))
    scale, shift = (wanted.get(f"inputs.{key}", default) for key, default in (("scale", 1.0), ("shift", 0.0)))
    if "inputs.scale" in made.lines or "inputs.shift" in made.lines:
        np.testing.assert_allclose(after.x, (before.x - shift) * scale, rtol=1e-6)
        if before.validation is not None:
            np.testing.assert_allclose(after.validation, (before.validation - shift) * scale, rtol=1e-6)
    return made, before, after, path.read_bytes().decode()


def same_recipe(one: Spec, other: Spec) -> bool:
    """Whether two recipes train the same, names of layers aside."""
    fields = ("batch_size", "epochs", "shuffle")
    if any(getattr(one, name) != getattr(other, name) for name in fields):
        return False
    pairs = zip(one.layers(), other.layers(), strict=True)
    if any(not alike(a["config"], b["config"]) for a, b in pairs):
        return False
    loss = [keras.losses.serialize(keras.losses.get(spec.loss)) for spec in (one, other)]
    if short(loss[0]) != short(loss[1]):
        return False
    return alike(*({"class_name": s.optimizer["class_name"], **s.optimizer["config"]} for s in (one, other)))


def short(value):
    """A loss without its made-up names; a function and the object around it are the same."""
    if isinstance(value, str) or value["class_name"] == "function":
        return value if isinstance(value, str) else value["config"]
    config = {key: item for key, item in value["config"].items() if key not in ("name", "reduction")}
    defaults = {"from_logits": False, "ignore_class": None, "label_smoothing": 0.0, "axis": -1}
    if config.items() <= defaults.items():
        return value["config"]["name"]
    return value["class_name"], config.get("from_logits")


def alike(one, other):
    keys = (set(one) & set(other)) - {"name", "dtype"}
    return all(close(one[key], other[key]) for key in keys)


def close(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-6 * abs(other)
    if isinstance(one, dict) and isinstance(other, dict) and "class_name" in one:
        return one["class_name"] == other["class_name"]
    if isinstance(one, dict) and isinstance(other, str):
        return close(one, keras.initializers.serialize(keras.initializers.get(other)))
    return one == other


def changed(diff):
    """The added and the removed lines of a diff."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    return [line[1:] for line in lines if line[:1] == "+"], [line[1:] for line in lines if line[:1] == "-"]
