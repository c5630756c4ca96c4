"""The data: load it, look at it, and know what an answer that ignores the image would score."""

from unstuck.data.dataset import Dataset, constant_baseline, fingerprint
from unstuck.data.decode import Format, image_or_reason, read_image
from unstuck.data.folder import SUFFIXES
from unstuck.data.load import keras_arrays, load
from unstuck.data.look import Look, look
from unstuck.data.picture import contact_sheet
from unstuck.data.save import save_picture

__all__ = [
    "SUFFIXES",
    "Dataset",
    "Format",
    "Look",
    "constant_baseline",
    "contact_sheet",
    "fingerprint",
    "image_or_reason",
    "keras_arrays",
    "load",
    "look",
    "read_image",
    "save_picture",
]
