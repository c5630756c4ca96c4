"""The process that opens a model file: a script of its own, run by `process.py`, imported by nobody.

It gets the file as its standard input and writes to its standard output one line of JSON (the config, the class names
and the arrays' paths, types and shapes, or an error), followed by the arrays' bytes.
"""

from __future__ import annotations

import sys
from typing import Any

_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000  # of Linux' <sched.h>
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # of <sys/prctl.h> and <linux/seccomp.h>
_ALLOW, _REFUSE = 0x7FFF_0000, 0x0005_0000 | 13  # the latter: the call fails with EACCES
# Of each machine, from <linux/audit.h> and <asm/unistd.h>: its number, and those of `socket` and `io_uring_setup`.
_CALLS = {"x86_64": (0xC000_003E, 41, 425), "aarch64": (0xC000_00B7, 198, 425)}


def leave_the_network() -> bool:
    """On Linux: into a network namespace with nothing in it, as root or where users may make their own; and, as any
    user, no new sockets.

    Returns:
        whether one of them was possible; if not, the process has no more than its limits.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    libc = ctypes.CDLL(None)
    is_left = libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0
    return _refuse_sockets(libc) or is_left


def _refuse_sockets(libc: Any) -> bool:
    """A seccomp filter, which the threads and processes of this one get too."""
    import ctypes
    import os
    import struct

    calls = _CALLS.get(os.uname().machine)
    if calls is None or sys.maxsize < 2**32:  # a program of 32 bits has other numbers
        return False
    machine, socket, ring = calls
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    steps = (  # what to do, how many steps to skip if so, and if not, with which value
        (load, 0, 0, 4),  # the machine
        (equal, 0, 4, machine),
        (load, 0, 0, 0),  # the call's number
        (at_least, 2, 0, 0x4000_0000),  # the same calls once more, under other numbers
        (equal, 1, 0, socket),
        (equal, 0, 1, ring),
        (answer, 0, 0, _REFUSE),
        (answer, 0, 0, _ALLOW),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    prctl = libc.prctl
    prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    if prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0) == 0)


def limit(seconds: int, more_bytes: int) -> None:
    """No more processor time, memory and output than this; the memory on Linux, nothing on Windows."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    limits = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: more_bytes}
    if sys.platform == "linux":
        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + more_bytes
    for which, most in limits.items():
        _, hard = resource.getrlimit(which)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (most, most))


def main(name: str, seconds: int, more_bytes: int) -> None:
    """Reads the file called `name` from the standard input."""
    leave_the_network()  # while there is one thread only
    import json

    import h5py  # noqa: F401  # in the memory before its limit is set
    import numpy as np

    from unstuck.errors import UnstuckError
    from unstuck.guarded.archive import CLASS_NAMES, check_config, parsed, read_members, refused
    from unstuck.guarded.weights import read_weights

    limit(seconds, more_bytes)
    arrays: dict[str, np.ndarray] = {}
    try:
        members = read_members(sys.stdin.buffer, name)
        config = parsed(members["config.json"], name)
        check_config(config, name)
        named = parsed(members[CLASS_NAMES], name) if CLASS_NAMES in members else {}
        arrays = read_weights(members.pop("model.weights.h5"), name)
        told = {"config": config, "named": named}
    except UnstuckError as error:
        told = {"error": [error.expected, error.received, error.todo]}
    except MemoryError:
        bomb = refused(name, f"more than {more_bytes:,} bytes of memory to read it")
        told = {"error": [bomb.expected, bomb.received, bomb.todo]}
    told["arrays"] = [(path, array.dtype.str, array.shape) for path, array in arrays.items()]
    out = sys.stdout.buffer
    out.write(json.dumps(told).encode() + b"\n")
    for array in arrays.values():
        out.write(np.ascontiguousarray(array).tobytes())
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
