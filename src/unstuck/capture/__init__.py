"""Capture: runs a user's script as it is and takes its recipe, data and call sites at `fit`."""

from unstuck.capture.recipe import compile_as, rebuild, spec_of
from unstuck.capture.script import Crash, Ended, run_script

__all__ = ["Crash", "Ended", "compile_as", "rebuild", "run_script", "spec_of"]
