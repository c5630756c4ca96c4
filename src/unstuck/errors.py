"""Errors that say what was expected, what came, and what to do next."""

from __future__ import annotations


class UnstuckError(Exception):
    """A mistake in what the user gave us, told in one message; the command line prints it and exits with 2.

    Args:
        expected: what would have worked, as a sentence.
        received: what came instead, usually `name=value`.
        todo: the next thing to try.
    """

    def __init__(self, expected: str, received: str, todo: str) -> None:
        self.expected, self.received, self.todo = expected, received, todo
        super().__init__(f"{expected}\nReceived: {received}\nWhat to do: {todo}")


def not_there(what: str, path: object) -> UnstuckError:
    """The error for a path that leads to nothing.

    Args:
        what: is not there: `file`, `picture`, `model`.
    """
    return UnstuckError(f"The {what} is there.", str(path), "check the path and the folder you are in")


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM): everything that Ctrl-C would do, and another exit code."""
