"""The lesson runs, notebook after notebook, and its figures come out."""

import ast
import re
from pathlib import Path

import pytest

from unstuck.cli import main
from unstuck.errors import UnstuckError
from unstuck.networks import LADDER

LESSON = Path(__file__).parents[1] / "docs" / "lesson"
NOTEBOOKS = sorted(LESSON.glob("*.py"))
BASELINE = 91.08  # per cent of the 10,000 test digits that are no fives


@pytest.fixture
def printed(tmp_path, monkeypatch, capsys):
    """What a notebook prints when it is run on the fast engine, as a learner is told to."""

    def run(name):
        monkeypatch.chdir(tmp_path)
        assert main(["run", str(LESSON / name)]) == 0
        return capsys.readouterr().out

    return run


def figures(text, pattern):
    return [float(found) for found in re.findall(pattern, text)]


def test_look(printed):
    text = printed("1_look.py")
    assert "training: (60000, 28, 28), test: (10000, 28, 28), type uint8" in text
    assert "pixels from 0 to 255" in text
    assert figures(text, r"(?m)^5 +(\d+) ") == [5421]
    assert figures(text, r"always answering no: ([\d.]+)%") == [BASELINE]


def test_perceptron(printed):
    text = printed("2_perceptron.py")
    assert figures(text, r"sum    = +([\d.]+)") == [3.0]
    [(by_hand, by_keras)] = re.findall(r"by hand (\S+), by Keras (\S+)\n", text)
    assert float(by_hand) == pytest.approx(float(by_keras), rel=1e-3)
    [accuracy] = figures(text, r"accuracy ([\d.]+)%")
    assert 10 < accuracy < BASELINE  # ten seeds: 18 to 87 %


def test_debugging_by_hand(printed):
    text = printed("3_debug.py")
    assert max(figures(text, r"epoch \d  loss +[\d.]+  accuracy +([\d.]+)%")) < 95
    assert figures(text, r"20 pictures, 20 steps: (\d+)%")[0] < 100
    [(low, high)] = re.findall(r"outputs from (\S+) to (\S+)\n", text)
    assert float(low) < -0.5
    assert float(high) > 1.5
    raw = re.findall(r"sigmoid, seed \d: ([\d.]+)%, says five to (\d+)", text)
    stuck = [float(accuracy) for accuracy, fives in raw if int(fives) == 0]
    assert stuck  # six seeds of ten
    assert set(stuck) == {BASELINE}
    assert all(91 < float(accuracy) < 97.5 for accuracy, _ in raw)
    scaled = figures(text, r"scaled pixels, seed \d: ([\d.]+)%")
    assert len(scaled) == 3
    assert all(97 < accuracy < 98.3 for accuracy in scaled)
    assert {"#", "-"} <= set(text)


def test_softmax(printed):
    text = printed("4_softmax.py")
    assert "→ shares [0.09 0.67 0.24]" in text
    assert 91.5 < figures(text, r"accuracy ([\d.]+)%")[0] < 93
    assert 0.26 < figures(text, r"loss ([\d.]+)")[0] < 0.31


def test_multilayer_perceptron(printed):
    text = printed("5_mlp.py")
    assert "407,050 weights" in text
    assert 97 < figures(text, r"accuracy ([\d.]+)%")[0] < 98.6
    assert len(re.findall(r"a \d taken for a \d: \d+ times", text)) == 5


def test_convolutions(printed):
    text = printed("6_cnn.py")
    [accuracy], [moved] = figures(text, r"accuracy ([\d.]+)%"), figures(text, r"accuracy when moved ([\d.]+)%")
    assert 98 < accuracy < 99.5
    assert 90 < moved < accuracy


def test_fashion(printed):
    try:
        text = printed("7_fashion.py")
    except UnstuckError:
        pytest.skip("needs Fashion-MNIST: apt-get install dataset-fashion-mnist")
    [faulty] = figures(text, r"as it came: ([\d.]+)%")
    [repaired] = figures(text, r"repaired: ([\d.]+)%")
    [hidden] = figures(text, r"with a hidden layer: ([\d.]+)%")
    assert faulty < 80 < repaired < 86 < hidden < 90


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_is_a_notebook_of_plain_keras(notebook):
    text = notebook.read_text()
    cells = [cell.removesuffix("\n") for cell in re.split(r"^# %%", text, flags=re.M)[1:]]
    assert text.startswith("# %% [markdown]\n# # " + notebook.name[0])
    assert all(
        line.startswith("#")
        for cell in cells
        if cell.startswith(" [markdown]")
        for line in cell.split("\n")[1:]
        if line
    )
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert imported <= {"keras", "numpy"}


def test_the_list_of_notebooks_is_whole():
    listed = re.findall(r"\]\((\w+\.py)\)", (LESSON / "README.md").read_text())
    assert listed == [notebook.name for notebook in NOTEBOOKS]


def test_networks_that_the_lesson_names_exist():
    named = set(re.findall(r"unstuck\s+train\s+([a-z\d-]+)", "".join(path.read_text() for path in LESSON.iterdir())))
    assert named
    assert named <= {rung.name for rung in LADDER}
