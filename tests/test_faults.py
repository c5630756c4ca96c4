"""The corpus of faulty programs: every one says its truth in a form that the benchmark reads."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
spec = importlib.util.spec_from_file_location("benchmark_faults", ROOT / "benchmarks" / "faults.py")
benchmark = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = benchmark
spec.loader.exec_module(benchmark)

PATHS = sorted((ROOT / "faults").glob("*.py"))
VERDICTS = {"fault", "no_signal", "harmless", "doubtful", "crash", "healthy", "control"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_program(path):
    program = benchmark.read(path)
    assert program.verdict in VERDICTS
    assert not any(line.startswith("# ") for line in program.text.splitlines()), "nothing that gives the truth away"
    compile(program.text, path.name, "exec")
    if program.verdict in ("fault", "no_signal"):
        assert program.faults
        if program.verdict == "no_signal" and not program.fixes:  # by nature, and not by a mistake
            return
        assert program.fixes
        compile(program.repaired, path.name, "exec")
        assert program.repaired != program.text
        assert all(1 <= line <= len(program.text.splitlines()) for line in program.lines)


def test_repair_replaces_and_adds_lines():
    program = benchmark.Program(
        "p", "fault", ("loss",), (2,), (("2", "b = 3"), ("2+", "c = 4")), False, None, "a\nb\nd\n"
    )
    assert program.repaired == "a\nb = 3\nc = 4\nd\n"


def test_goal_leaves_room_for_noise_and_a_tenth_of_the_gain():
    program = benchmark.Program("p", "fault", (), (), (("1", "a"),), False, ([0.5, 0.5], [0.9, 0.9]), "a\n")
    assert program.goal == pytest.approx(0.86)


def test_a_third_is_held_out():
    held = sum(benchmark.read(path).held_out for path in PATHS)
    assert 0.25 < held / len(PATHS) < 0.4
