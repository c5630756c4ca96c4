"""The report's page: well-formed, self-contained, with everything escaped."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import copy
import json
import math
import re
import xml.etree.ElementTree as xml
from pathlib import Path

import numpy as np
import pytest

from unstuck.debug.pictures import _curve, _groups, _histogram
from unstuck.report import svg
from unstuck.report.html import page
from unstuck.report.report import Report
from unstuck.report.sentences import headline
from unstuck.report.view import architecture
from unstuck.spec import Spec

REPORT = json.loads((Path(__file__).parents[1] / "docs" / "demo.json").read_text())
PICTURES = {
    "losses": {"own": [3.0, None, 1.0], "before": [[3.0, 2.0]], "after": [[300.0, 0.01]]},
    "twenty": {"steps": 1000, "losses": [2.0, 1.0, 0.5]},
    "inputs": {"low": 0.0, "high": 255.0, "counts": [5, 0, 2]},
    "outputs": {"what": "output", "groups": [{"name": "<b>", "low": 0.0, "high": 1.0, "counts": [1, 4]}]},
}
EVIL = '<img src=x onerror="alert(1)">'


def drawings(text):
    return [xml.fromstring(part) for part in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


def test_the_page_fetches_nothing_and_shows_every_plot():
    text = page({**REPORT, "pictures": PICTURES})
    assert not re.search(r"<script|https?:|url\(|@import|<link", text)
    assert len(drawings(text)) == 5
    assert "98.0 to 98.1 %" in text
    assert "prefers-color-scheme: dark" in text


def test_what_comes_from_the_user_is_escaped():
    evil = copy.deepcopy(REPORT)
    evil["subject"]["file"] = evil["subject"]["model"] = evil["findings"][0]["cause"] = EVIL
    evil["patch"], evil["notes"], evil["instructions"] = f"+{EVIL}", [EVIL], [EVIL]
    evil["examination"][0]["sentence"] = evil["findings"][0]["fix"]["title"] = EVIL
    evil["findings"][0]["where"]["file"] = EVIL
    text = page({**evil, "pictures": PICTURES})
    assert "<img" not in text
    assert text.count("&lt;img src=x onerror=") >= 9
    assert "<b></text>" not in text


def test_a_report_shows_itself():
    report = Report(REPORT)
    assert not report.healthy
    assert [finding["fault"] for finding in report.findings] == ["input_scaling", "output_activation"]
    assert "+X_train, X_test" in report.patch
    assert "✗ This network does not work that well" in repr(report)
    assert report._repr_html_().startswith('<div class="unstuck">')


@pytest.mark.parametrize(("mean", "works"), [(0.98, True), (0.91, False)])
def test_a_network_that_is_no_better_than_a_constant_answer_is_not_said_to_work(mean, works):
    scores = {"mean": mean, "low": mean, "high": mean, "seeds": [mean]}
    report = {**REPORT, "healthy": True, "findings": [], "after": None, "before": scores, "baseline": 0.91}
    assert ("This network works" in headline(report)) is works
    assert f"{100 * mean:.1f} %" in headline(report)


def test_curves_break_where_there_is_no_number():
    (drawing,) = drawings(svg.lines([("own", [1.0, 2.0, None, 1.5, 1.0])], "epoch", "loss"))
    paths = [part.attrib["d"] for part in drawing.iter("path")]
    assert [path.count(",") for path in paths] == [2, 2]
    assert svg.lines([("own", [None, None])], "epoch", "loss") == ""
    assert drawings(svg.lines([("own", [2.0])], "epoch", "one"))[0].find("circle") is not None


@pytest.mark.parametrize("values", [[1.0, 1.0], [-5.0, 5.0], [1e-12, 1e9]])
def test_points_stay_inside_the_plot(values):
    (drawing,) = drawings(svg.lines([("own", values)], "epoch", "loss"))
    numbers = [float(n) for path in drawing.iter("path") for n in re.findall(r"[\d.]+", path.attrib["d"])]
    assert all(0 <= x <= svg.WIDTH for x in numbers[::2])
    assert all(0 <= y <= svg.HEIGHT for y in numbers[1::2])


def test_the_numbers_behind_the_plots():
    assert _curve([1.0, math.nan, math.inf]) == [1.0, None, None]
    assert len(_curve(list(range(10_000)))) == 300
    counted = _histogram(np.array([0.0, 0.0, 1.0, math.nan]))
    assert (counted["low"], counted["high"], sum(counted["counts"])) == (0.0, 1.0, 3)
    assert sum(_histogram(np.zeros(5))["counts"]) == 5
    groups = _groups(np.array([0.1, 0.9, 0.8]), np.array([0, 1, 1]), ["no", "yes"], "output")["groups"]
    assert [(group["name"], sum(group["counts"])) for group in groups] == [("no", 1), ("yes", 2)]


def test_a_long_network_is_named_by_its_ends_and_what_repeats():
    def spec(*sizes):
        layers = [{"class_name": "Dense", "config": {"units": units, "activation": "relu"}} for units in sizes]
        return Spec({"class_name": "Sequential", "config": {"layers": layers}}, "mse", {}, (), 32, 1, True)

    assert architecture(spec(3, 4, 4, 4, 3)) == "Dense(3, relu), 3 × Dense(4, relu), Dense(3, relu)"
    named = architecture(spec(*range(40)))
    assert named.startswith("Dense(0, relu), ")
    assert "… 24 more …" in named
    assert named.endswith("Dense(36, relu), Dense(37, relu), Dense(38, relu), Dense(39, relu)")
