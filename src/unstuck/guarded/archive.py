"""The members of a `.keras` archive and its config: read, never built."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from unstuck.errors import UnstuckError
from unstuck.guarded.allowed import is_allowed

CLASS_NAMES = "unstuck.json"  # our own member of the archive, which Keras does not look at
LARGEST = {"config.json": 20_000_000, "metadata.json": 100_000, "model.weights.h5": 2**31, CLASS_NAMES: 10_000_000}
# Weights hardly shrink when they are zipped; whole gigabytes of nothing do.
MOST_TIMES = 200
MOST_OBJECTS = 20_000  # layers, initializers, … of a config; a network of 1,000 layers has 5,000
_DEEPEST = 100  # nested configs; a network in a network in a network is 30


def refused(name: str, what: str) -> UnstuckError:
    """The error for a file that is not loaded."""
    return UnstuckError(
        "A model file holds layers of Keras, their settings and their weights, and nothing else.",
        f"{name}: {what}",
        "if you know who made it and trust them, add --trust; else do not load it",
    )


def read_members(stream: BinaryIO, name: str) -> dict[str, bytes]:
    """The archive's members, each within its size.

    Args:
        name: of the file, for messages.

    Raises:
        UnstuckError: it is no archive that Keras wrote.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            members: dict[str, bytes] = {}
            for entry in archive.infolist():
                if entry.filename not in LARGEST or entry.filename in members:
                    raise refused(name, f"a member {entry.filename!r}")
                if entry.file_size > min(LARGEST[entry.filename], MOST_TIMES * entry.compress_size + 100_000):
                    raise refused(name, f"{entry.filename} of {entry.file_size:,} bytes")
                with archive.open(entry) as member:  # reads no more than the header says
                    members[entry.filename] = member.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        suffix = Path(name).suffix
        what = f"a {suffix} file" if suffix in (".h5", ".hdf5", ".pkl", ".pb") else str(error)
        raise UnstuckError(
            "A model is a .keras file.",
            f"{name}: {what}",
            "save it with model.save('name.keras') where it was trained: other formats can run any program when read",
        ) from error
    if missing := {"config.json", "model.weights.h5"} - members.keys():
        raise refused(name, f"no {', '.join(sorted(missing))}")
    return members


def parsed(content: bytes, name: str) -> Any:
    """JSON as values.

    Raises:
        UnstuckError: it is none.
    """
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise refused(name, f"a config that is no JSON ({error})") from None


def check_config(config: Any, name: str) -> None:
    """Nothing in a model's config but what is allowed; its compile settings, which are never built, may be anything.

    Raises:
        UnstuckError: something is not on the list, or there is too much of it.
    """
    if not isinstance(config, dict) or config.get("class_name") not in ("Sequential", "Functional"):
        kind = config.get("class_name") if isinstance(config, dict) else type(config).__name__
        raise refused(name, f"a model of the kind {kind!r}")
    objects = 0
    for node in _dicts({key: value for key, value in config.items() if key != "compile_config"}, name):
        if any(key in node for key in ("class_name", "module", "registered_name")):
            objects += 1
            if not is_allowed(node):
                raise refused(name, f"{node.get('module')}.{node.get('class_name')}")
        if node.get("unroll"):  # a recurrent layer written out step by step: Keras would build for hours
            raise refused(name, "a recurrent layer with unroll=True")
    if objects > MOST_OBJECTS:
        raise refused(name, f"a config of {objects:,} objects")


def _dicts(tree: Any, name: str) -> Iterator[dict[str, Any]]:
    left = [(tree, 0)]
    while left:
        node, depth = left.pop()
        if depth > _DEEPEST:
            raise refused(name, "a config without end")
        if isinstance(node, dict):
            yield node
            left += [(value, depth + 1) for value in node.values()]
        elif isinstance(node, list):
            left += [(value, depth + 1) for value in node]
