# verdict: fault
# about: datascience.stackexchange 60782
# score:
# fault: output_activation, loss
# held_out: true
# line: 33
# fix 33: output = Dense(10, activation="softmax")(fully_connected)

import gzip

import numpy as np
from keras.layers import Conv2D, Dense, Dropout, Flatten, Input, MaxPooling2D
from keras.models import Model

path = "/usr/share/datasets/fashion-mnist/train-"
with gzip.open(path + "images-idx3-ubyte.gz", "rb") as f:
    X = np.frombuffer(f.read(), dtype=np.uint8, offset=16).reshape(-1, 28, 28, 1)
with gzip.open(path + "labels-idx1-ubyte.gz", "rb") as f:
    y = np.frombuffer(f.read(), dtype=np.uint8, offset=8)
X = X[:2000] / 255.0
y = y[:2000].astype("int64")


input = Input(shape=(28, 28, 1))
conv1 = Conv2D(8, (3, 3))(input)
pool1 = MaxPooling2D(pool_size=(2, 2))(conv1)
drop1 = Dropout(0.25)(pool1)
conv2 = Conv2D(16, (3, 3))(drop1)
pool2 = MaxPooling2D(pool_size=(2, 2))(conv2)
drop2 = Dropout(0.25)(pool2)
flatten = Flatten()(drop2)
fully_connected = Dense(128, activation="relu")(flatten)
output = Dense(10)(fully_connected)
model = Model(inputs=input, outputs=output)
model.compile(loss="sparse_categorical_crossentropy", optimizer="Adam", metrics=["accuracy"])
print(model.summary())
model.fit(X, y, epochs=5, validation_split=0.3)
