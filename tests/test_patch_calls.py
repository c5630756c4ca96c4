"""Edits of layers, loss, optimizer and fit settings, in the many ways programs write them."""

import ast
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patching import changed, edited, run
from unstuck.capture import run_script, spec_of
from unstuck.patch import patch
from unstuck.patch.values import canonical, contradicts, literal, number, same
from unstuck.spec import Edit, Site, Sites, Spec

KERAS = "import keras\nfrom keras.layers import Dense, Flatten, Activation, Conv2D, Dropout, BatchNormalization\n"
DATA = "(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()\n"
MODEL = "model = keras.Sequential([Flatten(), Dense(16, activation='relu'), Dense(10)])\n"
COMPILE = "model.compile(optimizer='adam', loss='mse')\n"
FIT = "model.fit(x, y, epochs=5)\n"
RELU, LOGITS = "layers[1].activation", "layers[2].activation"
FROM_LOGITS = {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}}


def check(tmp_path, script, wanted, added, removed=None):
    """Every edit is made, and exactly these lines come (and these go)."""
    made, *_ = edited(tmp_path, script, wanted)
    assert made.instructions == ()
    assert set(made.lines) == set(wanted)
    plus, minus = changed(made.diff)
    assert [line.strip() for line in plus] == added
    if removed is not None:
        assert [line.strip() for line in minus] == removed
    return made


def layer(code):
    return f"{KERAS}{DATA}model = keras.Sequential([Flatten(), {code}, Dense(10)])\n{COMPILE}{FIT}"


def head(code):
    return f"model = keras.Sequential([Flatten(), {code}, Dense(10)])"


@pytest.mark.parametrize(
    ("code", "argument", "new", "result"),
    [
        ("Dense(1)", "activation", "sigmoid", "Dense(1, activation='sigmoid')"),
        ("Dense(1, )", "activation", "sigmoid", "Dense(1, activation='sigmoid', )"),
        ("Dense(units=1)", "activation", "softmax", "Dense(units=1, activation='softmax')"),
        ("Dense( units = 1 )", "activation", "relu", "Dense( units = 1, activation = 'relu' )"),
        ("Dense(8, 'relu')", "activation", "tanh", "Dense(8, 'tanh')"),
        ('Dense(8, "relu")', "activation", "tanh", 'Dense(8, "tanh")'),
        ("Dense(8, 'relu')", "activation", "linear", "Dense(8, 'linear')"),
        ("Dense(8, activation='relu')", "activation", "linear", "Dense(8)"),
        ("Dense(8, activation='relu',)", "activation", "linear", "Dense(8,)"),
        ("Dense(activation='relu', units=8)", "activation", "linear", "Dense(units=8)"),
        ("Dense(8, activation='relu', name='a')", "activation", "linear", "Dense(8, name='a')"),
        ("Dense(8, activation=keras.activations.relu)", "activation", "tanh", "Dense(8, activation='tanh')"),
        ("Dense(8, activation=keras.ops.relu)", "activation", "sigmoid", "Dense(8, activation='sigmoid')"),
        ("keras.layers.Dense(8)", "activation", "relu", "keras.layers.Dense(8, activation='relu')"),
        ("Activation('relu')", "activation", "softmax", "Activation('softmax')"),
        ("Dense(8)", "units", 16, "Dense(16)"),
        ("Dense(units=2*4)", "units", 16, "Dense(units=16)"),
        ("Dense(8, use_bias=False)", "use_bias", True, "Dense(8)"),
        ("Dense(8)", "use_bias", False, "Dense(8, use_bias=False)"),
        ("Dense(8, trainable=False)", "trainable", True, "Dense(8)"),
        ("Dropout(.9)", "rate", 0.25, "Dropout(0.25)"),
        ("BatchNormalization(momentum=0.1)", "momentum", 0.99, "BatchNormalization()"),
        ("BatchNormalization(-1, 0.1)", "momentum", 0.9, "BatchNormalization(-1, 0.9)"),
        ("Dense(8, kernel_initializer='zeros')", "kernel_initializer", {"class_name": "HeNormal", "config": {}},
         "Dense(8, kernel_initializer='he_normal')"),
        ("Dense(8, kernel_initializer='zeros')", "kernel_initializer",
         {"class_name": "GlorotUniform", "config": {"seed": None}}, "Dense(8)"),
        ("Dense(8, kernel_initializer=keras.initializers.Zeros())", "kernel_initializer", "he_normal",
         "Dense(8, kernel_initializer='he_normal')"),
        ("Dense(8, kernel_initializer='ones')", "kernel_initializer",
         {"class_name": "RandomNormal", "config": {"stddev": 0.10000000149011612}},
         "Dense(8, kernel_initializer=keras.initializers.RandomNormal(stddev=0.1))"),
        ("Dense(8, kernel_initializer=keras.initializers.RandomNormal(stddev=5))", "kernel_initializer",
         {"class_name": "RandomNormal", "config": {"stddev": 0.5}},
         "Dense(8, kernel_initializer=keras.initializers.RandomNormal(stddev=0.5))"),
        ("Dense(8, kernel_regularizer=keras.regularizers.L2(9.0))", "kernel_regularizer", None, "Dense(8)"),
    ],
)  # fmt: skip
def test_one_argument_of_a_layer(tmp_path, code, argument, new, result):
    check(tmp_path, layer(code), {f"layers[1].{argument}": new}, [head(result)], [head(code)])


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("Dense(\n    8,  # wide\n)", "relu", "Dense(\n    8,  # wide\n    activation='relu',\n)"),
        ("Dense(\n    8  # wide\n)", "relu", "Dense(\n    8,  # wide\n    activation='relu'\n)"),
        ("Dense(\n    8)", "relu", "Dense(\n    8, activation='relu')"),
        ("Dense(8,\n      name='a')", "relu", "Dense(8,\n      name='a',\n      activation='relu')"),
        (
            "Dense(\n    8,  # wide\n    # why\n    activation='tanh',  # bent\n    name='a',  # n\n)",
            "linear",
            "Dense(\n    8,  # wide\n    # why\n    name='a',  # n\n)",
        ),
        ("Dense(\n    8,  # wide\n    activation='tanh',  # bent\n)", "linear", "Dense(\n    8,  # wide\n)"),
        ("Dense(\n    8,  # wide\n    activation='tanh'  # bent\n)", "linear", "Dense(\n    8  # wide\n)"),
        ("Dense(8,\n      activation='tanh')", "linear", "Dense(8)"),
        ("Dense(8,  # wide\n      activation='tanh')", "linear", "Dense(8  # wide\n      )"),
        ("Dense(\n    activation='tanh',  # bent\n    units=8,\n)", "linear", "Dense(\n    units=8,\n)"),
        ("Dense(8, activation='tanh',  # both\n      name='a')", "linear", "Dense(8,  # both\n      name='a')"),
        ("Dense(\n\t8,\n\tactivation='tanh',\n)", "sigmoid", "Dense(\n\t8,\n\tactivation='sigmoid',\n)"),
    ],
)
def test_layouts(tmp_path, before, new, after):
    *_, text = edited(tmp_path, layer(before), {RELU: new})
    assert text == layer(after)


