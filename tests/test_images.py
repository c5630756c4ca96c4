"""One's own images: folders, tables and files of every kind become the pixels that they should, or are told of."""

import csv
import json
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from unstuck.cli import main, output
from unstuck.data import images, images_in, load
from unstuck.data.decode import MOST_PIXELS, Format, header, image_or_reason, read_image
from unstuck.data.folder import list_folder
from unstuck.errors import UnstuckError

RED, GREEN = (200, 10, 20), (10, 200, 20)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def paint(path, color=RED, size=(12, 12), **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, color).save(path, **options)
    return path


@pytest.fixture
def pets(tmp_path):
    """Ten red cats and ten green dogs, each of its own brightness."""
    for number in range(10):
        paint(tmp_path / "pets" / "cat" / f"{number}.png", (200 + number, 10, 20))
        paint(tmp_path / "pets" / "dog" / f"{number}.png", (10, 200 + number, 20))
    return tmp_path / "pets"


def test_class_folders_become_a_data_set_with_a_fifth_kept_for_the_test(pets):
    dataset = load(str(pets))
    assert dataset.class_names == ("cat", "dog")
    assert dataset.x_train.shape == (16, 12, 12, 3)
    assert dataset.x_train.dtype == np.uint8
    assert np.bincount(dataset.y_test).tolist() == [2, 2]
    for x, y in ((dataset.x_train, dataset.y_train), (dataset.x_test, dataset.y_test)):
        assert ((x[:, 0, 0, 0] < x[:, 0, 0, 1]) == (y == 1)).all()  # green ones are dogs
    every = np.concatenate([dataset.x_train, dataset.x_test])
    assert len(np.unique(every.reshape(20, -1), axis=0)) == 20


def test_the_split_stays_when_files_come_in(pets):
    def tested():
        return {file.path.name for file in list_folder(pets) if file.part == "test" and file.label == "cat"}

    before = tested()
    paint(pets / "cat" / "new.png")
    assert len(before - tested()) <= 1


@pytest.mark.parametrize(("held", "also"), [("test", None), ("val", None), ("Validation", None), ("test", "valid")])
def test_folders_for_train_and_test_are_honoured(tmp_path, held, also):
    for number in range(4):
        for name, color in (("cat", RED), ("dog", GREEN)):
            paint(tmp_path / "train" / name / f"{number}.png", color)
    paint(tmp_path / held / "dog" / "a.png", GREEN)
    if also:
        paint(tmp_path / also / "cat" / "b.png", RED)
    dataset = load(str(tmp_path))
    assert (len(dataset.x_train), len(dataset.x_test)) == (9 if also else 8, 1)
    assert dataset.y_test.tolist() == [1]  # by name: the only class of the test folder is not number 0


def test_what_programs_leave_behind_is_no_class(pets):
    for leftover in (".ipynb_checkpoints", "__pycache__"):
        paint(pets / leftover / "x.png")
    paint(pets / "cat" / ".ipynb_checkpoints" / "0.png")
    (pets / "cat" / "Thumbs.db").write_bytes(b"x")
    dataset = load(str(pets))
    assert dataset.class_names == ("cat", "dog")
    assert len(dataset.x_train) + len(dataset.x_test) == 20


def test_a_class_that_is_only_tested_is_told(tmp_path):
    for name in ("cat", "dog"):
        paint(tmp_path / "train" / name / "0.png")
    paint(tmp_path / "test" / "horse" / "0.png")
    with pytest.raises(UnstuckError, match="no training images of horse"):
        load(str(tmp_path))


