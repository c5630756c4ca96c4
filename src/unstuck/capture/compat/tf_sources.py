"""More of `tf.data`: lines of files, options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from unstuck.capture.compat.quiet import Quiet
from unstuck.capture.compat.tf_data import Dataset


class TextLineDataset(Dataset):
    """The lines of files."""

    def __new__(cls, filenames: Any, *_: Any, **__: Any) -> Any:
        """A pipeline over them."""
        names = [filenames] if isinstance(filenames, str) else filenames
        lines = [line for name in names for line in Path(str(name)).read_text(encoding="utf-8").splitlines()]
        return Dataset.from_tensor_slices(np.asarray(lines))


class Options(Quiet):
    """Settings of a pipeline, to no effect."""
