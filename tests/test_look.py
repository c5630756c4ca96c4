"""The look in the terminal says what is there, in words, at any width."""

import io
import re

import numpy as np
import pytest
from rich.console import Console

from unstuck.data import Dataset, look
from unstuck.report.look import baseline_sentence, show_look, strip


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
