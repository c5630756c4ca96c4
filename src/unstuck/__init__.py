"""Unstuck trains image classifiers fast and, when a network does not learn, finds out why and proves it."""

__version__ = "0.1.0"
