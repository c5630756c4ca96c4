"""`unstuck train NETWORK DATA`."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from unstuck import backend
from unstuck.cli.output import check_writable, console, counting, write_json
from unstuck.data import load
from unstuck.errors import UnstuckError
from unstuck.words import counted, duration, percent

if TYPE_CHECKING:
    from unstuck.engine import Epoch


def command(arguments: argparse.Namespace) -> int:
    """Trains and saves; 0."""
    if arguments.epochs is not None and arguments.epochs < 1:
        raise UnstuckError(
            "A training takes at least one epoch.", f"--epochs {arguments.epochs}", "Use --epochs 1 or more."
        )
    check_writable(arguments.json)
    backend.prepare()
    Thread(target=import_module, args=("jax",)).start()  # while the data is read; it takes as long
    dataset = load(arguments.data, arguments.target)
    from unstuck.api import result_sentence, train_network
    from unstuck.networks import network

    chosen, out = network(arguments.network), console()
    epochs = arguments.epochs or chosen.epochs
    out.print(f" {chosen.name} on {dataset.name}: {len(dataset.x_train):,} images, {counted(epochs, 'epoch')}")

    finished: list[Epoch] = []
    with counting(epochs, "training", out) as move:

        def on_epoch(epoch: Epoch) -> None:
            finished.append(epoch)
            move(len(finished))
            out.print(f" {_line(epoch, epochs)}")

        trained = train_network(
            chosen,
            dataset,
            epochs=epochs,
            batch_size=arguments.batch_size,
            seed=arguments.seed,
            out=Path(arguments.out) if arguments.out else None,
            on_epoch=on_epoch,
            progress=lambda done, steps: move(len(finished) + done / steps),
        )
    out.print(f" {result_sentence(trained, dataset)}")
    out.print(f" Saved {trained.path}")
    write_json(arguments.json, trained.to_json())
    return 0


def _line(epoch: Epoch, epochs: int) -> str:
    logs = epoch.logs
    parts = [f"epoch {epoch.number:>{len(str(epochs))}}/{epochs}", f"loss {logs['loss']:.4f}"]
    parts += [
        f"{name.replace('_', ' ')} {percent(logs[name])}" for name in ("accuracy", "val_accuracy") if name in logs
    ]
    return "  ".join([*parts, duration(epoch.seconds)])
