"""The door of the patch room: the lesson, combined edits, the diff, and writing."""

import os
import shutil
import subprocess

import pytest

import unstuck.patch
from patching import changed, edited, run
from unstuck.errors import UnstuckError
from unstuck.patch import Patch, patch, write
from unstuck.spec import Edit, Site, Sites

LESSON = """\
import numpy as np
from keras.datasets import mnist
from keras.models import Sequential
from keras.layers import Dense, Flatten
(X_train, y_train), (X_test, y_test) = mnist.load_data()
is_five_train = y_train == 5
is_five_test = y_test == 5
model = Sequential()
model.add(Flatten(input_shape=(28, 28)))
model.add(Dense(1))
model.compile(loss='mse', optimizer='adam', metrics=['accuracy'])
model.fit(X_train, is_five_train, epochs=10, validation_data=(X_test, is_five_test))
"""
SCALE = 0.00392156862745098

pytestmark = pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`")


def test_the_lesson(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made, _, _, _ = edited(tmp_path, LESSON, {"layers[1].activation": "sigmoid", "inputs.scale": SCALE})
    assert made.diff == (
        "--- a/train.py\n+++ b/train.py\n@@ -3,10 +3,11 @@\n"
        " from keras.models import Sequential\n from keras.layers import Dense, Flatten\n"
        " (X_train, y_train), (X_test, y_test) = mnist.load_data()\n"
        "+X_train, X_test = X_train / 255.0, X_test / 255.0\n"
        " is_five_train = y_train == 5\n is_five_test = y_test == 5\n model = Sequential()\n"
        " model.add(Flatten(input_shape=(28, 28)))\n"
        "-model.add(Dense(1))\n+model.add(Dense(1, activation='sigmoid'))\n"
        " model.compile(loss='mse', optimizer='adam', metrics=['accuracy'])\n"
        " model.fit(X_train, is_five_train, epochs=10, validation_data=(X_test, is_five_test))\n"
    )
    file = str(tmp_path / "train.py")
    assert made.lines == {"layers[1].activation": (file, 10), "inputs.scale": (file, 5)}
    assert made.instructions == ()


def test_everything_at_once(tmp_path):
    wanted = {
        "layers[1].activation": "softmax",
        "layers[1].units": 10,
        "loss": {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}},
        "optimizer.class_name": "SGD",
        "optimizer.learning_rate": 0.1,
        "batch_size": 128,
        "epochs": 20,
        "shuffle": False,
        "inputs.scale": SCALE,
        "inputs.shift": 33.0,
    }
    made, _, _, text = edited(tmp_path, LESSON, wanted)
    assert set(made.lines) == set(wanted)
    assert "model.add(Dense(10, activation='softmax'))\n" in text
    assert (
        "model.compile(loss=SparseCategoricalCrossentropy(from_logits=True), "
        "optimizer=SGD(learning_rate=0.1), metrics=['accuracy'])\n"
    ) in text
    assert "epochs=20, validation_data=(X_test, is_five_test), batch_size=128, shuffle=False)\n" in text
    assert "X_train, X_test = (X_train - 33.0) / 255.0, (X_test - 33.0) / 255.0\n" in text
    assert text.index("import SGD") < text.index("load_data()")


def test_several_files(tmp_path):
    (tmp_path / "network_of_two.py").write_text(
        "from keras import layers, models\n\n\ndef build():\n"
        "    return models.Sequential([layers.Flatten(), layers.Dense(1)])\n"
    )
    main = tmp_path / "main.py"
    main.write_text(
        "from network_of_two import build\nfrom keras.datasets import mnist\n"
        "(a, b), _ = mnist.load_data()\nm = build()\nm.compile('adam', 'mse')\nm.fit(a, b, epochs=3)\n"
    )
    before = run(main, [tmp_path / "network_of_two.py"])
    made = patch([Edit("layers[1].activation", "linear", "sigmoid"), Edit("epochs", 3, 5)], before.spec, before.sites)
    assert sorted(map(os.path.basename, made.sources)) == ["main.py", "network_of_two.py"]
    assert changed(made.diff)[0] == [
        '    return models.Sequential([layers.Flatten(), layers.Dense(1, activation="sigmoid")])',
        "m.fit(a, b, epochs=5)",
    ]


@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_the_diff_applies(tmp_path, monkeypatch, end):
    if shutil.which("git") is None:
        pytest.skip("git applies the diff")
    monkeypatch.chdir(tmp_path)
    script = LESSON.rstrip("\n").replace("\n", "\r\n" if end == "\r\n" else "\n") + end
    made, _, _, text = edited(
        tmp_path, script, {"epochs": 11, "layers[1].activation": "sigmoid", "inputs.scale": SCALE}
    )
    (tmp_path / "train.py").write_bytes(script.encode())
    (tmp_path / "fix.diff").write_bytes(made.diff.encode())
    subprocess.run(["git", "apply", "fix.diff"], check=True, cwd=tmp_path)
    assert (tmp_path / "train.py").read_bytes().decode() == text
    assert text.endswith("is_five_test))" + end)
    assert text.count("\r\n") == (text.count("\n") if end == "\r\n" else 0)


def test_a_file_that_is_gone_or_broken_gives_instructions(tmp_path):
    path = tmp_path / "train.py"
    path.write_text(LESSON)
    before = run(path)
    for break_it in (lambda: path.write_text("def (:\n"), lambda: path.write_text("x = 1\n"), path.unlink):
        break_it()
        made = patch([Edit("epochs", 10, 20), Edit("inputs.scale", 1.0, SCALE)], before.spec, before.sites)
        assert (made.diff, made.sources, made.lines) == ("", {}, {})
        assert len(made.instructions) == 2
        assert f"{path}, line 12: give fit `epochs=20` in place of `10`" in made.instructions[0]
        assert "`x / 255.0`" in made.instructions[1]


def test_unknown_places_give_instructions(tmp_path):
    path = tmp_path / "train.py"
    path.write_text(LESSON)
    before = run(path)
    edits = [
        Edit("layers[1].kernel_initializer.config.seed", None, 3),
        Edit("metrics", 1, 2),
        Edit("loss", "mse", "mae"),
        Edit("layers[9].units", 1, 2),
        Edit("optimizer.learning_rate", 0.001, 0.1),
    ]
    made = patch(edits, before.spec, Sites())
    assert len(made.instructions) == len(edits)
    assert not made.diff


def test_no_edits():
    assert patch([], run_spec(), Sites()) == Patch()


def run_spec():
    from unstuck.spec import Spec

    return Spec(None, "mse", {"class_name": "Adam", "config": {"learning_rate": 0.001}})


def test_a_site_without_columns_is_found_by_name(tmp_path):
    path = tmp_path / "train.py"
    path.write_text("import keras\nmodel.compile('sgd', str('mse')); model.fit(x, y)\n")
    spec = run_spec()
    made = patch([Edit("epochs", 1, 2)], spec, Sites(fit=Site(str(path), 2)))
    assert "model.fit(x, y, epochs=2)" in made.diff


class TestWrite:
    def test_keeps_the_original_and_the_mode(self, tmp_path):
        path = tmp_path / "train.py"
        path.write_text(LESSON)
        path.chmod(0o755)
        before = run(path)
        made = patch([Edit("epochs", 10, 20)], before.spec, before.sites)
        assert write(made) == [str(path)]
        assert (tmp_path / "train.py.orig").read_text() == LESSON
        assert path.read_text() == LESSON.replace("epochs=10", "epochs=20")
        assert path.stat().st_mode & 0o777 == 0o755
        assert sorted(one.name for one in tmp_path.iterdir()) == ["train.py", "train.py.orig"]

    def test_never_overwrites_an_older_original(self, tmp_path):
        path = tmp_path / "train.py"
        path.write_text(LESSON)
        for old, new in ((10, 20), (20, 30)):
            before = run(path)
            write(patch([Edit("epochs", old, new)], before.spec, before.sites))
        assert (tmp_path / "train.py.orig").read_text() == LESSON
        assert "epochs=20" in (tmp_path / "train.py.orig.1").read_text()

    def test_refuses_a_changed_file(self, tmp_path):
        path = tmp_path / "train.py"
        path.write_text(LESSON)
        before = run(path)
        made = patch([Edit("epochs", 10, 20)], before.spec, before.sites)
        path.write_text(LESSON + "\n")
        with pytest.raises(UnstuckError, match="has changed since"):
            write(made)
        assert path.read_text() == LESSON + "\n"
        path.unlink()
        with pytest.raises(UnstuckError, match="needs the file"):
            write(made)

    def test_a_read_only_file_or_folder_is_told(self, tmp_path, monkeypatch):
        folder = tmp_path / "mine"
        folder.mkdir()
        path = folder / "train.py"
        path.write_text(LESSON)
        before = run(path)
        made = patch([Edit("epochs", 10, 20)], before.spec, before.sites)
        allowed = os.access
        for closed, words in ((path, "the file is read-only"), (folder, "its folder is read-only")):
            # Root may write anything, so that permissions alone would not do.
            monkeypatch.setattr(os, "access", lambda p, mode, c=closed: str(p) != str(c) and allowed(p, mode))
            with pytest.raises(UnstuckError, match=words):
                write(made)
        assert path.read_text() == LESSON
        assert [one.name for one in folder.iterdir()] == ["train.py"]

    def test_a_link_stays_a_link(self, tmp_path):
        real, link = tmp_path / "real.py", tmp_path / "train.py"
        real.write_text(LESSON)
        link.symlink_to(real)
        before = run(link)
        write(patch([Edit("epochs", 10, 20)], before.spec, before.sites))
        assert link.is_symlink()
        assert "epochs=20" in real.read_text()

    def test_a_latin_1_file_stays_latin_1(self, tmp_path):
        script = "# -*- coding: latin-1 -*-\nname = 'é'; " + "\n".join(LESSON.splitlines()) + "\n"
        path = tmp_path / "train.py"
        path.write_bytes(script.encode("latin-1"))
        before = run(path)
        write(patch([Edit("epochs", 10, 20)], before.spec, before.sites))
        assert path.read_bytes() == script.replace("epochs=10", "epochs=20").encode("latin-1")

    def test_a_byte_order_mark_stays(self, tmp_path):
        path = tmp_path / "train.py"
        path.write_bytes(b"\xef\xbb\xbf" + LESSON.encode())
        before = run(path)
        write(patch([Edit("epochs", 10, 20)], before.spec, before.sites))
        assert path.read_bytes() == b"\xef\xbb\xbf" + LESSON.replace("epochs=10", "epochs=20").encode()


def test_the_door():
    assert unstuck.patch.__all__ == ["Patch", "patch", "write"]
