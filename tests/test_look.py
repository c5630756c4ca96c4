"""The look in the terminal says what is there, in words, at any width."""

import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rich.console import Console

import unstuck
from browser import CHROMIUM, check_page
from unstuck.cli import main
from unstuck.data import Dataset, Files, Format, load, look, read_image
from unstuck.report.look import baseline_sentence, show_look, strip
from unstuck.report.look_page import look_page


def shirts(scale=1, **changes):
    """Ten training images, eight of them shirts."""
    x = np.random.default_rng(0).integers(0, 256, (14, 28, 28)).astype(np.uint8)
    x[0, 0, :2] = 0, 255
    x = x if scale == 1 else (x * scale).astype(np.float32)
    fields = {
        "name": "wardrobe",
        **{"x_train": x[:10], "y_train": np.array([0, 1] + [0] * 7 + [1])},
        **{"x_test": x[10:], "y_test": np.array([1, 1, 1, 0])},
        **{"class_names": ("Shirt [bold]", "Bag"), "source": "my cupboard"},
    }
    return Dataset(**{**fields, **changes})


def shown(dataset, width=100, **options):
    console = Console(file=io.StringIO(), width=width, **options)
    show_look(look(dataset), console, dataset)
    return console.file.getvalue()


def test_a_clean_data_set():
    text = shown(shirts(1 / 255))
    for words in ("wardrobe", "my cupboard", "10 training and 4 test images of 28 × 28, float32", "Shirt [bold]"):
        assert words in text
    assert "values run 0…1" in text
    assert "labels run 0…1, one output each" in text
    assert "!" not in text


def test_raw_pixels_are_pointed_out():
    assert "! values run 0…255" in shown(shirts())
    assert "divide by 255" in shown(shirts())
    assert "scale them to about 0…1" in shown(shirts(2))


def test_planted_faults_are_named():
    x = shirts(1 / 255).x_train.copy()
    x[1] = x[0]
    x[2] = 0.5
    text = shown(shirts(1 / 255, x_train=x, x_test=x[:4], y_train=np.array([1, 2, 1, 1, 1, 1, 1, 1, 1, 2])))
    for words in (
        "! 1 of 10 training images repeat an earlier one",
        "! 1 of those have another label",
        "! 4 of 4 test images are training images too",
        "! 2 of 14 images are blank",
        "! labels run 0…2, but 3 classes are numbered",
    ):
        assert words in text, text


def test_the_baseline_in_words():
    sentence = baseline_sentence(look(shirts()))
    assert sentence.startswith("Always answering 'Shirt [bold]' would be right 80.0 % of the time")
    assert "on the test images 'Bag' would be best, with 75.0 %" in sentence
    same = baseline_sentence(look(shirts(y_test=np.array([0, 0, 1, 0]))))
    assert "80.0 % of the time (75.0 % on the test images)" in same


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_every_width_is_kept(width):
    text = shown(shirts(), width, force_terminal=True, color_system="truecolor")
    assert max(len(line) for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()) <= width


def test_no_pictures_without_colours():
    assert "▀" not in shown(shirts())
    assert "▀" in shown(shirts(), force_terminal=True, color_system="truecolor")


def test_a_thumbnail_is_the_mean_of_its_cells():
    x = np.zeros((10, 28, 28), np.uint8)
    x[0, 0:2, 0:2] = 200  # the first cell of the first class
    x[0, 27, 27] = 255
    text = strip(shirts(x_train=x), 80)
    assert str(text.spans[0].style) == "rgb(200,200,200) on rgb(0,0,0)"
    assert [len(line) for line in text.plain.splitlines()] == [30] * 6 + [29]


@pytest.mark.parametrize("shape", [(3, 3), (100, 64), (28, 28, 1), (32, 48, 3), (32, 32, 4)])
def test_thumbnails_of_every_shape(shape):
    x = np.random.default_rng(0).random((14, *shape))
    assert strip(shirts(x_train=x[:10], x_test=x[10:]), 10).plain.count("▀") == 14 * 7


def test_many_classes_are_cut_short():
    names = tuple(f"kind {number}" for number in range(300))
    assert "and 280 more" in shown(shirts(class_names=names))


# Problems, the page and the notebook


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    """A folder of class folders with one of everything that can be wrong."""
    root = tmp_path_factory.mktemp("data") / "shapes"
    random = np.random.default_rng(0)

    def save(name, pixels, **options):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels.astype("uint8")).save(path, **options)

    def photo(size=(32, 32)):
        """Smooth colours, as photographs have them."""
        coarse = random.integers(0, 256, (4, 4, 3)).astype("uint8")
        return np.asarray(Image.fromarray(coarse).resize(size[::-1], Image.Resampling.BICUBIC))

    originals = {}
    for part, kind, count in (("train", "cat", 60), ("train", "dog", 50), ("train", "emu", 4), ("test", "cat", 30)):
        for number in range(count):
            originals[f"{part}/{kind}/{number:02}.png"] = photo()
    for number in range(30):
        originals[f"test/dog/{number:02}.png"] = photo()
    for name, pixels in originals.items():
        save(name, pixels)
    save("train/dog/same.png", originals["train/cat/00.png"])
    save("train/cat/saved again.jpg", originals["train/cat/01.png"], quality=85)
    save("test/cat/leak.png", originals["train/cat/02.png"])
    save("test/cat/leak.jpg", originals["train/cat/03.png"], quality=85)
    save("train/cat/blank.png", np.full((32, 32, 3), 7))
    save("train/cat/night.png", photo() / 12)
    save("train/cat/fog.png", 255 - photo() / 12)
    save("train/cat/strip.png", photo((32, 200)))
    (root / "train" / "cat" / "<b>&.png").write_text("words")
    return root


