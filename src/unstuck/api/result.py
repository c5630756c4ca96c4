"""What a training leaves: its result, in words too, and the saved model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras

from unstuck.errors import UnstuckError
from unstuck.export import saving
from unstuck.measure import Evaluation
from unstuck.report.evaluation import mixups_sentence
from unstuck.runs import EpochLog, Run
from unstuck.serve import write_class_names
from unstuck.words import percent


@dataclass(frozen=True, eq=False)
class Trained:
    """A finished training.

    Args:
        accuracy: on the test images, from 0 to 1; None when the network has no metric `accuracy`.
        interval: its 95 % interval for images of this kind (Wilson's).
        baseline: the accuracy of always giving the training set's commonest answer.
        path: where the model was saved.
        evaluation: what it does on the test images; None when it is no classifier of the data's classes.
    """

    model: keras.Model
    epochs: Sequence[EpochLog]
    accuracy: float | None
    interval: tuple[float, float] | None
    baseline: float
    path: Path
    run: Run
    evaluation: Evaluation | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain numbers."""
        return {
            "epochs": [{"epoch": e.epoch, "seconds": e.seconds, **e.logs} for e in self.epochs],
            "accuracy": self.accuracy,
            "interval": self.interval,
            "baseline": self.baseline,
            "model": str(self.path),
            "run": self.run.id,
            "evaluation": self.evaluation and self.evaluation.to_dict(),
        }


def result_sentence(trained: Trained) -> str:
    """The result beside the baseline, and whether it is worth anything."""
    if trained.accuracy is None or trained.interval is None:
        return "Trained; the network has no metric called accuracy."
    low, high = trained.interval
    text = f"Test accuracy {percent(trained.accuracy)} (95 % interval {percent(low)} to {percent(high)}); "
    text += f"always the same answer would give {percent(trained.baseline)}."
    text += " That is not better than guessing." if low <= trained.baseline else ""
    return " ".join([text, *([mixups_sentence(trained.evaluation)] if trained.evaluation else [])])


def save_model(model: keras.Model, path: Path, class_names: tuple[str, ...]) -> Path:
    """Saves a `.keras` file that is either whole or not there, with the names of the classes in it.

    Raises:
        UnstuckError: the disk is full or the folder cannot be written; what was there before is untouched.
    """
    check_place(path)
    with saving(path) as draft:
        model.save(draft)
        write_class_names(draft, class_names)
    return path


def check_place(path: Path) -> None:
    """Whether a model may be saved there; asked before the training rather than after it.

    Raises:
        UnstuckError: it is a folder, or no name of a `.keras` file.
    """
    if path.suffix != ".keras":
        raise UnstuckError("A model is saved as a .keras file.", f"{path}", f"Use {path.with_suffix('.keras')}.")
    if path.is_dir():
        raise UnstuckError("A model is saved as a file.", f"{path}, a folder", f"Use {path / 'model.keras'}.")
