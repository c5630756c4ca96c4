"""Errors that say what was expected, what came, and what to do next."""

from __future__ import annotations


class UnstuckError(Exception):
    """A mistake in what the user gave us, told in one message; the command line prints it and exits 2.

    Args:
        expected: what would have worked, as a sentence.
        received: what came instead, usually `name=value`.
        todo: the next thing to try.
    """

    def __init__(self, expected: str, received: str = "", todo: str = "") -> None:
        self.expected, self.received, self.todo = expected, received, todo
        lines = [expected]
        if received:
            lines.append(f"Received: {received}")
        if todo:
            lines.append(f"What to do: {todo}")
        super().__init__("\n".join(lines))


class Terminated(KeyboardInterrupt):
    """The process was asked to end (SIGTERM): everything that Ctrl-C would do, and another exit code."""
