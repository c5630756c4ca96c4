"""Scripts of many shapes run as they are, and every call site is where an independent search finds it."""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ["KERAS_BACKEND"] = "jax"

import keras
import numpy as np
import pytest

from unstuck.capture import run_script
from unstuck.data import keras_arrays
from unstuck.engine import fit as engine_fit
from unstuck.errors import UnstuckError
from unstuck.spec import Site

DATA = """\
import keras
import numpy as np
from keras.layers import Activation, Dense, Flatten, Input
x, y = np.zeros((8, 3, 3), "float32"), np.arange(8) % 2
"""
LAYERS = '[Input((3, 3)), Flatten(), Dense(4, activation="relu"), Dense(1)]'
COMPILE = 'model.compile(optimizer="sgd", loss="mse", metrics=["accuracy"])\n'
FIT = "model.fit(x, y, epochs=3)\n"

# Each has exactly one fit, and its layers in the order in which the model has them.
SHAPES = {
    "plain": f"{DATA}model = keras.Sequential({LAYERS})\n{COMPILE}{FIT}",
    "in a function": f"""{DATA}
def train(size):
    model = keras.Sequential()
    model.add(Input((3, 3)))
    model.add(Flatten())
    model.add(Dense(size))
    model.add(Dense(1))
    {COMPILE}    return model.fit(x, y, epochs=3)

train(5)
""",
    "in a class": f"""{DATA}
class Trainer:
    def __init__(self):
        self.net = keras.Sequential({LAYERS})
        self.net.compile("sgd", "mse")
    def run(self, **options):
        return self.net.fit(x, y, **options)

Trainer().run(epochs=3)
""",
    "under __main__": f"""{DATA}
def main():
    model = keras.Sequential({LAYERS})
    {COMPILE}    model.fit(x=x, y=y, epochs=3)

if __name__ == "__main__":
    main()
""",
    "positional arguments": f"{DATA}model = keras.Sequential({LAYERS})\n{COMPILE}model.fit(x, y, 4, 3, 0)\n",
    "functional": f"""{DATA}
inputs = Input((3, 3))
hidden = Flatten()(inputs)
hidden = Dense(4)(hidden)
hidden = Activation("relu")(hidden)
outputs = Dense(
    1,
    activation="sigmoid",
)(hidden)
model = keras.Model(inputs, outputs)
model.compile(
    loss="mse",
    optimizer="sgd",
)
model.fit(
    x,
    y,
    epochs=3,
)
""",
    "two on one line": f"{DATA}model = keras.Sequential([Flatten(), Dense(4), Dense(4), Dense(1)]); {COMPILE}{FIT}",
    "ünïcode before it": f"{DATA}größe = 'é✓'; model = keras.Sequential([Flatten(), Dense(1)])\n{COMPILE}größe; {FIT}",
    "in a loop": f"""{DATA}
model = keras.Sequential([Flatten()])
for units in (6, 5, 1):
    layer = Dense(units)
    model.add(layer)
{COMPILE}model.fit(x, y, epochs=3)
""",
    "chained over lines": f"""{DATA}
model = keras.Sequential({LAYERS})
(
    model
    .compile("sgd", "mse")
)
model \\
    .fit(x, y, epochs=3)
""",
    "nested in calls": f"""{DATA}
model = keras.Sequential((lambda layers: layers)(list({LAYERS})))
{COMPILE}print(len(str(model.fit(x, y, epochs=3))))
""",
    "with tabs": f"{DATA}if True:\n\tmodel = keras.Sequential([Flatten(), Dense(1)])\n\t{COMPILE}\t{FIT}",
    "windows line ends": f"{DATA}model = keras.Sequential({LAYERS})\n{COMPILE}{FIT}".replace("\n", "\r\n"),
    "latin-1": "# -*- coding: latin-1 -*-\nname = 'größe'; "
    + f"{DATA}model = keras.Sequential({LAYERS})\n{COMPILE}{FIT}",
}


class Fits(list):
    """Takes the place of the engine and remembers what it was called with."""

    def __call__(self, model: keras.Model, call: Any, sites: Any) -> Any:
        self.append(SimpleNamespace(model=model, call=call, sites=sites))
        return SimpleNamespace(history={"loss": [1.0]})


@pytest.fixture
def fits(tmp_path, monkeypatch) -> Fits:
    monkeypatch.chdir(tmp_path)
    return Fits()


def write(text: str, name: str = "script.py") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("latin-1" if "latin-1" in text else "utf-8"))
    return path


def calls(path: Path, *names: str) -> list[tuple[int, int, int, int]]:
    """(line, column, end line, end column) of every call of these names, in the order of the text."""
    found = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            if name in names:
                found.append((node.lineno, node.col_offset, node.end_lineno, node.end_col_offset))
    return sorted(found)


def place(site: Site | None) -> tuple[int, int, int, int]:
    assert site is not None
    return site.line, site.column, site.end_line, site.end_column


