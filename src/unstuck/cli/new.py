"""`unstuck new NAME`."""

from __future__ import annotations

import argparse

from unstuck.cli.output import check_writable, console, write_json
from unstuck.data.new_script import new_script


def command(arguments: argparse.Namespace) -> int:
    """Writes a script; 0."""
    check_writable(arguments.json)
    path = new_script(arguments.name)
    if arguments.json != "-":
        console().print(
            f" Wrote {path}, plain Keras. Put images into a folder for each class and run it:\n"
            f"   python {path} FOLDER\n   unstuck run {path} FOLDER      the same, faster and tracked\n"
            f"   unstuck debug {path} FOLDER    when it does not work that well",
            soft_wrap=True,
        )
    write_json(arguments.json, {"file": str(path)})
    return 0
