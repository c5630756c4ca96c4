"""Makes docs/training.md from what benchmarks/training.py, limits.py and cold.py have measured.

    python tools/training.py

A test checks that the document is what this makes of docs/training.json, docs/limits.jsonl and docs/cold.json.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
IMAGES = 60_000
PRODUCT_GFLOP = 2 * 1500**3 / 1e9  # of the matrix product that the peer `sgemm` times
PEERS = {
    "unstuck": "Unstuck",
    "keras-jax": "Keras, JAX",
    "keras-tensorflow": "Keras, TensorFlow",
    "keras-torch": "Keras, torch",
    "torch": "plain torch loop",
}
WHAT = {
    "perceptron": "perceptron, batch 32",
    "softmax": "softmax, 128",
    "mlp": "mlp 512, 128",
    "mlp2": "mlp 2×512, 128",
    "convnet": "Keras' small convnet, 128",
    "resnet": "small ResNet with batch norm, 128",
}
# Multiplications of each layer for one image, the first layer first.
LAYERS = {
    "perceptron": (784,),
    "softmax": (7_840,),
    "mlp": (784 * 512, 5_120),
    "mlp2": (784 * 512, 512 * 512, 5_120),
    "convnet": (26 * 26 * 9 * 32, 11 * 11 * 9 * 32 * 64, 16_000),
    "resnet": (
        *(28 * 28 * 9 * 16, *[28 * 28 * 9 * 16 * 16] * 2),
        *(14 * 14 * 9 * 16 * 32, 14 * 14 * 9 * 32 * 32, 14 * 14 * 16 * 32),
        *(7 * 7 * 9 * 32 * 64, 7 * 7 * 9 * 64 * 64, 7 * 7 * 32 * 64, 640),
    ),
}
GROWTH = {
    "samples": ("Growth with the data: mlp 512, batches of 128, seconds an epoch", "images", 1),
    "width": ("Growth with the width: mlp, batches of 128, seconds an epoch of {samples:,} images", "units", 3),
    "batch": ("Growth with the batch: mlp 512, seconds an epoch of {samples:,} images", "batch", 2),
}


def main() -> None:
    """Writes the document."""
    (DOCS / "training.md").write_text(document())


def document() -> str:
    """The whole text."""
    training, cold = (json.loads((DOCS / f"{name}.json").read_text()) for name in ("training", "cold"))
    limits = [json.loads(line) for line in (DOCS / "limits.jsonl").read_text().splitlines()]
    parts = [
        "# Training speed",
        "Made by `tools/training.py` from training.json, limits.jsonl and cold.json here, which `make bench` measures.",
        "## Seconds an epoch",
        _about(training),
        _table(training["table"], "seconds"),
        "### Processor seconds an epoch, of all threads",
        _table(training["table"], "processor_seconds"),
        "### A step beside the least it can take",
        LEAST,
        _least(limits),
        *(part for name, cases in training["growth"].items() for part in _growth(name, cases)),
        "## From typing the command to an accuracy",
        COLD,
        _cold(cold),
        *_shared(max(row["load"] for row in cold.values()), training["machine"]["processors"]),
    ]
    return "\n\n".join(parts) + "\n"


LEAST = """The limit above is one large product's speed, which products of 128 rows do not reach. Here the least is that
of the same shapes in the same runtime: the network's own products, forward and backward, and the optimiser's update of
as many weights, each alone. The softmax network's two thin products (10 columns), written as Keras has them, take
about a third of the time of Keras' own step by themselves: three times as fast is the most that is there."""

COLD = """`unstuck train best mnist`, nothing compiled before: the clock runs from the start of the process, through
imports, reading, compiling and testing after every epoch, to the end of the first epoch whose accuracy on the 10,000
test images is there. The recipe's cycle of the rate ends with the last epoch, whatever their number, so that each goal
has its own. The last column is half of the processor seconds of the whole command: what it takes with two processors of
its own when both are always busy."""


def gflop_an_epoch(network: str) -> float:
    """Arithmetic of an epoch: forwards, and backwards twice as much, without the gradient of the images."""
    layers = LAYERS[network]
    return 2 * (3 * sum(layers) - layers[0]) * IMAGES / 1e9


