"""Text as TensorFlow has it, on NumPy: arrays with `numpy()`, and `tf.strings`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np


class Text(np.ndarray):
    """Strings in an array, which scripts read as bytes: `texts[0].numpy().decode()`."""

    def numpy(self) -> Any:
        """The bytes: one object of them for a single text, otherwise an array."""
        return each(lambda text: text.encode(), self).tolist() if self.ndim == 0 else each(str.encode, self)

    def get_shape(self) -> tuple[int, ...]:
        """TensorFlow's name for `shape`."""
        return self.shape

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        return found if isinstance(found, np.ndarray) else text_of(found)


def is_text(array: Any) -> bool:
    """Whether an array holds strings or bytes."""
    kind = getattr(getattr(array, "dtype", None), "kind", None)
    return kind in ("U", "S") or (kind == "O" and array.size > 0 and isinstance(array.flat[0], str | bytes))


def text_of(values: Any) -> Text:
    """Strings, or bytes read as UTF-8, as an array of that shape."""
    return each(lambda text: text.decode() if isinstance(text, bytes) else str(text), values).view(Text)


def each(function: Callable[[Any], Any], values: Any) -> np.ndarray:
    """The function's values for all entries, as an array of objects of the same shape."""
    array = np.asarray(values, dtype=object)
    results = np.empty(array.shape, dtype=object)
    for index in np.ndindex(array.shape):
        results[index] = function(array[index])
    return results


def lower(input: Any, encoding: str = "", name: Any = None) -> Text:
    """In small letters."""
    return text_of(each(str.lower, text_of(input)))


def upper(input: Any, encoding: str = "", name: Any = None) -> Text:
    """In capitals."""
    return text_of(each(str.upper, text_of(input)))


def as_string(input: Any, **_: Any) -> Text:
    """Numbers as text."""
    return text_of(np.asarray(input))


def strip(input: Any, name: Any = None) -> Text:
    """Without white space around it."""
    return text_of(each(str.strip, text_of(input)))


def regex_replace(input: Any, pattern: str, rewrite: str, replace_global: bool = True, name: Any = None) -> Text:
    r"""What matches, replaced; `\1` stands for a group."""
    count = 0 if replace_global else 1
    return text_of(each(lambda text: re.sub(pattern, rewrite, text, count=count), text_of(input)))


def regex_full_match(input: Any, pattern: str, name: Any = None) -> np.ndarray:
    """Whether the whole text matches."""
    return each(lambda text: re.fullmatch(pattern, text) is not None, text_of(input)).astype(bool)


def length(input: Any, unit: str = "BYTE", name: Any = None) -> np.ndarray:
    """The number of bytes, or of characters."""
    return each(lambda text: len(text if unit == "UTF8_CHAR" else text.encode()), text_of(input)).astype("int32")


def split(input: Any, sep: str | None = None, maxsplit: int = -1, name: Any = None) -> Any:
    """The parts of one text; of several texts an array of lists of them."""
    texts = text_of(input)
    parts = each(lambda text: text.split(sep or None, maxsplit), texts)
    return text_of(parts.item()) if parts.ndim == 0 else parts


def substr(input: Any, pos: int, len: int, unit: str = "BYTE", name: Any = None) -> Text:
    """A piece of each text."""
    return text_of(each(lambda text: text[pos : pos + len], text_of(input)))


def join(inputs: Any, separator: str = "", name: Any = None) -> Text:
    """Texts joined, entry by entry."""
    parts = np.broadcast_arrays(*(text_of(part) for part in inputs))
    return text_of(each(separator.join, _tuples(parts)))


def to_number(input: Any, out_type: Any = "float32", name: Any = None) -> np.ndarray:
    """The numbers that are written there."""
    return each(float, text_of(input)).astype(np.dtype(out_type))


def _tuples(parts: Any) -> np.ndarray:
    rows = np.empty(parts[0].shape, dtype=object)
    for index in np.ndindex(rows.shape):
        rows[index] = tuple(str(part[index]) for part in parts)
    return rows
