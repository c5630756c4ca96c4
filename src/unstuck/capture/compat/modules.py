"""Modules and names that are gone, served for a while: by an importer of our own and by modules' `__getattr__`."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from unstuck.capture.replacing import replaced


def find(place: str) -> Any:
    """`keras.layers:Dense` → that class; `keras.layers` → that module."""
    module, _, name = place.partition(":")
    found: Any = importlib.import_module(module)
    return getattr(found, name) if name else found


def installed(package: str) -> bool:
    """Whether a package is there for real, whatever is being served in its place."""
    return PathFinder.find_spec(package) is not None


class Served(ModuleType):
    """A module whose names are looked up in other modules.

    Args:
        name: its full name.
        sources: real modules, searched in order.
        names: other places by name, which come first: `module:attribute`.
    """

    def __init__(self, name: str, sources: Sequence[str], names: Mapping[str, str]) -> None:
        super().__init__(name)
        self.__path__: list[str] = []  # `import name.child` asks for it
        self._sources, self._names = sources, names

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return sorted({*self._names, *(each for source in self._sources for each in _public(find(source)))})
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        if name in self._names:
            return find(self._names[name])
        if _is_served(f"{self.__name__}.{name}"):
            return importlib.import_module(f"{self.__name__}.{name}")
        for source in self._sources:
            module = find(source)
            if hasattr(module, name):
                return getattr(module, name)
        raise _lacks(self.__name__, name)


def _public(module: ModuleType) -> list[str]:
    return [name for name in vars(module) if not name.startswith("_")]


def _is_served(module: str) -> bool:
    return any(isinstance(finder, _Finder) and finder.serves(module) for finder in sys.meta_path)


def _lacks(module: str, name: str) -> AttributeError:
    return AttributeError(f"module {module!r} has no attribute {name!r}", name=name, obj=sys.modules.get(module))


class _Finder(MetaPathFinder):
    def __init__(self, modules: Mapping[str, Callable[[], ModuleType]], aliases: Mapping[str, str]) -> None:
        self.modules, self.aliases = modules, aliases
        self.given: dict[str, bool] = {}  # whether the parent had an attribute of that name before

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        make = self._maker(fullname)
        return None if make is None else ModuleSpec(fullname, _Maker(make, self), is_package=True)

    def serves(self, fullname: str) -> bool:
        return self._maker(fullname) is not None

    def _maker(self, fullname: str) -> Callable[[], ModuleType] | None:
        if fullname in self.modules:
            return self.modules[fullname]
        for alias, real in self.aliases.items():
            if fullname == alias or fullname.startswith(f"{alias}."):
                whole = real + fullname[len(alias) :]
                try:
                    importlib.import_module(whole)
                except ModuleNotFoundError:
                    return None
                return lambda: sys.modules[whole]
        return None


class _Maker(Loader):
    def __init__(self, make: Callable[[], ModuleType], finder: _Finder) -> None:
        self.make, self.finder = make, finder

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return ModuleType(spec.name)  # given up for the one below: a real module must keep its own spec

    def exec_module(self, module: ModuleType) -> None:
        parent, _, child = module.__name__.rpartition(".")
        self.finder.given[module.__name__] = child in vars(sys.modules.get(parent, sys))
        sys.modules[module.__name__] = self.make()


@contextmanager
def served(
    modules: Mapping[str, Callable[[], ModuleType]],
    aliases: Mapping[str, str],
    names: Mapping[str, Mapping[str, str]],
    otherwise: Mapping[str, Mapping[str, str]],
    further: Mapping[str, Sequence[str]],
) -> Iterator[None]:
    """Inside, these can be imported; afterwards everything is as it was.

    Args:
        modules: how a module is made, by its full name.
        aliases: real modules by the name that stands for them and for all below them.
        names: what real modules lack, as places by module and name.
        otherwise: what real modules have and is to be something else, the same way.
        further: modules that are searched for what a real module lacks.
    """
    finder = _Finder(modules, aliases)
    with ExitStack() as stack:
        sys.meta_path.insert(0, finder)
        stack.callback(_forget, finder.given)
        stack.callback(sys.meta_path.remove, finder)
        for name in {*names, *further}:
            module = find(name)
            lookup = _lookup(name, names.get(name, {}), further.get(name, ()), vars(module).get("__getattr__"))
            stack.enter_context(replaced(module, "__getattr__", lookup))
        for name, places in otherwise.items():
            for each, place in places.items():
                stack.enter_context(replaced(find(name), each, find(place)))
        yield


def _lookup(
    module: str, places: Mapping[str, str], further: Sequence[str], own: Callable[[str], Any] | None
) -> Callable[[str], Any]:
    def __getattr__(name: str) -> Any:
        if name in places:
            return find(places[name])
        for each in () if name.startswith("__") else further:
            if hasattr(find(each), name):
                return getattr(find(each), name)
        if _is_served(f"{module}.{name}"):  # `keras.utils.np_utils` where only `keras` was imported
            return importlib.import_module(f"{module}.{name}")
        if own is None:
            raise _lacks(module, name)
        return own(name)

    return __getattr__


def _forget(given: Mapping[str, bool]) -> None:
    """Takes what was served out of `sys.modules` and off its parents, which may have been served themselves."""
    owners = {name: sys.modules.get(name.rpartition(".")[0]) for name in given}
    for name in given:
        sys.modules.pop(name, None)
    for name, was_there in given.items():
        owner, child = owners[name], name.rpartition(".")[2]
        if owner is not None and not was_there and child in vars(owner):
            delattr(owner, child)
