"""What the commands do, as Python calls."""

from unstuck.api.calls import look, train
from unstuck.api.export import Exported, export_model
from unstuck.api.models import Subject, debug, debug_file, debug_network, subject_of_run
from unstuck.api.scripts import Captured, Debugged, crash_error, debug_script, run_tracked
from unstuck.api.training import Trained, fives_perceptron, result_sentence, save_model, train_network, wilson
from unstuck.api.watch import Notice, Watch

__all__ = [
    "Captured",
    "Debugged",
    "Exported",
    "Notice",
    "Subject",
    "Trained",
    "Watch",
    "crash_error",
    "debug",
    "debug_file",
    "debug_network",
    "debug_script",
    "export_model",
    "fives_perceptron",
    "look",
    "result_sentence",
    "run_tracked",
    "save_model",
    "subject_of_run",
    "train",
    "train_network",
    "wilson",
]
