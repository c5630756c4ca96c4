"""What the commands do, as Python calls."""

from unstuck.api.calls import look, train
from unstuck.api.crash import crash_error, no_fit
from unstuck.api.debugged import Debugged, Reported
from unstuck.api.evaluating import evaluate
from unstuck.api.export import Exported, export_model
from unstuck.api.models import Subject, debug, debug_file, debug_network, subject_of_run
from unstuck.api.result import Trained, result_sentence, save_model
from unstuck.api.scripts import debug_script
from unstuck.api.tracked import Captured, run_tracked
from unstuck.api.training import fives_perceptron, train_network
from unstuck.api.watch import Notice, Watch

__all__ = [
    "Captured",
    "Debugged",
    "Exported",
    "Notice",
    "Reported",
    "Subject",
    "Trained",
    "Watch",
    "crash_error",
    "debug",
    "debug_file",
    "debug_network",
    "debug_script",
    "evaluate",
    "export_model",
    "fives_perceptron",
    "look",
    "no_fit",
    "result_sentence",
    "run_tracked",
    "save_model",
    "subject_of_run",
    "train",
    "train_network",
]
