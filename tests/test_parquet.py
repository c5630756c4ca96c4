"""Parquet files of images, as data hubs hand them out."""

import io
import json
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from unstuck.cli import main
from unstuck.data import load
from unstuck.errors import UnstuckError


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def encoded(color, size=(12, 10), form="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, form)
    return buffer.getvalue()


REDS, GREENS = [(200 + n, 10, 20) for n in range(20)], [(10, 200 + n, 20) for n in range(20)]
BYTES = [encoded(color) for color in REDS + GREENS]


def write(path, images=BYTES, labels=None, structs=True, metadata=None, **columns):
    labels = [0] * 20 + [1] * 20 if labels is None else labels
    column = [{"bytes": image, "path": "/etc/passwd"} for image in images] if structs else images
    table = pa.table({"image": column, "label": labels, **columns})
    if metadata:
        table = table.replace_schema_metadata({"huggingface": json.dumps(metadata)})
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, row_group_size=7)
    return path


def is_green(x):
    return x[:, 0, 0, 1] > x[:, 0, 0, 0]


@pytest.mark.parametrize("structs", [True, False])
@pytest.mark.parametrize("labels", [[0] * 20 + [1] * 20, ["red"] * 20 + ["the green"] * 20, [False] * 20 + [True] * 20])
def test_bytes_or_structs_with_numbers_or_words(tmp_path, structs, labels):
    dataset = load(str(write(tmp_path / "colors.parquet", labels=labels, structs=structs)))
    assert dataset.x_train.shape == (32, 10, 12, 3)
    assert dataset.class_names == tuple(str(label) for label in (labels[0], labels[-1]))
    for x, y in ((dataset.x_train, dataset.y_train), (dataset.x_test, dataset.y_test)):
        np.testing.assert_array_equal(is_green(x), y == 1)
    assert np.bincount(dataset.y_test).tolist() == [4, 4]
    seen = {tuple(image[0, 0]) for image in np.concatenate([dataset.x_train, dataset.x_test])}
    assert seen == set(REDS + GREENS)


def test_the_files_tell_the_parts_and_the_names_of_the_classes(tmp_path):
    info = {"info": {"features": {"label": {"names": ["red", "blue", "green"], "_type": "ClassLabel"}}}}
    labels = [0] * 20 + [2] * 20
    write(tmp_path / "set" / "data" / "train-00000-of-00002.parquet", BYTES[::2], labels[::2], metadata=info)
    write(tmp_path / "set" / "data" / "train-00001-of-00002.parquet", BYTES[3::4], labels[3::4], metadata=info)
    write(tmp_path / "set" / "data" / "test-00000-of-00001.parquet", BYTES[1::4], labels[1::4], metadata=info)
    dataset = load(str(tmp_path / "set"))
    assert dataset.class_names == ("red", "blue", "green")
    assert [len(dataset.x_train), len(dataset.x_test)] == [30, 10]
    np.testing.assert_array_equal(is_green(dataset.x_test), dataset.y_test == 2)
    assert dataset.files.names[-1].endswith("test-00000-of-00001.parquet[9]")


def test_a_column_tells_the_parts(tmp_path):
    parts = ["train", "train", "test", "train"] * 10
    dataset = load(str(write(tmp_path / "colors.parquet", split=parts)))
    assert len(dataset.x_test) == 10
    assert {tuple(image[0, 0]) for image in dataset.x_test} == set((REDS + GREENS)[2::4])


def test_rows_that_are_broken_are_named(tmp_path):
    images = list(BYTES)
    images[3], images[21], images[30] = b"nothing", BYTES[21][:48], None
    labels = [0] * 20 + [1] * 20
    labels[5] = None
    dataset = load(str(write(tmp_path / "colors.parquet", images, labels)))
    assert {name.rpartition("[")[2]: bool(reason) for name, reason in dataset.skipped} == {
        f"{row}]": True for row in (3, 5, 21, 30)
    }
    assert len(dataset.x_train) + len(dataset.x_test) == 36
    every, y = (np.concatenate(pair) for pair in ((dataset.x_train, dataset.x_test), (dataset.y_train, dataset.y_test)))
    np.testing.assert_array_equal(is_green(every), y == 1)
    assert {tuple(image[0, 0]) for image in every} == {
        color for row, color in enumerate(REDS + GREENS) if row not in (3, 5, 21, 30)
    }


def test_it_is_decoded_once_and_anew_when_the_file_changes(tmp_path, monkeypatch):
    path, told = write(tmp_path / "colors.parquet"), []
    first = load(str(path), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    again = load(str(path), progress=lambda share: pytest.fail("decoded again"))
    np.testing.assert_array_equal(first.x_train, again.x_train)
    write(path, BYTES[10:30], [0] * 10 + [1] * 10)
    assert len(load(str(path)).x_train) == 16
    assert load(str(path), size=5).x_train.shape == (16, 5, 5, 3)


def test_look_and_train_take_them(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "colors.parquet")
    assert main(["look", "colors.parquet", "--json", "look.json"]) == 0
    assert [each["train"] for each in json.loads((tmp_path / "look.json").read_text())["classes"]] == [16, 16]
    assert main(["train", "softmax", "colors.parquet", "--epochs", "2", "--out", "m.keras"]) == 0
    assert main(["test", "m.keras", "colors.parquet"]) == 0
    assert "%" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.write_bytes(b"PAR1 and nothing"), "is a Parquet file"),
        (lambda path: pq.write_table(pa.table({"label": [0, 1]}), path), "a column of their bytes"),
        (lambda path: pq.write_table(pa.table({"image": [b"", b""]}), path), "one of labels"),
        (lambda path: pq.write_table(pa.table({"image": [b"x", b"y"], "label": [0, 1]}), path), "pictures to read"),
        (lambda path: write(path, labels=[0] * 40), "a folder for each class"),
        (lambda path: write(path.with_name("other.parquet")), "is there"),
    ],
)
def test_other_files_are_told_in_one_message(tmp_path, make, told, capsys):
    make(tmp_path / "data.parquet")
    assert main(["look", str(tmp_path / "data.parquet")]) == 2
    message = capsys.readouterr().err
    assert told in message
    assert message.count("unstuck:") == 1


def test_without_pyarrow_the_way_to_it_is_told(tmp_path, monkeypatch):
    path = write(tmp_path / "colors.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UnstuckError, match=r"unstuck\[parquet\]"):
        load(str(path))
