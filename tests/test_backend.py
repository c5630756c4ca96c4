"""The cache of compiled programs: used, bounded, and no hindrance where it cannot be written."""

import os
import subprocess
import sys
import time

import pytest

from unstuck import backend


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(backend, "CACHE_BYTES", 3000)
    folder = tmp_path / "unstuck" / "programs"
    folder.mkdir(parents=True)
    for age in range(5):
        path = folder / f"{age}-cache"
        path.write_bytes(bytes(1000))
        os.utime(path, (time.time() - age, time.time() - 100))  # used, written
    return folder


def names(folder):
    return sorted(path.name for path in folder.glob("*-cache"))


def test_what_was_not_used_for_longest_goes(cache):
    backend.prepare()
    assert names(cache) == ["0-cache", "1-cache", "2-cache"]


def test_it_is_looked_through_once_an_hour(cache):
    (cache / ".cut-back").touch()
    backend.prepare()
    assert len(names(cache)) == 5
    os.utime(cache / ".cut-back", (0, time.time() - 3601))
    backend.prepare()
    assert len(names(cache)) == 3


COMPILE = """
import sys
from unstuck import backend
backend.prepare()
import jax
assert jax.jit(lambda x: x * 2.5)(2.0) == 5.0
"""


def test_programs_are_kept_and_a_broken_one_is_no_hindrance(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JAX_")}
    environment["XDG_CACHE_HOME"] = str(tmp_path)

    def compile_it():
        return subprocess.run([sys.executable, "-c", COMPILE], env=environment, capture_output=True, text=True)

    assert compile_it().returncode == 0
    kept = list(tmp_path.glob("unstuck/programs/*-cache"))
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:10])
    again = compile_it()
    assert (again.returncode, again.stderr) == (0, "")


def test_a_home_that_cannot_be_written_is_no_hindrance(tmp_path):
    (tmp_path / "file").write_text("")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JAX_")}
    environment["XDG_CACHE_HOME"] = str(tmp_path / "file")
    done = subprocess.run([sys.executable, "-c", COMPILE], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