STYLES = {
    "a list": KERAS + DATA + MODEL,
    "add": KERAS + DATA + "model = keras.Sequential()\nmodel.add(Flatten())\nmodel.add(Dense(16, activation='relu'))\n"
    "model.add(Dense(10))\n",
    "functional": KERAS + DATA + "i = keras.Input((28, 28))\nh = Dense(16, activation='relu')(Flatten()(i))\n"
    "model = keras.Model(i, Dense(10)(h))\n",
    "a star": "import keras\nfrom keras.layers import *\n" + DATA + MODEL,
    "tf.keras": "import tensorflow as tf\nkeras = tf.keras\n" + DATA
    + "model = tf.keras.models.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(16, activation=tf.nn.relu),"
    " tf.keras.layers.Dense(10)])\n",
    "from tensorflow": "from tensorflow import keras\nfrom tensorflow.keras import layers\n" + DATA
    + "model = keras.Sequential([layers.Flatten(), layers.Dense(16, 'relu'), layers.Dense(10)])\n",
    "an alias": "import keras\nfrom keras.layers import Dense as D, Flatten as F\n" + DATA
    + "model = keras.Sequential([F(), D(16, 'relu'), D(10)])\n",
    "not ASCII": KERAS + DATA
    + "é = 'ñü'; model = keras.Sequential([Flatten(name='é'), Dense(16, 'relu'), Dense(10)])\n",
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("loss", ["mae", FROM_LOGITS], ids=["string", "object"])
def test_styles(tmp_path, style, loss):
    script = STYLES[style] + COMPILE + FIT
    wanted = {RELU: "tanh", LOGITS: "softmax", "loss": loss, "optimizer.learning_rate": 0.01, "epochs": 9}
    made, *_, text = edited(tmp_path, script, wanted)
    assert set(made.lines) == set(wanted)
    assert text.count("import") == script.count("import")  # Keras is at hand in all of these


@pytest.mark.parametrize(
    ("imports", "loss", "extra"),
    [
        ("import keras", "keras.losses.SparseCategoricalCrossentropy", []),
        ("import keras as K", "K.losses.SparseCategoricalCrossentropy", []),
        ("from keras import losses", "losses.SparseCategoricalCrossentropy", []),
        ("from keras.losses import *", "SparseCategoricalCrossentropy", []),
        ("from keras.losses import SparseCategoricalCrossentropy as S", "S", []),
        ("from tensorflow import keras", "keras.losses.SparseCategoricalCrossentropy", []),
        ("import tensorflow as tf", "tf.keras.losses.SparseCategoricalCrossentropy", []),
        ("import tensorflow.keras as tk", "tk.losses.SparseCategoricalCrossentropy", []),
        ("from keras.models import Sequential", "SparseCategoricalCrossentropy",
         ["from keras.losses import SparseCategoricalCrossentropy"]),
        ("from tensorflow.keras.models import Sequential", "SparseCategoricalCrossentropy",
         ["from tensorflow.keras.losses import SparseCategoricalCrossentropy"]),
        ("import math", "SparseCategoricalCrossentropy", ["from keras.losses import SparseCategoricalCrossentropy"]),
        ("try:\n    from keras.models import Model\nexcept ImportError:\n    pass", "SparseCategoricalCrossentropy",
         ["from keras.losses import SparseCategoricalCrossentropy"]),
    ],
)  # fmt: skip
def test_how_the_file_writes_keras(tmp_path, imports, loss, extra):
    (tmp_path / "parts.py").write_text(KERAS + DATA + MODEL.replace("\n", "; fit = model.fit\n"))
    script = (
        f'"""A program."""\n{imports}\nfrom parts import model, x, y\nmodel.compile("adam", "mse")\nmodel.fit(x, y)\n'
    )
    check(tmp_path, script, {"loss": FROM_LOGITS}, [*extra, f'model.compile("adam", {loss}(from_logits=True))'])


@pytest.mark.parametrize(
    ("compiled", "wanted", "result"),
    [
        ("'adam', 'mse'", {"loss": "binary_crossentropy"}, "'adam', 'binary_crossentropy'"),
        ('"adam", loss = "mse"', {"loss": "mae"}, '"adam", loss = "mae"'),
        ("loss=keras.losses.MeanSquaredError()", {"loss": "mae"}, "loss='mae'"),
        ("loss=keras.losses.mean_squared_error", {"loss": "mae"}, "loss='mae'"),
        ("loss=keras.losses.SparseCategoricalCrossentropy()", {"loss": FROM_LOGITS},
         "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)"),
        ("loss='mse'", {"loss": {"class_name": "BinaryCrossentropy", "config": {}}}, "loss='binary_crossentropy'"),
        ("loss='mse'", {"optimizer.learning_rate": 0.1},
         "loss='mse', optimizer=keras.optimizers.RMSprop(learning_rate=0.1)"),
        ("'adam', 'mse'", {"optimizer.learning_rate": 0.009999999776482582},
         "keras.optimizers.Adam(learning_rate=0.01), 'mse'"),
        ("optimizer='adam', loss='mse'", {"optimizer.class_name": "SGD", "optimizer.learning_rate": 0.01},
         "optimizer='sgd', loss='mse'"),
        ("optimizer='sgd', loss='mse'", {"optimizer.class_name": "Adam", "optimizer.learning_rate": 1e-5},
         "optimizer=keras.optimizers.Adam(learning_rate=1e-5), loss='mse'"),
        ("keras.optimizers.SGD(5.0), 'mse'", {"optimizer.learning_rate": 0.05}, "keras.optimizers.SGD(0.05), 'mse'"),
        ("keras.optimizers.SGD(learning_rate=5.0), 'mse'", {"optimizer.learning_rate": 0.01},
         "keras.optimizers.SGD(learning_rate=0.01), 'mse'"),
        ("keras.optimizers.SGD(0.1, momentum=0.9), 'mse'", {"optimizer.momentum": 0.5},
         "keras.optimizers.SGD(0.1, momentum=0.5), 'mse'"),
        ("keras.optimizers.SGD(0.1, momentum=0.9), 'mse'",
         {"optimizer.class_name": "Adam", "optimizer.learning_rate": 0.001},
         "keras.optimizers.Adam(learning_rate=0.001), 'mse'"),
        ("keras.optimizers.SGD(0.1), loss='mse'", {"optimizer.learning_rate": 0.2, "loss": "mae"},
         "keras.optimizers.SGD(0.2), loss='mae'"),
    ],
)  # fmt: skip
def test_compile(tmp_path, compiled, wanted, result):
    script = KERAS + DATA + MODEL + f"model.compile({compiled})\n" + FIT
    check(tmp_path, script, wanted, [f"model.compile({result})"])


def test_optimizer_and_loss_made_before(tmp_path):
    script = (
        KERAS
        + DATA
        + MODEL
        + "opt = keras.optimizers.Adam(learning_rate=5.0)\nloss_fn = keras.losses.MeanSquaredError()\n"
        "model.compile(optimizer=opt, loss=loss_fn)\n" + FIT
    )
    check(
        tmp_path, script, {"optimizer.learning_rate": 0.01, "loss": "mae"},
        ["opt = keras.optimizers.Adam(learning_rate=0.01)", "loss_fn = 'mae'"],
    )  # fmt: skip


def test_a_loss_object_that_is_called_stays_one(tmp_path):
    script = (
        KERAS + DATA + MODEL + "loss_fn = keras.losses.MeanSquaredError()\nprint(loss_fn.name)\n"
        "model.compile('adam', loss_fn)\n" + FIT
    )
    check(tmp_path, script, {"loss": "mae"}, ["model.compile('adam', 'mae')"])


def test_old_names(tmp_path):
    path = tmp_path / "train.py"
    path.write_text(
        "from keras.optimizers import SGD\nfrom keras.layers import Dense\nDense(output_dim=3, init='zero')\n"
        "o = SGD(lr=0.5)\nmodel.compile(o, 'mse')\nmodel.fit(x, y, nb_epoch=2, batch_size=8)\n"
    )
    config = {"units": 3, "kernel_initializer": "zeros", "activation": "linear"}
    model = {"class_name": "Sequential", "config": {"layers": [{"class_name": "Dense", "config": config}]}}
    spec = Spec(model, "mse", {"class_name": "SGD", "config": {"learning_rate": 0.5}}, batch_size=8, epochs=2)
    at = [Site(str(path), line) for line in range(7)]
    edits = [
        Edit("epochs", 2, 4), Edit("optimizer.learning_rate", 0.5, 0.1), Edit("layers[0].units", 3, 5),
        Edit("layers[0].kernel_initializer", "zeros", "he_normal"),
    ]  # fmt: skip
    made = patch(edits, spec, Sites((at[3],), compile=at[5], fit=at[6], optimizer=at[4]))
    assert changed(made.diff)[0] == [
        "Dense(output_dim=5, init='he_normal')",
        "o = SGD(lr=0.1)",
        "model.fit(x, y, nb_epoch=4, batch_size=8)",
    ]


@pytest.mark.parametrize(
    ("fit", "wanted", "result"),
    [
        ("x, y", {"epochs": 3, "batch_size": 64}, "x, y, epochs=3, batch_size=64"),
        ("x, y, 16, 2", {"epochs": 3, "batch_size": 64}, "x, y, 64, 3"),
        ("x, y, shuffle=False", {"shuffle": True}, "x, y"),
        ("x, y, batch_size=None", {"batch_size": 64}, "x, y, batch_size=64"),
        ("x, y, batch_size=8", {"batch_size": 32}, "x, y"),
        ("x=x, y=y, shuffle=False, epochs=2", {"shuffle": True, "epochs": 4}, "x=x, y=y, epochs=4"),
    ],
)
def test_fit(tmp_path, fit, wanted, result):
    check(tmp_path, KERAS + DATA + MODEL + COMPILE + f"model.fit({fit})\n", wanted, [f"model.fit({result})"])


@pytest.mark.parametrize(
    ("before", "fit", "wanted", "added"),
    [
        ("EPOCHS = 2  # few", "epochs=EPOCHS", {"epochs": 9}, ["EPOCHS = 9  # few"]),
        ("EPOCHS: int = 2", "epochs=EPOCHS", {"epochs": 9}, ["EPOCHS: int = 9"]),
        ("n = 2", "epochs=n", {"epochs": 9}, ["n = 9"]),
        ("EPOCHS = 2\nprint(EPOCHS)", "epochs=EPOCHS", {"epochs": 9}, ["EPOCHS = 9"]),
        ("n = 2\nprint(n)", "epochs=n", {"epochs": 9}, ["model.fit(x, y, epochs=9)"]),
        ("n = 1\nn = 2", "epochs=n", {"epochs": 9}, ["model.fit(x, y, epochs=9)"]),
        ("n = 1 + 1", "epochs=n", {"epochs": 9}, ["model.fit(x, y, epochs=9)"]),
        ("c = {'n': 2}", "epochs=c['n']", {"epochs": 9}, ["c = {'n': 9}"]),
        ("c = dict(n=2)", "epochs=c['n']", {"epochs": 9}, ["c = dict(n=9)"]),
        ("c = {'n': 2}\nprint(c['n'])", "epochs=c['n']", {"epochs": 9}, ["model.fit(x, y, epochs=9)"]),
        ("c = {'epochs': 2}\nprint(c['epochs'])", "epochs=c['epochs']", {"epochs": 9}, ["c = {'epochs': 9}"]),
        ("n = 2\nc = {'n': n}", "epochs=c['n']", {"epochs": 9}, ["n = 9"]),
        ("c = {'n': 1}\nc['n'] = 2", "epochs=c['n']", {"epochs": 9}, ["model.fit(x, y, epochs=9)"]),
        ("class C:\n    n = 2", "epochs=C.n", {"epochs": 9}, ["n = 9"]),
        ("class C:\n    n: int = 2\nc = C()", "epochs=c.n", {"epochs": 9}, ["n: int = 9"]),
        (
            "class C:\n    def __init__(self, n=2):\n        self.n = n\nc = C()",
            "epochs=c.n",
            {"epochs": 9},
            ["def __init__(self, n=9):"],
        ),
        (
            "class C:\n    def __init__(self, n=1):\n        self.n = n\nc = C(2)",
            "epochs=c.n",
            {"epochs": 9},
            ["c = C(9)"],
        ),
        (
            "import argparse\np = argparse.ArgumentParser()\n"
            "p.add_argument('-e', '--num-epochs', type=int, default=2)\n"
            "a = p.parse_args([])",
            "epochs=a.num_epochs",
            {"epochs": 9},
            ["p.add_argument('-e', '--num-epochs', type=int, default=9)"],
        ),
        ("n = '2'", "epochs=int(n)", {"epochs": 9}, ["model.fit(x, y, epochs=9)"]),
        ("f = {'epochs': 2}", "**f", {"epochs": 9}, ["f = {'epochs': 9}"]),
        ("f = dict(epochs=2, verbose=0)", "**f", {"epochs": 9}, ["f = dict(epochs=9, verbose=0)"]),
        ("f = {'epochs': 2}", "**f", {"batch_size": 9}, ["model.fit(x, y, **f, batch_size=9)"]),
        ("N = 2", "epochs=N, batch_size=N", {"epochs": 9}, ["model.fit(x, y, epochs=9, batch_size=N)"]),
        ("B = 2", "batch_size=B", {"batch_size": 32}, ["B = 32"]),
    ],
)
def test_constants(tmp_path, before, fit, wanted, added):
    check(tmp_path, KERAS + DATA + MODEL + COMPILE + f"{before}\nmodel.fit(x, y, {fit})\n", wanted, added)


def test_one_constant_for_two_settings_with_two_new_values(tmp_path):
    script = KERAS + DATA + MODEL + COMPILE + "batch_epochs = 2\nmodel.fit(x, y, batch_epochs, batch_epochs)\n"
    check(
        tmp_path, script, {"epochs": 9, "batch_size": 64},
        ["batch_epochs = 9", "model.fit(x, y, 64, batch_epochs)"],
    )  # fmt: skip


FUNCTION = """\
def train(units=16, n=2):
    lr = 5.0
    model = keras.Sequential([Flatten(), Dense(units, activation='relu'), Dense(10)])
    model.compile(keras.optimizers.Adam(lr), 'mse')
    model.fit(x, y, epochs=n)


"""


def test_in_a_function(tmp_path):
    check(
        tmp_path, KERAS + DATA + FUNCTION + "train()\n",
        {"optimizer.learning_rate": 0.01, "layers[1].units": 64, "epochs": 7},
        ["def train(units=64, n=7):", "lr = 0.01"],
    )  # fmt: skip


def test_in_a_method(tmp_path):
    script = (
        KERAS + DATA + "class Trainer:\n    def build(self):\n        self.model = keras.Sequential()\n"
        "        self.model.add(Flatten())\n        self.model.add(Dense(1))\n        return self\n\n"
        "    def fit(self):\n        self.model.compile('adam',\n                           'mse')\n"
        "        self.model \\\n            .fit(x, y)\n\n\nTrainer().build().fit()\n"
    )
    check(
        tmp_path, script, {RELU: "sigmoid", "loss": "mae", "epochs": 2},
        ["self.model.add(Dense(1, activation='sigmoid'))", "'mae')", ".fit(x, y, epochs=2)"],
    )  # fmt: skip


LOOP = KERAS + DATA + """\
model = keras.Sequential([Flatten()])
for _ in range(2):
    model.add(Dense(8))
""" + COMPILE + FIT  # fmt: skip


def test_a_loop_of_layers_changes_together_or_not_at_all(tmp_path):
    made = check(tmp_path, LOOP, {RELU: "relu", LOGITS: "relu"}, ["model.add(Dense(8, activation='relu'))"])
    assert len(set(made.lines.values())) == 1
    made, *_, text = edited(tmp_path, LOOP, {RELU: "relu"}, "other.py")
    assert text == LOOP
    assert "the same call also makes layer 2, which keeps its activation" in made.instructions[0]


HELPER = (
    "def block(units, name=None):\n    return Dense(units, activation='sigmoid', name=name)\n\n\n"
    "model = keras.Sequential([Flatten(), block(16), block(8), block(10)])\n"
)


@pytest.mark.parametrize(
    ("body", "wanted", "added"),
    [
        (HELPER, {"layers[2].units": 64}, ["model = keras.Sequential([Flatten(), block(16), block(64), block(10)])"]),
        (HELPER, {"layers[1].activation": "relu", "layers[2].activation": "relu", "layers[3].activation": "relu"},
         ["return Dense(units, activation='relu', name=name)"]),
        (HELPER, {"layers[3].activation": "softmax"},
         ["def block(units, name=None, activation='sigmoid'):", "return Dense(units, activation=activation, name=name)",
          "model = keras.Sequential([Flatten(), block(16), block(8), block(10, activation='softmax')])"]),
        (HELPER, {"layers[1].activation": "relu", "layers[2].activation": "relu"},
         ["def block(units, name=None, activation='sigmoid'):", "return Dense(units, activation=activation, name=name)",
          "model = keras.Sequential([Flatten(), block(16, activation='relu'), block(8, activation='relu'), "
          "block(10)])"]),
        (HELPER, {"layers[1].use_bias": False},
         ["def block(units, name=None, use_bias=True):",
          "return Dense(units, activation='sigmoid', name=name, use_bias=use_bias)",
          "model = keras.Sequential([Flatten(), block(16, use_bias=False), block(8), block(10)])"]),
        ("model = keras.Sequential([Flatten()])\nfor n in [16, 8, 10]:  # wide\n    model.add(Dense(n))\n",
         {"layers[2].units": 64}, ["for n in [16, 64, 10]:  # wide"]),
        ("model = keras.Sequential([Flatten()])\nsizes = (16, 10)\nfor n in sizes:\n    model.add(Dense(n))\n",
         {"layers[1].units": 64}, ["sizes = (64, 10)"]),
        ("model = keras.Sequential([Flatten()])\nfor n, a in [(16, 'tanh'), (10, 'relu')]:\n"
         "    model.add(Dense(n, activation=a))\n",
         {"layers[2].activation": "softmax"}, ["for n, a in [(16, 'tanh'), (10, 'softmax')]:"]),
        ("model = keras.Sequential([Flatten(), *[Dense(n) for n in (16, 10)]])\n",
         {"layers[1].units": 64}, ["model = keras.Sequential([Flatten(), *[Dense(n) for n in (64, 10)]])"]),
        ("def build(hidden=16, act='tanh'):\n    return keras.Sequential([Flatten(), Dense(hidden, act), Dense(10)])\n"
         "model = build(act='relu')\n",
         {"layers[1].activation": "tanh", "layers[1].units": 64},
         ["def build(hidden=64, act='tanh'):", "model = build(act='tanh')"]),
        ("class Net:\n    def __init__(self, units):\n        self.model = keras.Sequential([Flatten()])\n"
         "        self.add(units)\n        self.add(10)\n\n    def add(self, units):\n"
         "        self.model.add(Dense(units))\nmodel = Net(16).model\n",
         {"layers[1].units": 64}, ["model = Net(64).model"]),
    ],
)  # fmt: skip
def test_one_of_several_layers_of_the_same_call(tmp_path, body, wanted, added):
    check(tmp_path, KERAS + DATA + body + COMPILE + FIT, wanted, added)


@pytest.mark.parametrize(
    ("script", "wanted", "reason"),
    [
        (layer("Dense(8, **dict([('activation', 'tanh')]))"), {RELU: "relu"}, "the call takes its arguments from **"),
        (layer("Dense(*[8])"), {"layers[1].units": 9}, "the call takes its arguments from *"),
        (
            KERAS + DATA + MODEL + "for one in model.layers:\n    one.trainable = False\n" + COMPILE + FIT,
            {"layers[1].trainable": True},
            "trainable is not set in this call; .trainable is set in ",
        ),
        (
            "import functools\n" + KERAS + DATA + "Wide = functools.partial(Dense, 16)\n"
            + MODEL.replace("Dense(16, ", "Wide(") + COMPILE + FIT,
            {RELU: "tanh"},
            "the layer is made by Wide(…), not by Dense(…) itself",
        ),
        (KERAS + DATA + MODEL + COMPILE + "model.fit(*(x, y))\n", {"epochs": 4}, "the call takes its arguments from *"),
        (KERAS + DATA + MODEL + COMPILE + "model.fit(x)\n", {"batch_size": 4}, "the batches are made before"),
        (
            KERAS + DATA + MODEL + "class Own(keras.optimizers.Adam):\n    pass\nmodel.compile(Own(5.0), 'mse')\n" +
            FIT, {"optimizer.learning_rate": 0.1}, "Own is not an optimizer of Keras",
        ),
        (
            KERAS + DATA + MODEL + "s = keras.optimizers.Adam()\nfor rate in (0.1, 0.5):\n    s.learning_rate = rate\n"
            "model.compile(s, 'mse')\n" + FIT,
            {"optimizer.learning_rate": 0.1},
            "to rate",
        ),
    ],
)  # fmt: skip
def test_unsafe_edits_are_told_in_words(tmp_path, script, wanted, reason):
    made, *_, text = edited(tmp_path, script, wanted)
    assert text == script
    assert reason in made.instructions[0]
    assert made.lines == {}


@pytest.mark.parametrize("freeze", ["model.trainable = False", "for one in model.layers:\n    one.trainable = False"])
def test_the_line_that_freezes_layers_is_changed(tmp_path, freeze):
    script = KERAS + DATA + MODEL + freeze + "\n" + COMPILE + FIT
    wanted = {f"layers[{index}].trainable": True for index in range(3)}
    made, *_, text = edited(tmp_path, script, wanted)
    assert made.instructions == ()
    assert text == script.replace("trainable = False", "trainable = True")


def test_what_the_source_contradicts_is_not_changed(tmp_path):
    path = tmp_path / "train.py"
    path.write_text(KERAS + DATA + MODEL + COMPILE + FIT)
    before = run(path)
    made = patch([Edit("epochs", 7, 9), Edit("layers[1].units", 3, 4)], before.spec, before.sites)
    assert not made.diff
    assert all("the source has" in one for one in made.instructions)


def test_the_default_rate_of_a_string_changes_nothing(tmp_path):
    made, *_ = edited(tmp_path, KERAS + DATA + MODEL + COMPILE + FIT, {"optimizer.learning_rate": 0.001})
    assert (made.diff, made.instructions) == ("", ())


NAMES = st.sampled_from(["activation", "use_bias", "kernel_initializer", "units"])
ARGUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "activation": st.sampled_from(["'relu'", "keras.activations.tanh", "None"]),
        "use_bias": st.sampled_from(["True", "False"]),
        "kernel_initializer": st.sampled_from(["'he_normal'", "keras.initializers.Ones()"]),
        "name": st.just("'n'"),
    },
)
NEW = {"activation": "sigmoid", "use_bias": False, "kernel_initializer": "lecun_normal", "units": 77}
DEFAULTS = {"activation": "linear", "use_bias": True, "kernel_initializer": "glorot_uniform", "units": 3}
SPACES = st.sampled_from(["", " ", "\n    ", "  # note\n    ", "\n\n    # more\n    "])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_nothing_else_in_the_tree_changes(tmp_path_factory, data):
    """Take the edited arguments out of both trees: they are equal, and every comment off the removed lines is there."""
    arguments = data.draw(ARGUMENTS)
    parts = ["3", *(f"{name}={code}" for name, code in data.draw(st.permutations(sorted(arguments.items()))))]
    gaps = [data.draw(SPACES) for _ in parts]
    inside = "".join(f"{gap}{part}," for gap, part in zip(gaps, parts, strict=True))
    inside = (inside if data.draw(st.booleans()) else inside[:-1]) + data.draw(SPACES)
    script = f"import keras\nm = f(  [keras.layers.Dense({inside}) ,1 ] )  # end\n\n\ny=  2\n"
    wanted = data.draw(st.sets(NAMES, min_size=1))
    path = tmp_path_factory.mktemp("p") / "train.py"
    path.write_text(script)
    edits, spec, sites = _case(path, script, arguments, wanted, data.draw(st.booleans()))
    made = patch(edits, spec, sites)
    assert made.instructions == ()
    text = made.sources.get(str(path), script)
    assert _without(text, wanted) == _without(script, wanted)
    call = _dense(ast.parse(text))
    written = {word.arg: ast.unparse(word.value) for word in call.keywords} | {"units": ast.unparse(call.args[0])}
    if written.get("activation") == "None":  # says the same as, and may stay for
        written["activation"] = "'linear'"
    for edit in edits:
        name = edit.path.rpartition(".")[2]
        assert written.get(name, repr(DEFAULTS[name])) == repr(edit.new)
    assert text.count("#") >= script.count("#") - 2 * len(wanted)
    assert text.endswith(" ,1 ] )  # end\n\n\ny=  2\n")


