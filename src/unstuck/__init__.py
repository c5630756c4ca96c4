"""Unstuck trains image classifiers fast and, when a network does not learn, finds out why and proves it."""

from typing import Any

__version__ = "0.1.0"
__all__ = ["Watch", "debug", "evaluate", "look", "train"]

# Where each lives. They are imported when they are first asked for: `import unstuck` must not wait for Keras.
_HOMES = {"Watch": "api", "debug": "debug", "evaluate": "api", "look": "api", "train": "api"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'unstuck' has no attribute {name!r}")
    import importlib

    importlib.import_module("unstuck.backend").prepare()
    module = importlib.import_module(f"unstuck.{_HOMES[name]}")
    value = module if _HOMES[name] == name else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
