"""The command `unstuck`: parse, call, print."""

from unstuck.cli.main import main

__all__ = ["main"]
