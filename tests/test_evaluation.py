"""`unstuck test`: the report after training, in the terminal, as JSON and as a page."""

import json
import re
from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

import unstuck
from browser import CHROMIUM, check_page
from unstuck.cli import main
from unstuck.report.evaluation_page import evaluation_page

RANDOM = np.random.default_rng(0)


def stripes(count, size=(12, 12)):
    """Upright and level stripes under noise; a tenth of the labels is wrong."""
    y = RANDOM.integers(0, 2, count)
    x = RANDOM.integers(0, 120, (count, *size))
    x[y == 0, :, 4:7] += 100
    x[y == 1, 4:7, :] += 100
    wrong = RANDOM.random(count) < 0.1
    return x.astype("uint8"), np.where(wrong, 1 - y, y)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with data and a softmax network trained on it."""
    folder = tmp_path_factory.mktemp("tested")
    (x, y), (x_test, y_test) = stripes(600), stripes(400)
    np.savez(folder / "stripes.npz", x_train=x, y_train=y, x_test=x_test, y_test=y_test)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = unstuck.train("softmax", "stripes.npz", epochs=20, batch_size=16, out="softmax.keras")
    return folder, done


def test_training_ends_with_an_evaluation(trained):
    _, done = trained
    found = done.evaluation
    assert found.accuracy.share == pytest.approx(done.accuracy, abs=1e-6)
    assert (found.accuracy.low, found.accuracy.high) == pytest.approx(done.interval)
    assert done.to_json()["evaluation"]["confusion"] == found.to_dict()["confusion"]


def test_the_short_form_names_the_confusions(trained, monkeypatch, capsys):
    folder, _ = trained
    monkeypatch.chdir(folder)
    assert main(["train", "softmax", "stripes.npz", "--epochs", "2"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert re.search(
        r"Test accuracy \d\d.\d+ % \(95 % interval .* Most often confused: [01] as [01] \(\d+ of \d+\)", text
    )


def test_the_numbers_are_those_of_keras(trained, monkeypatch):
    folder, done = trained
    monkeypatch.chdir(folder)
    tested = unstuck.evaluate("softmax.keras", "stripes.npz")
    with np.load("stripes.npz") as arrays:
        x, y = arrays["x_test"], arrays["y_test"]
    answers = done.model.predict(x, verbose=0).argmax(axis=1)
    assert tested.evaluation.accuracy.share == (answers == y).mean()
    for truth in (0, 1):
        for answer in (0, 1):
            assert tested.evaluation.confusion[truth][answer] == ((y == truth) & (answers == answer)).sum()
    for mistake, image in zip(tested.evaluation.mistakes, tested.images, strict=True):
        np.testing.assert_array_equal(image, x[mistake.index])
        assert mistake.truth == str(y[mistake.index]) != mistake.answer


def test_the_evidence_is_the_gradient_times_the_input(trained, monkeypatch):
    """For a linear network the slope of a class's share is known: p (w - mean of w by the shares)."""
    folder, done = trained
    monkeypatch.chdir(folder)
    tested = unstuck.evaluate("softmax.keras", "stripes.npz")
    kernel, bias = done.model.get_weights()
    for image, evidence in zip(tested.images, tested.evidence, strict=True):
        pixels = image.reshape(-1) / 255
        shares = np.exp(pixels @ kernel + bias)
        shares /= shares.sum()
        best = shares.argmax()
        slope = shares[best] * (kernel[:, best] - kernel @ shares) * pixels
        np.testing.assert_allclose(evidence.reshape(-1), slope / np.abs(slope).max(), atol=1e-3)


