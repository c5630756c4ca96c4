"""What the commands do, as Python calls."""

from unstuck.api.scripts import Captured, Debugged, crash_error, debug_script, run_tracked
from unstuck.api.training import Trained, fives_perceptron, result_sentence, save_model, train_network, wilson

__all__ = [
    "Captured",
    "Debugged",
    "Trained",
    "crash_error",
    "debug_script",
    "fives_perceptron",
    "result_sentence",
    "run_tracked",
    "save_model",
    "train_network",
    "wilson",
]
