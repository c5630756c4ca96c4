"""How well the debugger does on the programs of `faults/`: what it detects, names, repairs, and blames wrongly.

Run: ``python benchmarks/faults.py [--only PATTERNS] [--held-out | --all] [--limit N]``. Each program carries its truth
as comments on top, which are taken off before the debugger sees it. ``--measure`` writes there, where it is missing,
what the program and its true repair score over several seeds: a repair counts when it gets there, less their noise.
"""

import argparse
import fnmatch
import json
import multiprocessing
import os
import random
import re
import statistics
import tempfile
import time
import traceback
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from unstuck import backend
from unstuck.errors import UnstuckError

FOLDER = Path(__file__).parent.parent / "faults"
SECONDS = 60.0  # for experiments, the debugger's default
TIMEOUT = 2.5  # times the seconds for experiments, for a whole case
SEEDS = (1, 2, 3)
HEADER = re.compile(r"# ([a-z_]+)(?: (\d+\+?))?: ?(.*)")
HEALTHY, SICK = ("healthy", "control"), ("fault", "no_signal")
NOISE = 0.005  # of a score between runs of one program
DOCS = Path(__file__).parent.parent / "docs"
# Of 52 real faulty Keras programs: detected, and a right cause named; then false findings, as the authors or later
# studies give them (CHI'21, ICSE'21, ICSE'22, ICSE'25).
PUBLISHED = (
    ("UMLAUT", "50 of 52", "14 of 52", "nearly all"),
    ("AutoTrainer", "12 of 52", "10 of 52", "few"),
    ("DeepLocalize", "36 of 52", "7 of 52", "72 %"),
    ("DeepDiagnosis", "46 of 52", "28 of 52", "36 %"),
    ("DeepFD", "47 of 52", "27 of 52", "not published"),
    ("DEFault", "48 of 52", "33 of 52", "not published"),
)


@dataclass(frozen=True)
class Program:
    """A program of the corpus: its truth and the text without it. Lines count in that text."""

    name: str
    verdict: str  # fault, no_signal, healthy, control, crash; harmless and doubtful are run but not scored
    faults: tuple[str, ...]
    lines: tuple[int, ...]
    fixes: tuple[tuple[str, str], ...]  # ("24", new line) replaces, ("24+", new line) goes behind line 24
    held_out: bool
    scores: tuple[list[float], list[float]] | None  # of the program and of its true repair, over seeds
    text: str

    @property
    def repaired(self) -> str:
        """The text with the true repair."""
        lines = [[line] for line in self.text.splitlines()]
        for place, new in self.fixes:
            line = lines[int(place.rstrip("+")) - 1]
            line[:] = [*line, new] if place.endswith("+") else [new]
        return "\n".join(line for group in lines for line in group) + "\n"

    @property
    def goal(self) -> float | None:
        """What a repair has to reach: the true repair's score less the noise of seeds or a tenth of the gain."""
        if self.scores is None or not self.fixes:
            return None
        sick, well = (statistics.fmean(part) for part in self.scores)
        return well - max(statistics.stdev(self.scores[1]), 0.1 * (well - sick), NOISE)


@dataclass
class Result:
    """What came of one program."""

    program: Program
    named: list[str] = field(default_factory=list)  # the findings' faults, the leading one first
    healthy: bool | None = None
    score: float | None = None  # of the repaired recipe, as the report has it
    patched_score: float | None = None  # of the program with the report's patch, trained anew
    line_right: bool | None = None  # the leading finding points to a line of the true repair
    seconds: float = 0.0
    processor_seconds: float = 0.0  # of both cores: what is left of `seconds` on a machine that does other things too
    error: str | None = None
    trace: str | None = None  # of an error that is not one of Unstuck's own
    report: dict | None = None


def read(path: Path) -> Program:
    """A program and its truth."""
    lines = path.read_text().splitlines()
    size = next(i for i, line in enumerate(lines) if not line.startswith("#")) + 1
    entries = [HEADER.fullmatch(line).groups() for line in lines[: size - 1]]
    truth = {key: value for key, place, value in entries if not place}
    fixes = [(place.rstrip("+"), "+" * place.endswith("+"), new) for key, place, new in entries if key == "fix"]
    scores = truth.get("score")
    return Program(
        name=path.stem,
        verdict=truth["verdict"],
        faults=tuple(truth["fault"].split(", ")) if "fault" in truth else (),
        lines=tuple(int(line) - size for line in truth["line"].split(", ")) if "line" in truth else (),
        fixes=tuple((f"{int(line) - size}{behind}", new) for line, behind, new in fixes),
        held_out=truth["held_out"] == "true",
        scores=tuple([float(score) for score in part.split()] for part in scores.split("->")) if scores else None,
        text="\n".join(lines[size:]) + "\n",
    )


