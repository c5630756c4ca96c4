"""Edits of a layer: `layers[1].activation` is the argument `activation` of that layer's constructor call."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import libcst as cst

from unstuck.notebook import shown_line
from unstuck.patch.arguments import Signature, find_argument, locate, set_argument
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.expressions import expression
from unstuck.patch.frozen import unfreeze
from unstuck.patch.imports import meaning
from unstuck.patch.shared import by_parameter, in_loop
from unstuck.patch.source import Unpatchable
from unstuck.patch.spots import Setting
from unstuck.patch.values import same
from unstuck.spec import Edit, Site
from unstuck.words import shown_path

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
        line = unfreeze(desk, edits) if edit.path.endswith(".trainable") else None
        if line is None:
            raise Unpatchable("the value is inside another one")
        return line
    index, name = int(found[1]), found[2]
    if index >= len(desk.spec.layers()):
        raise Unpatchable("the model has no such layer")
    setting = Setting(name, edit.old, edit.new, own=True)
    try:
        return _edit_in_call(desk, setting, index, edits)
    except Unpatchable as why:
        line = unfreeze(desk, edits) if name == "trainable" else None
        if line is None:
            raise Unpatchable(f"{why}{_set_elsewhere(desk, name)}") from None
        return line


def _edit_in_call(desk: Desk, setting: Setting, index: int, edits: list[Edit]) -> Line:
    site, class_name = layer_site(desk, index), desk.spec.layers()[index]["class_name"]
    draft, call = desk.call(site, [class_name])
    signature = Signature.of(_layer_class(draft, call, class_name), trainable=True)
    if _is_shared(desk, edits, index, setting):
        return _edit_one_of_several(desk, draft, call, signature, setting, index, edits)
    return set_argument(desk, draft, call, signature, setting, site)


def _layer_class(draft: Draft, call: cst.Call, class_name: str) -> Any:
    """The Keras class that the call makes a layer of."""
    import keras

    from unstuck.capture import todays_layer

    called = todays_layer(meaning(draft.source, call.func).rpartition(".")[2])
    layer = getattr(keras.layers, class_name, None)
    # Keras has second names for some layers, such as MaxPool2D.
    if layer is None or getattr(keras.layers, called, None) is not layer:
        raise Unpatchable(f"the layer is made by {draft.source.code(call.func)}(…), not by {class_name}(…) itself")
    return layer


def _twins(desk: Desk, index: int, name: str) -> list[int]:
    """The layers that the same call makes and that have such an argument, this one among them."""
    site = layer_site(desk, index)
    layers = desk.spec.layers()
    return [i for i, layer in enumerate(layers) if layer_site(desk, i) == site and name in layer["config"]]


def _is_shared(desk: Desk, edits: list[Edit], index: int, setting: Setting) -> bool:
    """Whether the same call makes another layer, in a loop or a helper, that is to have another value."""
    return not all(_agree(desk, edits, i, setting) for i in _twins(desk, index, setting.name))


def _wanted(desk: Desk, edits: list[Edit], index: int, name: str) -> Any:
    wanted = {one.path: one.new for one in edits}
    return wanted.get(f"layers[{index}].{name}", desk.spec.layers()[index]["config"][name])


def _edit_one_of_several(
    desk: Desk, draft: Draft, call: cst.Call, signature: Signature, setting: Setting, index: int, edits: list[Edit]
) -> Line:
    """Change the value where it comes from, for this layer alone: in its turn of the loop, at its call of the helper.

    Raises:
        Unpatchable: the change would be one of other layers too.
    """
    name, twins = setting.name, _twins(desk, index, setting.name)
    value = find_argument(draft.source, call, signature, name)
    if value is not None:
        site = layer_site(desk, index)
        turns = [i for i in twins if _via(desk, i) == _via(desk, index)]
        alone = len(turns) == len(twins)  # all in one run of the loop
        spot = in_loop(desk, draft, value, turns.index(index), len(turns), site) if alone else None
        if spot is not None:
            return spot.write(expression(spot.draft, spot.node, name, setting.new, spot.node))
        spots = {i: locate(desk, draft, call, signature, _old(desk, i, setting), layer_site(desk, i)) for i in twins}
        if all(spots[i] != spots[index] or _agree(desk, edits, i, setting) for i in twins):
            spot = spots[index]
            return spot.write(expression(spot.draft, spot.node, name, setting.new, None if spot.keyword else spot.node))
    kept = next(i for i in twins if not _agree(desk, edits, i, setting))
    told = f"the same call also makes layer {kept}, which keeps its {name}"
    site = layer_site(desk, index)
    if site is None or any(_via(desk, i) == _via(desk, index) and not _agree(desk, edits, i, setting) for i in twins):
        raise Unpatchable(told)
    try:
        return by_parameter(desk, draft, call, value, setting, site, expression(draft, call, name, setting.new, value))
    except Unpatchable as why:
        raise Unpatchable(f"{told}, and {why}") from None


def _agree(desk: Desk, edits: list[Edit], index: int, setting: Setting) -> bool:
    return same(setting.name, _wanted(desk, edits, index, setting.name), setting.new)


def _old(desk: Desk, index: int, setting: Setting) -> Setting:
    return replace(setting, old=desk.spec.layers()[index]["config"][setting.name])


def _via(desk: Desk, index: int) -> Site | None:
    site = layer_site(desk, index)
    return None if site is None else site.via


def _set_elsewhere(desk: Desk, name: str) -> str:
    """The lines that set such an attribute after the layer is made: `layer.trainable = False`."""
    lines = [
        f"{shown_path(draft.source.file)}, {shown_line(draft.source.file, draft.source.line(target))}"
        for draft in desk.drafts.values()
        for target in draft.source.all(cst.AssignTarget)
        if isinstance(target.target, cst.Attribute) and target.target.attr.value == name
    ]
    return f"; .{name} is set in {', '.join(lines)}" if lines else ""
