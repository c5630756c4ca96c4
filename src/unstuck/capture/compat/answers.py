"""What `predict` gives: an array of one number is a number, as NumPy had it until 2.4."""

from __future__ import annotations

from typing import Any

import numpy as np


class Answers(np.ndarray):
    """An array for which `int(answers[0])` works with one output, as `"%d" % answers[0]` does."""

    def __int__(self) -> int:
        return int(self.item())

    def __float__(self) -> float:
        return float(self.item())

    def __index__(self) -> int:
        return np.asarray(self).item().__index__()

    def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Any:
        """What is computed to a single number is one, as of any array."""
        plain = np.asarray(array)
        return plain.view(Answers) if plain.ndim else plain[()]

    def __reduce__(self) -> Any:
        return np.asarray(self).__reduce__()  # pickled, it is a plain array that needs nothing of ours


def answers(predicted: Any) -> Any:
    """The same numbers; a nest of arrays stays as it is."""
    return predicted.view(Answers) if type(predicted) is np.ndarray else predicted