def in_new_folder(text: str) -> Path:
    """The program under a name that says nothing, in an empty working directory."""
    os.chdir(tempfile.mkdtemp(prefix="unstuck-"))
    path = Path("program.py").resolve()
    path.write_text(text)
    return path


def train(text: str, seed: int) -> float:
    """The score of a program's own fit, as the debugger scores; 0 when it cannot be trained."""
    import keras
    import numpy as np

    from unstuck.api import run_tracked
    from unstuck.debug.gather import take_data
    from unstuck.debug.loss import reads_logits
    from unstuck.debug.network import predicted
    from unstuck.debug.task import infer_task, score

    keras.utils.set_random_seed(seed)
    try:
        fits = []
        run_tracked(in_new_folder(text), [], fits.append)
        fit = fits[0]
        data = take_data(fit.call)
        outputs = data.answers(predicted(fit.model, data.validation_inputs))
    except Exception as error:
        print(f"    {type(error).__name__}: {str(error)[:300]}", flush=True)
        return 0.0
    labels = data.questions(data.y_validation)
    return score(outputs, labels, infer_task(np.asarray(data.y)), reads_logits(fit.spec.loss))


def measure(program: Program) -> str:
    """The header line with the scores before and after the true repair."""
    texts = [program.text, program.repaired] if program.fixes else [program.text]
    return " -> ".join(" ".join(f"{train(text, seed):.4f}" for seed in SEEDS) for text in texts)


def debug(program: Program, seconds: float) -> Result:
    """Debugs one program and trains it with the patch."""
    from unstuck.api import debug_script

    result = Result(program)
    path, began, worked = in_new_folder(program.text), time.monotonic(), time.process_time()
    try:
        debugged = debug_script(path, [], seconds=seconds)
    except UnstuckError as error:
        result.error = str(error)
    except BaseException as error:
        result.error, result.trace = f"{type(error).__name__}: {error}", traceback.format_exc()
    result.seconds, result.processor_seconds = time.monotonic() - began, time.process_time() - worked
    if result.error is None:
        fill(result, debugged)
    return result


def fill(result: Result, debugged) -> None:
    """Takes over what the report says."""
    result.report = report = debugged.report.to_json()
    result.healthy = report["healthy"]
    result.named = [finding["fault"] for finding in report["findings"]]
    result.score = report["after"] and report["after"]["mean"]
    result.error = debugged.crash and debugged.crash.error
    if result.named:
        places = {*result.program.lines, *(int(place.rstrip("+")) for place, _ in result.program.fixes)}
        result.line_right = report["findings"][0]["where"]["line"] in places
    if debugged.patch.sources and result.program.verdict == "fault":
        result.patched_score = train(next(iter(debugged.patch.sources.values())), SEEDS[0])


def each(work, programs, timeout):
    """Programs and what comes of them, one at a time; one that takes too long costs the worker and gives None."""
    context, pool = multiprocessing.get_context("spawn"), None
    for program in programs:
        pool = pool or context.Pool(1, backend.prepare, maxtasksperchild=15)
        try:
            yield program, pool.apply_async(work, (program,)).get(timeout)
        except multiprocessing.TimeoutError:
            pool = pool.terminate()
            yield program, None


def totals(results: list[Result]) -> dict:
    """The bars of the corpus."""
    sick, well = ([r for r in results if r.program.verdict in kind] for kind in (SICK, HEALTHY))
    crashes = [r for r in results if r.program.verdict == "crash"]
    aim = [r for r in sick if r.program.goal is not None]
    scored = [*sick, *well]
    seconds = sorted(r.seconds for r in scored) or [0.0]
    worked = sorted(r.processor_seconds for r in scored) or [0.0]
    return {
        "faulty programs detected": share(sick, lambda r: r.healthy is False),
        "a true cause first": share(sick, lambda r: r.named[:1] and r.named[0] in r.program.faults),
        "a true cause in the first three": share(sick, lambda r: set(r.named[:3]) & set(r.program.faults)),
        "the leading cause on a line of the true repair": share(sick, lambda r: r.line_right),
        "recipe repaired": share(aim, lambda r: (r.score or 0) >= r.program.goal),
        "program repaired by the patch": share(aim, lambda r: (r.patched_score or 0) >= r.program.goal),
        "healthy programs with a finding": share(well, lambda r: r.named),
        "crashes explained": share(crashes, explained),
        "errors on programs that train": share([*sick, *well], lambda r: r.error),
        "seconds, median": round(statistics.median(seconds), 1),
        "seconds, 95th percentile": round(seconds[int(0.95 * (len(seconds) - 1))], 1),
        "processor seconds, median": round(statistics.median(worked), 1),
        "processor seconds, 95th percentile": round(worked[int(0.95 * (len(worked) - 1))], 1),
    }


