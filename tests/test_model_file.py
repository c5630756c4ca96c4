"""Model files from strangers: what only computes is loaded, all else is refused before it is built."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import copy
import io
import json
import zipfile

import h5py
import keras
import numpy as np
import pytest
from keras import layers

from unstuck.errors import UnstuckError
from unstuck.serve import load_classifier, write_class_names


def small_model():
    return keras.Sequential(
        [layers.Input((4, 4)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(3, activation="softmax")]
    )


@pytest.fixture(scope="module")
def members(tmp_path_factory):
    """A harmless file's members, taken apart."""
    path = tmp_path_factory.mktemp("model") / "good.keras"
    model = small_model()
    model.compile("adam", "mse")
    model.save(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path, members, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refused(path):
    with pytest.raises(UnstuckError) as caught:
        load_classifier(path)
    return str(caught.value)


def functional():
    image = layers.Input((8, 8, 3))
    x = layers.Conv2D(4, 3, padding="same", kernel_regularizer="l2", kernel_initializer="he_normal")(image)
    x = layers.Add()([x, layers.Conv2D(4, 1)(image)])
    x = layers.GlobalAveragePooling2D()(layers.Activation("relu")(layers.BatchNormalization()(x)))
    return keras.Model(image, layers.Dense(2)(x))


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_what_runs_a_program_is_loaded_only_from_one_who_is_trusted(suffix, tmp_path):
    path = tmp_path / f"m{suffix}"
    thirds = layers.Lambda(lambda image: image / 3.0)
    model = keras.Sequential([layers.Input((8, 8)), thirds, layers.Flatten(), layers.Dense(3)])
    model.save(path)
    assert "Lambda" in refused(path) or suffix == ".h5"
    x = np.random.default_rng(0).random((5, 8, 8)).astype("float32")
    np.testing.assert_array_equal(load_classifier(path, trusted=True).model(x), model(x))


def test_what_keras_cannot_load_is_one_clear_error_though_trusted(tmp_path):
    (tmp_path / "m.keras").write_bytes(b"no model")
    with pytest.raises(UnstuckError, match="Keras can load the model here"):
        load_classifier(tmp_path / "m.keras", trusted=True)


@pytest.mark.parametrize("build", [small_model, functional])
def test_a_plain_model_answers_as_it_did(build, tmp_path):
    model = build()
    model.save(tmp_path / "m.keras")
    write_class_names(tmp_path / "m.keras", tuple("abc"))
    loaded = load_classifier(tmp_path / "m.keras")
    x = np.random.default_rng(0).integers(0, 256, (5, *model.input_shape[1:])).astype("float32")
    np.testing.assert_array_equal(loaded.model(x), model(x))
    assert loaded.class_names == ("a", "b", "c")
    np.testing.assert_array_equal(keras.saving.load_model(tmp_path / "m.keras")(x), model(x))


def node(**changes):
    return {"module": "keras.layers", "class_name": "Dense", "config": {"units": 3}, "registered_name": None} | changes


LAMBDA = {"class_name": "__lambda__", "config": {"value": "4wAAAA=="}}
LAYERS = {
    "a Lambda": node(class_name="Lambda", config={"function": LAMBDA}),
    "a Lambda of a name": node(class_name="Lambda", config={"function": "system", "module": "os"}),
    "a pickled torch module": node(class_name="TorchModuleWrapper", config={"module": {"class_name": "__bytes__"}}),
    "a SavedModel": node(class_name="TFSMLayer", config={"filepath": "/etc"}),
    "a function of os": node(module="os", class_name="system", config="true"),
    "a function of builtins": node(module="builtins", class_name="eval", config="1"),
    "a vocabulary from a file": node(class_name="StringLookup", config={"vocabulary": "/etc/passwd"}),
    "another package": node(module="evil.layers"),
    "Keras' own utilities": node(module="keras.utils", class_name="get_file"),
    "Keras' private parts": node(module="keras.src.utils.file_utils", class_name="get_file"),
    "a registered class": node(registered_name="evil>Dense"),
    "no module": node(module=None),
    "a module that is no text": node(module=["keras.layers"]),
    "a name with dots": node(class_name="..Dense"),
    "a function as activation": node(
        config={"units": 3, "activation": {"module": "os", "class_name": "function", "config": "system"}}
    ),
    "an initializer from elsewhere": node(
        config={"units": 3, "kernel_initializer": {"module": "subprocess", "class_name": "Popen", "config": {}}}
    ),
    "a function among initializers": node(
        config={"units": 3, "kernel_initializer": {"module": "keras.initializers", "class_name": "get", "config": {}}}
    ),
    "hidden in a list": node(config={"units": 3, "name": [{"module": "os", "class_name": "system"}]}),
    "hidden in a model": node(class_name="Sequential", module="keras", config={"layers": [node(module="os")]}),
    "a layer that does not exist": node(class_name="Dance"),
    "settings of nonsense": node(config={"units": "many"}),
}


@pytest.mark.parametrize("name", LAYERS)
def test_layers_that_are_more_than_layers_are_refused(name, members, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "system", lambda command: pytest.fail("it ran"))
    config = json.loads(members["config.json"])
    config["config"]["layers"][-1] = LAYERS[name]
    assert "layers of Keras" in refused(write(tmp_path / "m.keras", members | {"config.json": json.dumps(config)}))


CONFIGS = {
    "no JSON": "{",
    "a list": "[]",
    "a subclass": json.dumps({"module": "evil", "class_name": "MyModel", "config": {}, "registered_name": "MyModel"}),
    "nested without end": "[" * 100_000,
    "nested deeply": json.dumps({"class_name": "Sequential", "config": None}).replace(
        "null", '{"a":' * 300 + "1" + "}" * 300
    ),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_configs_that_are_none_are_refused(name, members, tmp_path):
    refused(write(tmp_path / "m.keras", members | {"config.json": CONFIGS[name]}))


def test_what_compile_would_build_is_never_built(members, tmp_path):
    config = json.loads(members["config.json"])
    config["compile_config"] = {"loss": {"module": "os", "class_name": "function", "config": "system"}}
    load_classifier(write(tmp_path / "m.keras", members | {"config.json": json.dumps(config)}))


def weights(change, original):
    """The weights with something done to their first dataset's group."""
    buffer = io.BytesIO(original)
    with h5py.File(buffer, "r+") as file:
        group = file["layers/dense/vars"]
        shape = group["0"].shape
        del group["0"]
        change(group, shape)
    return buffer.getvalue()


def _external(group, shape):
    group.create_dataset("0", shape, "f4", external=[("/etc/passwd", 0, 4 * int(np.prod(shape)))])


def _virtual(group, shape):
    layout = h5py.VirtualLayout(shape, "f4")
    layout[:] = h5py.VirtualSource("/tmp/other.h5", "x", shape)
    group.create_virtual_dataset("0", layout)


WEIGHTS = {
    "a link to another file": lambda group, shape: group.__setitem__("0", h5py.ExternalLink("/etc/passwd", "/")),
    "a soft link": lambda group, shape: group.__setitem__("0", h5py.SoftLink("/optimizer")),
    "numbers in another file": _external,
    "numbers put together from other files": _virtual,
    "a shape bomb": lambda group, shape: group.create_dataset("0", (2**20, 2**12), "f4", chunks=(64, 64)),
    "text": lambda group, shape: group.create_dataset("0", shape, h5py.string_dtype()),
    "another shape": lambda group, shape: group.create_dataset("0", (7, 7), "f4"),
}


@pytest.mark.parametrize("name", WEIGHTS)
def test_weights_that_are_elsewhere_are_refused(name, members, tmp_path):
    changed = weights(WEIGHTS[name], members["model.weights.h5"])
    refused(write(tmp_path / "m.keras", members | {"model.weights.h5": changed}))


def test_archives_that_are_traps_are_refused(members, tmp_path):
    path = tmp_path / "m.keras"
    for name in ("../evil.py", "/etc/cron.d/x", "assets/x", "config.json/../x"):
        assert name in refused(write(path, members | {name: b"x"}))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("config.json", members["config.json"])
    refused(path)
    refused(write(path, members | {"config.json": b" " * 10_000_000}, zipfile.ZIP_DEFLATED))
    for missing in ("config.json", "model.weights.h5"):
        assert missing in refused(write(path, {k: v for k, v in members.items() if k != missing}))
    refused(write(path, members | {"model.weights.h5": members["model.weights.h5"][:2000]}))


@pytest.mark.parametrize("name", ["m.h5", "m.pkl", "m.keras"])
def test_other_formats_are_refused_with_the_way_out(name, tmp_path):
    (tmp_path / name).write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    assert "model.save('name.keras')" in refused(tmp_path / name)
    assert "is there" in refused(tmp_path / "none.keras")


def test_damaged_archives_end_in_words(members, tmp_path):
    original = bytearray(write(tmp_path / "m.keras", members, zipfile.ZIP_DEFLATED).read_bytes())
    random, told = np.random.default_rng(0), 0
    for _ in range(60):
        content = copy.copy(original)
        for place in random.integers(0, len(content), 6):
            content[place] = random.integers(0, 256)
        (tmp_path / "m.keras").write_bytes(content)
        try:
            load_classifier(tmp_path / "m.keras")
        except UnstuckError:
            told += 1
    assert told > 30


def test_a_model_of_something_else_than_images_is_told(tmp_path):
    model = keras.Sequential([layers.Input((7,)), layers.Dense(2)])
    model.save(tmp_path / "m.keras")
    assert "takes one image" in refused(tmp_path / "m.keras")
