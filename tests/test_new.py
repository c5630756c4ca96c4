"""`unstuck new`: a program in plain Keras that learns from a folder of images, and is as it should be."""

import ast
import json
import os
import subprocess
import sys

import pytest
from PIL import Image

from commands import environment, leftovers, unstuck
from unstuck.cli import main
from unstuck.data import load


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """Zeros, ones and fives as PNG files, 60 of each, and a file that is no image."""
    mnist, folder = load("mnist"), tmp_path_factory.mktemp("digits")
    for digit in (0, 1, 5):
        (folder / f"digit {digit}").mkdir()
        for number, image in enumerate(mnist.x_train[mnist.y_train == digit][:60]):
            Image.fromarray(image).save(folder / f"digit {digit}" / f"{number}.png")
    (folder / "digit 0" / "notes.txt").write_text("no image")
    return folder


def test_it_learns_under_plain_python(digits, tmp_path):
    assert main(["new", str(tmp_path / "mine")]) == 0
    script = tmp_path / "mine.py"
    names = [node.names[0].name if isinstance(node, ast.Import) else node.module for node in _imports(script)]
    assert not [name for name in names if name.startswith("unstuck")]
    assert "THIS_FILE" not in script.read_text()
    done = subprocess.run(
        [sys.executable, script.name, str(digits)],
        cwd=tmp_path,
        env=environment(KERAS_BACKEND="jax"),
        capture_output=True,
        text=True,
        check=True,
    )
    accuracy = float(done.stdout.split("accuracy ")[-1].split("%")[0])
    assert accuracy > 90, done.stdout
    assert "always answering digit" in done.stdout
    # and what it saved is a model for the other commands
    answer = unstuck("predict", "mine.keras", str(digits / "digit 5" / "0.png"), "--json", "-", folder=tmp_path)
    assert json.loads(answer.stdout)[0]["classes"][0]["name"] == "2", answer.stderr


def test_it_is_called_healthy(digits, tmp_path):
    assert main(["new", str(tmp_path / "mine.py")]) == 0
    done = unstuck("debug", "mine.py", str(digits), "--json", "r.json", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((tmp_path / "r.json").read_text())["healthy"]


@pytest.mark.parametrize("name", ["mine", "mine.py"])
def test_no_file_is_written_over(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text("mine")
    assert main(["new", name]) == 2
    assert "which is there" in capsys.readouterr().err
    assert (tmp_path / "mine.py").read_text() == "mine"
    os.symlink("nowhere.py", "link.py")
    assert main(["new", "link"]) == 2
    assert not (tmp_path / "nowhere.py").exists()
    assert not leftovers(tmp_path)


def test_a_folder_that_is_missing_is_told(tmp_path, capsys):
    assert main(["new", str(tmp_path / "nowhere" / "mine")]) == 2
    assert "a folder that is there" in capsys.readouterr().err


def _imports(script):
    return [each for each in ast.walk(ast.parse(script.read_text())) if isinstance(each, ast.Import | ast.ImportFrom)]
