"""The process that opens a model file: a script of its own, run by `process.py`, imported by nobody.

It gets the file as its standard input and writes to its standard output one line of JSON (the config, the class names
and the arrays' paths, types and shapes, or an error) and behind it the arrays' bytes.
"""

from __future__ import annotations

import sys

_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000  # of Linux' <sched.h>


def leave_the_network() -> bool:
    """On Linux, into a network namespace with nothing in it: as root, or where users may make their own namespaces.

    Returns:
        whether it is left; where neither is allowed, it stays, and the process has no more than its limits.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    libc = ctypes.CDLL(None)
    return libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0


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
