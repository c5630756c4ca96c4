"""Runs the command that was asked for; every error of the user's is one message and exit code 2."""

from __future__ import annotations

import importlib
import io
import itertools
import os
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from typing import NoReturn

from unstuck.cli.parser import command_line
from unstuck.errors import Terminated, UnstuckError
from unstuck.words import printable


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns:
        the exit code: 0 well, 1 findings, 2 could not run, 130 interrupted, 143 asked to end (SIGTERM).
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a stream that knows no × or ✓ shows ? instead
            stream.reconfigure(errors="replace")
    given, own = _split(list(sys.argv[1:] if argv is None else argv))
    arguments = command_line().parse_args(given)
    arguments.arguments = own
    if arguments.command is None:
        command_line().print_help()
        return 0
    in_main_thread = threading.current_thread() is threading.main_thread()  # only there may handlers be set
    handler = signal.signal(signal.SIGTERM, _terminate) if in_main_thread else None
    try:
        # Each command's module is imported only when it is called: `--help` must not wait for Keras.
        code: int = importlib.import_module(f"unstuck.cli.{arguments.command}").command(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read us, `head` perhaps, has seen enough; what is still buffered must not fail at Python's own exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt as stop:
        print("\n".join(["unstuck: interrupted", *getattr(stop, "__notes__", ())]), file=sys.stderr)
        return 143 if isinstance(stop, Terminated) else 130
    except Exception as error:
        if arguments.debug:
            traceback.print_exc()
        told = str(error if isinstance(error, UnstuckError) else _unforeseen(error))
        print("unstuck:", printable(told, keep="\n\t"), file=sys.stderr)
        return 2
    finally:
        if in_main_thread:
            signal.signal(signal.SIGTERM, handler)


def _terminate(number: int, frame: object) -> NoReturn:
    raise Terminated


def _unforeseen(error: Exception) -> UnstuckError:
    """The message for an error that is a mistake in Unstuck itself; exit code 1 would say that something was found."""
    return UnstuckError(
        "Unstuck did not foresee this; it is a mistake in Unstuck.",
        f"{type(error).__name__}: {error}",
        "Run the same with --debug and send us what it prints.",
    )


def _split(argv: list[str]) -> tuple[list[str], list[str]]:
    """Which words are ours, and which the script's: those after its name but our own options, and all after `--`."""
    if not argv or argv[0] not in _OPTIONS_OF_SCRIPTS:
        return argv, []
    given, options = [argv[0]], _OPTIONS_OF_SCRIPTS[argv[0]]
    own: list[str] = []
    rest = iter(argv[1:])
    script_seen = False
    for word in rest:
        name, _, value = word.partition("=")
        if word == "--":
            own += rest
        elif name in options:
            given.append(word)
            if options[name] and not value:
                given += itertools.islice(rest, 1)
        elif script_seen:
            own.append(word)
        else:
            given.append(word)
            script_seen = not word.startswith("-")
    return given, own


# The options that `debug` and `run` take for themselves, and whether a value follows.
_RUN_OPTIONS = {"--json": True, "--timeout": True, "--fit": True, "--debug": False, "--help": False, "-h": False}
_OPTIONS_OF_SCRIPTS = {
    "run": _RUN_OPTIONS,
    "debug": _RUN_OPTIONS | {"--write": False, "--seconds": True, "--html": True},
}
