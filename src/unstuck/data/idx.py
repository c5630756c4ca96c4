"""Reads IDX files, the form in which MNIST and Fashion-MNIST were published, gzipped or not."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np

from unstuck.errors import UnstuckError

# The third byte of the file. Source: http://yann.lecun.com/exdb/mnist/, "the IDX file format"; big-endian throughout.
DTYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read_idx(path: Path) -> np.ndarray:
    """The array in an IDX file, in the machine's byte order and of the shape the file names.

    Raises:
        UnstuckError: the file cannot be read, is not IDX, or is shorter or longer than it says.
    """
    content = _content(path)
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in DTYPES:
        raise UnstuckError(
            "An IDX file starts with two zero bytes and a type.",
            f"{path}: {content[:4].hex(' ') or 'an empty file'}",
            "download it again",
        )
    dtype, axes = np.dtype(DTYPES[content[2]]), content[3]
    start = 4 + 4 * axes
    shape = struct.unpack(f">{axes}I", content[4:start]) if len(content) >= start else ()
    wanted = start + math.prod(shape) * dtype.itemsize
    if len(content) != wanted:
        raise UnstuckError(
            f"{path} holds {wanted:,} bytes, as its header says.", f"{len(content):,} bytes", "download it again"
        )
    return np.frombuffer(content, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("="))


def _content(path: Path) -> bytes:
    """The file's bytes, unzipped when it is gzip by its first two bytes."""
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (OSError, EOFError, zlib.error) as error:
        raise UnstuckError("An IDX file can be read.", f"{path}: {error}", "download it again") from error