def _about(training: Mapping[str, Any]) -> str:
    rounds = {len(seconds) for row in training["table"].values() for seconds in row["seconds"].values()}
    load = [value for row in training["table"].values() for value in row["load"]]
    processors = training["machine"]["processors"]
    versions = {name: version for peer in training["versions"].values() for name, version in peer.items()}
    lines = [
        f"60,000 images, medians of {' or '.join(map(str, sorted(rounds)))} rounds in which the peers take turns; "
        f"{processors} processors; {', '.join(f'{name} {version}' for name, version in sorted(versions.items()))}.",
        "The limit is the network's arithmetic at the speed of one large matrix product, measured in the same rounds.",
        *(
            f"{WHAT[network]}: measured on {row['samples']:,} images and scaled up."
            for network, row in training["table"].items()
            if row["samples"] < IMAGES
        ),
    ]
    lines += _shared(max(load), processors)
    return "\n".join(lines)


def _shared(load: float, processors: int) -> list[str]:
    """What to think of the figures when others were at work too."""
    if load <= processors + 1:
        return []
    return [
        f"**The machine was shared while this was measured**: its load was up to {load:.0f} on {processors} processors."
        " The seconds are those of that machine; the processor seconds depend much less on it."
    ]


def _table(rows: Mapping[str, Any], unit: str) -> str:
    lines = [f"| network | {' | '.join(PEERS.values())} | limit |", "|---" * (len(PEERS) + 2) + "|"]
    for network, what in WHAT.items():
        if network in rows:
            seconds, scale = rows[network][unit], IMAGES / rows[network]["samples"]
            limit = gflop_an_epoch(network) / PRODUCT_GFLOP * median(seconds["sgemm"])
            cells = [_short(median(seconds[peer]) * scale) for peer in PEERS]
            lines.append(f"| {what} | **{cells[0]}** | {' | '.join([*cells[1:], _short(limit)])} |")
    return "\n".join(lines)


def _least(rows: list[dict[str, Any]]) -> str:
    lines = ["| network | products, ms | update, ms | the engine's whole step, ms | of the least |", "|---" * 5 + "|"]
    for row in rows:
        cells = [_short(row[f"{part}_ms"]["wall"]) for part in ("products", "update", "step")]
        lines.append(f"| {WHAT[row['network']]} | {' | '.join(cells)} | {100 * row['reached']['wall']:.0f} % |")
    return "\n".join(lines)


def _growth(name: str, cases: Mapping[str, Any]) -> tuple[str, str]:
    title, what, place = GROWTH[name]
    peers = list(next(iter(cases.values())))
    lines = [f"| {what} | {' | '.join(PEERS[peer] for peer in peers)} |", "|---" * (len(peers) + 1) + "|"]
    for case, seconds in cases.items():
        cells = " | ".join(_short(median(seconds[peer])) for peer in peers)
        lines.append(f"| {int(case.split()[place]):,} | {cells} |")
    samples = int(next(iter(cases)).split()[1])
    return f"### {title.format(samples=samples)}", "\n".join(lines)


def _cold(goals: Mapping[str, Any]) -> str:
    lines = ["| accuracy | command | seeds that reach it | seconds to it | test accuracy | seconds, two processors |"]
    lines.append("|---" * 6 + "|")
    for goal, row in goals.items():
        runs = row["runs"]
        reached = [run["seconds_to_goal"] for run in runs if run["seconds_to_goal"] is not None]
        scores = [run["accuracy"] for run in runs]
        used = median(run["processor_seconds"] for run in runs) / 2
        lines.append(
            f"| {100 * float(goal):g} % | `unstuck train {row['network']} mnist --epochs {row['epochs']}` "
            f"| {len(reached)} of {len(runs)} | {_short(median(reached)) if reached else '–'} "
            f"| {min(scores):.4f} to {max(scores):.4f} | {_short(used)} |"
        )
    return "\n".join(lines)


def _short(seconds: float) -> str:
    """Two digits, or whole seconds."""
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.2g}"


if __name__ == "__main__":
    main()
