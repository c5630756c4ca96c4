"""Using a trained model: its file read with care, and pictures answered."""

from unstuck.serve.model_file import Classifier, find_model, load_classifier, write_class_names
from unstuck.serve.predict import Answer, Unreadable, find_images, predict

__all__ = [
    "Answer",
    "Classifier",
    "Unreadable",
    "find_images",
    "find_model",
    "load_classifier",
    "predict",
    "write_class_names",
]
