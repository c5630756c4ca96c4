"""Patched programs are run again: the recipe and the arrays at their `fit` are the promised ones, in every style."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from promises import broken, patched, take
from unstuck.patch import patch
from unstuck.patch.values import same
from unstuck.spec import Edit

PROGRAMS = sorted((Path(__file__).parents[1] / "faults").glob("*.py"))
TRAINED = [path for path in PROGRAMS if not path.read_text().startswith("# verdict: crash")]
STYLES = {
    "lesson": """
# The perceptron
import numpy
from keras.datasets import mnist
from keras.models import Sequential
from keras.layers import Dense, Flatten, Dropout
from keras.utils import to_categorical

(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train, y_train = X_train[:200], y_train[:200]
img_width = X_train.shape[1]
img_height = X_train.shape[2]

# one hot encode outputs
y_train = to_categorical(y_train)
num_classes = y_train.shape[1]
y_test = to_categorical(y_test)

# create model
model=Sequential()
model.add(Flatten(input_shape=(img_width,img_height)))
model.add(Dropout(0.9))
model.add(Dense(100, activation='sigmoid', kernel_initializer='zeros'))
model.add(Dense(num_classes))
model.compile(loss='mse', optimizer='adam', metrics=['accuracy'])
model.fit(X_train, y_train, epochs=10, validation_data=(X_test[:50], y_test[:50]))
print(model.evaluate(X_test[:50], y_test[:50]))
""",
    "argparse and functions": """
'''Trains a small network.'''
import argparse
import numpy as np
from keras import layers, optimizers, Sequential
from keras.datasets import mnist

parser = argparse.ArgumentParser()
parser.add_argument('--epochs', type=int, default=5, help='passes')
parser.add_argument('--batch-size', type=int, default=16)
parser.add_argument('--lr', type=float, default=5.0)
args = parser.parse_args()


def load():
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train[:100].reshape(-1, 784).astype('float32')
    x_test = x_test[:40].reshape(-1, 784).astype('float32')
    return x_train, y_train[:100], x_test, y_test[:40]


def build(hidden, lr):
    model = Sequential()
    model.add(layers.Input((784,)))
    for units in hidden:
        model.add(layers.Dense(units, activation='tanh'))
    model.add(layers.Dense(10, activation='softmax'))
    model.compile(optimizers.SGD(learning_rate=lr), 'sparse_categorical_crossentropy')
    return model


def main():
    x_train, y_train, x_test, y_test = load()
    model = build([32, 16], args.lr)
    model.fit(x_train, y_train, batch_size=args.batch_size, epochs=args.epochs,
              validation_data=(x_test, y_test), shuffle=False)
    model.evaluate(x_test, y_test)


if __name__ == '__main__':
    main()
""",
    "a class and a config": """
import keras
import numpy as np
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D, Activation, Input
from keras.models import Model

CONFIG = {
    "epochs": 3,          # passes
    "batch_size": 64,
    'optimizer': {'lr': 0.5, 'momentum': 0.9},
}


class Trainer:
    def __init__(self, config):
        self.config = config
        self.model = self.build()

    def block(self, x, filters):
        x = Conv2D(filters, (3, 3), kernel_initializer="random_normal")(x)
        x = Activation("sigmoid")(x)
        return MaxPooling2D()(x)

    def build(self):
        inputs = Input((28, 28, 1))
        x = self.block(inputs, 4)
        x = self.block(x, 8)
        x = Flatten()(x)
        outputs = Dense(10, 'softmax')(x)
        model = Model(inputs, outputs)
        sgd = keras.optimizers.SGD(learning_rate=self.config['optimizer']['lr'], momentum=0.9)
        model.compile(loss="mse", optimizer=sgd)
        return model

    def run(self, x, y):
        self.model.fit(x, y, epochs=self.config["epochs"], batch_size=self.config["batch_size"])


(x, y), _ = keras.datasets.mnist.load_data()
x = np.expand_dims(x[:60], -1)
y = np.eye(10)[y[:60]]
Trainer(CONFIG).run(x, y)
""",
    "pandas": """
import keras
import numpy as np
import pandas as pd

df = pd.DataFrame(np.random.default_rng(0).normal(size=(90, 4)) * [1, 50, 3000, 2], columns=list("abcd"))
df["target"] = (df["a"] > 0).astype(int)
X = df.drop("target", axis=1)
y = df["target"]
msk = np.arange(90) < 60
X_train, X_test, y_train, y_test = X[msk], X[~msk], y[msk], y[~msk]
model = keras.models.Sequential([
    keras.layers.Dense(8, activation=keras.activations.tanh, input_dim=4),
    keras.layers.Dense(1)
])
model.compile(optimizer=keras.optimizers.Adam(1e-7), loss=keras.losses.BinaryCrossentropy())
model.fit(X_train, y_train, epochs=4, validation_data=(X_test, y_test))
""",
    "keyword dictionaries": """
import keras, numpy as np
from keras import layers as L
rng = np.random.default_rng(1)
X = rng.integers(0, 255, (80, 12)); Y = (X.sum(1) > 1500).astype("int32")
N_EPOCHS, LR = 2, 0.3
hp = dict(units=24, activation='sigmoid')
fit_args = {'epochs': N_EPOCHS, 'batch_size': 8, 'verbose': 0}
net = keras.Sequential([L.Dense(**hp), L.Dropout(.95), L.Dense(1, activation='softmax', kernel_regularizer='l2')])
net.compile(optimizer=keras.optimizers.RMSprop(LR), loss='mae')
net.fit(X, Y, validation_split=.25, **fit_args)
""",
    "cross-validation": """
import numpy
import keras
from keras.layers import Dense
numpy.random.seed(7)
dataset = numpy.random.uniform(0, 200, (60, 9))
X = dataset[:,0:8]
Y = (dataset[:,8] > 100) * 1
folds = numpy.array_split(numpy.arange(60), 3)
cvscores = []
for k, test in enumerate(folds):
  train = numpy.setdiff1d(numpy.arange(60), test)
  # create model
  model = keras.Sequential()
  model.add(Dense(12, kernel_initializer='uniform', activation='relu'))
  model.add(Dense(8, kernel_initializer='uniform', activation='relu'))
  model.add(Dense(1, kernel_initializer='uniform', activation='sigmoid'))
  model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
  model.fit(X[train], Y[train], epochs=15, batch_size=10, verbose=0)
  scores = model.evaluate(X[test], Y[test], verbose=0)
""",
    "two inputs": """
import keras
import numpy as np
a, b = np.arange(120.0).reshape(40, 3), np.arange(80.0).reshape(40, 2)
t = np.arange(40) % 2
one, two = keras.Input((3,), name="one"), keras.Input((2,), name="two")
merged = keras.layers.concatenate([keras.layers.Dense(4, activation="tanh")(one), two])
model = keras.Model(inputs=[one, two], outputs=keras.layers.Dense(1, activation="relu")(merged))
model.compile("sgd", "mse")
model.fit({"one": a, "two": b}, t, epochs=3)
""",
    "a sum of habits": """
#!/usr/bin/env python
# coding: utf-8
import numpy as np, keras
from keras.models import Sequential
from keras.layers import *
from keras.optimizers import *

batch_size = 128; nb_epoch = 2
def get_model(activation = 'sigmoid', opt = 'sgd'):
\tmodel = Sequential()
\tmodel.add(Reshape((784, ), input_shape = (28, 28)))
\tmodel.add(Dense(32, activation = activation))  # hidden
\tmodel.add(BatchNormalization())
\tmodel.add(Dense(10)); model.add(Activation('softmax'))
\tmodel.compile(loss = 'categorical_crossentropy',
\t              optimizer = opt,
\t              metrics = ['accuracy'])
\treturn model

data = np.load(FILE) if (FILE := None) else keras.datasets.mnist.load_data()
(trainX, trainY), (testX, testY) = data
trainX = trainX[:96]; trainY = trainY[:96]
trainX = trainX.astype('float32')
testX = testX.astype('float32')
trainY = keras.utils.to_categorical(trainY, 10)
model = get_model()
history = model.fit(trainX, trainY, batch_size, nb_epoch, verbose = 1)
""",
}


def suspects(taken):
    """Two sets of edits such as the checks give, touching all that a recipe has."""
    spec = taken.spec
    one = {
        "epochs": spec.epochs * 7 + 1,
        "batch_size": spec.batch_size + 3,
        "shuffle": not spec.shuffle,
        "loss": "mean_absolute_error" if spec.loss not in ("mae", "mean_absolute_error") else "mse",
        "optimizer.learning_rate": 0.0123,
        "inputs.scale": 1 / 255,
        **({} if spec.class_weight else {"class_weight": {0: 1.0, 1: 2.5}}),
    }
    other = "SGD" if spec.optimizer["class_name"] == "Adam" else "Adam"
    two = {
        "loss": {"class_name": "BinaryCrossentropy", "config": {"from_logits": True}},
        "optimizer": {"class_name": other, "learning_rate": 0.001},
        "targets.shift": 3.0,
        "targets.scale": 0.25,
    }
    if isinstance(spec.optimizer["config"]["learning_rate"], dict):
        del one["optimizer.learning_rate"]
    for index, layer in enumerate(spec.layers()):
        config, place = layer["config"], f"layers[{index}]"
        if isinstance(config.get("activation"), str):
            one[f"{place}.activation"] = "tanh" if config["activation"] != "tanh" else "relu"
            two[f"{place}.activation"] = "linear"
        if "units" in config:
            one[f"{place}.units"] = config["units"] + 5
        if "rate" in config:
            one[f"{place}.rate"] = 0.2
        if isinstance(config.get("kernel_initializer"), dict):
            old = config["kernel_initializer"]
            new = "HeNormal" if old["class_name"] != "HeNormal" else "GlorotUniform"
            one[f"{place}.kernel_initializer"] = {**old, "class_name": new, "config": {"seed": None}}
        if config.get("trainable") is False:
            two[f"{place}.trainable"] = True
        if config.get("kernel_regularizer"):
            two[f"{place}.kernel_regularizer"] = None
    x = taken.call.x
    if np.ndim(x) == 2:
        rows = np.asarray(x)
        two["inputs.shift"] = tuple(rows.mean(0).tolist())
        two["inputs.scale"] = tuple((1 / (rows.std(0) + 1e-7)).tolist())
    return one, two


def check(path, left_to_the_user=()):
    before = take(path)
    for wanted in suspects(before):
        wanted = {
            place: new
            for place, new in wanted.items()
            if not same(place.rpartition(".")[2], before.spec.get(place), new)  # nothing to change
        }
        made, _, after = patched(path, wanted, before)
        assert broken(before, after, wanted, made) == []
        assert set(wanted) - set(made.lines) <= set(left_to_the_user), made.instructions
        recipe = [place for place in made.lines if not place.startswith(("inputs.", "targets."))]
        edits = [Edit(place, after.spec.get(place), wanted[place]) for place in recipe]
        originals = {file: Path(file).read_text() for file in made.sources}
        for file, text in made.sources.items():
            Path(file).write_text(text)
        assert patch(edits, after.spec, after.sites).diff == "", "a second time there is nothing to do"
        for file, text in originals.items():
            Path(file).write_text(text)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.filterwarnings("ignore:Do not pass an `input_")
def test_styles(tmp_path, style):
    path = tmp_path / "train.py"
    path.write_text(STYLES[style])
    if style == "pandas":
        pytest.importorskip("pandas")
    check(path)


# What cannot be changed safely in a program, and is said in words instead.
_SAME_ARRAY = ("inputs.shift", "inputs.scale")  # inputs and labels are one array
IN_WORDS = {
    "ok_autoencoder": _SAME_ARRAY,
    "ok_plateau": _SAME_ARRAY,
    "fo_twoheads": ("loss", "targets.shift", "targets.scale"),  # a dict of each, for two outputs
    "so_recsys_relu": ("inputs.shift", "inputs.scale"),  # two inputs, each with token numbers of its own
    # Its optimizer is made by `__import__("keras").optimizers.Adam`.
    "ok_linear_bottleneck_autoencoder": (*_SAME_ARRAY, "optimizer", "optimizer.learning_rate"),
}


@pytest.mark.parametrize("program", TRAINED[::12], ids=lambda path: path.stem)
def test_corpus(tmp_path, program):
    path = tmp_path / program.name
    shutil.copy(program, path)
    check(path, IN_WORDS.get(program.stem, ()))