def test_files_that_are_no_pictures_are_left_out_and_listed(pets, capsys):
    good = (pets / "cat" / "0.png").read_bytes()
    (pets / "cat" / "cut.png").write_bytes(good[: len(good) // 2])
    (pets / "cat" / "empty.jpg").write_bytes(b"")
    (pets / "dog" / "words.png").write_text("not a picture")
    (pets / "dog" / "vector.gif").write_text("<svg/>")
    dataset = load(str(pets))
    assert len(dataset.x_train) + len(dataset.x_test) == 20
    assert [name.rpartition("/")[2] for name, _ in dataset.skipped] == [
        "cut.png",
        "empty.jpg",
        "vector.gif",
        "words.png",
    ]
    assert "an empty file" in dict(dataset.skipped)[str(pets / "cat" / "empty.jpg")]
    assert main(["look", str(pets)]) == 0
    assert "4 files could not be read" in " ".join(capsys.readouterr().out.split())


def test_every_odd_file_is_a_picture_or_a_reason(pets, tmp_path, capsys):
    """None of them stops the rest, and none is waited for."""
    cats, good = pets / "cat", (pets / "cat" / "1.png").read_bytes()
    (cats / "a link.png").symlink_to("nowhere.png")
    (cats / "a circle.png").symlink_to("a circle.png")
    os.mkfifo(cats / "a pipe.png")
    (cats / "empty.png").touch()
    (cats / "a\x1b[31m\nname.png").write_bytes(b"<html>")
    Path(os.fsdecode(os.fsencode(cats) + b"/\xff.png")).write_bytes(good)
    (cats / ".hidden.png").write_bytes(good)
    (cats / ".ipynb_checkpoints").mkdir()
    (cats / ".ipynb_checkpoints" / "1.png").write_bytes(good)
    (cats / "Thumbs.db").write_bytes(b"db")
    (cats / "a folder.png").mkdir()
    before = len(load(str(pets)).files.names)  # the first reading
    found = load(str(pets))
    reasons = {Path(name).name: reason for name, reason in found.skipped}
    assert reasons.keys() == {"a link.png", "a circle.png", "a pipe.png", "empty.png", "a\x1b[31m\nname.png"}
    assert reasons["a link.png"] == "a link that leads nowhere"
    assert reasons["a pipe.png"] == "no file but a pipe or a device"
    assert reasons["empty.png"] == "an empty file"
    assert "\udcff.png" in {Path(name).name for name in found.files.names}
    assert len(found.files.names) == before
    assert main(["look", str(pets), "--html", str(tmp_path / "page.html")]) == 0
    shown = capsys.readouterr().out + (tmp_path / "page.html").read_text()
    assert "\x1b" not in shown
    assert r"a\x1b[31m\nname.png" in shown.replace("\n", "")
    numbered = {f"{number}.png" for number in range(10)}
    assert {path.name for path in images_in(cats)} == reasons.keys() | numbered | {"\udcff.png"}


def test_decoded_images_are_kept_until_a_file_changes(pets, monkeypatch):
    first = load(str(pets))
    calls = []
    monkeypatch.setattr(images, "image_or_reason", lambda *a: calls.append(a) or image_or_reason(*a))
    again = load(str(pets))
    assert not calls
    np.testing.assert_array_equal(first.x_train, again.x_train)
    assert isinstance(again.x_train, np.memmap)
    paint(pets / "cat" / "0.png", (0, 0, 255))
    changed = load(str(pets))
    assert len(calls) == 20
    blue = np.concatenate([changed.x_train, changed.x_test])[:, 0, 0, 2]
    assert sorted(blue)[-1] == 255


def test_the_cache_is_bounded(pets, monkeypatch, tmp_path):
    monkeypatch.setattr(images, "CACHE_BYTES", 1)
    load(str(pets))
    load(str(pets), size=8)
    load(str(pets), size=9)
    assert len(list((tmp_path / "cache" / "unstuck" / "images").iterdir())) == 1


def test_sizes_are_brought_together(pets):
    assert load(str(pets), size=7).x_train.shape == (16, 7, 7, 3)
    paint(pets / "cat" / "wide.png", RED, size=(40, 20))
    assert load(str(pets)).x_train.shape[1:] == (64, 64, 3)


# --- One picture


def test_grey_stays_grey_and_colour_wins(pets, tmp_path):
    for name in ("a", "b"):
        for number in range(3):
            (tmp_path / "grey" / name).mkdir(parents=True, exist_ok=True)
            Image.new("L", (6, 6), 10 * number).save(tmp_path / "grey" / name / f"{number}.png")
    assert load(str(tmp_path / "grey")).x_train.shape[1:] == (6, 6)
    paint(tmp_path / "grey" / "a" / "c.png", size=(6, 6))
    assert load(str(tmp_path / "grey")).x_train.shape[1:] == (6, 6, 3)


def test_a_photo_stands_upright(tmp_path):
    image = Image.new("L", (8, 4))
    image.paste(255, (0, 0, 4, 4))  # bright on the left
    exif = image.getexif()
    exif[0x0112] = 6  # to be turned by 90° clockwise: left becomes top
    image.save(tmp_path / "photo.jpg", exif=exif, quality=100)
    assert header(tmp_path / "photo.jpg") == (8, 4, 1)
    seen = read_image(tmp_path / "photo.jpg", Format(8, 4, 1))
    assert seen[:4].min() > 250 > 5 > seen[4:].max()


def test_sixteen_bits_become_eight(tmp_path):
    Image.fromarray(np.array([[0, 257 * 100, 65535]], "uint16")).save(tmp_path / "deep.png")
    assert read_image(tmp_path / "deep.png", Format(1, 3, 1)).tolist() == [[0, 100, 255]]


def test_transparency_lies_on_white(tmp_path):
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    assert (read_image(tmp_path / "clear.png", Format(2, 2, 3)) == 255).all()


def test_cmyk_and_palettes_become_colours(tmp_path):
    Image.new("CMYK", (4, 4), (0, 255, 255, 0)).save(tmp_path / "print.jpg", quality=100)
    red = read_image(tmp_path / "print.jpg", Format(4, 4, 3))[0, 0]
    assert red[0] > 200 > 60 > max(red[1:])
    Image.new("RGB", (4, 4), GREEN).quantize(4).save(tmp_path / "palette.gif")
    np.testing.assert_allclose(read_image(tmp_path / "palette.gif", Format(4, 4, 3))[0, 0], GREEN, atol=2)


def test_of_an_animation_the_first_frame_counts(tmp_path):
    frames = [Image.new("L", (4, 4), shade) for shade in (0, 120, 255)]
    frames[0].save(tmp_path / "film.gif", save_all=True, append_images=frames[1:])
    assert read_image(tmp_path / "film.gif", Format(4, 4, 1)).max() == 0


def test_the_middle_is_kept(tmp_path):
    stripes = np.repeat(np.array([[0, 200, 0]], "uint8"), 4, axis=1)  # (1, 12): dark, bright, dark
    Image.fromarray(np.repeat(stripes, 4, axis=0)).save(tmp_path / "wide.png")
    assert (read_image(tmp_path / "wide.png", Format(4, 4, 1)) == 200).all()


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    side = int(MOST_PIXELS**0.5) + 1
    size = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    (tmp_path / "bomb.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    )
    with pytest.raises(UnstuckError, match="pixels"):
        header(tmp_path / "bomb.png")


def test_a_thousand_damaged_pictures_end_in_words_or_pixels(tmp_path):
    random = np.random.default_rng(0)
    originals = []
    for kind in ("png", "jpg", "webp", "bmp", "gif"):
        Image.fromarray(random.integers(0, 255, (16, 16, 3), "uint8")).save(tmp_path / f"x.{kind}")
        originals.append((tmp_path / f"x.{kind}").read_bytes())
    wanted, read, told = Format(16, 16, 3), 0, []
    for number in range(1000):
        content = bytearray(originals[number % 5])
        for place in random.integers(0, len(content), random.integers(1, 9)):
            content[place] = random.integers(0, 256)
        if number % 3 == 0:
            del content[random.integers(0, len(content)) :]
        (tmp_path / "damaged").write_bytes(content)
        try:
            assert read_image(tmp_path / "damaged", wanted).shape == (16, 16, 3)
            read += 1
        except UnstuckError as error:
            told.append(error.expected)
    assert 100 < read < 900
    assert set(told) == {"A picture is a PNG, JPEG, WEBP, BMP or GIF file."}


# --- Tables and arrays


def write_csv(path, rows):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_csv_of_file_names(tmp_path):
    rows = [("filename", "label", "split")]
    for number in range(6):
        paint(tmp_path / "all" / f"{number}.png", RED if number % 2 else GREEN)
        rows.append((f"all/{number}.png", "red" if number % 2 else "green", "test" if number > 3 else "train"))
    table = write_csv(tmp_path / "labels.csv", rows)
    dataset = load(str(table))
    assert dataset.class_names == ("green", "red")
    assert (len(dataset.x_train), len(dataset.x_test)) == (4, 2)
    assert ((dataset.x_train[:, 0, 0, 0] > 100) == (dataset.y_train == 1)).all()
    write_csv(table, [*rows, ("all/none.png", "red", "train")])
    with pytest.raises(UnstuckError, match=r"none\.png"):
        load(str(table))


def test_a_flat_folder_with_its_csv(tmp_path):
    rows = [("image_id", "class")]
    for number in range(10):
        paint(tmp_path / f"{number}.png", RED if number % 2 else GREEN)
        rows.append((f"{number}.png", "red" if number % 2 else "green"))
    write_csv(tmp_path / "labels.csv", rows)
    dataset = load(str(tmp_path))
    assert (len(dataset.x_train), len(dataset.x_test)) == (8, 2)


def test_a_csv_of_pixels_is_the_images(tmp_path):
    mnist = load("mnist")
    rows = [("label", *(f"pixel{n}" for n in range(784)))]
    rows += [(label, *image.reshape(-1)) for label, image in zip(mnist.y_test[:100], mnist.x_test[:100], strict=True)]
    dataset = load(str(write_csv(tmp_path / "digits.csv", rows)))
    assert dataset.class_names == tuple("0123456789")
    assert dataset.x_train.dtype == np.uint8
    mine = {image.tobytes(): label for image, label in zip(dataset.x_train, dataset.y_train, strict=True)}
    mine |= {image.tobytes(): label for image, label in zip(dataset.x_test, dataset.y_test, strict=True)}
    assert mine == {image.tobytes(): label for image, label in zip(mnist.x_test[:100], mnist.y_test[:100], strict=True)}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "too short"),
        ([("label", "a", "b"), (1, 2, 3)], "2 columns"),
        ([("x", "y2"), (1, 2)], "columns x, y2"),
        ([("label", "pixel"), (1, "red"), (0, 3)], "red"),
        ([("label", "pixel"), (1,)], "2 names and 1 values"),
    ],
)
def test_tables_that_are_none_are_told(tmp_path, rows, told):
    with pytest.raises(UnstuckError, match=told):
        load(str(write_csv(tmp_path / "bad.csv", rows)))


