"""Old names inside a script that runs: Keras 0.3 to 2, `tf.keras`, trackers, served by Keras 3; nothing stays.

`table` says what is found where, `modules` serves it, and the other files are what had to be written anew.
"""

from unstuck.capture.compat.advice import advice_for, is_python_2
from unstuck.capture.compat.arguments import RENAMED as OLD_ARGUMENTS
from unstuck.capture.compat.freezing import frozen_as_compiled
from unstuck.capture.compat.models import fit_arguments
from unstuck.capture.compat.notes import Notes, current_notes, taking
from unstuck.capture.compat.serve import old_names
from unstuck.capture.compat.table import todays_layer

__all__ = [
    "OLD_ARGUMENTS",
    "Notes",
    "advice_for",
    "current_notes",
    "fit_arguments",
    "frozen_as_compiled",
    "is_python_2",
    "old_names",
    "taking",
    "todays_layer",
]
