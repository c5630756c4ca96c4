"""The ladder's figures: test loss and accuracy of each network over several seeds, beside the article's.

    python benchmarks/ladder.py                     # softmax, mlp, mlp2: about 8 minutes on 2 cores
    python benchmarks/ladder.py cnn best --seeds 3
    python benchmarks/ladder.py best --data fashion-mnist

Writes docs/ladder.json, from which the README's table is made (tools/readme.py). An interrupted measurement keeps the
seeds it has; `--first 5 --out F` measures a part elsewhere.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from unstuck import backend

RESULTS = Path(__file__).parents[1] / "docs" / "ladder.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("networks", nargs="*", default=["perceptron-sigmoid", "softmax", "mlp", "mlp2"])
    parser.add_argument("--data", default="mnist")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    backend.prepare()
    for name in arguments.networks:
        rows: dict[str, list[float]] = {}
        for seed in range(arguments.first, arguments.first + arguments.seeds):
            figures = measure(name, arguments.data, seed)
            print(name, seed, figures, flush=True)
            rows = {key: [*rows.get(key, []), figure] for key, figure in figures.items()}
            write(name if arguments.data == "mnist" else f"{name} on {arguments.data}", rows, arguments.out)


def write(name: str, rows: dict[str, list[float]], out: Path) -> None:
    """Puts one network's figures into the file; the others' stay."""
    results = json.loads(out.read_text()) if out.exists() else {}
    out.write_text(json.dumps(results | {name: rows}, indent=1) + "\n")


def measure(name: str, data_name: str, seed: int) -> dict[str, float]:
    """Final test loss and accuracy, the median epoch's seconds and the processor seconds of the whole training."""
    import keras

    from unstuck.data import load
    from unstuck.engine import FitCall, steps_an_epoch, train
    from unstuck.networks import network

    rung = network(name)
    data = load(data_name, "is:5" if rung.yes_or_no else None)
    keras.utils.set_random_seed(seed)
    call = FitCall(
        data.x_train,
        data.y_train,
        batch_size=rung.batch_size,
        epochs=rung.epochs,
        validation_data=(data.x_test, data.y_test),
    )
    began = time.process_time()
    model = rung.model(data.x_train.shape[1:], len(data.class_names), call.epochs * steps_an_epoch(call))
    epochs = list(train(model, call, augment=rung.augment))
    return {
        "loss": round(epochs[-1].logs["val_loss"], 5),
        "accuracy": round(epochs[-1].logs["val_accuracy"], 5),
        "seconds_an_epoch": round(sorted(e.seconds for e in epochs)[len(epochs) // 2], 3),
        "processor_seconds": round(time.process_time() - began, 1),
    }


if __name__ == "__main__":
    main()
