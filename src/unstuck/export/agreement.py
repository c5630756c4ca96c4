"""An exported file is believed only when it answers as the model does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unstuck.errors import UnstuckError
from unstuck.optional import optional
from unstuck.serve import Classifier

IMAGES = 64
# Float32 sums in another order differ by about 1e-6 of what the outputs vary by from image to image, and by the last
# digits of the outputs themselves; a wrong padding or a lost shift by 1e-2 of the former.
MOST_APART, LAST_DIGITS = 1e-4, 2e-6


@dataclass(frozen=True)
class Agreement:
    """How near an exported file came to the model.

    Args:
        images: that both answered.
        largest_difference: between two outputs, in the outputs' own unit.
    """

    images: int
    largest_difference: float


def checked(content: bytes, classifier: Classifier, seed: int = 0) -> Agreement:
    """Runs an ONNX model beside Keras' on random images, all at once and one alone.

    The images are noise of every contrast, since full contrast drives a softmax to where every network answers alike.

    Args:
        content: the ONNX file.

    Raises:
        UnstuckError: onnxruntime cannot run it, or its answers differ.
    """
    runtime = optional("onnxruntime", "export")
    random = np.random.default_rng(seed)
    contrast = np.linspace(0, 1, IMAGES).reshape(-1, *[1] * len(classifier.input_shape))
    images = (random.integers(0, 256, (IMAGES, *classifier.input_shape)) * contrast).astype("float32")
    expected = classifier.model.predict(images, verbose=0)
    try:
        session = runtime.InferenceSession(content, providers=["CPUExecutionProvider"])
        name = session.get_inputs()[0].name
        outputs, alone = (session.run(None, {name: batch})[0] for batch in (images, images[-1:]))
    except Exception as error:  # whatever the runtime raises: it has classes of its own for each kind
        raise _refused(f"onnxruntime does not run it ({error})") from error
    if outputs.shape != expected.shape:
        raise _refused(f"outputs of shape {outputs.shape} instead of {expected.shape}")
    apart = max(np.abs(outputs - expected).max(), np.abs(alone - expected[-1:]).max())
    if not apart <= MOST_APART * np.ptp(expected, axis=0).max() + LAST_DIGITS * np.abs(expected).max():  # nan too
        raise _refused(f"outputs that differ by up to {apart:.2g} on {IMAGES} random images")
    return Agreement(IMAGES, float(apart))


def _refused(what: str) -> UnstuckError:
    return UnstuckError(
        "An exported model answers as the Keras model does; nothing was written.",
        what,
        "export it --to keras, and tell us which layers it has",
    )
