"""Scripts run unattended: plots are drawn but not shown, questions are answered with Enter."""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

import numpy as np

from unstuck.capture.late import once_imported
from unstuck.capture.replacing import replaced


@contextmanager
def nobody_there() -> Iterator[None]:
    """Inside, `plt.show()` and `input()` return at once."""
    backend = os.environ.get("MPLBACKEND")
    os.environ["MPLBACKEND"] = "Agg"
    with (
        once_imported("matplotlib.pyplot", _keep_off_the_screen),
        once_imported("matplotlib.backends.backend_agg", _pixels_as_before),
        replaced(builtins, "input", _enter),
    ):
        try:
            yield
        finally:
            if backend is None:
                del os.environ["MPLBACKEND"]
            else:
                os.environ["MPLBACKEND"] = backend


def _enter(prompt: Any = "") -> str:
    print(f"{prompt}(Unstuck answers with Enter.)")
    return ""


def _keep_off_the_screen(pyplot: ModuleType, stack: ExitStack) -> None:
    pyplot.switch_backend("Agg")
    for name in ("show", "pause", "switch_backend", "waitforbuttonpress", "ginput"):
        stack.enter_context(replaced(pyplot, name, lambda *args, **kwargs: None))
    stack.enter_context(replaced(sys.modules["matplotlib"], "use", lambda *args, **kwargs: None))


def _pixels_as_before(agg: ModuleType, stack: ExitStack) -> None:
    """A drawn figure's pixels as bytes, under the names that matplotlib dropped in 3.10."""
    orders = {"tostring_rgb": [0, 1, 2], "tostring_argb": [3, 0, 1, 2]}
    for name, order in orders.items():
        if not hasattr(agg.FigureCanvasAgg, name):
            stack.enter_context(replaced(agg.FigureCanvasAgg, name, _bytes_of(order)))


def _bytes_of(order: list[int]) -> Callable[[Any], bytes]:
    return lambda canvas: np.asarray(canvas.buffer_rgba())[..., order].tobytes()