def _case(path, script, arguments, wanted, to_default):
    values = {"activation": {"'relu'": "relu", "keras.activations.tanh": "tanh"}, "use_bias": {"False": False},
              "kernel_initializer": {"'he_normal'": "he_normal", "keras.initializers.Ones()": "ones"}}  # fmt: skip
    config = {n: values.get(n, {}).get(arguments.get(n), DEFAULTS[n]) for n in DEFAULTS}
    call = _dense(ast.parse(script))
    site = Site(str(path), call.lineno, call.col_offset, call.end_lineno, call.end_col_offset)
    model = {"class_name": "Sequential", "config": {"layers": [{"class_name": "Dense", "config": config}]}}
    new = {n: DEFAULTS[n] if to_default and n != "units" else NEW[n] for n in wanted}
    edits = [Edit(f"layers[0].{n}", config[n], new[n]) for n in sorted(wanted)]
    return edits, Spec(model, "mse", {"class_name": "Adam", "config": {}}), Sites((site,))


def _dense(tree):
    return next(n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "keras.layers.Dense")


def _without(text, names):
    tree = ast.parse(text)
    call = _dense(tree)
    call.keywords = [word for word in call.keywords if word.arg not in names]
    if "units" in names:
        del call.args[0]
    return ast.dump(tree)


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.booleans(), st.none()))
def test_a_literal_reads_back(value):
    for quote in "'\"":
        back = ast.literal_eval(literal(value, quote))
        assert same("x", back, value) or back == value
    assert not contradicts("x", literal(value), value)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_float32_reads_back_as_itself(value):
    import numpy as np

    assert np.float32(ast.literal_eval(number(value))) == np.float32(value)