def test_every_problem_names_its_files(shapes):
    found = look(load(str(shapes)))
    suspects = {problem.kind: problem.suspects for problem in found.problems}
    named = {kind: [str(each.place) for each in each_kind] for kind, each_kind in suspects.items()}
    train, test = f"{shapes}/train", f"{shapes}/test"
    assert named == {
        "leaked": [f"{test}/cat/leak.png"],
        "near_leaked": [f"{test}/cat/leak.jpg"],
        "contradictions": [f"{train}/dog/same.png"],
        "duplicates": [f"{train}/dog/same.png"],
        "near_duplicates": [f"{train}/cat/saved again.jpg"],
        "blank": [f"{train}/cat/blank.png"],
        "dark": [f"{train}/cat/night.png"],
        "bright": [f"{train}/cat/fog.png"],
        "odd_size": [f"{train}/cat/strip.png"],
    }
    assert str(suspects["near_leaked"][0].like) == f"{train}/cat/03.png"
    assert suspects["odd_size"][0].note == "200 × 32 pixels"
    assert [name for name, _ in found.skipped] == [f"{train}/cat/<b>&.png"]
    assert found.imbalance == pytest.approx(65 / 4)
    assert not found.drift


def test_an_index_leads_to_the_image(shapes):
    dataset = load(str(shapes))
    for problem in look(dataset).problems:
        for suspect in problem.suspects:
            place, size = suspect.place, dataset.x_train.shape[1:]
            pixels = read_image(Path(place.file), Format(*size))
            np.testing.assert_array_equal(dataset.image(place.part, place.index), pixels)


def test_sizes_that_differ_anyway_are_odd_only_far_out():
    random = np.random.default_rng(0)
    sizes = np.stack([random.integers(100, 200, 100), random.integers(100, 200, 100)], axis=1)
    sizes[[5, 70]] = (8, 9), (100, 900)
    names = tuple(f"{number}.png" for number in range(100))
    x, y = random.random((100, 8, 8)), np.arange(100) % 2
    dataset = Dataset("mixed", x[:80], y[:80], x[80:], y[80:], ("a", "b"), files=Files(names, sizes))
    (problem,) = look(dataset).problems
    assert [str(suspect.place) for suspect in problem.suspects] == ["5.png", "70.png"]


def test_the_terminal_the_json_and_the_page_say_the_same(shapes, tmp_path, capsys):
    page, plain, picture = (str(tmp_path / f"look.{suffix}") for suffix in ("html", "json", "png"))
    assert main(["look", str(shapes), "--html", page, "--json", plain, "--png", picture]) == 0
    text = " ".join(capsys.readouterr().out.split())
    values, html = json.loads(Path(plain).read_text()), Path(page).read_text()
    assert values["problems"][0]["suspects"][0]["place"]["file"] == f"{shapes}/test/cat/leak.png"
    for words in (
        "1 of 62 test images are training images too",
        "1 of 62 test images are nearly the same as a training image",
        "1 of those have another label",
        "'cat' has 16 times as many training images as 'emu' (4)",
        "have nothing bright in them",
        "1 file could not be read",
    ):
        assert words in text, words
        assert words.replace("'", "&#x27;") in html, words
    assert "&lt;b&gt;&amp;.png" in html
    assert "<b>&.png" not in html
    assert not re.search(r"""(?:src|href)=["'](?!data:)|url\(|<script""", html)
    assert Path(picture).read_bytes().startswith(b"\x89PNG")


def test_a_notebook_shows_the_page_and_a_prompt_the_text(shapes):
    seen = unstuck.look(str(shapes))
    assert seen._repr_html_() in look_page(seen.look, seen.dataset)
    assert "Nearly the same" in repr(seen)
    assert seen.problems == seen.look.problems
    assert json.loads(json.dumps(seen.to_json(), allow_nan=False)) == seen.to_json()
    assert seen.picture().mode == "RGB"


def test_a_page_that_cannot_be_written_is_told_before_the_work(shapes, capsys):
    assert main(["look", str(shapes), "--html", "no/such/page.html"]) == 2
    assert "no/such/page.html" in capsys.readouterr().err


@pytest.mark.parametrize("shape", [(3, 3), (100, 64), (28, 28, 1), (32, 48, 3), (32, 32, 4)])
def test_pages_of_every_kind_of_image(shape):
    x = np.random.default_rng(0).random((14, *shape))
    dataset = shirts(x_train=x[:10], x_test=x[10:])
    assert look_page(look(dataset), dataset).count("<img") == 12


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium to look at the page")
@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_fits_a_phone_and_a_desk_and_fetches_nothing(shapes, tmp_path, width):
    dataset = load(str(shapes))
    path = tmp_path / "look.html"
    path.write_text(look_page(look(dataset), dataset))
    check_page(path, width)


def test_json_on_the_standard_output_is_json_alone(shapes, tmp_path, capsys):
    page, picture = str(tmp_path / "look.html"), str(tmp_path / "look.png")
    assert main(["look", str(shapes), "--json", "-", "--html", page, "--png", picture]) == 0
    assert json.loads(capsys.readouterr().out)["name"]
