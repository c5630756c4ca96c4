"""Model files from strangers, opened in a process of their own and checked before anything is built."""

from unstuck.guarded.archive import CLASS_NAMES, refused
from unstuck.guarded.process import Contents, open_sealed
from unstuck.guarded.weights import write_weights

__all__ = ["CLASS_NAMES", "Contents", "open_sealed", "refused", "write_weights"]
