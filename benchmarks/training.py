"""Seconds an epoch beside Keras on its three backends, a plain torch loop and the machine's own limit.

    make bench                                          # makes the peers' environments, then all of it
    .venv/bin/python benchmarks/training.py             # all of it: 15 minutes on 2 idle cores
    .venv/bin/python benchmarks/training.py --samples 15000 mlp mlp2

Every peer is a process in an environment of its own, and only one works at a time. The peers take turns, epoch by
epoch and in another order each round, so that whatever else the machine does disturbs all alike; medians are compared.
Results go to docs/training.json, from which tools/training.py makes docs/training.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from unstuck.data import load

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "docs" / "training.json"
IMAGES = 60_000
# network → batch size, width of the hidden layers
NETWORKS = {
    **{"perceptron": (32, 0), "softmax": (128, 0), "mlp": (128, 512), "mlp2": (128, 512)},
    **{"convnet": (128, 0), "resnet": (128, 0)},
}
# An epoch of these takes minutes with Keras on JAX. Their steps are all alike and each is long: 40 say as much as 469.
LONG = ("convnet", "resnet")
LONG_SAMPLES = 40 * 128
UNITS = ("seconds", "processor_seconds")
PEERS = ("unstuck", "keras-jax", "keras-tensorflow", "keras-torch", "torch", "sgemm")
ENVIRONMENTS = {"keras-jax": "jax", "keras-tensorflow": "tensorflow", "keras-torch": "torch", "torch": "torch"}
GROWTH_PEERS = ("unstuck", "keras-jax", "torch")


def growth(samples: int) -> dict[str, list[tuple[str, int, int, int]]]:
    """What grows → cases: network, samples, batch size and width."""
    some = samples // 4
    return {
        "samples": [("mlp", count, 128, 512) for count in (samples // 16, some, samples)],
        "width": [("mlp", some, 128, width) for width in (128, 512, 2048)],
        "batch": [("mlp", some, batch, 512) for batch in (32, 128, 512)],
    }


class Peer:
    """A process that trains on request."""

    def __init__(self, name: str, environments: Path, data: Path) -> None:
        home = ENVIRONMENTS.get(name)
        python = environments / home / "bin" / "python" if home else Path(sys.executable)
        self.name = name
        self.python = python
        self.process = subprocess.Popen(
            [python, ROOT / "benchmarks" / "peers.py", name, data],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            # Torch's threads wait by spinning, and on a shared machine take the processor from whom they wait for.
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_WAIT_POLICY": "PASSIVE"},
        )

    def epoch(self, network: str, samples: int, batch: int, width: int) -> dict[str, float]:
        """One epoch's `seconds` and `processor_seconds`."""
        request = {"network": network, "samples": samples, "batch": batch, "width": width}
        print(json.dumps(request), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.name} gave no answer to {request}; is its environment there? See `make bench`.")
        return {unit: round(value, 4) for unit, value in json.loads(answer).items()}

    def versions(self) -> dict[str, str]:
        """Of the packages that decide its speed."""
        code = (
            "import importlib.metadata as m, json;"
            "d = {x.name.lower().replace('_', '-'): x.version for x in m.distributions()};"
            "print(json.dumps({k: d[k] for k in ('keras', 'jax', 'tensorflow-cpu', 'tensorflow', 'torch') if k in d}))"
        )
        return json.loads(subprocess.run([self.python, "-c", code], capture_output=True, check=True, text=True).stdout)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


@contextmanager
def peers(names: tuple[str, ...], environments: Path):
    """The processes, with MNIST in a file that all of them read."""
    data = load("mnist")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        np.savez(folder / "mnist.npz", x=data.x_train.astype("float32") / 255, y=data.y_train.astype("int64"))
        started = {name: Peer(name, environments, folder / "mnist.npz") for name in names}
        for peer in started.values():
            stack.callback(peer.close)
        yield started


def measure(group: dict[str, Peer], case: tuple[str, int, int, int], rounds: int):
    """Unit → peer → one number a round. The peers take turns, each round begins with another."""
    found: dict[str, dict[str, list[float]]] = {unit: {name: [] for name in group} for unit in UNITS}
    order = list(group)
    for turn in range(rounds):
        for name in order[turn % len(order) :] + order[: turn % len(order)]:
            for unit, value in group[name].epoch(*case).items():
                found[unit][name].append(value)
        print(f"round {turn + 1}", *case, {name: values[-1] for name, values in found["seconds"].items()}, flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", default=list(NETWORKS), help="of the table; default all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--samples", type=int, default=IMAGES, help="train on fewer and scale up, where time is short")
    parser.add_argument("--growth", action="store_true", help="also with data, width and batch size")
    parser.add_argument("--environments", type=Path, default=ROOT / ".bench", help="where `make bench` has made them")
    arguments = parser.parse_args()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"table": {}, "growth": {}}

    with peers(PEERS, arguments.environments) as group:
        results["versions"] = {name: peer.versions() for name, peer in group.items() if name != "sgemm"}
        results["machine"] = {"processors": len(os.sched_getaffinity(0)), "system": platform.machine()}
        for network in arguments.networks:
            samples = min(arguments.samples, LONG_SAMPLES if network in LONG else IMAGES)
            load_before = os.getloadavg()[0]
            found = measure(group, (network, samples, *NETWORKS[network]), arguments.rounds)
            results["table"][network] = {"samples": samples, "load": [load_before, os.getloadavg()[0]], **found}
            write(results)
        if arguments.growth:
            some = {name: group[name] for name in GROWTH_PEERS}
            for what, cases in growth(arguments.samples).items():
                found = {case: measure(some, case, 3)["seconds"] for case in cases}
                results["growth"][what] = {" ".join(map(str, case)): seconds for case, seconds in found.items()}
                write(results)


def write(results: dict) -> None:
    """What there is so far."""
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
