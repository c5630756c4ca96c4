"""Showing results: each module is a door of its own, since a table of runs must not wait for the debugger's Keras."""

__all__ = ["explain", "html", "look", "report", "runs", "svg", "terminal", "view"]
