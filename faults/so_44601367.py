# verdict: fault
# about: StackOverflow 44601367
# score:
# fault: output_activation, target_scaling
# held_out: true
# line: 20
# fix 20: decoded = Dense(8)(encoded)

import numpy as np
from keras.layers import Dense, Input
from keras.models import Model

encoding_dim = 6
rng = np.random.RandomState(44)
hidden = rng.uniform(0, 1, size=(1200, 3))
x_train = 1 + hidden.dot(rng.uniform(0, 4, size=(3, 8)))

inp = Input(shape=(8,))
encoded = Dense(encoding_dim, activation="relu")(inp)
decoded = Dense(8, activation="sigmoid")(encoded)

autoencoder = Model(inp, decoded)
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(x_train, x_train, epochs=60, batch_size=16, verbose=0)
print(autoencoder.predict(x_train[:5], verbose=0), x_train[:5])