def explained(result: Result) -> bool:
    """Whether a crash came out as one clear error; where today's Keras trains the program, whether its fault did."""
    return bool(result.error and not result.trace) or bool(set(result.named) & set(result.program.faults))


def share(results: list[Result], holds) -> str:
    """`45 of 60 (75 %)`."""
    if not results:
        return "–"
    count = sum(bool(holds(result)) for result in results)
    return f"{count} of {len(results)} ({100 * count / len(results):.0f} %)"


def write_results(programs: list[Program], out: Path, seconds: float) -> None:
    """Debugs programs and writes, after each, JSON with everything and a markdown table."""
    results = []
    out.parent.mkdir(parents=True, exist_ok=True)
    timeout = TIMEOUT * seconds
    for program, result in each(partial(debug, seconds=seconds), programs, timeout):
        last = result or Result(program, seconds=timeout, error="out of time")
        results.append(last)
        numbers = totals(results)
        everything = {"totals": numbers, "results": [asdict(result) for result in results]}
        out.with_suffix(".json").write_text(json.dumps(everything, indent=1))
        rows = ["| measure | result |", "|---|---|", *(f"| {name} | {value} |" for name, value in numbers.items())]
        out.with_suffix(".md").write_text("\n".join(rows) + "\n")
        found = last.named or ("healthy" if last.healthy else None)
        scores = f"claimed {last.score}, patched {last.patched_score}, goal {program.goal}"
        print(f"{last.seconds:4.0f} s {program.name}: {program.verdict}, {program.faults}", flush=True)
        print(f"    {found}; {scores}; {last.error}", flush=True)
    print("\n".join(rows))


def write_page(files: list[Path], about: str) -> None:
    """`docs/faults.md` and `.json` from the results of several runs, the published tools' figures beside them.

    Args:
        about: a paragraph on the runs.
    """
    parts = {path.stem: json.loads(path.read_text())["totals"] for path in files}
    (DOCS / "faults.json").write_text(json.dumps(parts, indent=1) + "\n")
    lines = [
        "# How well the debugger does",
        "",
        "Made by `benchmarks/faults.py` on the programs of `faults/` that were run, each counted once. A repair counts",
        "where the true repair's score was measured. Processor seconds depend less on what else the machine does.",
        "",
        *([about, ""] if about else []),
        f"| measure | {' | '.join(parts)} |",
        f"|---|{'---|' * len(parts)}",
        *(
            f"| {name} | {' | '.join(str(part[name]) for part in parts.values())} |"
            for name in next(iter(parts.values()))
        ),
        "",
        "Published tools, on other programs:",
        "",
        "| tool | detected | a right cause named | false findings on healthy programs |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in PUBLISHED),
    ]
    (DOCS / "faults.md").write_text("\n".join(lines) + "\n")


def main() -> None:
    """Reads the command line and runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="*", help="names as shell patterns, with commas between")
    parser.add_argument("--limit", type=int, help="that many, drawn at random")
    parser.add_argument("--held-out", action="store_true", help="the part that nobody tunes on, not the other")
    parser.add_argument("--all", action="store_true", help="both parts")
    parser.add_argument("--measure", action="store_true", help="train programs and their repairs, write the scores")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for experiments, as of `unstuck debug`")
    parser.add_argument("--page", type=Path, nargs="+", help="results of runs, to make docs/faults.md of")
    parser.add_argument("--about", default="", help="a paragraph for that page")
    parser.add_argument("--out", type=Path, default=Path("runs/faults"))
    options = parser.parse_args()
    programs = [read(path) for path in sorted(FOLDER.glob("*.py"))]
    programs = [p for p in programs if any(fnmatch.fnmatch(p.name, pattern) for pattern in options.only.split(","))]
    programs = [p for p in programs if options.all or p.held_out == options.held_out]
    random.Random(0).shuffle(programs)  # so that the first results say something about the rest
    programs = programs[: options.limit]
    if options.page:
        write_page(options.page, options.about)
    elif options.measure:
        trained = [p for p in programs if p.fixes and p.scores is None and p.verdict != "crash"]
        for program, scores in each(measure, trained, 10 * SECONDS):
            path = FOLDER / f"{program.name}.py"
            path.write_text(re.sub(r"^# score:.*$", f"# score: {scores or ''}".strip(), path.read_text(), flags=re.M))
    else:
        write_results(programs, options.out, options.seconds)


if __name__ == "__main__":
    main()
