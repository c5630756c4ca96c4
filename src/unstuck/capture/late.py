"""Changes a module once it is imported, so that a script that does not import it never waits for it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

Change = Callable[[ModuleType, ExitStack], None]


@contextmanager
def once_imported(name: str, change: Change) -> Iterator[None]:
    """Inside, a module is changed as soon as it is imported; what the change puts on the stack is undone afterwards."""
    with ExitStack() as stack:
        finder = _Finder(name, change, stack)
        sys.meta_path.insert(0, finder)
        stack.callback(sys.meta_path.remove, finder)
        if name in sys.modules:
            change(sys.modules[name], stack)
        yield


class _Finder(MetaPathFinder):
    def __init__(self, name: str, change: Change, stack: ExitStack) -> None:
        self.name, self.change, self.stack = name, change, stack

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loading(spec.loader, self)
        return spec


class _Loading(Loader):
    def __init__(self, loader: Any, finder: _Finder) -> None:
        self.loader, self.finder = loader, finder

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self.loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        self.loader.exec_module(module)
        self.finder.change(module, self.finder.stack)
