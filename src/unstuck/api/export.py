"""A trained model as a file for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from unstuck.api.result import save_model
from unstuck.errors import UnstuckError
from unstuck.export import Agreement, checked, onnx_bytes, safetensors_bytes, saving
from unstuck.serve import load_classifier


@dataclass(frozen=True)
class Exported:
    """A file that was written.

    Args:
        agreement: how near its answers came to Keras'; None for the forms that hold Keras' own numbers.
    """

    path: Path
    agreement: Agreement | None


def export_model(model: Path, out: Path, form: str, trusted: bool = False) -> Exported:
    """Writes the model of a `.keras` file, which need not be trusted, in another form; whole, or not at all.

    Args:
        form: `onnx`: a graph that any ONNX runtime computes, checked against Keras' answers; `keras`: the model alone,
            without the optimiser's state; `safetensors`: the weights by name.
        trusted: see `load_classifier`.

    Raises:
        UnstuckError: the model cannot be read, the form cannot hold it, its answers differ, or the file cannot be
            written.
    """
    if out.resolve() == model.resolve():
        raise UnstuckError("An export leaves the model as it is.", f"{out} for both", "Choose another with --out.")
    classifier = load_classifier(model, trusted)
    if form == "keras":
        return Exported(save_model(classifier.model, out, classifier.class_names), None)
    content = onnx_bytes(classifier) if form == "onnx" else safetensors_bytes(classifier)
    agreement = checked(content, classifier) if form == "onnx" else None
    with saving(out) as draft:
        draft.write_bytes(content)
    return Exported(out, agreement)
