"""The data: load it, look at it, and know what an answer that ignores the image would score."""

from unstuck.data.dataset import Dataset, Files, constant_baseline, fingerprint
from unstuck.data.decode import Format, image_or_reason, read_image
from unstuck.data.drift import Drift
from unstuck.data.folder import images_in
from unstuck.data.load import keras_arrays, load
from unstuck.data.look import IMBALANCED, Look, look
from unstuck.data.picture import as_picture, contact_sheet, sample_rows
from unstuck.data.problems import Place, Problem, Suspect, place_of
from unstuck.data.progress import Progress, unheard
from unstuck.data.save import save_picture
from unstuck.data.shrink import shrunk

__all__ = [
    "IMBALANCED",
    "Dataset",
    "Drift",
    "Files",
    "Format",
    "Look",
    "Place",
    "Problem",
    "Progress",
    "Suspect",
    "as_picture",
    "constant_baseline",
    "contact_sheet",
    "fingerprint",
    "image_or_reason",
    "images_in",
    "keras_arrays",
    "load",
    "look",
    "place_of",
    "read_image",
    "sample_rows",
    "save_picture",
    "shrunk",
    "unheard",
]
