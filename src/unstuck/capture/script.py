"""Runs a user's script as it is, with every `fit` handed to us."""

from __future__ import annotations

import concurrent.futures.thread
import os
import runpy
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from weakref import WeakKeyDictionary

import keras

from unstuck.capture.cause import cause_of, told
from unstuck.capture.compat import Notes, fit_arguments, frozen_as_compiled, is_python_2, old_names, taking
from unstuck.capture.deadline import TimedOut, deadline
from unstuck.capture.display import nobody_there
from unstuck.capture.idle_imports import idle_imports_pass
from unstuck.capture.loops import Loop, remembered
from unstuck.capture.recipe import is_code
from unstuck.capture.replacing import replaced
from unstuck.capture.sites import calling_site
from unstuck.capture.tf_steps import trained_by_keras
from unstuck.engine import FitCall
from unstuck.errors import UnstuckError
from unstuck.notebook import is_notebook, program, run_notebook, shown_line
from unstuck.spec import Site, Sites

OnFit = Callable[[keras.Model, FitCall, Sites], Any]


@dataclass(frozen=True, eq=False)
class Crash:
    """How a script ended before its end."""

    when: Literal["before it called fit", "in its fit", "after its fit"]
    error: str  # "ValueError: …", the last line of a traceback
    file: str
    line: int
    exception: BaseException


@dataclass(frozen=True)
class Ended:
    """How a script ended: its own exit code, and the crash if it crashed."""

    exit_code: int
    crash: Crash | None = None


def run_script(
    path: str | Path,
    arguments: list[str],
    on_fit: OnFit,
    notes: Notes | None = None,
    timeout: float | None = None,
    by_hand: bool = False,
) -> Ended:
    """Runs a script as `python path arguments…` would, in this process; its prints stay its own.

    Args:
        path: a Python file, or a notebook.
        arguments: its `sys.argv[1:]`.
        on_fit: called in the place of every `Model.fit`; what it returns is what the script gets.
        notes: get what the script tells a tracker (wandb, MLflow).
        timeout: seconds after which the script is stopped; its end is then a crash.
        by_hand: a script without a fit that trains by `train_on_batch` is followed by the fit that this stands for.

    Raises:
        UnstuckError: there is no such file, or it is not valid Python.
    """
    path = Path(path)
    _check_syntax(path)
    whole = path.absolute()  # the script may change the working directory
    fits: list[BaseException | None] = []  # the error that each fit ended with
    with _as_main(path, arguments), taking(notes or Notes()), nobody_there(), _watched(on_fit, fits) as fit_by_hand:
        with idle_imports_pass():
            ended = _run(whole, timeout, fits)
        if by_hand and not fits:
            fit_by_hand()
    return ended


def _run(path: Path, timeout: float | None, fits: list[BaseException | None]) -> Ended:
    own, ended = os.getpid(), Ended(1)
    try:
        ended = _run_to_its_end(path, timeout, fits)
    finally:
        if os.getpid() != own:  # a child that the script has forked: what comes after the script is not its business
            sys.stdout.flush()
            os._exit(ended.exit_code)
    return ended


def _run_to_its_end(path: Path, timeout: float | None, fits: list[BaseException | None]) -> Ended:
    try:
        with deadline(timeout), _its_threads():
            if is_notebook(path):
                run_notebook(str(path))
            else:
                runpy.run_path(str(path), run_name="__main__")
    except SystemExit as exit:
        return Ended(_exit_code(exit))
    except TimedOut as error:
        return Ended(1, _crash(error, path, fits))
    except (UnstuckError, KeyboardInterrupt, BrokenPipeError):
        raise
    except BaseException as error:
        return Ended(1, _crash(error, path, fits))
    return Ended(0)


@contextmanager
def _its_threads() -> Iterator[None]:
    """Waits for the threads that were started inside, as Python does before it ends."""
    before = set(threading.enumerate())
    try:
        yield
    finally:
        pools = set(concurrent.futures.thread._threads_queues)  # whose threads wait for work until they are told to end
        for thread in set(threading.enumerate()) - before - pools:
            if not thread.daemon:
                thread.join()


@contextmanager
def watched(on_fit: OnFit) -> Iterator[None]:
    """Inside, every `Model.fit` is handed to `on_fit`, with the places where the model's parts were made."""
    with _watched(on_fit, []):
        yield


def _check_syntax(path: Path) -> None:
    if not path.is_file():
        found = "a folder" if path.is_dir() else "no such file"
        raise UnstuckError("A script is a Python file.", f"{path} ({found})", "Name the file that trains the network.")
    try:
        compile(program(path) if is_notebook(path) else path.read_bytes(), str(path), "exec")
    except SyntaxError as error:
        raise UnstuckError(
            "The script has to be valid Python.",
            f"{path}, {shown_line(path, error.lineno or 0)}: {error.msg}"
            + (f"\n    {error.text.strip()}" if error.text else ""),
            "This is Python 2; the program 2to3 translates it."
            if is_python_2(error)
            else "Mend that line; nothing has been run.",
        ) from None
    except (ValueError, OSError) as error:
        raise UnstuckError(
            "The script has to be a readable Python file.", f"{path}: {error}", "Name another file."
        ) from None


