"""Edits of the inputs: one scaling line for the training, validation and test arrays alike."""

from __future__ import annotations

import math
from collections.abc import Sequence

import libcst as cst

from unstuck.notebook import shown_line
from unstuck.patch.arguments import find_argument, fit_signature
from unstuck.patch.arrays import given_arrays, insert_change, insert_line, places_of
from unstuck.patch.bindings import Place, events, loops, origins, owner, place_after_all, reads
from unstuck.patch.companions import uses
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.imports import spell
from unstuck.patch.rescaling import add_rescaling
from unstuck.patch.scaling import Filling, Scaling, Standardizing, base_name
from unstuck.patch.settings import FIT_NAMES
from unstuck.patch.source import Unpatchable
from unstuck.patch.values import number
from unstuck.spec import Edit
from unstuck.words import shown_path


def wanted_scaling(desk: Desk, edits: Sequence[Edit]) -> Scaling | None:
    """What the edits make of the inputs; None for a standardisation feature by feature."""
    new = {edit.path: edit.new for edit in edits}
    old = desk.spec.inputs
    shift, scale = new.get("inputs.shift", old.shift), new.get("inputs.scale", old.scale)
    return None if isinstance(shift, tuple | list) or isinstance(scale, tuple | list) else Scaling(shift, scale)


def edit_inputs(desk: Desk, edits: Sequence[Edit]) -> Line:
    """Scale the inputs, best where they are made, else in the `fit` call, else in a first layer.

    Raises:
        Unpatchable: none of the three is safe.
    """
    if desk.spec.inputs.shift != 0 or desk.spec.inputs.scale != 1:
        raise Unpatchable("the inputs are scaled by the recipe already")
    scaling = wanted_scaling(desk, edits)
    draft, fit = desk.call(desk.sites.fit, FIT_NAMES)
    if scaling is None:
        return _standardize(desk, draft, fit)
    try:
        given = given_arrays(draft, fit)
    except Unpatchable as why:
        return add_rescaling(desk, scaling, why)
    line, places = _change(draft, fit, scaling, given, given_arrays(draft, fit, labels=True))
    _warn(desk, draft, fit, scaling, places)
    return line


def _change(
    draft: Draft,
    fit: cst.Call,
    change: Scaling | Filling,
    given: list[cst.BaseExpression],
    others: list[cst.BaseExpression],
) -> tuple[Line, dict[str, Place]]:
    """Change arrays where they are made, else in the `fit` call; returns the line and the places of the arrays.

    Args:
        given, others: see `places_of`.
    """
    try:
        places = places_of(draft, fit, given, others)
    except Unpatchable:
        for value in given:
            draft.nodes[value] = change.wrap
        return (draft.source.file, draft.source.line(given[0])), {}
    insert_change(draft, places, change)
    return (draft.source.file, places[next(iter(places))].line), places


def are_alike(edits: Sequence[Edit]) -> bool:
    """Whether inputs and labels are scaled in one way, as those of an autoencoder."""
    ways = {
        what: sorted((edit.path.rpartition(".")[2], edit.new) for edit in edits if edit.path.startswith(f"{what}."))
        for what in ("inputs", "targets")
    }
    return bool(ways["inputs"]) and ways["inputs"] == ways["targets"]


def edit_copies(desk: Desk, edits: Sequence[Edit]) -> Line:
    """Scale arrays that are inputs and labels at once, or both sorts of arrays in the same way.

    Raises:
        Unpatchable: there is no safe place.
    """
    draft, fit = desk.call(desk.sites.fit, FIT_NAMES)
    given, labels = given_arrays(draft, fit), given_arrays(draft, fit, labels=True)
    inputs = [edit for edit in edits if edit.path.startswith("inputs.")]
    if [draft.source.code(value) for value in given] != [draft.source.code(value) for value in labels]:
        line = edit_inputs(desk, inputs)
        edit_targets(desk, [edit for edit in edits if edit not in inputs])
        return line
    scaling = _plain_scaling(inputs, "inputs")
    places = places_of(draft, fit, given, [])
    insert_change(draft, places, scaling)
    _warn(desk, draft, fit, scaling, places)
    return draft.source.file, places[next(iter(places))].line


def edit_missing(desk: Desk, edit: Edit) -> Line:
    """Fill what is no number in the inputs, best where they are made, else in the `fit` call.

    Raises:
        Unpatchable: neither is safe, or it is not 0 that is to stand there.
    """
    if edit.new != 0:
        raise Unpatchable("numpy.nan_to_num puts 0")
    draft, fit = desk.call(desk.sites.fit, FIT_NAMES)
    filling = Filling(spell(draft, fit, "numpy.nan_to_num"))
    line, _ = _change(draft, fit, filling, given_arrays(draft, fit), given_arrays(draft, fit, labels=True))
    return line


