"""`unstuck run script.py`."""

from __future__ import annotations

import argparse

from unstuck import backend
from unstuck.cli.output import check_writable, console, write_json


def command(arguments: argparse.Namespace) -> int:
    """Runs a script; its exit code is the script's own."""
    check_writable(arguments.json)
    backend.prepare()
    from unstuck.api import crash_error, run_tracked
    from unstuck.report.view import shown_path

    ended, captured = run_tracked(arguments.script, arguments.arguments, timeout=arguments.timeout)
    out = console()
    for fit in captured:
        reason = fit.why_not_scan
        how = "the fast engine" if reason is None else f"Keras' own fit, since {reason}"
        seconds = sum(epoch.seconds for epoch in fit.epochs)
        out.print(f" {len(fit.epochs)} epochs in {seconds:.1f} s on {how}; tracked in {shown_path(str(fit.run.path))}")
    write_json(
        arguments.json,
        {
            "script": arguments.script,
            "exit_code": ended.exit_code,
            "fits": [{"run": f.run.id, "history": [dict(e.logs) for e in f.epochs]} for f in captured],
        },
    )
    if ended.crash is not None:
        raise crash_error(ended.crash, arguments.script)
    return ended.exit_code
