"""Capture: runs a user's script as it is and takes its recipe, data and call sites at `fit`."""

from unstuck.capture.compat import OLD_ARGUMENTS, Notes, advice_for, old_names, todays_layer
from unstuck.capture.deadline import TimedOut
from unstuck.capture.draw import Drawn, drawn
from unstuck.capture.graph import laid_open, weights_by_layer
from unstuck.capture.recipe import build_for, compile_as, new_weights, own_step, rebuild, spec_of
from unstuck.capture.script import Crash, Ended, run_script, watched

__all__ = [
    "OLD_ARGUMENTS",
    "Crash",
    "Drawn",
    "Ended",
    "Notes",
    "TimedOut",
    "advice_for",
    "build_for",
    "compile_as",
    "drawn",
    "laid_open",
    "new_weights",
    "old_names",
    "own_step",
    "rebuild",
    "run_script",
    "spec_of",
    "todays_layer",
    "watched",
    "weights_by_layer",
]
