"""`unstuck export`: what other programs compute from the file is what Keras computes, or there is no file."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import json
import sys

import keras
import numpy as np
import onnx
import onnxruntime
import pytest
import safetensors
from keras import layers

from commands import leftovers
from unstuck.cli import main
from unstuck.errors import UnstuckError
from unstuck.export import layers as rules
from unstuck.export import onnx_bytes
from unstuck.networks import LADDER
from unstuck.serve import Classifier, load_classifier, write_class_names


def shaken(model, seed=0):
    """The model with every weight drawn anew, so that no rule is right because a weight is 0 or 1."""
    random = np.random.default_rng(seed)
    for weight in model.weights:
        if "seed" not in weight.path:
            positive = "variance" in weight.path
            weight.assign(random.uniform(0.5, 2, weight.shape) if positive else random.normal(0, 0.1, weight.shape))
    return model


def answers(content, images):
    """What onnxruntime computes."""
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    return session.run(None, {"image": images.astype("float32")})[0]


def pictures(shape, count=5):
    return np.random.default_rng(1).integers(0, 256, (count, *shape), "uint8")


def export_of(model):
    classifier = Classifier(model, tuple(map(str, range(model.output_shape[-1]))))
    return classifier, onnx_bytes(classifier)


@pytest.mark.parametrize("rung", LADDER, ids=lambda rung: rung.name)
def test_every_network_of_the_ladder(rung):
    model = shaken(rung.build((28, 28), 2 if rung.yes_or_no else 10))
    _, content = export_of(model)
    images = pictures((28, 28))
    np.testing.assert_allclose(answers(content, images), model.predict(images, verbose=0), rtol=1e-4, atol=1e-5)


def functional(body, shape=(12, 13, 3)):
    """A network with `body` in the middle, whose outputs are not squeezed, so that every difference shows."""
    image = keras.Input(shape)
    x = layers.Normalization(mean=[100.0, 120.0, 90.0], variance=[50.0**2, 60.0**2, 40.0**2])(image)
    return shaken(keras.Model(image, layers.Dense(3)(layers.Flatten()(body(x)))))


def residual(x):
    y = layers.Conv2D(3, 3, padding="same")(x)
    return layers.Concatenate()([layers.Multiply()([layers.Add()([x, y]), x]), y])


def shared(x):
    convolution, inner = layers.Conv2D(3, 3, padding="same"), keras.Sequential([layers.Conv2D(3, 3), layers.ReLU()])
    return inner(convolution(convolution(layers.MaxPooling2D(2, padding="same")(convolution(x)))))


def activated(x):
    return layers.Concatenate()([layers.Activation(name)(x) for name in rules._ACTIVATIONS])


BODIES = {
    "every activation": activated,
    "a shared layer, a model inside": shared,
    "a residual": residual,
    "strides, same padding, odd sizes": layers.Conv2D(4, (5, 4), strides=2, padding="same", activation="tanh"),
    "dilation": layers.Conv2D(4, 3, dilation_rate=2, padding="same"),
    "groups": layers.Conv2D(6, 3, groups=3),
    "depthwise": layers.DepthwiseConv2D(3, depth_multiplier=2, strides=2, padding="same"),
    "max pooling beyond the edge": layers.MaxPooling2D(3, strides=2, padding="same"),
    "mean pooling beyond the edge": layers.AveragePooling2D(3, strides=2, padding="same"),
    "pooling of all": layers.GlobalAveragePooling2D(keepdims=True),
    "the most of all": layers.GlobalMaxPooling2D(),
    "padding": layers.ZeroPadding2D(((1, 2), (0, 3))),
    "permuted": layers.Permute((3, 1, 2)),
    "batch normalization of rows": layers.BatchNormalization(axis=1, scale=False),
    "relu with a slope and a limit": layers.ReLU(max_value=1.5, negative_slope=0.1),
    "leaky": layers.LeakyReLU(0.3),
    "softmax over rows": layers.Softmax(axis=1),
    "what only trains": lambda x: layers.RandomRotation(0.1)(layers.GaussianNoise(1.0)(layers.Dropout(0.5)(x))),
}


@pytest.mark.parametrize("name", BODIES)
def test_layers_and_activations(name):
    model = functional(BODIES[name])
    classifier, content = export_of(model)
    images = pictures(classifier.input_shape)
    np.testing.assert_allclose(answers(content, images), model.predict(images, verbose=0), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (layers.LayerNormalization(), "LayerNormalization"),
        (layers.Activation("hard_sigmoid"), "hard_sigmoid"),
        (layers.ReLU(threshold=0.5), "threshold"),
        (layers.AveragePooling2D(2, data_format="channels_first"), "channels_first"),
    ],
)
def test_what_has_no_rule_is_refused_by_name(body, named):
    with pytest.raises(UnstuckError, match=named) as refused:
        export_of(functional(body))
    assert "--to keras" in str(refused.value)


@pytest.mark.parametrize("wrong", ["Conv2D", "MaxPooling2D", "BatchNormalization", "Dense", "Flatten"])
def test_a_file_that_answers_otherwise_is_refused(wrong, monkeypatch, tmp_path, capsys):
    """Two per cent too much somewhere in the middle, in a network whose softmax hides as much as it can."""
    body = [layers.Conv2D(4, 3), layers.BatchNormalization(), layers.MaxPooling2D(), layers.Flatten()]
    model = keras.Sequential([keras.Input((9, 9, 1)), layers.Rescaling(1 / 255), *body, layers.Dense(3, "softmax")])
    shaken(model).save(tmp_path / "m.keras")
    true = rules._RULES[wrong]
    monkeypatch.setitem(
        rules._RULES, wrong, lambda graph, call: graph.add("Mul", true(graph, call), np.float32([1.02]))
    )
    assert main(["export", str(tmp_path / "m.keras"), "--to", "onnx", "--out", str(tmp_path / "m.onnx")]) == 2
    assert "differ by up to" in capsys.readouterr().err
    assert not (tmp_path / "m.onnx").exists()
    assert not leftovers(tmp_path)


@pytest.fixture
def saved(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    model = shaken(next(rung for rung in LADDER if rung.name == "cnn").build((28, 28), 10))
    model.save("digits.keras")
    write_class_names(tmp_path / "digits.keras", tuple(f"digit {n}" for n in range(10)))
    return tmp_path, model


def test_onnx(saved, capsys):
    folder, model = saved
    assert main(["export", "digits.keras", "--to", "onnx", "--json", "-"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["file"] == "digits.onnx"
    assert told["checked"]["images"] == 64
    assert told["checked"]["largest_difference"] < 1e-5
    content = (folder / "digits.onnx").read_bytes()
    assert told["bytes"] == len(content)
    properties = {each.key: each.value for each in onnx.load_from_string(content).metadata_props}
    assert json.loads(properties["class_names"])[3] == "digit 3"
    images = pictures((28, 28), 1)
    np.testing.assert_allclose(answers(content, images), model.predict(images, verbose=0), atol=1e-5)


def test_safetensors(saved, capsys):
    folder, model = saved
    assert main(["export", "digits.keras", "--to", "safetensors", "--out", "w.safetensors"]) == 0
    assert "w.safetensors" in capsys.readouterr().out
    with safetensors.safe_open(folder / "w.safetensors", "np") as file:
        again = keras.models.model_from_json(file.metadata()["config"])
        again.set_weights([file.get_tensor(weight.path) for weight in again.weights])
        assert json.loads(file.metadata()["class_names"])[3] == "digit 3"
    images = pictures((28, 28))
    np.testing.assert_array_equal(again.predict(images, verbose=0), model.predict(images, verbose=0))


def test_keras_without_the_optimizer(saved, capsys):
    folder, model = saved
    model.optimizer.build(model.trainable_variables)  # its state is twice the weights
    model.save("digits.keras")
    assert main(["export", "digits.keras", "--to", "keras", "--out", "clean.keras"]) == 0
    assert (folder / "clean.keras").stat().st_size < 0.6 * (folder / "digits.keras").stat().st_size
    images = pictures((28, 28))
    again = load_classifier(folder / "clean.keras").model
    np.testing.assert_array_equal(again.predict(images, verbose=0), model.predict(images, verbose=0))


def test_the_model_itself_is_not_written_over(saved, capsys):
    folder, _ = saved
    before = (folder / "digits.keras").read_bytes()
    assert main(["export", "digits.keras", "--to", "keras"]) == 2
    assert "leaves the model as it is" in capsys.readouterr().err
    assert (folder / "digits.keras").read_bytes() == before


@pytest.mark.parametrize(
    ("form", "package"), [("onnx", "onnx"), ("onnx", "onnxruntime"), ("safetensors", "safetensors")]
)
def test_a_missing_package_is_told_with_the_command(saved, capsys, monkeypatch, form, package):
    for module in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    assert main(["export", "digits.keras", "--to", form]) == 2
    assert "pip install 'unstuck[export]'" in capsys.readouterr().err
    assert not (saved[0] / f"digits.{form}").exists()


def test_a_model_that_is_not_trusted_is_refused(tmp_path, capsys):
    (tmp_path / "m.keras").write_bytes(b"no archive")
    assert main(["export", str(tmp_path / "m.keras"), "--to", "onnx"]) == 2
    assert "A model is a .keras file" in capsys.readouterr().err
