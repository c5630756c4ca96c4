"""`unstuck serve`: a real server and a real browser; a drawn five is read as a five, and strangers are turned away."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import asyncio
import contextlib
import io
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import pytest
from keras import layers
from PIL import Image, ImageDraw

from browser import CHROMIUM, FLAGS
from unstuck.data import load
from unstuck.engine import FitCall, train
from unstuck.errors import UnstuckError
from unstuck.networks import network
from unstuck.serve import Classifier, write_class_names
from unstuck.serve.answer import Reader
from unstuck.serve.app import make_app
from unstuck.serve.drawing import centred
from unstuck.serve.knobs import knobs_of

HOSTILE = ["<img src=x onerror=document.title='owned'>", '"><script>document.title="owned"</script>', "{{7*7}}", "‮evil"]
# A five as one draws it: points of two strokes, in shares of the canvas.
FIVE = [
    [
        (0.68, 0.22),
        (0.38, 0.22),
        (0.36, 0.47),
        (0.5, 0.43),
        (0.64, 0.5),
        (0.67, 0.64),
        (0.58, 0.77),
        (0.44, 0.78),
        (0.33, 0.71),
    ]
]


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """A small network trained on the digits, saved."""
    mnist = load("mnist")
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    for _ in train(model, FitCall(mnist.x_train, mnist.y_train, batch_size=128, epochs=3)):
        pass
    path = tmp_path_factory.mktemp("serve") / "digits.keras"
    model.save(path)
    write_class_names(path, tuple("0123456789"))
    return path


@contextlib.contextmanager
def serving(model):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "unstuck", "serve", str(model), "--port", str(port), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            until = time.monotonic() + 240
            while True:
                assert process.poll() is None, process.stdout.read()
                assert time.monotonic() < until, "it never answered"
                with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/model", timeout=30):
                    break
                time.sleep(0.3)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="module")
def server(digits):
    with serving(digits) as address:
        yield address


def ask(address, body=None, **headers):
    """Status and JSON of a request; POST when there is a body."""
    request = urllib.request.Request(address, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def png(pixels):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def drawn_five(ink="white", ground="black", shift=(0, 0), size=280):
    image = Image.new("L", (size, size), ground)
    for stroke in FIVE:
        points = [(size * x + shift[0], size * y + shift[1]) for x, y in stroke]
        ImageDraw.Draw(image).line(points, fill=ink, width=size // 13, joint="curve")
    return png(np.asarray(image))


def test_the_api_gives_the_models_own_answers(server, digits):
    mnist = load("mnist")
    model = keras.saving.load_model(digits)
    expected = model.predict(mnist.x_test[:30], verbose=0)
    with ThreadPoolExecutor(8) as pool:  # at once, so that they are answered in batches
        answers = list(pool.map(lambda image: ask(f"{server}/predict", png(image)), mnist.x_test[:30]))
    for (status, answer), shares, image in zip(answers, expected, mnist.x_test, strict=False):
        assert status == 200
        assert [each["name"] for each in answer["classes"][:2]] == [str(n) for n in np.argsort(-shares)[:2]]
        np.testing.assert_allclose(answer["classes"][0]["share"], shares.max(), rtol=1e-4)
        np.testing.assert_array_equal(answer["seen"], image)
        assert np.abs(answer["evidence"]).max() == 1


@pytest.mark.parametrize(
    "how", [{}, {"ink": "black", "ground": "white"}, {"shift": (-50, 40)}, {"size": 120}, {"shift": (40, -45)}]
)
def test_a_five_is_read_however_it_is_drawn(server, how):
    status, answer = ask(f"{server}/predict?drawn=1", drawn_five(**how))
    assert (status, answer["classes"][0]["name"]) == (200, "5")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 200),
    ],
)
def test_requests_of_other_sites_are_refused(server, headers, status):
    assert ask(f"{server}/model", **headers)[0] == status


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("predict", b"no picture", 400),
        ("predict", b"", 400),
        ("predict", bytes(10_000_001), 400),
        ("predict", None, 404),
        ("../../etc/passwd", None, 404),
        ("page.html", None, 404),
        ("%2e%2e/%2e%2e/etc/passwd", None, 404),
    ],
)
def test_what_cannot_be_answered_is_told(server, path, body, status):
    code, told = ask(f"{server}/{path}", body)
    assert code == status
    assert told["expected"]


def test_the_page_loads_nothing_from_elsewhere(server):
    with urllib.request.urlopen(server) as response:
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        text = response.read().decode()
    assert "http" not in text.replace("http-equiv", "")


def test_the_api_is_described(server):
    status, document = ask(f"{server}/openapi.json")
    assert (status, document["openapi"]) == (200, "3.1.0")
    _, answer = ask(f"{server}/predict", drawn_five())
    schema = document["paths"]["/predict"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) == set(answer)
    _, brief = ask(f"{server}/predict?brief=1", drawn_five())
    assert set(schema["required"]) == set(brief)
    _, same = ask(f"{server}/predict", drawn_five())
    assert brief["classes"] == same["classes"]


@contextlib.contextmanager
def browser_page(folder, **options):
    playwright = pytest.importorskip("playwright.sync_api", reason="needs: pip install playwright")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch_persistent_context(folder, executable_path=CHROMIUM, args=FLAGS, **options)
        with contextlib.closing(browser):
            page = browser.new_page()
            page.set_default_timeout(60_000)
            yield page, playwright.expect


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt install chromium")
def test_one_draws_a_five_and_it_says_five(server, tmp_path):
    with browser_page(tmp_path, viewport={"width": 900, "height": 700}) as (page, see):
        asked, failed = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(server)
        box = page.locator("#canvas").bounding_box()
        for stroke in FIVE:
            points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
            page.mouse.move(*points[0])
            page.mouse.down()
            for point in points[1:]:
                page.mouse.move(*point, steps=4)
            page.mouse.up()
        see(page.locator("#answer")).to_contain_text("5 (", timeout=60_000)
        see(page.locator("#bars li")).to_have_count(10)
        if picture := os.environ.get("UNSTUCK_PICTURES"):
            page.screenshot(path=f"{picture}/serve.png")
        page.get_by_role("button", name="Clear").click()
        see(page.locator("#answer")).to_have_text("nothing yet")
        page.set_input_files("#file", files=[{"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"}])
        see(page.locator("#message")).to_contain_text("A picture is a PNG")
        assert all(url.startswith((server, "data:", "blob:")) for url in asked)
        assert not failed


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt install chromium")
def test_a_phone_and_the_keyboard_will_do(server, tmp_path):
    with browser_page(tmp_path, viewport={"width": 360, "height": 740}, color_scheme="dark") as (page, see):
        page.goto(server)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.locator("#canvas").focus()
        page.keyboard.press("Space")
        for key in ["ArrowDown"] * 6:
            page.keyboard.press(key)
        page.keyboard.press("Space")
        see(page.locator("#answer")).to_contain_text("%")


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt install chromium")
def test_class_names_are_shown_and_never_run(tmp_path):
    """200 names, each of which becomes the likeliest for some shade of grey: the class nearest to it."""
    names = [f"{name} {number}" for number in range(50) for name in HOSTILE]
    model = keras.Sequential([keras.Input((6, 6)), layers.Flatten(), layers.Dense(200, activation="softmax")])
    shades = np.linspace(0, 1, 200)
    sharpness = 1000.0  # -(shade - x)² without the x² that all classes have in common is linear in x
    model.layers[-1].set_weights([np.tile(2 * sharpness * shades / (36 * 255), (36, 1)), -sharpness * shades**2])
    model.save(tmp_path / "m.keras")
    write_class_names(tmp_path / "m.keras", tuple(names))
    seen = set()
    with serving(tmp_path / "m.keras") as address, browser_page(tmp_path / "profile") as (page, see):
        page.goto(address)
        for grey in range(3, 256, 9):
            picture = io.BytesIO()
            Image.new("L", (6, 6), grey).save(picture, "PNG")
            page.set_input_files(
                "#file", files=[{"name": "x.png", "mimeType": "image/png", "buffer": picture.getvalue()}]
            )
            nearest = names[int(np.abs(shades - grey / 255).argmin())]
            see(page.locator("#bars li span:first-child").first).to_have_text(nearest)
            see(page.locator("#bars li")).to_have_count(10)
            seen |= set(page.locator("#bars li span:first-child").all_text_contents())
        assert seen == set(names)
        assert page.title() == "Draw for the network"


# --- Knobs


@pytest.fixture(scope="module")
def fives(tmp_path_factory):
    """A perceptron that has learned to tell fives, saved."""
    path = tmp_path_factory.mktemp("knobs") / "fives.keras"
    data, perceptron = load("mnist", "is:5"), network("perceptron-sigmoid")
    keras.utils.set_random_seed(0)
    model = perceptron.build((28, 28), 2)
    for _ in train(model, FitCall(data.x_train, data.y_train, batch_size=32, epochs=2)):
        pass
    model.save(path)
    write_class_names(path, ("not 5", "5"))
    return path


def number(locator):
    return float(locator.text_content().replace("−", "-"))


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt install chromium")
def test_one_turns_the_knobs_and_the_bulb_follows(fives, tmp_path):
    model = keras.saving.load_model(fives)
    kernel, bias = (np.asarray(weight, "float64") for weight in model.weights)
    with serving(fives) as address, browser_page(tmp_path, viewport={"width": 1000, "height": 1240}) as (page, see):
        failed = []
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(address)
        total, verdict, weights = page.locator("#sum"), page.locator("#verdict"), page.locator("#weights")
        see(verdict).to_contain_text("dark")
        np.testing.assert_allclose(number(total), bias[0], atol=0.006)  # nothing drawn: the bias alone

        with page.expect_response("**/predict*") as answered:
            page.set_input_files("#file", files=[{"name": "5.png", "mimeType": "image/png", "buffer": a_five()}])
        seen = np.array(answered.value.json()["seen"]) / 255
        see(verdict).to_contain_text("“5” is lit")
        np.testing.assert_allclose(number(total), seen.ravel() @ kernel[:, 0] + bias[0], atol=0.006)
        parts = [number(page.locator(f"#sum-{name}")) for name in ("for", "against", "bias")]
        np.testing.assert_allclose(sum(parts), number(total), atol=0.02)
        if picture := os.environ.get("UNSTUCK_PICTURES"):
            page.screenshot(path=f"{picture}/knobs.png", full_page=True)

        as_trained = number(total)
        page.get_by_role("button", name="against").click()
        weights.click()  # in the middle, where the five is
        assert number(total) < as_trained
        page.get_by_role("button", name="As trained").click()
        assert number(total) == as_trained
        weights.focus()
        page.keyboard.press("+")
        assert number(total) != as_trained
        for _ in range(30):
            page.get_by_role("button", name="It should be dark").click()
        see(verdict).to_contain_text("is dark")
        page.get_by_role("button", name="All to zero").click()
        assert number(total) == 0
        see(verdict).to_contain_text("at 50.0")
        for _ in range(3):
            page.get_by_role("button", name="It should light").click()
        see(verdict).to_contain_text("is lit")
        page.locator("#bias").fill("-4")
        assert number(page.locator("#sum-bias")) == -4
        assert not failed


@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt install chromium")
def test_the_knobs_on_a_phone_in_the_dark(fives, tmp_path):
    phone = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "has_touch": True}
    with serving(fives) as address, browser_page(tmp_path, **phone) as (page, see):
        page.goto(address)
        see(page.locator("#verdict")).to_contain_text("dark")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        before = number(page.locator("#sum"))
        page.set_input_files("#file", files=[{"name": "5.png", "mimeType": "image/png", "buffer": a_five()}])
        see(page.locator("#verdict")).to_contain_text("lit")
        lit = number(page.locator("#sum"))
        page.locator("#weights").tap()
        assert number(page.locator("#sum")) > lit > before
        controls = page.locator("button:visible, select:visible, input:visible, canvas:visible, svg:visible")
        unnamed = (
            "each => !(each.ariaLabel || each.ariaLabelledByElements || each.textContent.trim() || each.labels?.length)"
        )
        assert not controls.evaluate_all(f"all => all.filter({unnamed}).map(each => each.id)")
        if picture := os.environ.get("UNSTUCK_PICTURES"):
            page.screenshot(path=f"{picture}/knobs-phone-dark.png", full_page=True)


def a_five():
    mnist = load("mnist")
    return png(mnist.x_test[np.flatnonzero(mnist.y_test == 5)[1]])


@pytest.mark.parametrize("name", ["mark1", "perceptron", "perceptron-sigmoid", "softmax"])
def test_knobs_are_the_linear_networks_own_sums(name):
    model = network(name).build((28, 28), 10)
    random = np.random.default_rng(0)
    model.set_weights([random.normal(0, 0.01, weight.shape) for weight in model.get_weights()])
    found = knobs_of(Classifier(model, tuple("0123456789")))
    images = random.integers(0, 256, (4, 28, 28))
    sums = np.einsum("nhw,uhw->nu", images / 255, found.weights) + found.bias
    assert found.activation == model.layers[-1].activation.__name__
    expected = model.layers[-1].activation(sums.astype("float32"))
    np.testing.assert_allclose(expected, model.predict(images, verbose=0), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "shape"), [("mlp", (28, 28)), ("cnn", (28, 28)), ("softmax", (9, 9, 3)), ("softmax", (80, 80))]
)
def test_other_networks_have_no_knobs(name, shape):
    assert knobs_of(Classifier(network(name).build(shape, 10), tuple("0123456789"))) is None


# --- Without a server


def test_evidence_of_a_linear_network_is_its_weights_times_the_input():
    model = keras.Sequential([keras.Input((3, 3)), layers.Flatten(), layers.Dense(2)])
    image = np.arange(9, dtype="uint8").reshape(3, 3)
    [reading] = Reader(Classifier(model, ("a", "b"))).read(image[None])
    kernel, bias = (np.asarray(weight) for weight in model.weights)
    outputs = image.reshape(-1) @ kernel + bias
    expected = kernel[:, outputs.argmax()].reshape(3, 3) * image
    np.testing.assert_allclose(reading.evidence, expected / np.abs(expected).max(), atol=1e-5)
    np.testing.assert_allclose(reading.shares, np.exp(outputs) / np.exp(outputs).sum(), rtol=1e-5)


def test_a_drawing_is_centred_by_its_mass():
    canvas = np.zeros((100, 100), "uint8")
    canvas[5:45, 60:70] = 255
    field = centred(png(canvas), 28)
    rows, _ = np.nonzero(field)
    assert rows.max() - rows.min() + 1 == 20
    centre = (field.sum(1) @ np.arange(28), field.sum(0) @ np.arange(28)) / field.sum()
    np.testing.assert_allclose(centre, 13.5, atol=0.51)
    assert centred(png(np.zeros((50, 50), "uint8")), 28).max() == 0
    with pytest.raises(UnstuckError):
        centred(b"no picture", 28)


def test_the_address_is_told_when_it_answers_and_not_before(digits, tmp_path):
    told = tmp_path / "told.json"
    command = [sys.executable, "-m", "unstuck", "serve", str(digits), "--no-browser", "--json", str(told)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            line = process.stdout.readline()
            began = time.monotonic()
            address = json.loads(told.read_text())["address"]
            assert f" at {address} " in line
            with urllib.request.urlopen(f"{address}/model", timeout=30) as answer:
                assert answer.status == 200
            assert time.monotonic() - began < 5  # compiling takes longer where all of the processor is busy
        finally:
            process.terminate()
            process.wait(60)


def test_every_program_is_compiled_before_it_is_ready():
    events = []
    model = keras.Sequential([layers.Input((4, 4)), layers.Flatten(), layers.Dense(2)])
    app = make_app(Classifier(model, ("a", "b")), 8000, events.append, lambda: events.append("ready"))

    async def begin():
        async with app.router.lifespan_context(app):
            assert events[-2:] == [1.0, "ready"]

    asyncio.run(begin())
    assert events[:-1] == sorted(events[:-1])
