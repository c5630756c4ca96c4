"""`unstuck export MODEL --to FORM`."""

from __future__ import annotations

import argparse
from pathlib import Path

from unstuck import backend
from unstuck.cli.output import check_writable, console, write_json


def command(arguments: argparse.Namespace) -> int:
    """Writes the model in another form; 0."""
    check_writable(arguments.json, arguments.out)
    backend.prepare()
    from unstuck.api import export_model
    from unstuck.serve import find_model

    source = find_model(arguments.model)
    name = source.stem if source == Path(arguments.model) else source.parent.name  # a run's folder bears its id
    exported = export_model(source, Path(arguments.out or f"{name}.{arguments.to}"), arguments.to, arguments.trust)
    size, agreement = exported.path.stat().st_size, exported.agreement
    if arguments.json != "-":
        console().print(f" Saved {exported.path} ({size:,} bytes)")
        if agreement is not None:
            console().print(
                f" onnxruntime gives Keras' answers on {agreement.images} random images:"
                f" outputs differ by {agreement.largest_difference:.0e} at most."
            )
    checked = agreement and {"images": agreement.images, "largest_difference": agreement.largest_difference}
    write_json(arguments.json, {"file": str(exported.path), "form": arguments.to, "bytes": size, "checked": checked})
    return 0
