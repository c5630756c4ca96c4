"""`epochs=EPOCHS`: the constant's definition is changed when that changes nothing else."""

from __future__ import annotations

import ast
from typing import Any

import libcst as cst
from libcst.metadata import Assignment, GlobalScope

from unstuck.patch.draft import Draft
from unstuck.patch.source import Source
from unstuck.patch.values import contradicts

# A module's constant that is read in several places is changed only if its name says it is this very setting.
_WORDS = {
    "epochs": ("epoch",),
    "batch_size": ("batch",),
    "learning_rate": ("lr", "learning", "rate"),
    "loss": ("loss",),
    "shuffle": ("shuffle",),
    "optimizer": ("opt",),
}


def definition(draft: Draft, value: cst.BaseExpression, name: str, old: Any, own: bool) -> cst.BaseExpression | None:
    """The expression that defines the variable `value`, if the argument `name` may be changed there; else None."""
    found = defining(draft.source, value)
    if found is None:
        return None
    defined, bound = found
    once = len(bound.references) == 1
    named = isinstance(bound.scope, GlobalScope) and any(word in bound.name.lower() for word in _WORDS.get(name, ()))
    if not once and (own or not named):
        return None
    code = draft.source.code(defined)
    if contradicts(name, code, old):
        return None
    if _is_literal(code):
        return defined
    # An object that is used as one elsewhere must stay one.
    return defined if once and isinstance(old, str | dict) and isinstance(defined, cst.Call | cst.Attribute) else None


def defining(source: Source, value: cst.CSTNode) -> tuple[cst.BaseExpression, Assignment] | None:
    """The right-hand side and the binding of a variable that is assigned exactly once, plainly."""
    if not isinstance(value, cst.Name):
        return None
    bound = list(source.scope(value)[value.value])
    if len(bound) != 1 or not isinstance(bound[0], Assignment):
        return None
    target = source.parent(bound[0].node)
    assign = source.parent(target) if isinstance(target, cst.AssignTarget) else target
    if isinstance(assign, cst.Assign) and len(assign.targets) == 1 and assign.targets[0].target is bound[0].node:
        return assign.value, bound[0]
    if isinstance(assign, cst.AnnAssign) and assign.target is bound[0].node and assign.value is not None:
        return assign.value, bound[0]
    return None


def _is_literal(code: str) -> bool:
    try:
        ast.literal_eval(code)
    except (ValueError, SyntaxError, TypeError, MemoryError):
        return False
    return True