def test_values():
    assert [number(v) for v in (0.009999999776482582, 1e-5, 128.0, 1 / 3)] == ["0.01", "1e-5", "128.0", str(1 / 3)]
    assert literal([3, 3]) == "(3, 3)"
    assert literal([3]) == "(3,)"
    assert canonical("activation", None) == "linear"
    assert same("kernel_size", 3, [3, 3])
    assert not same("kernel_size", 3, [3, 5])
    assert contradicts("epochs", "3", 4)
    assert not contradicts("epochs", "N", 4)
    assert textwrap.dedent(literal("a'b", "'")) == "'a\\'b'"


SMALL = KERAS + "from keras import backend as K\nimport numpy as np\nx, y = np.zeros((4, 28, 28)), np.zeros((4, 10))\n"


@pytest.mark.parametrize(
    ("compiled", "later", "lines"),
    [
        ("'adam'", "model.optimizer.learning_rate = 10.0", ["model.optimizer.learning_rate = 0.001"]),
        ("'adam'", "model.optimizer.learning_rate.assign(10)", ["model.optimizer.learning_rate.assign(0.001)"]),
        ("'adam'", "RATE = 10.0\nmodel.optimizer.learning_rate = RATE", ["RATE = 0.001"]),
        (
            "keras.optimizers.Adam(0.5)",
            "model.optimizer.learning_rate = 10.",
            ["model.optimizer.learning_rate = 0.001"],
        ),
        (
            "'adam'",
            "K.set_value(model.optimizer.lr, 10.0)",
            ["K.set_value(model.optimizer.lr, 0.001)"],
        ),
        ("opt", "opt.learning_rate = 10.0", ["opt.learning_rate = 0.001"]),
    ],
)
def test_a_rate_that_is_set_after_compile_is_changed_there(tmp_path, compiled, later, lines):
    before = "opt = keras.optimizers.Adam()\n" if compiled == "opt" else ""
    script = SMALL + MODEL + f"{before}model.compile({compiled}, 'mse')\n{later}\n" + FIT
    made = of_rate(tmp_path, script)
    assert changed(made.diff)[0] == lines
    assert not made.instructions


