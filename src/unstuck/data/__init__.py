"""The data: load it, look at it, and know what an answer that ignores the image would score."""

from unstuck.data.dataset import Dataset, constant_baseline, fingerprint
from unstuck.data.load import keras_arrays, load
from unstuck.data.look import Look, look
from unstuck.data.picture import contact_sheet
from unstuck.data.save import save_picture

__all__ = [
    "Dataset",
    "Look",
    "constant_baseline",
    "contact_sheet",
    "fingerprint",
    "keras_arrays",
    "load",
    "look",
    "save_picture",
]
