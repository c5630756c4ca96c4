"""`unstuck debug script.py`, `unstuck debug NETWORK DATA`, `unstuck debug model.keras DATA`, `unstuck debug run:ID`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from unstuck import backend
from unstuck.cli.output import check_writable, console, telling, write_json, write_text
from unstuck.errors import UnstuckError

if TYPE_CHECKING:
    from unstuck.api import Debugged, Subject
    from unstuck.api.scripts import Say

_RUN = "run:"


def command(arguments: argparse.Namespace) -> int:
    """Debugs; 0 healthy, 1 findings, 2 when a script crashed after its fit."""
    check_writable(arguments.json, arguments.html)
    backend.prepare()
    from unstuck.api import crash_error
    from unstuck.patch import write
    from unstuck.report.html import page
    from unstuck.report.terminal import show_report

    subject = _subject(arguments)
    with telling() as say:
        debugged = _debugged(subject, arguments, say)
    out = console()
    if arguments.json != "-":
        for each in debugged.all:
            show_report(each.report.to_json(), out)
    for note in _notes(debugged, arguments):
        out.print(f" {note}")
    write_json(arguments.json, debugged.to_json())
    if arguments.html:
        write_text(arguments.html, page(*(each.report.to_json() for each in (debugged.first, *debugged.others))))
    if arguments.write and debugged.patch.sources:
        for file in write(debugged.patch):
            out.print(f" Changed {file}; the old one is {file}.orig.")
        if any(each.patch.sources for each in debugged.others):
            out.print(f" That was the change for fit {debugged.first.fits[0]}; debug it again for the others.")
    if debugged.crash is not None:
        raise crash_error(debugged.crash, arguments.script)
    return 0 if debugged.report.healthy else 1


def _notes(debugged: Debugged, arguments: argparse.Namespace) -> list[str]:
    """What to know about a script with several fits; not in the way of JSON on the standard output."""
    if debugged.fits < 2 or arguments.json == "-":
        return []
    if arguments.fit is not None:
        return [f"The script calls fit {debugged.fits} times; this was number {arguments.fit} (--fit N for another)."]
    return [f"The script calls fit {debugged.fits} times (--fit N looks at one by itself).", *debugged.notes]


def _debugged(subject: Subject, arguments: argparse.Namespace, say: Say) -> Debugged:
    from unstuck.api import debug_file, debug_network, debug_script
    from unstuck.data import load
    from unstuck.networks import network

    if subject.script is not None:
        limits = {"seconds": arguments.seconds, "timeout": arguments.timeout}
        return debug_script(subject.script, arguments.arguments, fit_number=arguments.fit, say=say, **limits)
    if subject.network is None or subject.data is None:
        raise UnstuckError(
            "debug takes a script, NETWORK DATA, model.keras DATA, or run:ID.",
            f"{arguments.script!r} and no data",
            "For example: unstuck debug script.py, or unstuck debug mlp mnist",
        )
    settings = {"epochs": subject.epochs, "batch_size": subject.batch_size, "seconds": arguments.seconds, "say": say}
    if subject.network.endswith(".keras"):
        return debug_file(Path(subject.network), load(subject.data, subject.target), **settings)
    chosen = network(subject.network)  # before the data: a name that is none is told at once
    return debug_network(chosen, load(subject.data, subject.target), seed=subject.seed, **settings)


def _subject(arguments: argparse.Namespace) -> Subject:
    from unstuck.api import Subject, subject_of_run

    name = arguments.script
    if name.startswith(_RUN):
        return subject_of_run(name.removeprefix(_RUN))
    if name.endswith((".py", ".ipynb")) or (Path(name).exists() and not name.endswith(".keras")):
        return Subject(script=name)
    return replace(_settings(arguments.arguments), network=name)


def _settings(words: list[str]) -> Subject:
    """The words after a network's name: its data, and options of `unstuck train`."""
    from unstuck.api import Subject
    from unstuck.cli.parser import Parser, positive_whole, seed

    parser = Parser(prog="unstuck debug NETWORK", description="Debug a network on a data set.")
    parser.add_argument("data", nargs="?", help="mnist, fashion-mnist, or a file or folder of data")
    parser.add_argument("--target", metavar="is:CLASS")
    parser.add_argument("--epochs", type=positive_whole)
    parser.add_argument("--batch-size", type=positive_whole)
    parser.add_argument("--seed", type=seed, default=0)
    return Subject(**vars(parser.parse_args(words)))
