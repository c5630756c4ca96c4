"""A learning rate that is set on the optimizer after `compile`: that line is the one to change."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from unstuck.patch.constants import definition, is_literal
from unstuck.patch.desk import Desk, Line
from unstuck.patch.expressions import expression
from unstuck.patch.source import Source, Unpatchable, last_name
from unstuck.patch.spots import Setting, Spot
from unstuck.patch.values import contradicts
from unstuck.spec import Edit

_NAMES = ("learning_rate", "lr")


def rate_set_later(desk: Desk, edit: Edit) -> Line | None:
    """Change the line before `fit` that sets the rate; None where there is none.

    Raises:
        Unpatchable: there are several such lines, or it is not a plain value there.
    """
    if desk.sites.fit is None:
        return None
    draft = desk.draft(desk.sites.fit.file)
    source, setting = draft.source, Setting("learning_rate", edit.old, edit.new)
    owners = _owners(desk, source)
    found = [value for rate, value in _set(source) if source.code(rate.value) in owners]
    found = [value for value in found if source.line(value) <= desk.sites.fit.line]
    found = [value for value in found if not contradicts("learning_rate", source.code(value), edit.old)]
    if not found:
        return None
    lines = ", ".join(str(source.line(value)) for value in found)
    if len(found) > 1:
        raise Unpatchable(f"the rate is set in lines {lines}")
    spot = definition(desk, draft, found[0], setting, desk.sites.fit)
    if spot is None and not is_literal(source.code(found[0])):
        raise Unpatchable(f"the rate is set in line {lines} to {source.code(found[0])}")
    spot = spot or Spot(draft, found[0])
    return spot.write(expression(spot.draft, spot.node, setting.name, setting.new, spot.node))


def _owners(desk: Desk, source: Source) -> set[str]:
    """How the source may call this model's optimizer: `model.optimizer`, and the variable that `compile` is given."""
    try:
        fit = desk.call(desk.sites.fit, ("fit", "fit_generator", "train_on_batch"))[1]
        compiled = desk.call(desk.sites.compile, ["compile"])[1]
    except Unpatchable:
        return set()
    model = source.code(fit.func).rpartition(".")[0]
    return {f"{model}.optimizer", *(source.code(arg.value) for arg in compiled.args if isinstance(arg.value, cst.Name))}


def _set(source: Source) -> Iterator[tuple[cst.Attribute, cst.BaseExpression]]:
    """What is given to an attribute that is a rate: by assignment, by `K.set_value`, by `assign`."""
    for assign in source.all(cst.Assign):
        for target in assign.targets:
            if _is_rate(target.target):
                yield cst.ensure_type(target.target, cst.Attribute), assign.value
    for call in source.all(cst.Call):
        given = [arg.value for arg in call.args]
        if last_name(call.func) == "assign" and isinstance(call.func, cst.Attribute):
            given = [call.func.value, *given]
        if last_name(call.func) in ("set_value", "assign") and len(given) == 2 and _is_rate(given[0]):
            yield cst.ensure_type(given[0], cst.Attribute), given[1]


def _is_rate(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Attribute) and node.attr.value in _NAMES
