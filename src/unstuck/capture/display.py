"""Nobody sits at the script: plots are drawn and not shown, questions are answered with Enter."""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

from unstuck.capture.late import once_imported
from unstuck.capture.replacing import replaced


@contextmanager
def nobody_there() -> Iterator[None]:
    """Inside, `plt.show()` and `input()` return at once."""
    backend = os.environ.get("MPLBACKEND")
    os.environ["MPLBACKEND"] = "Agg"
    with once_imported("matplotlib.pyplot", _keep_off_the_screen), replaced(builtins, "input", _enter):
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
