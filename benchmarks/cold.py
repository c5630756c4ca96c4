"""From typing the command to 98 %, 99 % and 99.5 % of MNIST's test images, nothing compiled before.

    python benchmarks/cold.py               # each goal from three seeds: 10 minutes on 2 idle cores
    python benchmarks/cold.py --seeds 1

The clock runs from the start of the process, so it counts Python, the imports, reading the data and compiling, until
the end of the first epoch whose test accuracy is there. `processor_seconds` are those of the whole command on all
cores: on a machine that others use, half of them is what two cores of one's own would take at most.
Results go to docs/cold.json, from which tools/training.py makes a table.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from unstuck.runs import list_runs

RESULTS = Path(__file__).parents[1] / "docs" / "cold.json"
# goal → network and epochs: the fewest whose cycle of the rate ends there for every seed
GOALS = {0.98: ("best", 1), 0.99: ("best", 2), 0.995: ("best", 10)}


def run(network: str, epochs: int, seed: int, goal: float) -> dict[str, float | int | None]:
    """One cold command: when it reached the goal (None: never), and what it cost."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.time()
        subprocess.run(
            [sys.executable, "-m", "unstuck", "train", network, "mnist", f"--epochs={epochs}", f"--seed={seed}"],
            cwd=folder,
            env={**os.environ, "XDG_CACHE_HOME": folder},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seconds = time.time() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        [record] = list_runs(Path(folder) / "runs")
        history = list(record.history())
    reached = next((line.time - began for line in history if line.logs["val_accuracy"] >= goal), None)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seed": seed,
        "accuracy": history[-1].logs["val_accuracy"],
        "seconds_to_goal": reached and round(reached, 1),
        "seconds": round(seconds, 1),
        "processor_seconds": round(used, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--goals", type=float, nargs="*", default=list(GOALS), choices=list(GOALS))
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for goal in arguments.goals:
        network, epochs = GOALS[goal]
        rows = []
        for seed in range(arguments.seeds):
            rows.append(run(network, epochs, seed, goal))
            print(goal, rows[-1], flush=True)
        results[str(goal)] = {"network": network, "epochs": epochs, "load": os.getloadavg()[1], "runs": rows}
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
