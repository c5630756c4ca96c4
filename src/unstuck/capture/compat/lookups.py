"""`TextVectorization`, `StringLookup` and `IntegerLookup` on NumPy; Keras' own need TensorFlow."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from unstuck.capture.compat.text import each, text_of
from unstuck.capture.compat.tf_data import Dataset
from unstuck.errors import UnstuckError

_MODES = {"binary": "multi_hot", "tf-idf": "tf_idf"}  # Keras 2's names
_PUNCTUATION = r'[!"#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']'  # Keras' own


class Lookup(keras.layers.Layer):
    """Numbers for tokens, with Keras' arguments.

    Numbers begin with the mask's 0 (for `output_mode="int"` and a mask token), then those of unknown tokens.
    """

    def __init__(
        self,
        max_tokens: int | None = None,
        num_oov_indices: int = 1,
        mask_token: Any = None,
        oov_token: Any = "[UNK]",
        vocabulary: Any = None,
        invert: bool = False,
        output_mode: str = "int",
        pad_to_max_tokens: bool = False,
        **kwargs: Any,
    ) -> None:
        for dropped in ("idf_weights", "sparse", "encoding", "vocabulary_dtype", "max_values", "ragged"):
            kwargs.pop(dropped, None)
        super().__init__(**kwargs)
        self.max_tokens, self.num_oov_indices = max_tokens, num_oov_indices
        self.mask_token, self.oov_token = mask_token, oov_token
        self.invert, self.output_mode = invert, _MODES.get(output_mode, output_mode)
        self.pad_to_max_tokens = pad_to_max_tokens
        self.tokens: list[Any] = []
        self.weights_of: np.ndarray | None = None  # of tf-idf, one for each number
        self.built = True
        if vocabulary is not None:
            self.set_vocabulary(vocabulary)

    def _plain(self, values: Any) -> np.ndarray:
        return text_of(values)

    @property
    def special(self) -> list[Any]:
        """The tokens before those of the vocabulary."""
        mask = [self.mask_token] if self.mask_token is not None and self.output_mode == "int" else []
        return mask + [self.oov_token] * self.num_oov_indices

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """From a list, with or without the special tokens, or a file with a token a line."""
        if isinstance(vocabulary, str):
            with open(vocabulary, encoding="utf-8") as file:
                vocabulary = file.read().splitlines()
        tokens = self._plain(vocabulary).tolist()
        special = self.special
        self.tokens = tokens[len(special) :] if special and tokens[: len(special)] == special else tokens
        if idf_weights is not None:
            self.weights_of = np.asarray(idf_weights, dtype="float32")

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[Any]:
        """The tokens, in the order of their numbers."""
        return [*(self.special if include_special_tokens else []), *self.tokens]

    def vocabulary_size(self) -> int:
        """How many numbers there are."""
        return len(self.special) + len(self.tokens)

    vocab_size = vocabulary_size

    def _documents(self, values: Any) -> Iterator[Sequence[Any]]:
        array = self._plain(values)
        yield from (array.reshape(len(array), -1) if array.ndim else array.reshape(1, 1)).tolist()

    def adapt(self, data: Any, batch_size: Any = None, steps: int | None = None) -> None:
        """Takes the tokens of these data as the vocabulary, the most frequent first."""
        counts: Counter[Any] = Counter()
        documents: Counter[Any] = Counter()
        number = 0
        parts = data if isinstance(data, Dataset) else [np.asarray(data)]
        for index, part in enumerate(parts):
            if steps is not None and index >= steps:
                break
            for document in self._documents(part):
                counts.update(document)
                documents.update(set(document))
                number += 1
        for token in {*self.special, self.mask_token}:
            counts.pop(token, None)
        ranked = sorted(counts, key=lambda token: (counts[token], token), reverse=True)
        self.tokens = ranked[: self.max_tokens and self.max_tokens - len(self.special)]
        inverse = [np.log(1 + number / (1 + documents[token])) for token in self.tokens]
        mean = float(np.mean(inverse)) if inverse else 0.0  # what an unknown token counts
        self.weights_of = np.asarray([*[mean] * len(self.special), *inverse], dtype="float32")

    @property
    def depth(self) -> int:
        """The length of a row that is not of numbers."""
        return self.max_tokens if self.pad_to_max_tokens and self.max_tokens else self.vocabulary_size()

    def numbers(self, values: Any) -> np.ndarray:
        """The number of each token."""
        start = len(self.special)
        known = {token: start + index for index, token in enumerate(self.tokens)}
        if self.mask_token is not None and self.output_mode == "int":
            known[self.mask_token] = 0

        def number(token: Any) -> int:
            if token in known:
                return known[token]
            if self.num_oov_indices == 0:
                raise UnstuckError(
                    f"{self.name} knows the tokens of its vocabulary only (num_oov_indices=0).",
                    f"the token {token!r}",
                    "Give it num_oov_indices=1.",
                )
            first = start - self.num_oov_indices
            return first + zlib.crc32(str(token).encode()) % self.num_oov_indices

        return each(number, self._plain(values)).astype("int64")

    def _rows(self, numbers: np.ndarray) -> np.ndarray:
        if self.output_mode == "one_hot":
            flat = numbers.squeeze(-1) if numbers.ndim and numbers.shape[-1] == 1 else numbers
            return np.eye(self.depth, dtype="float32")[flat]
        rows = np.eye(self.depth, dtype="float32")[np.atleast_1d(numbers)].sum(axis=-2)
        if self.output_mode == "multi_hot":
            return np.minimum(rows, 1)
        if self.output_mode == "tf_idf" and self.weights_of is not None:
            return rows * np.pad(self.weights_of, (0, self.depth - len(self.weights_of)))
        return rows

    def __call__(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Numbers or rows as a tensor; inside a model see `text_models`."""
        if isinstance(inputs, keras.KerasTensor):
            return self.in_model(inputs)
        return self.apply_to(inputs)

    def apply_to(self, inputs: Any) -> Any:
        """Numbers or rows for values at hand; of an inverted lookup the tokens."""
        if self.invert:
            tokens = self.get_vocabulary()
            return self._plain(each(lambda number: tokens[int(number)], np.asarray(inputs)))
        numbers = self.numbers(inputs)
        return ops.convert_to_tensor(numbers if self.output_mode == "int" else self._rows(numbers))

    def in_model(self, inputs: Any) -> Any:
        """An input of numbers in the place of the input of tokens: the model's data are translated before it."""
        shape = self.apply_to(self._plain(np.full((1, *(size or 1 for size in inputs.shape[1:])), self._example))).shape
        lengths = tuple(
            None if size is None else new for size, new in zip((*inputs.shape[1:], 1), shape[1:], strict=False)
        )
        numbers = keras.Input(lengths, dtype="int64" if self.output_mode == "int" else "float32", name=inputs.name)
        inputs._read_as = (numbers, self)
        return numbers

    _example: Any = ""


