"""The ladder's figures: test loss and accuracy of each network over several seeds, beside the article's.

    python benchmarks/ladder.py                     # softmax, mlp, mlp2: about 8 minutes on 2 cores
    python benchmarks/ladder.py cnn --seeds 3

Writes docs/ladder.json, from which the README's table is made (tools/readme.py).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from unstuck import backend

RESULTS = Path(__file__).parents[1] / "docs" / "ladder.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("networks", nargs="*", default=["perceptron-sigmoid", "softmax", "mlp", "mlp2"])
    parser.add_argument("--seeds", type=int, default=5)
    arguments = parser.parse_args()
    backend.prepare()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name in arguments.networks:
        results[name] = measure(name, range(arguments.seeds))
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")


def measure(name: str, seeds: range) -> dict[str, list[float]]:
    """Final test loss and accuracy, and the median epoch's seconds, of each seed."""
    import keras

    from unstuck.data import load
    from unstuck.engine import FitCall, train
    from unstuck.networks import network

    rung = network(name)
    data = load("mnist", "is:5" if rung.yes_or_no else None)
    rows: dict[str, list[float]] = {"loss": [], "accuracy": [], "seconds_an_epoch": []}
    for seed in seeds:
        keras.utils.set_random_seed(seed)
        model = rung.build(data.x_train.shape[1:], len(data.class_names))
        call = FitCall(
            data.x_train,
            data.y_train,
            batch_size=rung.batch_size,
            epochs=rung.epochs,
            validation_data=(data.x_test, data.y_test),
        )
        epochs = list(train(model, call))
        rows["loss"].append(round(epochs[-1].logs["val_loss"], 5))
        rows["accuracy"].append(round(epochs[-1].logs["val_accuracy"], 5))
        rows["seconds_an_epoch"].append(round(sorted(e.seconds for e in epochs)[len(epochs) // 2], 3))
        print(name, seed, {key: values[-1] for key, values in rows.items()}, flush=True)
    return rows


if __name__ == "__main__":
    main()
