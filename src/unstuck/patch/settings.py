"""Edits of the loss (in `compile`) and of batch size, epochs, shuffle and class weights (in `fit`)."""

from __future__ import annotations

import libcst as cst

from unstuck.patch.arguments import compile_signature, find_argument, fit_signature, last_line, set_argument
from unstuck.patch.desk import Desk, Line
from unstuck.patch.draft import Draft
from unstuck.patch.source import Unpatchable
from unstuck.spec import Edit

FIT_NAMES = ("fit", "fit_generator")


def edit_loss(desk: Desk, edit: Edit) -> Line:
    """Change the loss given to `compile`.

    Raises:
        Unpatchable: there are several losses, or the call is out of reach.
    """
    draft, call = desk.call(desk.sites.compile, ["compile"])
    index = find_argument(call, compile_signature(), "loss")
    if index is None and edit.new is not None and edit.old is not None:
        raise Unpatchable("loss is not set in this call")
    if index is not None and isinstance(call.args[index].value, cst.List | cst.Dict | cst.Tuple):
        raise Unpatchable("the model has several losses")
    return draft.source.file, set_argument(draft, call, compile_signature(), "loss", edit.old, edit.new)


def edit_fit(desk: Desk, edit: Edit) -> Line:
    """Change `batch_size`, `epochs`, `shuffle` or `class_weight` given to `fit`.

    Raises:
        Unpatchable: the batches are made elsewhere, or the call is out of reach.
    """
    draft, call = desk.call(desk.sites.fit, FIT_NAMES)
    if edit.path != "epochs" and not _has_labels(call):
        return _edit_flow(draft, call, edit)
    return draft.source.file, set_argument(draft, call, fit_signature(), edit.path, edit.old, edit.new)


def _has_labels(call: cst.Call) -> bool:
    """Whether `fit` is given arrays; a generator or a dataset comes without labels and in batches already."""
    return find_argument(call, fit_signature(), "y") is not None


def _edit_flow(draft: Draft, call: cst.Call, edit: Edit) -> Line:
    """`fit(generator.flow(x, y, batch_size=8))`: the batches are made in that call."""
    flow = call.args[0].value if call.args else None
    for arg in flow.args if isinstance(flow, cst.Call) else ():
        if arg.keyword is not None and arg.keyword.value == edit.path:
            assert isinstance(flow, cst.Call)
            return draft.source.file, set_argument(draft, flow, fit_signature(), edit.path, edit.old, edit.new)
    raise Unpatchable(f"the batches are made before {draft.source.code(call.func)}(…), line {last_line(draft, call)}")
