"""The lesson's perceptron with its tracker: run.config as attributes."""
import keras
import numpy as np
import wandb
from keras.datasets import mnist
from keras.layers import Dense, Flatten
from keras.models import Sequential
from keras.utils import np_utils
from wandb.keras import WandbCallback

run = wandb.init()
config = run.config
config.epochs = 2
config.optimizer = "adam"
(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train, y_train, X_test, y_test = X_train[:2000], y_train[:2000], X_test[:500], y_test[:500]
is_five_train = y_train == 5
is_five_test = y_test == 5
labels = ["Not Five", "Is Five"]
img_width, img_height = X_train.shape[1:]
model = Sequential()
model.add(Flatten(input_shape=(img_width, img_height)))
model.add(Dense(1))
model.compile(loss="mse", optimizer=config.optimizer, metrics=["accuracy"])
model.fit(
    X_train,
    is_five_train,
    epochs=config.epochs,
    validation_data=(X_test, is_five_test),
    callbacks=[WandbCallback(labels=labels, data_type="image")],
)
wandb.log({"done": 1, "picture": wandb.Image(X_train[0])})
model.save("perceptron.h5")
