"""Keras on JAX, set up before Keras is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CACHE_BYTES = 500_000_000


def prepare() -> None:
    """Chooses JAX for Keras and keeps compiled programs on disk, so that the second run does not compile again.

    Call it before anything imports Keras. The cache lies in `$XDG_CACHE_HOME/unstuck` (`~/.cache/unstuck`), never grows
    beyond 500 MB and may be deleted at any time.
    """
    os.environ["KERAS_BACKEND"] = "jax"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "unstuck" / "programs"
    os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(cache))
    os.environ.setdefault("JAX_COMPILATION_CACHE_MAX_SIZE", str(_CACHE_BYTES))
    os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
    os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "0")


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
