"""`unstuck debug script.py`."""

from __future__ import annotations

import argparse

from unstuck import backend
from unstuck.cli.output import check_writable, console, telling, write_json, write_text


def command(arguments: argparse.Namespace) -> int:
    """Debugs a script; 0 healthy, 1 findings, 2 when the script crashed after its fit."""
    check_writable(arguments.json, arguments.html)
    backend.prepare()
    from unstuck.api import crash_error, debug_script
    from unstuck.patch import write
    from unstuck.report.html import page
    from unstuck.report.terminal import show_report

    with telling() as say:
        debugged = debug_script(
            arguments.script,
            arguments.arguments,
            seconds=arguments.seconds,
            fit_number=arguments.fit,
            say=say,
        )
    out = console()
    if arguments.json != "-":
        show_report(debugged.report, out)
    if debugged.fits > 1:
        out.print(
            f" The script calls fit {debugged.fits} times; this was number {arguments.fit} (--fit N for another)."
        )
    write_json(arguments.json, debugged.report)
    if arguments.html:
        write_text(arguments.html, page(debugged.report))
    if arguments.write and debugged.patch.sources:
        for file in write(debugged.patch):
            out.print(f" Changed {file}; the old one is {file}.orig.")
    if debugged.crash is not None:
        raise crash_error(debugged.crash, arguments.script)
    return 0 if debugged.report["healthy"] else 1
