"""Edits of a layer: `layers[1].activation` is the argument `activation` of that layer's constructor call."""

from __future__ import annotations

import re
from typing import Any

import libcst as cst

from unstuck.patch.arguments import Signature, set_argument
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.imports import meaning
from unstuck.patch.source import Unpatchable
from unstuck.patch.values import same
from unstuck.spec import Edit, Site

_PATH = re.compile(r"^layers\[(\d+)\]\.(\w+)$")


def is_layer_edit(path: str) -> bool:
    """Whether an edit's path names a layer."""
    return path.startswith("layers[")


def layer_index(path: str) -> int:
    """The layer that a path names."""
    return int(path.split("[")[1].split("]")[0])


def layer_site(desk: Desk, index: int) -> Site | None:
    """Where a layer is made; None when that is unknown."""
    return desk.sites.layers[index] if index < len(desk.sites.layers) else None


def edit_layer(desk: Desk, edit: Edit, edits: list[Edit]) -> Line:
    """Change one argument of a layer's constructor; `edits` are all those that will be made.

    Raises:
        Unpatchable: it cannot be done without changing something else too.
    """
    found = _PATH.match(edit.path)
    if found is None:
        raise Unpatchable("the value is inside another one")
    index, name = int(found[1]), found[2]
    site = layer_site(desk, index)
    if index >= len(desk.spec.layers()):
        raise Unpatchable("the model has no such layer")
    class_name = desk.spec.layers()[index]["class_name"]
    draft, call = desk.call(site, [class_name])
    layer = _layer_class(draft, call, class_name)
    _refuse_shared(desk, edit, edits, site, name)
    signature = Signature.of(layer, trainable=True)
    try:
        return draft.source.file, set_argument(draft, call, signature, name, edit.old, edit.new, own=True)
    except Unpatchable as why:
        raise Unpatchable(f"{why}{_set_elsewhere(draft, name)}") from None


def _layer_class(draft: Draft, call: cst.Call, class_name: str) -> Any:
    """The Keras class that the call makes a layer of."""
    import keras

    called = meaning(draft.source, call.func).rpartition(".")[2]
    layer = getattr(keras.layers, class_name, None)
    # Keras has second names for some layers: MaxPool2D, Convolution2D.
    if layer is None or getattr(keras.layers, called, None) is not layer:
        raise Unpatchable(f"the layer is made by {draft.source.code(call.func)}(…), not by {class_name}(…) itself")
    return layer


def _refuse_shared(desk: Desk, edit: Edit, edits: list[Edit], site: Site | None, name: str) -> None:
    """One call in a loop or a helper makes several layers: change it only if all of them are to have the new value."""
    wanted = {one.path: one.new for one in edits}
    for index, layer in enumerate(desk.spec.layers()):
        if layer_site(desk, index) != site or name not in layer["config"]:
            continue
        if not same(name, wanted.get(f"layers[{index}].{name}", layer["config"][name]), edit.new):
            raise Unpatchable(f"the same call also makes layer {index}, which keeps its {name}")


def _set_elsewhere(draft: Draft, name: str) -> str:
    """The lines that set such an attribute after the layer is made: `layer.trainable = False`."""
    lines = [
        draft.source.line(target)
        for target in draft.source.all(cst.AssignTarget)
        if isinstance(target.target, cst.Attribute) and target.target.attr.value == name
    ]
    return f"; .{name} is set in line {', '.join(map(str, lines))}" if lines else ""