def test_arrays_without_a_test_part_are_split(tmp_path):
    x, y = np.arange(160, dtype="uint8").reshape(10, 4, 4), np.arange(10) % 2
    np.savez(tmp_path / "own.npz", x=x, y=y)
    dataset = load(str(tmp_path / "own.npz"))
    assert (len(dataset.x_train), np.bincount(dataset.y_test).tolist()) == (8, [1, 1])


def test_a_folder_of_arrays_stays_on_disk(tmp_path):
    x, y = np.zeros((10, 4, 4), "uint8"), np.arange(10) % 2
    for name, array in (("x_train", x), ("y_train", y), ("x_test", x[:4]), ("y_test", y[:4])):
        np.save(tmp_path / f"{name}.npy", array)
    assert isinstance(load(str(tmp_path)).x_train, np.memmap)


def test_a_folder_of_two_arrays_is_split(tmp_path, capsys):
    x, y = np.arange(160, dtype="uint8").reshape(10, 4, 4), np.arange(10) % 2
    np.save(tmp_path / "x.npy", x)
    np.save(tmp_path / "y.npy", y)
    dataset = load(str(tmp_path))
    assert (len(dataset.x_train), np.bincount(dataset.y_test).tolist()) == (8, [1, 1])
    assert main(["look", str(tmp_path / "x.npy")]) == 2
    assert f"name the folder that they lie in, {str(tmp_path)!r}" in capsys.readouterr().err


