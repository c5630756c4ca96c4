"""Imports that fail but that the script never uses: they are left out instead of stopping it."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import FrameType, ModuleType
from typing import Any

from unstuck.capture.replacing import replaced
from unstuck.capture.sites import changed, is_users, syntax
from unstuck.notebook import shown_line

_LOOKS_NAMES_UP = {"eval", "exec", "globals", "locals", "vars"}  # then any name may be in use


@contextmanager
def idle_imports_pass() -> Iterator[None]:
    """Inside, an import in user code fails only where its names are used in the file, or where it stands in a `try`."""
    real = builtins.__import__

    def __import__(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        frame = sys._getframe(1)
        if not is_users(frame.f_code.co_filename):
            return real(name, globals, locals, fromlist, level)
        try:
            module = real(name, globals, locals, fromlist, level)
        except ImportError as error:
            if not fromlist and _passes(frame, [None], name):
                return _Absent(name.partition(".")[0], name.split("."), error)
            if fromlist and _passes(frame, fromlist, name):
                return _Absent(name, fromlist, error)
            raise
        lacking = [each for each in fromlist or () if each != "*" and not hasattr(module, each)]
        if lacking and _passes(frame, lacking, name):
            return _Without(module, lacking)
        return module

    with replaced(builtins, "__import__", __import__):
        yield


def _passes(frame: FrameType, names: Sequence[str | None], module: str) -> bool:
    """Whether none of these names of the import at a frame's line is in use; None stands for the module's own."""
    file, line = frame.f_code.co_filename, frame.f_lineno
    idle = _idle(file, changed(file)).get(line, frozenset())
    if not set(names) <= idle:
        return False
    what = ", ".join(f"{each} of {module}" if each else module for each in names)
    print(
        f"unstuck: {shown_line(file, line)} imports {what}, which is not here and not used; left out.", file=sys.stderr
    )
    return True


class _Absent(ModuleType):
    """Stands for a module that is not there; using it raises the import's own error."""

    def __init__(self, name: str, passing: Sequence[str], error: ImportError) -> None:
        super().__init__(name)
        self._passing, self._error = set(passing), error

    def __getattr__(self, name: str) -> Any:
        if name in self._passing:
            return self
        raise AttributeError(name) if name.startswith("__") else self._error

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise self._error


class _Without(ModuleType):
    """A module with names that it lacks."""

    def __init__(self, module: ModuleType, lacking: Sequence[str]) -> None:
        super().__init__(module.__name__)
        self._module, self._lacking = module, lacking

    def __getattr__(self, name: str) -> Any:
        if name in self._lacking:
            whole = f"{self.__name__}.{name}"
            return _Absent(whole, (), ImportError(f"cannot import name {name!r} from {self.__name__!r}"))
        return getattr(self._module, name)


@lru_cache(maxsize=64)
def _idle(file: str, changed: int) -> dict[int, frozenset[str | None]]:
    """Line of each import outside any `try` → the names that it imports and the file never uses; None: the module."""
    tree = syntax(file)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    if used & _LOOKS_NAMES_UP:
        return {}
    idle: dict[int, frozenset[str | None]] = {}
    for node in _outside_of_try(tree):
        if isinstance(node, ast.ImportFrom):
            asked = {alias.name for alias in node.names if (alias.asname or alias.name) not in used}
            idle[node.lineno] = frozenset(asked - {"*"})
        elif len(node.names) == 1 and (node.names[0].asname or node.names[0].name.partition(".")[0]) not in used:
            idle[node.lineno] = frozenset([None])
    return idle


def _outside_of_try(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif not isinstance(child, ast.Try):
            yield from _outside_of_try(child)