@pytest.mark.parametrize(
    "later",
    [
        "for rate in (10.0,):\n    model.optimizer.learning_rate = rate",
        "model.optimizer.learning_rate = 10.0\nprint('twice')\nmodel.optimizer.learning_rate = 10.0",
        "other = model\nother.optimizer.learning_rate = 10.0",
    ],
)
def test_a_rate_that_cannot_be_changed_where_it_is_set_is_told(tmp_path, later):
    made = of_rate(tmp_path, SMALL + MODEL + f"model.compile('adam', 'mse')\n{later}\n" + FIT)
    assert not made.diff
    (told,) = made.instructions
    assert "learning_rate=0.001" in told


def of_rate(tmp_path, script):
    """The patch from the rate 10, which the optimizer has when fit is called, to 0.001."""
    path = tmp_path / "train.py"
    path.write_text(script)
    found = []
    ended = run_script(path, [], lambda model, call, sites: found.append((spec_of(model, call), sites)))
    assert ended.crash is None, ended.crash
    ((spec, sites),) = found
    return patch([Edit("optimizer.learning_rate", spec.get("optimizer.learning_rate"), 0.001)], spec, sites)


def test_an_old_layer_is_changed_under_its_old_names(tmp_path):
    path = tmp_path / "train.py"
    path.write_text("from keras.layers import Convolution2D\nConvolution2D(8, 3, 3, border_mode='same', init='zero')\n")
    config = {"filters": 8, "padding": "same", "kernel_initializer": "zeros", "activation": "linear"}
    model = {"class_name": "Sequential", "config": {"layers": [{"class_name": "Conv2D", "config": config}]}}
    spec = Spec(model, "mse", {"class_name": "SGD", "config": {"learning_rate": 0.5}})
    edits = [
        Edit("layers[0].padding", "same", "valid"), Edit("layers[0].kernel_initializer", "zeros", "he_normal"),
        Edit("layers[0].activation", "linear", "relu"),
    ]  # fmt: skip
    made = patch(edits, spec, Sites((Site(str(path), 2, 0, 2, 55),)))
    assert changed(made.diff)[0] == ["Convolution2D(8, 3, 3, init='he_normal', activation='relu')"]
