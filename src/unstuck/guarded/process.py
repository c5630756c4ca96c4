"""Opens a model file in a process of its own, so that what is wrong with it is that process's end and not ours.

In there, on Linux, is no network (an empty namespace for it where those are allowed, and on x86-64 and ARM, for any
user and in containers too, a filter that refuses new sockets) and no more memory than 512 MB and four times the file's
size beyond what importing NumPy and h5py takes; on every system no more than a minute. On macOS the memory, and on
Windows the processor time too, is not limited, and neither is the network there (what is read never asks for it).

The process unzips, parses the config and reads the HDF5 file, the work of C libraries on bytes from a stranger. It does
not import Keras: that would take 3 s of processor time for each file, against 0.5 s without. What building a model
could do beyond that, is bounded by the config's check (`archive.py`) and by building it once without any numbers
(`serve/model_file.py`). What the process hands back is checked as if it came from the file.
"""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from unstuck.errors import UnstuckError, not_there
from unstuck.guarded.archive import check_config, refused
from unstuck.guarded.weights import is_number

SECONDS = 60
ROOM, ROOM_TIMES = 512_000_000, 4  # bytes of memory, and those for each byte of the file
SCRIPT = Path(__file__).with_name("sealed.py")
_LONGEST_LINE = 64_000_000
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP")  # nothing that is a secret


@dataclass(frozen=True, eq=False)
class Contents:
    """What a model file holds.

    Args:
        config: of a Sequential or Functional model, with nothing in it but what is allowed.
        named: what our own member says of the classes, unchecked JSON.
        places: the paths of the arrays in the file of weights, with their types and shapes.
    """

    config: dict[str, Any]
    named: Any
    places: tuple[tuple[str, np.dtype, tuple[int, ...]], ...]
    _stream: BinaryIO

    @property
    def numbers(self) -> int:
        """How many weights there are."""
        return sum(math.prod(shape) for *_, shape in self.places)

    def arrays(self) -> Iterator[tuple[str, np.ndarray]]:
        """Each with its path, once."""
        for path, dtype, shape in self.places:
            content = self._stream.read(dtype.itemsize * math.prod(shape))
            yield path, np.frombuffer(content, dtype).reshape(shape)


@contextmanager
def open_sealed(path: Path) -> Iterator[Contents]:
    """A model file's contents.

    Raises:
        UnstuckError: the file is not there or is refused, or the process that read it has not come back.
    """
    with _opened(path) as file, tempfile.TemporaryFile() as answer:
        room = ROOM + ROOM_TIMES * os.fstat(file.fileno()).st_size
        with _started([str(path), str(SECONDS), str(room)], file, answer) as process:
            try:
                code = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                raise refused(str(path), f"more than {SECONDS} s of work to read it") from None
            finally:
                process.kill()
        if code != 0:
            raise refused(str(path), f"what ends the process that reads it ({_ending(code)})")
        answer.seek(0)
        yield _contents(answer, str(path))


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise not_there("model", path) from None
    except OSError as error:
        raise UnstuckError(
            "A model is a .keras file.", f"{path}: {error.strerror}", "name a file that can be read"
        ) from error


def _started(arguments: list[str], file: BinaryIO, answer: BinaryIO) -> subprocess.Popen:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}
    # -P: neither the folder that one is in nor the script's own is a place of modules.
    command = [sys.executable, "-P", str(SCRIPT), *arguments]
    return subprocess.Popen(command, stdin=file, stdout=answer, stderr=subprocess.DEVNULL, env=environment)


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    if -code in (signal.SIGKILL, getattr(signal, "SIGXCPU", 0)):
        return "stopped: too much memory or time"
    return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"


def _contents(answer: BinaryIO, name: str) -> Contents:
    """What the process has written, trusted no more than the file."""
    try:
        told = json.loads(answer.readline(_LONGEST_LINE))
        if "error" in told:
            raise UnstuckError(*told["error"])
        places = tuple((str(p), np.dtype(d), tuple(int(n) for n in shape)) for p, d, shape in told["arrays"])
        config, named = told["config"], told["named"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refused(name, "an answer that is none from the process that reads it") from error
    check_config(config, name)
    size = sum(dtype.itemsize * math.prod(shape) for _, dtype, shape in places)
    left = os.fstat(answer.fileno()).st_size - answer.tell()
    if size != left or not all(is_number(dtype) and min((0, *shape)) == 0 for _, dtype, shape in places):
        raise refused(name, "weights that are not all there")
    return Contents(config, named, places, answer)
