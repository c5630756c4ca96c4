"""Edits of the loss (in `compile`) and of batch size, epochs, shuffle and class weights (in `fit`)."""

from __future__ import annotations

import libcst as cst

from unstuck.patch.arguments import compile_signature, find_argument, fit_signature, last_line, set_argument
from unstuck.patch.constants import defining
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.source import Unpatchable
from unstuck.patch.spots import Setting
from unstuck.spec import Edit

FIT_NAMES = ("fit", "fit_generator")


def edit_loss(desk: Desk, edit: Edit) -> Line:
    """Change the loss given to `compile`.

    Raises:
        Unpatchable: there are several losses, or the call is out of reach.
    """
    draft, call = desk.call(desk.sites.compile, ["compile"])
    value = find_argument(draft.source, call, compile_signature(), "loss")
    if value is None and edit.new is not None and edit.old is not None:
        raise Unpatchable("loss is not set in this call")
    if isinstance(value, cst.List | cst.Dict | cst.Tuple):
        raise Unpatchable("the model has several losses")
    return set_argument(desk, draft, call, compile_signature(), Setting("loss", edit.old, edit.new), desk.sites.compile)


def edit_fit(desk: Desk, edit: Edit) -> Line:
    """Change `batch_size`, `epochs`, `shuffle` or `class_weight` given to `fit`.

    Raises:
        Unpatchable: the batches are made elsewhere, or the call is out of reach.
    """
    draft, call = desk.call(desk.sites.fit, FIT_NAMES)
    setting = Setting(edit.path, edit.old, edit.new)
    if edit.path not in ("epochs", "class_weight") and not _has_labels(draft, call):
        return _edit_flow(desk, draft, call, setting)
    return set_argument(desk, draft, call, fit_signature(), setting, desk.sites.fit)


def _has_labels(draft: Draft, call: cst.Call) -> bool:
    """Whether `fit` is given arrays; a generator or a dataset comes without labels and in batches already."""
    return find_argument(draft.source, call, fit_signature(), "y") is not None


def _edit_flow(desk: Desk, draft: Draft, call: cst.Call, setting: Setting) -> Line:
    """`fit(generator.flow(x, y, batch_size=8))`: the batches are made in that call."""
    flow = find_argument(draft.source, call, fit_signature(), "x")
    found = defining(draft.source, flow) if flow is not None else None
    flow = found[0] if found else flow
    for arg in flow.args if isinstance(flow, cst.Call) else ():
        if arg.keyword is not None and arg.keyword.value == setting.name:
            assert isinstance(flow, cst.Call)
            return set_argument(desk, draft, flow, fit_signature(), setting, desk.sites.fit)
    raise Unpatchable(f"the batches are made before {draft.source.code(call.func)}(…), line {last_line(draft, call)}")
