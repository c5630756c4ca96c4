# verdict: fault
# about: DomOrlov/csc1171, sparse autoencoder after the Keras blog, with a larger penalty
# score: 0.0000 0.0000 0.0000 -> 0.8023 0.8067 0.8092
# fault: regularization
# held_out: false
# line: 30
# fix 30: encoded = Dense(encoding_dim, activation="relu", activity_regularizer=regularizers.l1(10e-7))(input_img)

import gzip

import numpy as np
from tensorflow.keras import regularizers
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Model


def load(name, rows):
    with gzip.open("/usr/share/datasets/fashion-mnist/" + name) as f:
        images = np.frombuffer(f.read(16 + rows * 784), np.uint8, offset=16).reshape(-1, 14, 2, 14, 2)
    return images.mean(axis=(2, 4)).reshape(rows, 196).astype("float32") / 255.0


x_train = load("train-images-idx3-ubyte.gz", 2000)
x_test = load("t10k-images-idx3-ubyte.gz", 500)

encoding_dim = 32

input_img = Input(shape=(196,))

encoded = Dense(encoding_dim, activation="relu", activity_regularizer=regularizers.l1(10e-2))(input_img)
decoded = Dense(196, activation="sigmoid")(encoded)

autoencoder = Model(input_img, decoded)
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
autoencoder.fit(x_train, x_train, epochs=40, batch_size=128, shuffle=True, verbose=0, validation_data=(x_test, x_test))

codes = Model(input_img, encoded).predict(x_test, verbose=0)
print("mean activation", codes.mean(), "pixels", autoencoder.predict(x_test, verbose=0).std(axis=0).mean())
