"""Old names inside a script that runs: Keras 0.3 to 2, `tf.keras`, trackers, served by Keras 3; nothing stays.

`table` says what is found where, `modules` serves it, and the other files are what had to be written anew.
"""

from unstuck.capture.compat.advice import advice_for
from unstuck.capture.compat.models import fit_arguments
from unstuck.capture.compat.notes import Notes, current_notes, taking
from unstuck.capture.compat.serve import old_names

__all__ = ["Notes", "advice_for", "current_notes", "fit_arguments", "old_names", "taking"]