class StringLookup(Lookup):
    """Numbers for strings."""


class IntegerLookup(Lookup):
    """Numbers for whole numbers."""

    _example = 0

    def __init__(self, max_tokens: int | None = None, num_oov_indices: int = 1, **kwargs: Any) -> None:
        kwargs = {"oov_token": -1, **{"max_tokens" if k == "max_values" else k: v for k, v in kwargs.items()}}
        super().__init__(max_tokens, num_oov_indices, **kwargs)

    def _plain(self, values: Any) -> np.ndarray:
        return np.asarray(values).astype("int64")


class TextVectorization(Lookup):
    """Numbers for the words of texts, with Keras' arguments."""

    def __init__(
        self,
        max_tokens: int | None = None,
        standardize: Any = "lower_and_strip_punctuation",
        split: Any = "whitespace",
        ngrams: Any = None,
        output_mode: str = "int",
        output_sequence_length: int | None = None,
        pad_to_max_tokens: bool = False,
        vocabulary: Any = None,
        **kwargs: Any,
    ) -> None:
        self_vocabulary = {} if vocabulary is None else {"vocabulary": vocabulary}
        kwargs = {"mask_token": "", "pad_to_max_tokens": pad_to_max_tokens, **self_vocabulary, **kwargs}
        super().__init__(max_tokens, output_mode=output_mode, **kwargs)
        self.standardize, self.split, self.ngrams = standardize, split, ngrams
        self.output_sequence_length = output_sequence_length

    def _words(self, text: Any) -> list[str]:
        text = str(text)
        if callable(self.standardize):
            text = str(text_of(self.standardize(text_of(text))))
        elif self.standardize:
            text = text.lower() if self.standardize.startswith("lower") else text
            text = re.sub(_PUNCTUATION, "", text) if self.standardize.endswith("strip_punctuation") else text
        if callable(self.split):
            words = [str(word) for word in np.ravel(np.asarray(self.split(text_of(text)), dtype=object))]
        else:
            words = {"whitespace": text.split, "character": lambda: list(text), None: lambda: [text]}[self.split]()
        sizes = range(1, self.ngrams + 1) if isinstance(self.ngrams, int) else self.ngrams or (1,)
        return [" ".join(words[i : i + size]) for size in sizes for i in range(len(words) - size + 1)]

    def _documents(self, values: Any) -> Iterator[Sequence[Any]]:
        for text in text_of(values).reshape(-1).tolist():
            yield self._words(text)

    def apply_to(self, inputs: Any) -> Any:
        """Numbers (n, words), filled up with 0, or rows (n, vocabulary); without n for a single text."""
        texts = text_of(inputs)
        texts = texts[..., 0] if texts.ndim > 1 and texts.shape[-1] == 1 else texts
        found = [self.numbers(self._words(text)) for text in texts.reshape(-1).tolist()]
        if self.output_mode == "int":
            longest = self.output_sequence_length or max((len(row) for row in found), default=0)
            rows = np.zeros((len(found), longest), dtype="int64")
            for row, numbers in zip(rows, found, strict=True):
                row[: len(numbers)] = numbers[:longest]
        else:
            rows = np.stack([self._rows(numbers) for numbers in found])
        return ops.convert_to_tensor(rows.reshape(*texts.shape, *rows.shape[1:]))
