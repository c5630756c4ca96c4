"""Callbacks of trackers that are not there."""

from __future__ import annotations

from typing import Any

import keras


class TensorBoard(keras.callbacks.Callback):
    """Keras' own needs TensorFlow to write its files; this one writes none, and the run's folder has the curves."""

    def __init__(self, log_dir: Any = "logs", **_: Any) -> None:
        super().__init__()
        self.log_dir = str(log_dir)


class TensorBoardColab(TensorBoard):
    """Colab's helper."""


class TensorBoardColabCallback(TensorBoard):
    """Colab's helper."""
