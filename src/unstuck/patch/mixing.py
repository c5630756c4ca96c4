"""Samples and labels mixed together before `fit` divides them."""

from __future__ import annotations

import libcst as cst

from unstuck.patch.arguments import find_argument, fit_signature
from unstuck.patch.desk import Desk, Line
from unstuck.patch.imports import spell
from unstuck.patch.settings import FIT_NAMES
from unstuck.patch.source import Unpatchable

_NAMES = ("order", "mixed_order", "order_of_samples")


def edit_mixed(desk: Desk) -> Line:
    """Gives `fit` its samples and labels in an order drawn on the line before it.

    Raises:
        Unpatchable: the program divides the data itself, or they are no two arrays.
    """
    draft, fit = desk.call(desk.sites.fit, FIT_NAMES)
    source, signature = draft.source, fit_signature()
    if find_argument(source, fit, signature, "validation_split") is None:
        raise Unpatchable("the program divides the data itself")
    x, y = (find_argument(source, fit, signature, name) for name in ("x", "y"))
    if x is None or y is None or isinstance(x, cst.List | cst.Tuple | cst.Dict):
        raise Unpatchable("the samples and labels are not two arrays")
    used = source.names_in(source.module)
    order = next((name for name in _NAMES if name not in used), None)
    if order is None:
        raise Unpatchable("there is no free name for the order")
    array, random = spell(draft, fit, "numpy.asarray"), spell(draft, fit, "numpy.random")
    draft.insert_before(source.statement(fit), f"{order} = {random}.default_rng(0).permutation(len({source.code(x)}))")
    for value in (x, y):
        draft.replace(value, f"{array}({source.code(value)})[{order}]")
    return source.file, source.line(fit)
