"""The engine: trains a Keras model as `fit` does, an epoch as one compiled loop."""

from unstuck.engine.arrays import steps_an_epoch
from unstuck.engine.by_hand import train_by_hand
from unstuck.engine.call import FitCall, why_not_arrays, why_not_scan
from unstuck.engine.checkpoint import capture_state
from unstuck.engine.epoch import Epoch
from unstuck.engine.fit import fit
from unstuck.engine.probes import NonFinite, Probes, Readings
from unstuck.engine.train import train

__all__ = [
    "Epoch",
    "FitCall",
    "NonFinite",
    "Probes",
    "Readings",
    "capture_state",
    "fit",
    "steps_an_epoch",
    "train",
    "train_by_hand",
    "why_not_arrays",
    "why_not_scan",
]
