"""The command line: every command with its options."""

from __future__ import annotations

import argparse
import contextlib
import math
from typing import NoReturn

from unstuck import __version__


class Parser(argparse.ArgumentParser):
    """Says what is wrong in the form of all our messages, and exits with 2."""

    def error(self, message: str) -> NoReturn:
        """Ends the program."""
        self.exit(2, f"unstuck: {message}\nWhat to do: {self.prog} --help shows how it is written.\n")


def command_line() -> argparse.ArgumentParser:
    """The whole command line; `--help` lists the commands in this order."""
    parser = Parser(
        prog="unstuck",
        description="Trains image classifiers fast and, when a network does not learn, finds out why, proves it by"
        " experiment and hands back the changed line of your own program.",
        epilog="Start with: unstuck debug your_script.py",
    )
    parser.add_argument("--version", action="version", version=f"unstuck {__version__}")
    parser.set_defaults(debug=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    _debug_and_run(commands)
    _train(commands)
    new = _command(commands, "new", "write a short Keras program to start from, for your own images")
    new.add_argument("name", help="the file to write, with or without .py; a file that is there stays as it is")
    _look(commands)
    _with_a_model(commands)
    _runs(commands)
    explain = _command(commands, "explain", "the page of one check, or how a perceptron works")
    explain.add_argument("check", nargs="?", help="a check's name, or perceptron; without one, all checks are listed")
    return parser


def _debug_and_run(commands: argparse._SubParsersAction) -> None:
    debug = _command(commands, "debug", "find out why a script's network does not learn, and mend it")
    debug.add_argument(
        "script",
        help="a Python file that trains a Keras model; or a network (of unstuck train, or a .keras file) followed"
        " by data; or run:ID",
    )
    debug.add_argument(
        "--write", action="store_true", help="make the change in the script; the old one is kept as .orig"
    )
    debug.add_argument("--seconds", type=_positive, default=60.0, help="time for experiments (default: 60)")
    debug.add_argument("--html", metavar="F", help="write the report as a page")

    run = _command(commands, "run", "run a script as it is on the fast engine, tracked")
    run.add_argument("script", help="a Python file that trains a Keras model")
    for command in (debug, run):
        command.add_argument("--timeout", type=_positive, metavar="S", help="stop a script that runs longer (seconds)")
        command.add_argument(
            "--fit", type=positive_whole, metavar="N", help="report on the script's N-th fit only (default: on all)"
        )


def _train(commands: argparse._SubParsersAction) -> None:
    train = _command(commands, "train", "train a network on a data set")
    train.add_argument(
        "network", nargs="?", help="of the ladder, from mark1 and perceptron to cnn and best, or file.py:function"
    )
    _data(train, nargs="?")
    train.add_argument("--epochs", type=int, help="passes over the data (default: the network's own)")
    train.add_argument("--batch-size", type=positive_whole, help="images a step (default: the network's own)")
    train.add_argument("--seed", type=seed, help="of weights, order and dropout (default: 0)")
    train.add_argument(
        "--resume", nargs="?", const="latest", metavar="RUN", help="go on with a run that was stopped or killed"
    )
    train.add_argument("--out", metavar="F", help="where to save the model (default: in the run's folder)")
    train.epilog = (
        "Data that would take more than a quarter of the available memory stays on the disk and is read while it"
        " trains; UNSTUCK_MEMORY=2G sets another bound."
    )


def _look(commands: argparse._SubParsersAction) -> None:
    look = _command(commands, "look", "look at the data before any training")
    _data(look)
    look.add_argument("--png", metavar="F", help="write a picture of samples of every class")
    look.add_argument("--html", metavar="F", help="write all of it as a page")
    look.add_argument(
        "--labels", action="store_true", help="look for doubtful labels too, by networks trained on parts of the data"
    )


def _with_a_model(commands: argparse._SubParsersAction) -> None:
    test = _command(commands, "test", "what a trained model does on the test images: how often right, where it errs")
    _model(test)
    _data(test, sized=False)
    test.add_argument("--html", metavar="F", help="write the report as a page")

    predict = _command(commands, "predict", "what a trained model says of pictures")
    _model(predict)
    predict.add_argument("images", nargs="+", help="pictures, folders of pictures, - for file names from the input")
    predict.add_argument(
        "--top", type=positive_whole, default=3, metavar="K", help="how many classes to name (default: 3)"
    )
    predict.add_argument("--csv", metavar="F", help="write a row a picture as CSV (- for the standard output)")

    export = _command(commands, "export", "write a trained model for other programs, and check that it answers alike")
    _model(export)
    export.add_argument(
        "--to", choices=("onnx", "keras", "safetensors"), required=True, help="the file's form; onnx is checked"
    )
    export.add_argument("--out", metavar="F", help="the file to write (default: in this folder, named as the model)")

    serve = _command(commands, "serve", "a page on which one draws for a trained model, and its API")
    _model(serve)
    _server(serve)


def _runs(commands: argparse._SubParsersAction) -> None:
    runs = _command(commands, "runs", "list the runs, show one, or hand some on to wandb")
    runs.add_argument(
        "words",
        nargs="*",
        metavar="ID",
        help="a run's id, its beginning, or latest; export wandb and ids, or none for all, writes wandb's files",
    )
    runs.add_argument("--out", metavar="FOLDER", help="where an export goes (default: here)")

    dashboard = _command(commands, "dashboard", "show the runs in Trackio, live while they train")
    _server(dashboard)


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument("model", help="a .keras file, or a run's id (latest for the newest run)")
    command.add_argument(
        "--trust", action="store_true", help="load what can run any program too, such as Lambda layers and .h5 files"
    )


def _command(commands: argparse._SubParsersAction, name: str, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + "."
    )
    command.add_argument("--json", metavar="F", help="write the result as JSON to a file (- for the standard output)")
    command.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return command


def _server(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, help="the port on this machine (default: a free one)")
    command.add_argument("--no-browser", action="store_true", help="do not open a browser")


def _data(command: argparse.ArgumentParser, nargs: str | None = None, sized: bool = True) -> None:
    command.add_argument(
        "data",
        nargs=nargs,
        help="mnist, fashion-mnist, a folder with a folder of images for each class, a .npz, .csv or .parquet file",
    )
    if sized:
        command.add_argument("--size", type=positive_whole, metavar="N", help="bring image files to N by N pixels")
    command.add_argument("--target", metavar="is:CLASS", help="make it a yes-or-no question: is it of this class?")


def _positive(text: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < float(text) < math.inf:
            return float(text)
    raise argparse.ArgumentTypeError(f"expected a number above 0, received {text}")


def positive_whole(text: str) -> int:
    """An argument that is a whole number above 0."""
    with contextlib.suppress(ValueError):
        if int(text) > 0:
            return int(text)
    raise argparse.ArgumentTypeError(f"expected a whole number above 0, received {text}")


def seed(text: str) -> int:
    """An argument that is a seed."""
    if not (text.isdecimal() and int(text) < 2**32):
        raise argparse.ArgumentTypeError(f"expected a whole number from 0 to 2**32 - 1, received {text}")
    return int(text)
