"""Edits of the recipe as changes of the user's own Python source, formatting and comments kept."""

from unstuck.patch.patch import Patch, patch, write

__all__ = ["Patch", "patch", "write"]