@pytest.mark.parametrize("shape", SHAPES)
def test_call_sites_are_where_the_syntax_tree_has_them(shape, fits):
    path = write(SHAPES[shape])
    assert run_script(path, [], fits).exit_code == 0
    (fit,) = fits
    layers = calls(path, "Flatten", "Dense", "Activation")
    if shape == "in a loop":
        layers = [layers[0], *[layers[1]] * 3]  # one call makes three layers
    assert [place(site) for site in fit.sites.layers] == layers
    assert [place(fit.sites.compile)] == calls(path, "compile")
    assert [place(fit.sites.fit)] == calls(path, "fit")
    assert {site.file for site in (*fit.sites.layers, fit.sites.fit, fit.sites.compile)} == {str(path.absolute())}
    assert fit.call.epochs == 3
    assert fit.call.x.shape == (8, 3, 3)
    assert fit.call.y.shape == (8,)


def test_optimizer_and_loss_objects_have_their_own_sites(fits):
    path = write(
        f"{DATA}model = keras.Sequential({LAYERS})\nrate = keras.optimizers.Adam(1e-3)\n"
        "model.compile(optimizer=rate, loss=keras.losses.MeanSquaredError())\nmodel.fit(x, y)\n"
    )
    run_script(path, [], fits)
    sites = fits[0].sites
    assert [place(sites.optimizer)] == calls(path, "Adam")
    assert [place(sites.loss)] == calls(path, "MeanSquaredError")


def test_an_optimizer_and_a_loss_given_by_name_have_none_of_their_own(fits):
    run_script(write(SHAPES["plain"]), [], fits)
    assert fits[0].sites.optimizer is None
    assert fits[0].sites.loss is None


def test_layers_made_in_a_module_beside_the_script_are_found_there(fits):
    module = write(f"{DATA}def layers():\n    return {LAYERS}\n", "elsewhere/helper_of_test_capture.py")
    path = write(
        "import keras, helper_of_test_capture as helper\nmodel = keras.Sequential(helper.layers())\n"
        f"{COMPILE}model.fit(helper.x, helper.y)\n",
        "elsewhere/script.py",
    )
    assert run_script(path, [], fits).exit_code == 0
    layers = fits[0].sites.layers
    assert [place(site) for site in layers] == calls(module, "Flatten", "Dense")
    assert {Path(site.file).resolve() for site in layers} == {module.resolve()}
    assert place(fits[0].sites.fit) == calls(path, "fit")[0]


def test_a_users_own_layer_class_has_the_site_where_it_is_made(fits):
    path = write(
        f"{DATA}class Twice(keras.layers.Layer):\n    def __init__(self, times=2):\n        super().__init__()\n"
        "        self.inner = Dense(3)\n    def call(self, x):\n        return self.inner(x) * 2\n"
        f"model = keras.Sequential([Flatten(), Twice(times=3), Dense(1)])\n{COMPILE}model.fit(x, y)\n"
    )
    assert run_script(path, [], fits).crash is None
    places = [place(site)[0] for site in fits[0].sites.layers]
    assert places == [calls(path, "Twice")[0][0]] * 3


def test_several_fits_are_told_in_their_order(fits):
    path = write(
        f"{DATA}model = keras.Sequential({LAYERS})\n{COMPILE}"
        "for epochs in (1, 2):\n    model.fit(x, y, epochs=epochs)\n"
        "history = model.fit(x, y, epochs=7)\nassert history.history == {'loss': [1.0]}\n"
    )
    assert run_script(path, [], fits).exit_code == 0
    assert [fit.call.epochs for fit in fits] == [1, 2, 7]
    inside, behind = calls(path, "fit")
    assert [place(fit.sites.fit) for fit in fits] == [inside, inside, behind]


def test_recompiling_moves_the_site_of_compile(fits):
    path = write(f"{DATA}model = keras.Sequential({LAYERS})\n{COMPILE}{COMPILE}model.fit(x, y)\n")
    run_script(path, [], fits)
    assert place(fits[0].sites.compile) == calls(path, "compile")[1]


def test_callbacks_are_called_and_history_is_keras_own(fits, capsys):
    path = write(
        f"{DATA}seen = []\n"
        "class Mine(keras.callbacks.Callback):\n"
        "    def on_epoch_end(self, epoch, logs=None):\n        seen.append(epoch)\n"
        f"model = keras.Sequential({LAYERS})\n{COMPILE}"
        "history = model.fit(x, y, epochs=9, verbose=0, validation_split=0.25,\n"
        "    callbacks=[Mine(), keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs:"
        " setattr(model, 'stop_training', epoch == 2))])\n"
        "print(seen, sorted(history.history), history.epoch)\n"
    )
    ended = run_script(path, [], lambda model, call, sites: engine_fit(model, call))
    assert ended.crash is None
    names = "['accuracy', 'loss', 'val_accuracy', 'val_loss']"
    assert capsys.readouterr().out == f"[0, 1, 2] {names} [0, 1, 2]\n"


