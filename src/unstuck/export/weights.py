"""The weights alone, as safetensors: names, shapes and numbers, nothing that could run."""

from __future__ import annotations

import json

import keras
import numpy as np

from unstuck.optional import optional
from unstuck.serve import Classifier


def safetensors_bytes(classifier: Classifier) -> bytes:
    """Every weight under Keras' path of it, such as `dense/kernel`, in its own dtype.

    The file's metadata hold, as JSON texts, `config` (for `keras.models.model_from_json`) and `class_names`.

    Raises:
        UnstuckError: the package is missing.
    """
    safetensors = optional("safetensors.numpy", "export")
    weights = {weight.path: np.ascontiguousarray(weight.numpy()) for weight in classifier.model.weights}
    metadata = {
        "config": classifier.model.to_json(),
        "class_names": json.dumps(classifier.class_names),
        "keras_version": keras.__version__,
    }
    content: bytes = safetensors.save(weights, metadata=metadata)
    return content
