"""The documents say what is so."""

import importlib.util
import math
import re
from pathlib import Path
from statistics import fmean

import pytest

from unstuck.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def tool(name="readme"):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_parts_are_up_to_date():
    assert tool().filled(README) == README, "run: python tools/readme.py"


def test_the_page_of_the_checks_is_up_to_date():
    assert tool().pages() == (ROOT / "docs" / "checks.md").read_text(), "run: python tools/readme.py"


def test_the_picture_is_up_to_date_and_fetches_nothing():
    svg = (ROOT / "docs" / "demo.svg").read_text()
    readme = tool()
    assert svg == readme.picture(readme._read("demo"))
    assert set(re.findall(r"https?://[^\s\"')]+", svg)) == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", ["softmax", "mlp", "mlp2"])
def test_the_ladder_reaches_the_article(name):
    readme = tool()
    scores, (_, article) = readme._read("ladder")[name]["accuracy"], readme.ARTICLE[name]
    assert len(scores) == 5
    assert max(scores) >= article - (max(scores) - min(scores))


def test_best_reaches_its_goal_over_ten_seeds():
    scores = tool()._read("ladder")["best"]["accuracy"]
    assert len(scores) == 10
    assert fmean(scores) >= 0.995


def test_commands_that_are_named_exist():
    named = set(re.findall(r"(?:`|\$ |^)unstuck ([a-z]+)", README, re.M))
    assert named >= {"debug", "run", "train", "look", "runs", "dashboard", "explain"}
    for command in named:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0, command


def test_make_targets_that_are_named_exist():
    makefile = (ROOT / "Makefile").read_text()
    for text in (README, (ROOT / "CONTRIBUTING.md").read_text()):
        for target in re.findall(r"(?:^|`)make ([a-z]+)", text, re.M):
            assert re.search(rf"^{target}:", makefile, re.M), target


def test_links_lead_somewhere():
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / name).read_text()):
            assert (ROOT / link).exists(), link


def test_the_training_document_is_up_to_date():
    assert tool("training").document() == (ROOT / "docs" / "training.md").read_text(), "run: python tools/training.py"


def test_the_arithmetic_of_an_epoch_is_that_of_the_networks():
    """Against the multiplications of each layer of the Keras models themselves."""
    spec = importlib.util.spec_from_file_location("peers", ROOT / "benchmarks" / "peers.py")
    peers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peers)
    for network, told in tool("training").LAYERS.items():
        layers = [layer for layer in peers.keras_model(network, 512).layers if hasattr(layer, "kernel")]
        places = [math.prod(layer.output.shape[1:-1]) for layer in layers]
        counted = [math.prod(layer.kernel.shape) * count for layer, count in zip(layers, places, strict=True)]
        assert (counted[0], sorted(counted)) == (told[0], sorted(told)), network
