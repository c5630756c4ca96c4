"""`image_dataset_from_directory` without TensorFlow, on Keras' own listing of the folder."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras.src.utils import dataset_utils

from unstuck.capture.compat.tf_data import Dataset

_FORMATS = (".bmp", ".gif", ".jpeg", ".jpg", ".png")


def image_dataset_from_directory(
    directory: Any,
    labels: Any = "inferred",
    label_mode: str | None = "int",
    class_names: Any = None,
    color_mode: str = "rgb",
    batch_size: int | None = 32,
    image_size: tuple[int, int] = (256, 256),
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    interpolation: str = "bilinear",
    **_: Any,
) -> Any:
    """Keras' arguments and meaning; the images are read at once, as float32 (n, height, width, channels)."""
    if seed is None:
        seed = int(np.random.randint(1_000_000))
    paths, numbers, names = dataset_utils.index_directory(
        directory, labels if label_mode else None, formats=_FORMATS, class_names=class_names, shuffle=shuffle, seed=seed
    )

    def read(path: str) -> np.ndarray:
        image = keras.utils.load_img(path, color_mode=color_mode, target_size=image_size, interpolation=interpolation)
        return keras.utils.img_to_array(image)

    def part(which: str | None) -> Dataset:
        chosen, chosen_numbers = dataset_utils.get_training_or_validation_split(paths, numbers, validation_split, which)
        images = np.stack([read(path) for path in chosen])
        y = labels_of(np.asarray(chosen_numbers), label_mode, len(names or ()))
        data = Dataset.from_tensor_slices(images if y is None else (images, y))
        return data.named(names, shuffle).batch(batch_size) if batch_size else data.named(names, shuffle)

    return (part("training"), part("validation")) if subset == "both" else part(subset)


def labels_of(numbers: np.ndarray, label_mode: str | None, classes: int) -> np.ndarray | None:
    """Class numbers in the form that a `label_mode` asks for."""
    match label_mode:
        case None:
            return None
        case "categorical":
            return keras.utils.to_categorical(numbers, classes)
        case "binary":
            return numbers.astype("float32").reshape(-1, 1)
        case _:
            return numbers.astype("int32")
