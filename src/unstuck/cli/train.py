"""`unstuck train NETWORK DATA`."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from unstuck import backend
from unstuck.cli.output import check_writable, console, counting, write_json
from unstuck.data import load
from unstuck.errors import UnstuckError
from unstuck.runs import Checkpoints, RunRecord, open_run, other_numbers
from unstuck.words import counted, duration, percent

if TYPE_CHECKING:
    from rich.console import Console

    from unstuck.api import Trained
    from unstuck.data import Dataset
    from unstuck.engine import Epoch
    from unstuck.networks import Network

_CALL = ("network", "data", "target", "size", "epochs", "batch_size", "seed", "out")


def command(arguments: argparse.Namespace) -> int:
    """Trains and saves; 0."""
    if arguments.epochs is not None and arguments.epochs < 1:
        raise UnstuckError(
            "A training takes at least one epoch.", f"--epochs {arguments.epochs}", "Use --epochs 1 or more."
        )
    check_writable(arguments.json)
    record = open_run(arguments.resume) if arguments.resume else None
    call = _call(arguments) if record is None else _call_again(arguments, record)
    backend.prepare()
    Thread(target=import_module, args=("jax",)).start()  # while the data is read; it takes as long
    out = console()
    with counting(1, "reading images", out) as move:
        dataset = load(call["data"], call["target"], call["size"], move)
    from unstuck.api import result_sentence
    from unstuck.networks import network

    chosen = network(call["network"])
    epochs = call["epochs"] or chosen.epochs
    out.print(f" {chosen.name} on {dataset.name}: {len(dataset.x_train):,} images, {counted(epochs, 'epoch')}")
    if dataset.skipped:
        out.print(
            f" {counted(len(dataset.skipped), 'file')} could not be read: unstuck look {dataset.source} lists them."
        )
    if record is not None:
        _tell_of_resuming(record, out)

    trained = _trained(chosen, dataset, call, epochs, record, out)
    out.print(f" {result_sentence(trained)}")
    out.print(f" Saved {trained.path}")
    write_json(arguments.json, trained.to_json())
    return 0


def _trained(
    chosen: Network, dataset: Dataset, call: dict[str, Any], epochs: int, record: RunRecord | None, out: Console
) -> Trained:
    """Trains under a progress bar, and prints a line for every epoch."""
    from unstuck.api import train_network

    finished: list[Epoch] = []
    with counting(epochs, "training", out) as move:
        move(0)

        def on_epoch(epoch: Epoch) -> None:
            finished.append(epoch)
            move(len(finished))
            out.print(f" {_line(epoch, epochs)}")

        return train_network(
            chosen,
            dataset,
            epochs=epochs,
            batch_size=call["batch_size"],
            seed=call["seed"],
            out=Path(call["out"]) if call["out"] else None,
            resume=record,
            call=_lasting(call),
            on_epoch=on_epoch,
            progress=lambda done, steps: move(len(finished) + done / steps),
        )


def _call(arguments: argparse.Namespace) -> dict[str, Any]:
    """What is to be trained, as the run keeps it."""
    if arguments.data is None:
        raise UnstuckError(
            "train takes a network and data, or a run to go on with.",
            f"network={arguments.network!r} and no data",
            "For example: unstuck train mlp mnist, or unstuck train --resume latest",
        )
    return {name: getattr(arguments, name) for name in _CALL} | {"seed": arguments.seed or 0}


def _lasting(call: dict[str, Any]) -> dict[str, Any]:
    """The call as it can be made from another folder: the paths in it absolute."""
    file, colon, function = call["network"].rpartition(".py:")
    return {
        **call,
        "network": f"{Path(file).absolute()}.py:{function}" if colon else call["network"],
        "data": str(Path(call["data"]).absolute()) if Path(call["data"]).exists() else call["data"],
        "out": str(Path(call["out"]).absolute()) if call["out"] else None,
    }


def _call_again(arguments: argparse.Namespace, record: RunRecord) -> dict[str, Any]:
    """What the run to resume was called with; only the number of epochs may become another."""
    call = record.config.get("call")
    if not isinstance(call, dict) or set(call) != set(_CALL):
        raise UnstuckError(
            "A run of unstuck train can be resumed.",
            f"{record.id}, which is none",
            "Run the script again: unstuck run keeps the curves, the script its own checkpoints.",
        )
    given = [name for name in _CALL if name != "epochs" and getattr(arguments, name) is not None]
    if given:
        raise UnstuckError(
            "A resumed run keeps its network, data and settings; only --epochs may be another number.",
            f"--resume {record.id} with {', '.join(given)}",
            "Leave them out, or begin a new training without --resume.",
        )
    return {**call, "epochs": arguments.epochs or call["epochs"]}


def _tell_of_resuming(record: RunRecord, out: Console) -> None:
    newest, damaged = Checkpoints(record.path).newest()
    for path in damaged:
        out.print(f" {path.name} is damaged and left out.")
    where = f"after epoch {newest.epoch}" if newest else "from the beginning: it has no checkpoint yet"
    out.print(f" Going on with {record.id} {where}.")
    others = other_numbers(record.env)
    if others:
        out.print(f" The numbers will not be exactly those of an unbroken training: {', '.join(others)}.")


def _line(epoch: Epoch, epochs: int) -> str:
    logs = epoch.logs
    parts = [f"epoch {epoch.number:>{len(str(epochs))}}/{epochs}", f"loss {logs['loss']:.4f}"]
    parts += [
        f"{name.replace('_', ' ')} {percent(logs[name])}" for name in ("accuracy", "val_accuracy") if name in logs
    ]
    return "  ".join([*parts, duration(epoch.seconds)])
