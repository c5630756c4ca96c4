"""The arrays that `fit` is given, and the lines that change them where they are made."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from unstuck.patch.arguments import find_argument, fit_signature
from unstuck.patch.bindings import Place, events, origins, owner, place_after, place_after_all
from unstuck.patch.companions import companions
from unstuck.patch.constants import defining
from unstuck.patch.draft import Draft
from unstuck.patch.scaling import Filling, Scaling, Standardizing, base_name
from unstuck.patch.source import Unpatchable

_LINE_LENGTH = 100  # characters; longer scaling lines are written one array a line


def given_arrays(draft: Draft, fit: cst.Call, *, labels: bool = False) -> list[cst.BaseExpression]:
    """The expressions of the training and the validation inputs, or of their labels.

    Raises:
        Unpatchable: `fit` is given something else than arrays.
    """
    source, signature = draft.source, fit_signature()
    x, y = find_argument(source, fit, signature, "x"), find_argument(source, fit, signature, "y")
    if x is None or y is None:
        raise Unpatchable("fit is given a generator or a dataset")
    given = _parts(y if labels else x)
    value = find_argument(source, fit, signature, "validation_data")
    if value is not None and source.code(value) != "None":
        found = defining(source, value)
        pair = found[0] if found else value
        if not isinstance(pair, cst.Tuple | cst.List) or len(pair.elements) < 2:
            raise Unpatchable("the validation data are not a pair of arrays")
        given += _parts(pair.elements[labels].value)
    return given


def _parts(value: cst.BaseExpression) -> list[cst.BaseExpression]:
    """The arrays of a value: itself, or those of a list or dictionary of several inputs."""
    if isinstance(value, cst.List | cst.Tuple | cst.Dict):
        if not all(isinstance(one, cst.Element | cst.DictElement) for one in value.elements):
            raise Unpatchable("the model has several inputs")
        return [one.value for one in value.elements]
    return [value]


def places_of(
    draft: Draft, fit: cst.Call, given: list[cst.BaseExpression], others: list[cst.BaseExpression]
) -> dict[str, Place]:
    """Where to change each array; arrays of one block are changed together, after the last of them.

    Args:
        given: the inputs given to `fit`, or the labels.
        others: the labels, or the inputs: nothing that they are made from may be changed before they are made.

    Raises:
        Unpatchable: an array given to `fit` has no safe place.
    """
    source = draft.source
    names = list(dict.fromkeys(base_name(source, value) for value in given))
    if not all(names):
        raise Unpatchable("an input is made by an expression")
    if set(names) & set().union(*map(source.names_in, others)):
        raise Unpatchable("the inputs and the labels are the same array")
    places = {name: place_after_all(source, name, fit, others) for name in names}
    for name in companions(source, names, fit):
        try:
            places[name] = place_after(source, name, fit)
        except Unpatchable:  # the user is told, see `inputs`
            continue
    places = {name: _latest(place, places.values()) for name, place in places.items()}
    places = {name: place for name, place in places.items() if not _scaled_by_origin(draft, fit, name, places)}
    for name, value in zip([base_name(source, value) for value in given], given, strict=True):
        same_scope = source.scope(value) is owner(source, name, fit)
        if name in places and same_scope and source.line(value) <= places[name].line:
            raise Unpatchable("the arrays are put together before they are ready")
    first = {name: source.start(events(source, name, fit)[0]) for name in places}
    return {name: places[name] for name in sorted(places, key=lambda name: first[name])}


def _latest(place: Place, places: Iterable[Place]) -> Place:
    return max((other for other in places if other.block is place.block), key=lambda other: other.line)


def _scaled_by_origin(draft: Draft, fit: cst.Call, name: str, places: dict[str, Place]) -> bool:
    """Whether the array is made, later, from another one that is scaled by then."""
    made_from = origins(draft.source, name, fit) - {name}
    return any(other in made_from and place.line < places[name].line for other, place in places.items())


def insert_change(draft: Draft, places: dict[str, Place], change: Scaling | Standardizing | Filling) -> None:
    """Inserts the lines that change arrays at their places, one line for all of a place where it is not too long."""
    for place in dict.fromkeys(places.values()):
        names = [name for name, at in places.items() if at == place]
        together = f"{', '.join(names)} = {', '.join(map(change.of, names))}"
        lines = [together] if len(together) <= _LINE_LENGTH else [f"{name} = {change.of(name)}" for name in names]
        for line in lines:
            insert_line(draft, place, line)


def insert_line(draft: Draft, place: Place, line: str) -> None:
    """Inserts a line at a place."""
    if place.statement is not None:
        draft.insert_after(place.statement, line)
    else:
        assert isinstance(place.block, cst.IndentedBlock)
        draft.insert_before(place.block.body[0], line)
