"""Notebooks: run as one program, patched cell by cell, everything else byte for byte as it was."""

import json

import pytest

from promises import broken, patched, take
from unstuck.errors import UnstuckError
from unstuck.notebook import cells_of, program, shown_line, with_program
from unstuck.patch import write

CELLS = [
    ("markdown", "# The lesson\nFives, or not."),
    ("code", "%matplotlib inline\n!pip install keras\nimport keras\nfrom keras import layers"),
    ("code", ""),
    ("code", "(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()\n# a look\nx.shape"),
    ("code", "%%html\n<b>Hëllo</b>"),
    (
        "code",
        "model = keras.Sequential([\n    layers.Flatten(),  # 784\n    layers.Dense(10, 'relu'),\n])\n"
        "if True:\n    %time print('now')\nfiles = !ls\nmodel?",
    ),
    ("code", "%%time\nmodel.compile('adam', 'sparse_categorical_crossentropy')\n"),
    ("code", "%time history = model.fit(x, y, epochs=2, validation_data=(x_test, y_test))"),
    ("code", "text = '''\n%d percent\n!'''\ndisplay(text % 3)"),
]


def notebook(cells=CELLS, as_text=False):
    def cell(kind, source):
        lines = source if as_text else source.splitlines(keepends=True)
        more = {"execution_count": 3, "outputs": [{"text": ["1\n"], "é": 1.50}]} if kind == "code" else {}
        return {"cell_type": kind, "metadata": {}, **more, "source": lines}

    return {
        "cells": [cell(*one) for one in cells],
        "metadata": {"language_info": {}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


STYLES = {
    "jupyter": lambda nb: json.dumps(nb, indent=1, ensure_ascii=False) + "\n",
    "escaped": lambda nb: json.dumps(nb, indent=2),
    "one line": lambda nb: json.dumps(nb, ensure_ascii=False),
    "compact": lambda nb: json.dumps(nb, separators=(",", ":")) + "\n\n",
    "windows": lambda nb: json.dumps(nb, indent=1).replace("\n", "\r\n"),
}
WANTED = {"layers[1].activation": "softmax", "inputs.scale": 1 / 255, "epochs": 9}


@pytest.mark.parametrize(
    ("style", "as_text"),
    [("jupyter", False), ("escaped", True), ("one line", False), ("compact", True), ("windows", False)],
)
def test_a_patch_of_the_cells_and_nothing_else(tmp_path, monkeypatch, style, as_text):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "lesson.ipynb"
    path.write_bytes(STYLES[style](notebook(as_text=as_text)).encode())
    before = take(path)
    made, _, _ = patched(path, WANTED, before, rerun=False)
    assert made.instructions == ()
    write(made)
    cells = dict(enumerate(CELLS))
    cells[3] = ("code", CELLS[3][1].replace("# a look", "x, x_test = x / 255.0, x_test / 255.0\n# a look"))
    cells[5] = ("code", CELLS[5][1].replace("'relu'", "'softmax'"))
    cells[7] = ("code", CELLS[7][1].replace("epochs=2", "epochs=9"))
    assert path.read_bytes() == STYLES[style](notebook(cells.values(), as_text)).encode()
    assert broken(before, take(path), WANTED, made) == []
    assert made.diff == (
        "--- a/lesson.ipynb cell 3\n+++ b/lesson.ipynb cell 3\n@@ -1,3 +1,4 @@\n"
        " (x, y), (x_test, y_test) = keras.datasets.mnist.load_data()\n"
        "+x, x_test = x / 255.0, x_test / 255.0\n # a look\n x.shape\n"
        "--- a/lesson.ipynb cell 5\n+++ b/lesson.ipynb cell 5\n@@ -1,6 +1,6 @@\n model = keras.Sequential([\n"
        "     layers.Flatten(),  # 784\n-    layers.Dense(10, 'relu'),\n+    layers.Dense(10, 'softmax'),\n ])\n"
        " if True:\n     %time print('now')\n"
        "--- a/lesson.ipynb cell 7\n+++ b/lesson.ipynb cell 7\n@@ -1 +1 @@\n"
        "-%time history = model.fit(x, y, epochs=2, validation_data=(x_test, y_test))\n"
        "+%time history = model.fit(x, y, epochs=9, validation_data=(x_test, y_test))\n"
    )


def test_an_import_goes_into_the_first_cell(tmp_path):
    path = tmp_path / "n.ipynb"
    cells = [
        ("code", "x, y = [[1.0]] * 8, [1.0] * 8\nimport numpy as np\nx, y = np.array(x), np.array(y)"),
        ("code", "from keras.models import Sequential\nfrom keras.layers import Dense\nmodel = Sequential([Dense(1)])"),
        ("code", "model.compile('sgd', 'mse')\nmodel.fit(x, y)"),
    ]
    path.write_text(json.dumps(notebook(cells)))
    wanted = {"optimizer": {"class_name": "Adam", "learning_rate": 0.5}}
    made, before, after = patched(path, wanted)
    assert broken(before, after, wanted, made) == []
    assert "+from keras.optimizers import Adam\n" in made.diff


def test_there_and_back():
    raw = STYLES["jupyter"](notebook()).encode()
    text = program("n.ipynb", raw)
    compile(text, "n.ipynb", "exec")
    assert with_program(raw, text) == raw
    assert len(cells_of(text)) == 8


def test_a_line_is_told_by_its_cell(tmp_path):
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps(notebook([("code", "a = 1\nb = 2"), ("markdown", "x\ny"), ("code", "c = 3\nd = 4")])))
    assert [shown_line(path, line) for line in (2, 3, 5, 6)] == [
        *("cell 1, line 1", "cell 1, line 2", "cell 2, line 1", "cell 2, line 2")
    ]
    assert shown_line("n.py", 7) == "line 7"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"worksheets": []}', "x = 1"])
def test_what_is_no_notebook_is_told(tmp_path, text):
    path = tmp_path / "n.ipynb"
    path.write_text(text)
    with pytest.raises(UnstuckError, match=r"n\.ipynb"):
        take(path)
