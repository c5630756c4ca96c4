"""`tf.io.gfile` on Python's own files."""

from __future__ import annotations

import glob as _glob
import os
import shutil
from typing import Any

GFile = Open = FastGFile = open
exists = Exists = os.path.exists
isdir = IsDirectory = os.path.isdir
listdir = ListDirectory = os.listdir
walk = Walk = os.walk
remove = Remove = os.remove
rmtree = DeleteRecursively = shutil.rmtree
mkdir = MkDir = os.mkdir
join = os.path.join


def makedirs(path: Any) -> None:
    """The folder and those above it."""
    os.makedirs(path, exist_ok=True)


MakeDirs = makedirs


def glob(pattern: Any) -> list[str]:
    """The files of one or several patterns."""
    patterns = [pattern] if isinstance(pattern, str | os.PathLike) else pattern
    return sorted(path for each in patterns for path in _glob.glob(os.fspath(each)))


Glob = glob


def copy(src: Any, dst: Any, overwrite: bool = False) -> None:
    """The file under another name too."""
    shutil.copyfile(src, dst)