def test_a_script_finds_its_arguments_its_files_and_its_name(fits, capsys):
    write("7", "number.txt")
    path = write(
        "import sys, os\nfrom pathlib import Path\n"
        "print(sys.argv[1:], __name__, Path('number.txt').read_text(), Path(__file__).name, Path(sys.argv[0]).name)\n"
        "import beside_test_capture\nprint('to the error stream', file=sys.stderr)\n",
        "below/script.py",
    )
    write("print('beside')\n", "below/beside_test_capture.py")
    assert run_script(path, ["a", "--b=c", "-d"], fits).exit_code == 0
    out, err = capsys.readouterr()
    assert out == "['a', '--b=c', '-d'] __main__ 7 script.py script.py\nbeside\n"
    assert err == "to the error stream\n"


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("", 0),
        ("sys.exit()", 0),
        ("sys.exit(3)", 3),
        ("sys.exit('words')", 1),
        ("raise SystemExit(5)", 5),
        ("1 / 0", 1),
    ],
)
def test_the_exit_code_is_the_scripts(ending, code, fits):
    assert run_script(write(f"import sys\n{ending}\n"), [], fits).exit_code == code


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("1 / 0\n", "before it called fit"),
        (SHAPES["plain"] + "1 / 0\n", "after its fit"),
        (SHAPES["plain"].replace("x, y, epochs", "x, y, bogus"), "in its fit"),
    ],
)
def test_a_crash_says_when_and_where(text, when, fits):
    path = write(text)
    crash = run_script(path, [], fits).crash
    assert crash is not None
    assert (crash.when, crash.file, crash.line) == (when, str(path.absolute()), len(text.splitlines()))
    assert crash.exception.__traceback__ is not None


def test_an_error_in_a_fit_that_the_script_catches_is_its_own_business(fits):
    path = write(
        SHAPES["plain"].replace(
            "model.fit(x, y, epochs=3)", "try:\n    model.fit(y=y, bogus=1)\nexcept TypeError:\n    pass\n1 / 0"
        )
    )
    crash = run_script(path, [], fits).crash
    assert crash is not None
    assert crash.when == "after its fit"


def test_our_own_errors_go_through_a_script(fits):
    def refuse(model, call, sites):
        raise UnstuckError("yes", "no", "say yes")

    with pytest.raises(UnstuckError):
        run_script(write(SHAPES["plain"]), [], refuse)


@pytest.mark.parametrize("ending", ["", "sys.exit(3)", "1 / 0", "raise KeyboardInterrupt"])
def test_everything_is_as_before_afterwards(ending, fits):
    def now() -> list[Any]:
        layer, optimizer, loss = keras.layers.Layer, keras.optimizers.Optimizer, keras.losses.Loss
        return [
            *(keras.Model.fit, keras.Model.compile, keras.Sequential.fit, "fit" in vars(keras.Model)),
            *(layer.__init__, optimizer.__init__, loss.__init__),
            *(keras.datasets.mnist.load_data, keras.datasets.fashion_mnist.load_data),
            *(sys.argv, list(sys.path), os.environ.get("MPLBACKEND"), sys.modules["__main__"], os.getcwd()),
        ]

    before = now()
    path = write(f"import sys\nsys.path.append('/mine')\nsys.argv.append('mine')\n{SHAPES['plain']}{ending}\n")
    try:
        run_script(path, ["given"], fits)
    except KeyboardInterrupt:
        assert "Interrupt" in ending
    assert len(fits) == 1
    assert all(a is b or a == b for a, b in zip(before, now(), strict=True))


def test_a_script_may_change_the_working_directory(fits, tmp_path):
    path = write(SHAPES["plain"].replace("import keras", "import keras, os; os.mkdir('d'); os.chdir('d')", 1))
    assert run_script(path, [], fits).crash is None
    assert Path.cwd() == tmp_path
    assert place(fits[0].sites.fit) == calls(path, "fit")[0]


def test_a_script_that_was_changed_is_read_anew(fits):
    for gap in ("", "\n", "\n\n"):
        path = write(SHAPES["chained over lines"].replace("\nmodel =", f"{gap}\nmodel ="))
        run_script(path, [], fits)
        assert place(fits[-1].sites.compile) == calls(path, "compile")[0]


def test_fit_works_as_ever_after_a_script(fits):
    run_script(write(SHAPES["plain"]), [], fits)
    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.zeros((8, 3)), np.zeros(8), verbose=0)
    assert len(fits) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from keras.datasets import mnist; data = mnist.load_data()",
        "import keras; data = keras.datasets.mnist.load_data('mnist.npz')",
        "import keras; data = keras.datasets.mnist.load_data(path='mine.npz')",
        "from keras.datasets.mnist import load_data; data = load_data()",
    ],
)
def test_mnist_comes_from_the_package(line, fits, monkeypatch):
    monkeypatch.setattr("keras.utils.get_file", lambda *a, **k: pytest.fail("a download"))
    path = write(line + "\nprint(*(array.shape for pair in data for array in pair), data[0][1][:3])\n")
    ended = run_script(path, [], fits)
    assert ended.crash is None, ended.crash
    assert keras_arrays("mnist")[0][1][:3].tolist() == [5, 0, 4]
