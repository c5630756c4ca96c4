"""The debugger: finds out by experiment why a network does not learn.

The package can be called: `unstuck.debug(model, x, y, epochs=10)` is `unstuck.api.debug`, whose help says more.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

from unstuck.debug.checks import CHECKS, Check
from unstuck.debug.diagnosis import Diagnosis, Symptom
from unstuck.debug.finding import Finding, Fix
from unstuck.debug.gather import baseline_of
from unstuck.debug.investigate import investigate
from unstuck.debug.task import infer_task
from unstuck.debug.trial import Trial

__all__ = [
    "CHECKS",
    "Check",
    "Diagnosis",
    "Finding",
    "Fix",
    "Symptom",
    "Trial",
    "baseline_of",
    "infer_task",
    "investigate",
]


class _Room(ModuleType):
    """This package, and the call that people know by the same name."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Finds out why a compiled model does not work that well; see `unstuck.api.debug`."""
        return importlib.import_module("unstuck.api").debug(*args, **kwargs)  # a later room, hence by name


sys.modules[__name__].__class__ = _Room
