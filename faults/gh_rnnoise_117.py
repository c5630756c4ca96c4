# verdict: fault
# about: xiph/rnnoise issue 117
# score: 0.2796 0.2538 0.2657 -> 0.9916 0.9912 0.9916
# fault: loss
# held_out: true
# line: 24
# fix 24:     return ops.mean(ops.binary_crossentropy(y_true, y_pred), axis=-1)

import numpy as np
from keras import ops
from keras.layers import Dense, Input
from keras.models import Model

rng = np.random.default_rng(117)
n_frames = 3000
speech = rng.normal(0, 1.2, (n_frames, 8))
noise = rng.normal(0, 1.0, (n_frames, 8))
features = np.concatenate([speech, noise, rng.normal(size=(n_frames, 6))], axis=1) + rng.normal(0, 0.05, (n_frames, 22))
gains = np.exp(speech) / (np.exp(speech) + np.exp(noise))
features, gains = features.astype("float32"), gains.astype("float32")


def my_crossentropy(y_true, y_pred):
    return ops.mean(ops.binary_crossentropy(y_pred, y_true), axis=-1)


main_input = Input(shape=(22,), name="main_input")
tmp = Dense(48, activation="tanh", name="input_dense")(main_input)
tmp = Dense(32, activation="tanh", name="denoise")(tmp)
denoise_output = Dense(8, activation="sigmoid", name="denoise_output")(tmp)

model = Model(inputs=main_input, outputs=denoise_output)
model.compile(loss=my_crossentropy, optimizer="adam")
model.fit(features, gains, batch_size=32, epochs=25, validation_split=0.1, verbose=0)
