"""`base.trainable = False` after a layer is made: the line that freezes weights is the one to change."""

from __future__ import annotations

import libcst as cst

from unstuck.patch.desk import Desk, Line
from unstuck.patch.source import Source
from unstuck.patch.spots import Spot
from unstuck.spec import Edit


def unfreeze(desk: Desk, edits: list[Edit]) -> Line | None:
    """Make the one line before `fit` that freezes layers thaw them; None where it is not one line, or not all thaw."""
    thawed = {edit.path for edit in edits if edit.new is True}
    layers = enumerate(desk.spec.layers())
    frozen = {f"layers[{index}].trainable" for index, one in layers if one["config"].get("trainable") is False}
    if not frozen <= thawed or desk.sites.fit is None:
        return None
    draft = desk.draft(desk.sites.fit.file)
    lines = [one for one in _freezing(draft.source) if draft.source.line(one) <= desk.sites.fit.line]
    if len(lines) != 1:
        return None
    return Spot(draft, lines[0].value).write("True")


def _freezing(source: Source) -> list[cst.Assign]:
    """The statements `something.trainable = False`."""
    return [
        assign
        for assign in source.all(cst.Assign)
        if isinstance(assign.value, cst.Name)
        and assign.value.value == "False"
        and any(isinstance(t.target, cst.Attribute) and t.target.attr.value == "trainable" for t in assign.targets)
    ]
