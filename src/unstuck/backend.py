"""Keras on JAX, set up before Keras is imported."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CACHE_BYTES = 500_000_000
_CUT_EVERY = 3600.0  # seconds


def cache_folder() -> Path:
    """Where things are kept that can be made again: `$XDG_CACHE_HOME/unstuck`, or `~/.cache/unstuck`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "unstuck"


def prepare() -> None:
    """Chooses JAX for Keras and keeps compiled programs on disk, so that the second run does not compile again.

    Call it before anything imports Keras. The programs lie in `cache_folder`, are cut back to 500 MB once an hour and
    may be deleted at any time.
    """
    os.environ["KERAS_BACKEND"] = "jax"
    cache = cache_folder() / "programs"
    os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(cache))
    os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
    os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "0")
    # A program that another process is just writing, or that it was killed over, is compiled anew: nobody's concern.
    warnings.filterwarnings("ignore", "Error (reading|writing) persistent compilation cache entry", UserWarning)
    _cut_back(cache)


def _cut_back(cache: Path) -> None:
    """Removes what was not used for longest, now and then.

    JAX's own bound reads the times of all programs whenever one is added, under a lock that all processes share: with
    4,000 programs that takes as long as compiling a small one.
    """
    last = cache / ".cut-back"
    try:
        if last.exists() and time.time() - last.stat().st_mtime < _CUT_EVERY:
            return
        cache.mkdir(parents=True, exist_ok=True)
        last.touch()
        found = [(path, path.stat()) for path in cache.glob("*-cache")]
        total = sum(stat.st_size for _, stat in found)
        for path, stat in sorted(found, key=lambda each: max(each[1].st_atime, each[1].st_mtime)):
            if total <= CACHE_BYTES:
                break
            path.unlink(missing_ok=True)
            total -= stat.st_size
    except OSError:  # read-only, or cut back by another process at this moment
        return


@contextmanager
def quick_compiling() -> Iterator[None]:
    """Inside, programs compile several times faster and run slower: for those that run once, as initialisers do.

    JAX takes a second to compile the random numbers of a single layer's weights with all optimisations on.
    """
    import jax

    before = jax.config.read("jax_disable_most_optimizations")
    jax.config.update("jax_disable_most_optimizations", True)
    try:
        yield
    finally:
        jax.config.update("jax_disable_most_optimizations", before)


@contextmanager
def without_advice() -> Iterator[None]:
    """Inside, Keras does not say how a model should be written: for experiments, which would say it again and again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield
