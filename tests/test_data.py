"""The data: what is embedded is MNIST, files are read or refused in words, and a look counts right."""

import gzip
import hashlib
import json
import struct
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unstuck import data
from unstuck.data import Dataset, constant_baseline, contact_sheet, fashion, keras_arrays, load, save_picture
from unstuck.data.idx import read_idx
from unstuck.data.mnist import PARTS, read_mnist
from unstuck.data.target import with_target
from unstuck.errors import UnstuckError

# Of the arrays in the mnist.npz that `tools/embed_mnist.py` was given, not of our copy of them.
MNIST_SHA256 = (
    "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
)


@pytest.fixture(scope="module")
def mnist():
    return load("mnist")


def tiny(**changes):
    """Six 4 × 4 images of three classes, four to train on."""
    x = np.arange(6 * 16, dtype=np.uint8).reshape(6, 4, 4)
    arrays = {"x_train": x[:4], "y_train": np.array([0, 1, 2, 1]), "x_test": x[4:], "y_test": np.array([0, 2])}
    return Dataset(**{"name": "tiny", **arrays, "class_names": ("cat", "Dog", "7"), **changes})


def write_idx(path, array, code=0x08):
    """IDX from its specification, with struct alone."""
    header = bytes([0, 0, code, array.ndim]) + b"".join(struct.pack(">I", side) for side in array.shape)
    content = header + array.astype(array.dtype.newbyteorder(">")).tobytes()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


# MNIST and Keras' form of it


def test_the_embedded_mnist_is_the_published_one():
    (x_train, y_train), (x_test, y_test) = keras_arrays("mnist")
    arrays = (x_train, y_train, x_test, y_test)
    assert [array.shape for array in arrays] == [(60000, 28, 28), (60000,), (10000, 28, 28), (10000,)]
    assert all(array.dtype == np.uint8 and array.flags.writeable for array in arrays)
    assert tuple(hashlib.sha256(np.ascontiguousarray(array)).hexdigest() for array in arrays) == MNIST_SHA256


def test_mnist_stays_small_and_carries_its_licence():
    folder = Path(data.__file__).parent
    assert sum((folder / part).stat().st_size for part in PARTS) < 10_000_000
    assert "Attribution-ShareAlike 3.0" in (folder / "mnist.md").read_text()


def test_a_damaged_package_says_so(tmp_path):
    folder = Path(data.__file__).parent
    for part in PARTS:
        (tmp_path / part).write_bytes((folder / part).read_bytes())
    content = bytearray((tmp_path / PARTS[3]).read_bytes())
    content[1000] ^= 1
    (tmp_path / PARTS[3]).write_bytes(content)
    with pytest.raises(UnstuckError, match="install unstuck again"):
        read_mnist(tmp_path)


def test_each_call_gives_arrays_of_its_own():
    (first, _), _ = keras_arrays("mnist")
    first[:] = 0
    (second, _), _ = keras_arrays("mnist")
    assert second.any()


def test_keras_arrays_knows_two_names():
    with pytest.raises(UnstuckError, match="fashion_mnist"):
        keras_arrays("cifar10")


def test_importing_the_room_imports_neither_keras_nor_pillow():
    program = "import sys, unstuck.data; print(sorted({'keras', 'PIL', 'jax', 'tensorflow'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_door_is_what_it_says():
    assert data.__all__ == sorted(data.__all__, key=lambda name: (not name.isupper(), name))  # constants first
    assert all(hasattr(data, name) for name in data.__all__)


# Data sets that cannot be


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"y_train": np.array([0, 1, 2])}, "4 images, len.y_train.=3"),
        (
            {"x_train": np.full((4, 4, 4), np.nan, np.float32)},
            r"64 values are NaN or infinite, the first in x_train\[0\]",
        ),
        ({"x_train": np.full((4, 4, 4), -np.inf)}, "finite"),
        ({"y_train": np.full(4, 3)}, "all 4 labels are 3"),
        ({"x_train": np.zeros((0, 4, 4)), "y_train": np.zeros(0, int)}, "at least one image"),
        ({"x_train": np.array([None] * 4)}, "dtype=object"),
        ({"x_train": np.array([["a"] * 4] * 4)}, "x_train holds numbers"),
        ({"x_train": np.zeros((4, 16))}, "reshape"),
        ({"x_test": np.zeros((2, 5, 4))}, "one shape"),
        ({"y_train": np.eye(4, 3)}, "one-hot labels: y.argmax"),
        ({"y_train": np.array([0.0, 1, 2, 1])}, "whole class numbers"),
        ({"y_test": np.zeros((2, 1), int)}, "reshape"),
    ],
)
def test_arrays_that_are_no_data_set(changes, message):
    with pytest.raises(UnstuckError, match=message):
        tiny(**changes)


def test_a_data_set_is_frozen():
    with pytest.raises(FrozenInstanceError):
        tiny().name = "other"


# The baseline


@given(st.lists(st.integers(-5, 5), min_size=1))
def test_the_baseline_is_the_best_constant_answer(labels):
    label, share = constant_baseline(np.array(labels))
    assert share == max(labels.count(each) for each in labels) / len(labels)
    assert label == min(labels, key=lambda each: (-labels.count(each), each))


def test_not_five_is_right_91_percent_of_the_time(mnist):
    assert constant_baseline(with_target(mnist, "is:5").y_test) == (0, 0.9108)


# Targets


@given(st.integers(0, 9))
def test_a_target_asks_about_one_class(label):
    y = np.arange(20) % 10
    x = np.zeros((20, 2, 2), np.uint8)
    asked = with_target(Dataset("digits", x, y, x, y, tuple("0123456789")), f"is:{label}")
    assert asked.y_train.tolist() == [int(each == label) for each in y]
    assert asked.class_names == (f"not {label}", str(label))
    assert asked.x_train is x


def test_a_target_by_name_or_number():
    assert with_target(tiny(), "is:dog").y_train.tolist() == [0, 1, 0, 1]
    assert with_target(tiny(), "is:dog").class_names == ("not Dog", "Dog")
    assert with_target(tiny(), "is:1").class_names == ("not Dog", "Dog")
    assert with_target(tiny(), "is:7").y_train.tolist() == [0, 0, 1, 0]


@pytest.mark.parametrize("target", ["", "5", "is", "is:", "is:3", "is:-1", "is:bird", "not:5", "is:²"])
def test_a_target_that_cannot_be(target):
    with pytest.raises(UnstuckError, match=r"is:|class"):
        with_target(tiny(), target)


def test_a_target_nearly_right_is_suggested():
    with pytest.raises(UnstuckError, match="did you mean is:Dog"):
        with_target(tiny(), "is:dogg")


# Names and files


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("minst", "did you mean mnist"),
        ("fashion-mnits", "did you mean fashion-mnist"),
        ("cifar", "mnist, fashion-mnist, a folder of images, a .npz"),
        (__file__, "another kind of file"),
        ("nowhere.npz", "The file is there"),
    ],
)
def test_an_unknown_name_teaches(name, message):
    with pytest.raises(UnstuckError, match=message):
        load(name)


def arrays_of(dataset):
    return {key: getattr(dataset, key) for key in ("x_train", "y_train", "x_test", "y_test")}


def test_an_npz_file(tmp_path):
    wanted = tiny(y_train=np.array([[0], [1], [2], [1]])[:, 0])
    np.savez(tmp_path / "mine.npz", **{**arrays_of(wanted), "y_train": wanted.y_train[:, None]})
    got = load(str(tmp_path / "mine.npz"), target="is:1")
    assert got.name == "mine is:1"
    assert np.array_equal(got.x_test, wanted.x_test)
    assert got.y_train.tolist() == [0, 1, 0, 1]


def test_an_npz_file_never_unpickles(tmp_path):
    np.savez(tmp_path / "bad.npz", **{**arrays_of(tiny()), "x_train": np.array([{}] * 4)})
    with pytest.raises(UnstuckError, match="pickle"):
        load(str(tmp_path / "bad.npz"))


def test_npz_files_that_cannot_be_read(tmp_path):
    path = tmp_path / "bad.npz"
    np.savez(path, x_train=np.zeros(3))
    with pytest.raises(UnstuckError, match="y_train"):
        load(str(path))
    with path.open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(UnstuckError, match="a single array"):
        load(str(path))
    np.savez(path, **arrays_of(tiny()))
    whole = path.read_bytes()
    for content in (b"", b"PK\x03\x04 not a zip", b"hello", whole[:200], whole[:-30]):
        path.write_bytes(content)
        with pytest.raises(UnstuckError):
            load(str(path))


@pytest.mark.parametrize(
    ("code", "dtype"), [(8, "u1"), (9, "i1"), (0x0B, "i2"), (0x0C, "i4"), (0x0D, "f4"), (0x0E, "f8")]
)
@pytest.mark.parametrize("suffix", [".idx", ".gz"])
def test_idx_files_of_every_type(tmp_path, code, dtype, suffix):
    wanted = (np.arange(24).reshape(2, 3, 4) * 5).astype(dtype)
    got = read_idx(write_idx(tmp_path / f"a{suffix}", wanted, code))
    assert got.dtype == wanted.dtype
    assert np.array_equal(got, wanted)


def test_idx_files_that_are_not(tmp_path):
    path = write_idx(tmp_path / "a", np.arange(10, dtype=np.uint8))
    whole, zipped = path.read_bytes(), gzip.compress(path.read_bytes())
    for content in (b"", b"\0\0\7\1", whole[:6], whole[:-1], whole + b"\0", zipped[:-9], b"\x1f\x8bnonsense"):
        path.write_bytes(content)
        with pytest.raises(UnstuckError):
            read_idx(path)
    with pytest.raises(UnstuckError):
        read_idx(tmp_path / "nowhere")


# Fashion-MNIST


def test_the_published_fashion_mnist():
    if fashion.local_folder() is None:
        pytest.skip(
            "Fashion-MNIST is not on this machine; tests do not download (apt-get install dataset-fashion-mnist)"
        )
    dataset = load("fashion_mnist", target="is:coat")
    assert dataset.class_names == ("not Coat", "Coat")
    assert constant_baseline(dataset.y_test) == (0, 0.9)
    assert dataset.x_train.shape == (60000, 28, 28)


def test_the_published_files_are_known_in_any_folder(tmp_path):
    found = fashion.local_folder()
    if found is None:
        pytest.skip("Fashion-MNIST is not on this machine")
    for name in fashion.FILES:
        (tmp_path / name).symlink_to(found / name)
    assert load(str(tmp_path)).class_names[9] == "Ankle boot"
    (tmp_path / "t10k-labels-idx1-ubyte.gz").unlink()
    labels = read_idx(found / "t10k-labels-idx1-ubyte.gz")
    write_idx(tmp_path / "t10k-labels-idx1-ubyte", 9 - labels)
    assert load(str(tmp_path)).class_names[9] == "9"


def test_a_folder_without_the_files(tmp_path, monkeypatch):
    monkeypatch.setenv(fashion.VARIABLE, str(tmp_path))
    with pytest.raises(UnstuckError, match="without train-images"):
        load("fashion-mnist")


def test_a_folder_with_other_data(tmp_path, monkeypatch):
    for name in fashion.FILES:
        write_idx(tmp_path / name, np.zeros((2, 28, 28), np.uint8))
    monkeypatch.setenv(fashion.VARIABLE, str(tmp_path))
    with pytest.raises(UnstuckError, match="published"):
        load("fashion-mnist")


def test_without_a_network_the_three_ways_are_named(tmp_path, monkeypatch):
    def no_network(*args, **kwargs):
        raise Exception("URL fetch failure on https://…: None -- [Errno -2] Name or service not known")

    monkeypatch.delenv(fashion.VARIABLE, raising=False)
    monkeypatch.setattr(fashion, "DEBIAN", tmp_path)
    monkeypatch.setitem(sys.modules, "keras.utils", type("Utils", (), {"get_file": staticmethod(no_network)}))
    monkeypatch.setitem(sys.modules, "keras", type("Keras", (), {}))
    with pytest.raises(UnstuckError) as caught:
        load("fashion-mnist")
    assert all(way in str(caught.value) for way in ("internet", "dataset-fashion-mnist", fashion.VARIABLE))


# The look


def test_a_look_counts_what_was_planted():
    x = np.arange(6 * 16, dtype=np.uint8).reshape(6, 4, 4) + 1
    x[:, 0, 0] = 7  # the one constant pixel
    x[3] = x[1]  # a duplicate with its own label
    x[4] = x[0]  # a leak
    x[5] = 7  # blank
    found = data.look(tiny(x_train=x[:4], x_test=x[4:], y_train=np.array([0, 1, 2, 4])))
    assert (found.duplicates, found.contradictions, found.leaked, found.blank) == (1, 1, 1, 1)
    assert (found.pixels, found.constant_pixels, found.labels_in_range) == (16, 1, False)
    assert [(c.label, c.name, c.train, c.test) for c in found.classes] == [
        *((0, "cat", 1, 1), (1, "Dog", 1, 0), (2, "7", 1, 1), (4, "4", 1, 0))
    ]
    assert found.mean == pytest.approx(x[:4].mean())
    assert found.std == pytest.approx(x[:4].std())
    assert found.bytes == x.nbytes + 6 * 8


def test_the_look_of_mnist(mnist):
    found = data.look(mnist)
    assert (found.low, found.high, found.dtype) == (0, 255, "uint8")
    # The mean and deviation that everyone normalises MNIST by, 0.1307 and 0.3081 (PyTorch's examples/mnist).
    assert (round(found.mean / 255, 4), round(found.std / 255, 4)) == (0.1307, 0.3081)
    assert found.test_baseline == (1, 0.1135)
    assert (found.duplicates, found.leaked, found.blank, found.constant_pixels) == (0, 0, 0, 67)
    assert found.labels_in_range


def test_a_look_goes_through_json_unchanged():
    plain = data.look(tiny()).to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


# The picture


def test_the_picture_is_the_seeds():
    first, again, other = (contact_sheet(large(), seed) for seed in (0, 0, 1))
    assert first.mode == "RGB"
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def large(**changes):
    x = np.random.default_rng(0).integers(0, 256, (60, 28, 28), np.uint8)
    return tiny(x_train=x, y_train=np.arange(60) % 3, x_test=x[:2], **changes)


@pytest.mark.parametrize(
    "images",
    [
        np.linspace(-1, 1, 4 * 300 * 200).reshape(4, 300, 200),
        np.zeros((4, 5, 5), np.float32),
        np.random.default_rng(0).integers(0, 2, (4, 9, 7)).astype(bool),
        np.random.default_rng(0).integers(0, 256, (4, 32, 32, 3), np.uint8),
        np.random.default_rng(0).integers(0, 256, (4, 32, 32, 1), np.uint8),
        np.random.default_rng(0).integers(0, 65536, (4, 32, 32, 4), np.uint16),
    ],
)
def test_pictures_of_every_kind_of_image(images):
    assert contact_sheet(tiny(x_train=images, x_test=images[:2])).width > 1000


def test_a_picture_shows_every_class_name_however_many_and_long():
    names = tuple(f"a class with a very long name, number {number}" for number in range(30))
    few = contact_sheet(tiny(class_names=names[:20]))
    assert contact_sheet(tiny(class_names=names)).size == few.size


def test_a_sample_is_in_the_picture_pixel_by_pixel():
    x = np.zeros((4, 28, 28), np.uint8)
    x[0, 14, 14] = 255
    sheet = np.asarray(contact_sheet(tiny(x_train=x, x_test=x[:2])))
    white = (sheet == (253, 252, 248)).all(axis=2)  # the brightest shade, one pixel of 3 × 3
    assert white.sum() == 9


def test_saving_replaces_or_leaves_alone(tmp_path):
    picture = contact_sheet(tiny())
    path = tmp_path / "sheet.png"
    path.write_text("old")
    save_picture(picture, path)
    assert path.read_bytes()[:4] == b"\x89PNG"
    for bad in (tmp_path / "nowhere" / "sheet.png", tmp_path):
        with pytest.raises(UnstuckError, match="can be written"):
            save_picture(picture, bad)
    assert [each.name for each in tmp_path.iterdir()] == ["sheet.png"]
    assert [each.name for each in tmp_path.parent.glob(f".{tmp_path.stem}*")] == []


def test_replacing_one_field_checks_again():
    with pytest.raises(UnstuckError):
        replace(tiny(), y_test=np.array([1]))