def test_class_folders_of_another_kind_of_file_are_told(tmp_path, capsys):
    for name in ("cat/1", "cat/2", "dog/1"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.tiff").write_bytes(b"II*\0")
    assert main(["look", str(tmp_path)]) == 2
    assert "3 files .tiff" in capsys.readouterr().err


def test_an_image_folder_trains_from_the_command_line(pets, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["train", "softmax", str(pets), "--epochs", "5", "--json", "trained.json"]) == 0
    assert json.loads((tmp_path / "trained.json").read_text())["accuracy"] == 1.0


def test_a_folder_that_is_no_data_set_is_told(tmp_path, capsys):
    assert main(["look", str(tmp_path)]) == 2
    assert "a folder for each class" in capsys.readouterr().err


def test_a_long_reading_is_told_before_it_is_over(pets, monkeypatch, capsys):
    monkeypatch.setattr(output, "_WATCHED", 0.0)
    clock = iter(range(0, 10**9, 10))  # every look at the clock is ten seconds later
    monkeypatch.setattr(output.time, "monotonic", lambda: next(clock))
    with output.counting(100, "counting sheep", output.console()) as move:
        for sheep in (0, 1, 2, 50):
            move(sheep)
    said = capsys.readouterr().err
    assert said.count("Counting sheep takes about") == 1
    assert "16 min 20 s" in said  # 98 more, each ten seconds
    monkeypatch.undo()


def test_nothing_is_told_of_what_is_short(pets, capsys):
    load(str(pets), progress=lambda share: None)
    with output.counting(1, "reading images", output.console()) as move:
        load(str(pets), None, 5, move)
    assert capsys.readouterr().err == ""
