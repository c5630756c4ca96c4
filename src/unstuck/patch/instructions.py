"""What to change by hand, in one sentence: where, what, and why it was not done here."""

from __future__ import annotations

from unstuck.notebook import shown_line
from unstuck.patch.desk import Desk
from unstuck.patch.expressions import plain
from unstuck.patch.layers import is_layer_edit, layer_index, layer_site
from unstuck.patch.scaling import Scaling
from unstuck.spec import Edit, Site
from unstuck.words import shown_path


def instruction(edit: Edit, desk: Desk, why: str) -> str:
    """The sentence for one edit."""
    site, what = _site_and_words(edit, desk)
    where = f"{shown_path(site.file)}, {shown_line(site.file, site.line)}" if site else "In the program"
    return f"{where}: {what} (not changed automatically: {why})."


def _site_and_words(edit: Edit, desk: Desk) -> tuple[Site | None, str]:
    name = edit.path.rpartition(".")[2]
    if is_layer_edit(edit.path):
        index, layers = layer_index(edit.path), desk.spec.layers()
        layer = f"layer {index}" + (f" ({layers[index]['class_name']})" if index < len(layers) else "")
        return layer_site(desk, index), f"give {layer} {_change(name, edit)}"
    if edit.path.startswith("inputs.") and isinstance(edit.new, tuple | list):
        formula = "(x - x_train.mean(axis=0)) / (x_train.std(axis=0) + 1e-7)"
        return desk.sites.fit, f"change the inputs of training, validation and test alike to `{formula}`"
    if edit.path.startswith("validation_inputs.") and isinstance(edit.new, tuple | list):
        return desk.sites.fit, "scale the validation and test inputs by the very numbers that scale the training inputs"
    if edit.path.startswith("validation_inputs."):
        return desk.sites.fit, f"change the validation and test inputs alone to `{_scaling(edit).of('x_test')}`"
    if edit.path == "missing":
        return desk.sites.fit, "put 0 in the place of what is no number in the inputs, `x = np.nan_to_num(x)`"
    if edit.path == "mixed":
        return desk.sites.fit, "shuffle samples and labels together before they are divided, `x[order], y[order]`"
    if edit.path == "wraps":
        return desk.sites.fit, 'make numbers signed before their difference is taken, `a.astype("float32") - b`'
    if edit.path.startswith("targets."):
        return desk.sites.fit, f"change the labels of training, validation and test alike to `{_scaling(edit).of('y')}`"
    if edit.path in ("inputs.scale", "inputs.shift"):
        return (
            desk.sites.fit,
            f"change the inputs of training, validation and test alike to `{_scaling(edit).of('x')}`",
        )
    if edit.path.partition(".")[0] == "optimizer":
        return desk.sites.optimizer or desk.sites.compile, f"give the optimizer {_change(name, edit)}"
    if edit.path == "loss":
        return desk.sites.compile, f"give compile {_change(name, edit)}"
    return desk.sites.fit, f"give fit {_change(name, edit)}"


def _scaling(edit: Edit) -> Scaling:
    """What one edit of a shift or a scale does by itself."""
    return Scaling(edit.new, 1.0) if edit.path.endswith(".shift") else Scaling(0.0, edit.new)


def _change(name: str, edit: Edit) -> str:
    return f"`{name}={plain(name, edit.new)}` in place of `{plain(name, edit.old)}`"
