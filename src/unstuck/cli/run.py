"""`unstuck run script.py`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from unstuck import backend
from unstuck.cli.output import check_writable, console, write_json
from unstuck.words import counted, shown_path

if TYPE_CHECKING:
    from unstuck.api import Captured


def command(arguments: argparse.Namespace) -> int:
    """Runs a script; its exit code is the script's own."""
    check_writable(arguments.json)
    backend.prepare()
    from unstuck.api import crash_error, no_fit, run_tracked

    fits: list[dict[str, Any]] = []  # not what was captured: that would hold on to every fit's data
    ended = run_tracked(
        arguments.script,
        arguments.arguments,
        lambda captured: fits.append(_summary(captured)),
        timeout=arguments.timeout,
    )
    chosen = [fit for fit in fits if arguments.fit in (None, fit["fit"])]
    out = console()
    for fit in chosen:
        out.print(f" {_sentence(fit, len(fits) > 1)}")
    write_json(arguments.json, {"script": arguments.script, "exit_code": ended.exit_code, "fits": chosen})
    if ended.crash is not None:
        raise crash_error(ended.crash, arguments.script)
    if arguments.fit is not None and not chosen:
        raise no_fit(arguments.script, ended, len(fits), arguments.fit)
    return ended.exit_code


def _summary(captured: Captured) -> dict[str, Any]:
    """A fit as plain values."""
    return {
        "fit": captured.number,
        "line": captured.sites.fit.line if captured.sites.fit else None,
        "run": captured.run.id,
        "folder": str(captured.run.path),
        "engine": captured.why_not_scan or "scan",
        "seconds": sum(epoch.seconds for epoch in captured.epochs),
        "history": [dict(epoch.logs) for epoch in captured.epochs],
    }


def _sentence(fit: dict[str, Any], one_of_several: bool) -> str:
    which = f"fit {fit['fit']}: " if one_of_several else ""
    how = "the fast engine" if fit["engine"] == "scan" else f"Keras' own fit, since {fit['engine']}"
    done = f"{counted(len(fit['history']), 'epoch')} in {fit['seconds']:.1f} s on {how}"
    return f"{which}{done}; tracked in {shown_path(fit['folder'])}"
