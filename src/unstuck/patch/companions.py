"""The test arrays that come with the training array: what scales one must scale the others."""

from __future__ import annotations

import re

import libcst as cst

from unstuck.patch.bindings import events, origins
from unstuck.patch.scaling import base_name
from unstuck.patch.source import Source, last_name

_TRAIN = re.compile(r"(?i)(?<![a-z])(training|train|trn|tr)(?![a-z])|(?<=[a-z])(Train|Tr)(?![a-z])")
_OTHER = r"(?i:test|tst|te|validation|valid|val|dev|eval|holdout)"


def companions(source: Source, names: list[str], fit: cst.CSTNode) -> list[str]:
    """The variables bound in the same unpacking as an input and in the same role, and those tested by that name."""
    made_from = set(names).union(*(origins(source, name, fit) for name in names))
    found: set[str] = set()
    tested = {base_name(source, value) for _, value in uses(source, fit)}
    for name in made_from:
        beside = {other for event in events(source, name, fit) for other in _beside(source, event, name)}
        # What comes with an array that the input is only made from may be anything, unless the model is tested on it.
        found |= beside if name in names else beside & tested
        found |= {other for other in tested if _is_test_of(other, name)}
    return sorted(name for name in found - made_from if name.strip("_"))


def uses(source: Source, fit: cst.CSTNode) -> list[tuple[cst.Call, cst.BaseExpression]]:
    """The other calls that feed inputs to the same model, each with its inputs."""
    assert isinstance(fit, cst.Call)
    model = source.code(fit.func).rpartition(".")[0]
    found = []
    for call in source.all(cst.Call):
        owner, _, method = source.code(call.func).rpartition(".")
        feeds = method in {"fit", "evaluate"} or method.startswith("predict")
        if call is fit or owner != model or not feeds:
            continue
        given = [arg.value for arg in call.args if arg.keyword is None or arg.keyword.value == "x"]
        found += [(call, value) for value in given[:1]]
    return found


def _beside(source: Source, event: cst.CSTNode, name: str) -> set[str]:
    """The names in the role of `name` where both are unpacked from one value."""
    assign = next((node for node in source.ancestors(event) if isinstance(node, cst.Assign)), None)
    if assign is None or not isinstance(assign.targets[0].target, cst.Tuple | cst.List):
        return set()
    groups = [element.value for element in assign.targets[0].target.elements]
    if any(isinstance(group, cst.Tuple | cst.List) for group in groups):
        rows = [_flat(group) for group in groups]
        columns = [row.index(name) for row in rows if name in row]
        return {row[column] for column in columns for row in rows if column < len(row)}
    flat = _flat(assign.targets[0].target)
    if isinstance(assign.value, cst.Call) and last_name(assign.value.func) == "train_test_split":
        at = flat.index(name) if name in flat else 0  # (train, test) of the first array, then of the second
        return {flat[at ^ 1]} if (at ^ 1) < len(flat) else set()
    return {other for other in flat if _is_test_of(other, name)}


def _flat(node: cst.BaseExpression) -> list[str]:
    """The names of a target; what is not a plain name counts as an empty one."""
    if isinstance(node, cst.Tuple | cst.List):
        return [last_name(element.value) for element in node.elements]
    return [last_name(node)]


def _is_test_of(other: str, train: str) -> bool:
    """Whether the names differ in `train` and `test` only: `X_train` and `X_test`, `trainX` and `testX`."""
    parts = _TRAIN.split(train, maxsplit=1)
    if len(parts) == 1:
        parts = re.split(r"^(train)(?=[A-Z])|(train)$", train, maxsplit=1)
    if len(parts) == 1:
        return False
    return re.fullmatch(re.escape(parts[0]) + _OTHER + re.escape(parts[-1]), other) is not None