def edit_one_side(desk: Desk, edits: Sequence[Edit]) -> Line:
    """Scale the validation inputs alone; or the training inputs alone, where the validation inputs have it already.

    Raises:
        Unpatchable: both sides change, or there is no safe place.
    """
    alone, both = (_plain_scaling(edits, name) for name in ("validation_inputs", "inputs"))
    draft, fit = desk.call(desk.sites.fit, FIT_NAMES)
    given = given_arrays(draft, fit)
    names = [base_name(draft.source, value) for value in given]
    if len(given) != 2 or names[0] == names[1]:
        raise Unpatchable("training and validation inputs have no variables of their own")
    if both == Scaling(0.0, 1.0):
        side, scaling = 1, alone
    elif math.isclose(alone.scale * both.scale, 1.0) and not alone.shift and not both.shift:
        side, scaling = 0, both
    else:
        raise Unpatchable("training and validation inputs have to be scaled each in its own way")
    name, labels = names[side], given_arrays(draft, fit, labels=True)
    if not name or any(name in draft.source.names_in(label) for label in labels):
        draft.nodes[given[side]] = scaling.wrap
        return draft.source.file, draft.source.line(given[side])
    place = place_after_all(draft.source, name, fit, labels)
    insert_change(draft, {name: place}, scaling)
    return draft.source.file, place.line


def _plain_scaling(edits: Sequence[Edit], what: str) -> Scaling:
    """What the edits of `inputs`, `validation_inputs` or `targets` do, if it is one shift and one scale for all."""
    new = {edit.path: edit.new for edit in edits}
    shift, scale = new.get(f"{what}.shift", 0.0), new.get(f"{what}.scale", 1.0)
    if isinstance(shift, tuple | list) or isinstance(scale, tuple | list):
        raise Unpatchable("each feature is scaled in its own way")
    return Scaling(shift, scale)


def edit_targets(desk: Desk, edits: Sequence[Edit]) -> Line:
    """Scale labels that are amounts, where they are made; predictions then come in the new unit, which a note says.

    Raises:
        Unpatchable: there is no safe place.
    """
    scaling = _plain_scaling(edits, "targets")
    draft, fit = desk.call(desk.sites.fit, FIT_NAMES)
    y = find_argument(draft.source, fit, fit_signature(), "y")
    if isinstance(y, cst.Dict) or (isinstance(y, cst.List) and all(isinstance(e.value, cst.Name) for e in y.elements)):
        raise Unpatchable("the model has several outputs, and only the labels of one are meant")
    line, _ = _change(draft, fit, scaling, given_arrays(draft, fit, labels=True), given_arrays(draft, fit))
    times = "" if scaling.scale == 1 else f" * {number(float(f'{1 / scaling.scale:.6g}'))}"
    back = f"prediction{times} + {number(scaling.shift)}"
    desk.notes.append(f"What the network predicts is then in the new unit; the old one is `{back}`.")
    return line


def _standardize(desk: Desk, draft: Draft, fit: cst.Call) -> Line:
    """Standardise by the training set, where its array is made.

    Raises:
        Unpatchable: the training inputs have no variable of their own, or another array is ready before them.
    """
    given = given_arrays(draft, fit)
    if len(given) > 2:
        raise Unpatchable("the model has several inputs")
    places = places_of(draft, fit, given, given_arrays(draft, fit, labels=True))
    train = base_name(draft.source, given[0])
    if train not in places or any(place.line < places[train].line for place in places.values()):
        raise Unpatchable("the training inputs are not made first")
    if {f"{train}_mean", f"{train}_std"} & draft.source.names_in(draft.source.module):
        raise Unpatchable(f"{train}_mean or {train}_std is a variable already")
    scaling = Standardizing(train)
    insert_line(draft, places[train], scaling.preparation)
    insert_change(draft, places, scaling)
    _warn(desk, draft, fit, scaling, places)
    return draft.source.file, places[train].line


def _warn(desk: Desk, draft: Draft, fit: cst.Call, scaling: Scaling | Standardizing, places: dict[str, Place]) -> None:
    """Name the other calls of this model whose inputs are not scaled by the lines inserted."""
    source = draft.source
    scopes = {name: owner(source, name, fit) for name in places}
    for call, value in uses(source, fit):
        names = source.names_in(value)
        known = {name for name in names if name in scopes and owner(source, name, call) is scopes[name]}
        known |= {name for name in names if _made_after(draft, call, name, places)}
        unscaled = any(
            source.start(event) > source.start(fit) and name not in reads(source, event)
            for name in known & set(places)
            for event in events(source, name, call)
            if not loops(source, event)
        )
        if not known or unscaled:
            desk.notes.append(
                f"{shown_path(source.file)}, {shown_line(source.file, source.line(call))}: scale the inputs of "
                f"{source.code(call.func)}(…) the same way: {scaling.of(source.code(value))}"
            )


def _made_after(draft: Draft, at: cst.CSTNode, name: str, places: dict[str, Place]) -> bool:
    """Whether a variable is made from a scaled array after the scaling line."""
    source = draft.source
    found = origins(source, name, at) & set(places)
    bound = events(source, name, at)
    return bool(found and bound) and all(source.line(bound[-1]) > places[other].line for other in found)
