"""Rooms import one way: each only from the rooms before it."""

from __future__ import annotations

import ast
import importlib
import os
from pathlib import Path

import pytest

os.environ["KERAS_BACKEND"] = "jax"

SOURCE = Path(__file__).parents[1] / "src" / "unstuck"
ORDER = (
    *("words", "whole", "errors", "spec", "optional", "notebook", "backend"),
    *("data", "networks", "engine", "measure", "capture", "debug"),
    *("patch", "runs", "guarded", "serve", "export", "report", "api", "cli"),
)
PACKAGES = [room for room in ORDER if (SOURCE / room).is_dir()]
FILES = sorted(SOURCE.rglob("*.py"))


def module_name(file: Path) -> str:
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(file: Path, *, at_the_top: bool = False) -> set[str]:
    """The modules of ours that a file names in its imports; `at_the_top` leaves out those inside functions and
    those for the type checker only."""
    modules = {module_name(each) for each in FILES}
    found: set[str] = set()
    for node in _walk(ast.parse(file.read_text("utf-8")), at_the_top):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import hides which room it comes from"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in modules else str(node.module))
    return {name for name in found if name.partition(".")[0] == "unstuck"}


def _walk(tree: ast.AST, at_the_top: bool):
    for node in ast.iter_child_nodes(tree):
        if at_the_top and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if at_the_top and isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        yield node
        yield from _walk(node, at_the_top)


def room(module: str) -> str:
    """`unstuck.debug.trial` → `debug`; the package's own top → ``."""
    return [*module.split("."), ""][1]


def test_every_room_has_its_place_in_the_order():
    present = {room(module_name(file)) for file in FILES} - {"", "__main__"}
    assert present <= set(ORDER), "a new room: say in ORDER where it stands"


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_a_room_imports_only_rooms_before_it(file):
    own = room(module_name(file))
    if own in ("", "__main__"):
        return  # the top holds the version, and __main__ the command
    allowed = {"", *ORDER[: ORDER.index(own) + 1]}
    wrong = {name for name in imported(file) if room(name) not in allowed}
    assert not wrong, f"{own} comes before {', '.join(sorted(wrong))}"


def test_the_top_imports_nothing_of_ours():
    assert imported(SOURCE / "__init__.py") == set()


def test_no_module_imports_itself_by_a_detour():
    graph = {module_name(file): imported(file, at_the_top=True) for file in FILES}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join([*trail[trail.index(module) :], module])
        if module in done or module not in graph:
            return
        # A package that gathers its modules names them; that they are inside it is no detour.
        for name in sorted(graph[module]):
            visit(name, (*trail, module))
        done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("name", PACKAGES)
def test_a_room_has_one_door_and_all_that_it_promises(name):
    package = importlib.import_module(f"unstuck.{name}")
    assert package.__doc__
    assert len(package.__doc__) > 20
    assert package.__all__ == sorted(package.__all__, key=lambda each: (not each.isupper(), each))
    for each in package.__all__:
        if not hasattr(package, each):  # a room whose doors are modules
            importlib.import_module(f"unstuck.{name}.{each}")