@contextmanager
def _as_main(path: Path, arguments: list[str]) -> Iterator[None]:
    """`sys.argv` and `sys.path` as the script would find them."""
    folder = os.getcwd()
    argv, paths = sys.argv, list(sys.path)
    sys.argv = [str(path), *arguments]
    sys.path[:0] = [str(path.resolve().parent)]
    try:
        yield
    finally:
        os.chdir(folder)
        sys.argv, sys.path[:] = argv, paths


@contextmanager
def _watched(on_fit: OnFit, fits: list[BaseException | None]) -> Iterator[Callable[[], None]]:
    """Keras with its `fit` ours, call sites remembered and old names served.

    Yields:
        makes a loop over `train_on_batch` that there was into a fit.
    """
    loop = Loop()
    made: WeakKeyDictionary[Any, Site | None] = WeakKeyDictionary()
    compiled: WeakKeyDictionary[Any, Site | None] = WeakKeyDictionary()

    def fit(model: keras.Model, *args: Any, **kwargs: Any) -> Any:
        args, kwargs = fit_arguments(model, args, kwargs)
        names = list(FitCall.__dataclass_fields__)
        if len(args) > len(names) or set(kwargs) - set(names):
            return original_fit(model, *args, **kwargs)  # which says what is wrong, in Keras' words
        model._assert_compile_called("fit")
        call = FitCall(**dict(zip(names, args, strict=False)), **kwargs)
        with trained_by_keras(model):
            return on_fit(model, call, _sites(model, made, compiled.get(model)))

    def compile(model: keras.Model, *args: Any, **kwargs: Any) -> Any:
        compiled[model] = calling_site()
        return original_compile(model, *args, **kwargs)

    def fit_by_hand() -> None:
        if loop.model is not None and loop.batches:
            loop.model.set_weights(loop.weights)
            sites = replace(_sites(loop.model, made, compiled.get(loop.model)), fit=loop.site)
            with frozen.as_compiled(loop.model):
                on_fit(loop.model, loop.as_fit(), sites)
            fits.append(None)

    with ExitStack() as stack:
        stack.enter_context(old_names())
        frozen = stack.enter_context(frozen_as_compiled())
        stack.enter_context(remembered(loop))
        original_fit, original_compile = keras.Model.fit, keras.Model.compile
        for cls in (keras.layers.Layer, keras.optimizers.Optimizer, keras.losses.Loss):
            stack.enter_context(replaced(cls, "__init__", _remembering(cls.__init__, made)))
        stack.enter_context(replaced(keras.Model, "fit", _noting(fit, fits)))
        stack.enter_context(replaced(keras.Model, "compile", compile))
        yield fit_by_hand


def _noting(fit: Callable[..., Any], fits: list[BaseException | None]) -> Callable[..., Any]:
    def noted(*args: Any, **kwargs: Any) -> Any:
        try:
            result = fit(*args, **kwargs)
        except BaseException as error:
            fits.append(error)
            raise
        fits.append(None)
        return result

    return noted


def _remembering(init: Callable[..., None], made: WeakKeyDictionary[Any, Site | None]) -> Callable[..., None]:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        made.setdefault(self, calling_site(self))
        init(self, *args, **kwargs)

    return __init__


def _sites(model: keras.Model, made: WeakKeyDictionary[Any, Site | None], compiled: Site | None) -> Sites:
    sites = Sites(
        layers=tuple(made.get(layer) for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)),
        named={layer.name: made.get(layer) for layer in model._flatten_layers()} if is_code(model) else {},
        compile=compiled,
        fit=calling_site(),
        optimizer=made.get(model.optimizer),
    )
    # Keras wraps a loss given by name in an object made inside `compile`: then it has no place of its own.
    loss = made.get(model.loss) if isinstance(model.loss, keras.losses.Loss) else None
    sites = replace(sites, loss=loss)
    return replace(sites, optimizer=None) if sites.optimizer == sites.compile else sites


def _exit_code(exit: SystemExit) -> int:
    if exit.code is None or isinstance(exit.code, int):
        return exit.code or 0
    print(exit.code, file=sys.stderr)  # as Python does with sys.exit("message")
    return 1


def _crash(error: BaseException, path: Path, fits: list[BaseException | None]) -> Crash:
    """The error and the last line of the user's own that was running."""
    when: Any = "in its fit" if error in fits else "after its fit" if fits else "before it called fit"
    error = cause_of(error)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).resolve() == path.resolve()]
    last = own[-1] if own else frames[-1]
    return Crash(when, told(error), last.filename, last.lineno or 0, error)