def test_terminal_json_and_page_agree(trained, monkeypatch, tmp_path, capsys):
    folder, _ = trained
    monkeypatch.chdir(folder)
    page, plain = str(tmp_path / "r.html"), str(tmp_path / "r.json")
    assert main(["test", "softmax.keras", "stripes.npz", "--html", page, "--json", plain]) == 0
    text = " ".join(capsys.readouterr().out.split())
    values, html = json.loads(Path(plain).read_text()), Path(page).read_text()
    share = f"{100 * values['accuracy']['share']:.2f} % of 400 test images are read right"
    assert share in text
    assert share in html
    for words in ("Most often confused", "expected calibration error"):
        assert words in text
        assert words in html
    assert "The weights" in html
    assert values["mistakes"][0]["file"] == f"test[{values['mistakes'][0]['index']}]"
    assert not re.search(r"""(?:src|href)=["'](?!data:)|url\(|<script""", html)
    assert main(["test", "softmax.keras", "stripes.npz", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == values


def test_files_are_named_and_escaped(tmp_path, monkeypatch):
    """Class folders of colour pictures, one of them with a name that is markup; the model is told by its classes."""
    for part, count in (("train", 30), ("test", 12)):
        x, y = stripes(count, (20, 20))
        for number, (image, label) in enumerate(zip(x, y, strict=True)):
            path = tmp_path / "data" / part / ("<i>level" if label else "upright") / f"<b>{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.stack([image, image // 2, image], axis=-1)).save(path)
    monkeypatch.chdir(tmp_path)
    unstuck.train("softmax", "data", epochs=1, out="m.keras")
    tested = unstuck.evaluate("m.keras", "data")
    assert tested.evaluation.class_names == ("<i>level", "upright")
    html = evaluation_page(tested)
    assert "&lt;i&gt;level" in html
    assert "<i>level" not in html
    assert "<b>0" not in html
    for file, mistake in zip(tested.files, tested.evaluation.mistakes, strict=True):
        assert Path(file).parent.name == mistake.truth


def test_a_yes_or_no_network(trained, monkeypatch):
    folder, _ = trained
    monkeypatch.chdir(folder)
    unstuck.train("perceptron-sigmoid", "stripes.npz", target="is:1", epochs=2, out="yes.keras")
    tested = unstuck.evaluate("yes.keras", "stripes.npz", target="is:1")
    assert tested.evaluation.class_names == ("not 1", "1")
    assert tested.weights.shape == (1, 12, 12)
    assert 'alt="weights of 1"' in tested._repr_html_()
    assert "test images are read right" in repr(tested)


def other(folder, shape, classes):
    x, y = RANDOM.integers(0, 256, (60, *shape)).astype("uint8"), np.arange(60) % classes
    np.savez(folder / "other.npz", x_train=x, y_train=y, x_test=x, y_test=y)


@pytest.mark.parametrize(
    ("shape", "classes", "told"),
    [((9, 9), 2, "images of 12 × 12"), ((12, 12, 3), 2, "images of 12 × 12"), ((12, 12), 5, "tells apart 0, 1")],
)
def test_other_data_is_told_in_one_message(trained, monkeypatch, capsys, shape, classes, told):
    folder, _ = trained
    monkeypatch.chdir(folder)
    other(folder, shape, classes)
    assert main(["test", "softmax.keras", "other.npz"]) == 2
    message = capsys.readouterr().err
    assert told in message
    assert message.count("unstuck:") == 1


@pytest.mark.parametrize("arguments", [["nothing.keras", "stripes.npz"], ["softmax.keras", "nothing"]])
def test_what_is_not_there_is_told(trained, monkeypatch, capsys, arguments):
    folder, _ = trained
    monkeypatch.chdir(folder)
    assert main(["test", *arguments]) == 2
    assert "nothing" in capsys.readouterr().err


def test_a_network_without_mistakes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    x = np.zeros((40, 6, 6), "uint8")
    y = np.arange(40) % 2
    x[y == 1, 2:4] = 255
    np.savez("easy.npz", x_train=x, y_train=y, x_test=x, y_test=y)
    keras.utils.set_random_seed(0)
    unstuck.train("softmax", "easy.npz", epochs=60, batch_size=8, out="m.keras")
    tested = unstuck.evaluate("m.keras", "easy.npz")
    assert tested.evaluation.mistakes == ()
    assert "No image is read wrongly" in repr(tested)
    assert "Surest of what is wrong" not in evaluation_page(tested)


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium to look at the page")
@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_fits_a_phone_and_a_desk_and_fetches_nothing(trained, monkeypatch, tmp_path, width):
    folder, _ = trained
    monkeypatch.chdir(folder)
    path = tmp_path / "tested.html"
    path.write_text(evaluation_page(unstuck.evaluate("softmax.keras", "stripes.npz")))
    check_page(path, width)
