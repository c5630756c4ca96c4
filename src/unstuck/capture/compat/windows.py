"""`timeseries_dataset_from_array` and `text_dataset_from_directory` without TensorFlow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from keras.src.utils import dataset_utils

from unstuck.capture.compat.image_folders import labels_of
from unstuck.capture.compat.text import text_of
from unstuck.capture.compat.tf_data import Dataset


def timeseries_dataset_from_array(
    data: Any,
    targets: Any,
    sequence_length: int,
    sequence_stride: int = 1,
    sampling_rate: int = 1,
    batch_size: int | None = 128,
    shuffle: bool = False,
    seed: int | None = None,
    start_index: int | None = None,
    end_index: int | None = None,
    **_: Any,
) -> Dataset:
    """Keras' arguments and meaning: windows (n, sequence_length, …) of a series, and the target at each one's start."""
    start, end = start_index or 0, len(data) if end_index is None else end_index
    series = np.asarray(data)[start:end]
    count = end - start - (sequence_length - 1) * sampling_rate
    if targets is not None:
        count = min(count, len(targets))
    positions = np.arange(0, count, sequence_stride)
    windows = series[positions[:, None] + np.arange(sequence_length) * sampling_rate]
    arrays = windows if targets is None else (windows, np.asarray(targets)[start:end][positions])
    dataset = Dataset.from_tensor_slices(arrays)
    dataset = dataset.shuffle(seed=seed) if shuffle else dataset
    return dataset if batch_size is None else dataset.batch(batch_size)


def text_dataset_from_directory(
    directory: Any,
    labels: Any = "inferred",
    label_mode: str | None = "int",
    class_names: Any = None,
    batch_size: int | None = 32,
    max_length: int | None = None,
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    **_: Any,
) -> Any:
    """Keras' arguments and meaning; the files are read at once."""
    if seed is None:
        seed = int(np.random.randint(1_000_000))
    paths, numbers, names = dataset_utils.index_directory(
        directory,
        labels if label_mode else None,
        formats=(".txt",),
        class_names=class_names,
        shuffle=shuffle,
        seed=seed,
    )

    def part(which: str | None) -> Dataset:
        chosen, chosen_numbers = dataset_utils.get_training_or_validation_split(paths, numbers, validation_split, which)
        texts = text_of([Path(path).read_text(encoding="utf-8", errors="replace")[:max_length] for path in chosen])
        y = labels_of(np.asarray(chosen_numbers), label_mode, len(names or ()))
        data = Dataset.from_tensor_slices(texts if y is None else (texts, y)).named(names, shuffle)
        return data.batch(batch_size) if batch_size else data

    return (part("training"), part("validation")) if subset == "both" else part(subset)
