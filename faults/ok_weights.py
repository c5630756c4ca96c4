# verdict: healthy
# about: rare positives with class weights and AUC/recall as metrics, done right
# score:
# held_out: false

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(61)


def patients(n):
    sick = (rng.random(n) < 0.07).astype("int32")
    crp = rng.lognormal(1.0 + 1.3 * sick, 0.7)
    white_cells = rng.normal(7 + 3.5 * sick, 2.0)
    fever = rng.normal(36.9 + 1.1 * sick, 0.5)
    age = rng.uniform(1, 90, n)
    pulse = rng.normal(75 + 14 * sick, 11)
    return np.column_stack([np.log(crp), white_cells, fever, age, pulse]), sick


X, y = patients(5000)
X_val, y_val = patients(2000)
norm = layers.Normalization()
norm.adapt(X)

positives = y.sum()
class_weight = {0: len(y) / (2 * (len(y) - positives)), 1: len(y) / (2 * positives)}

model = keras.Sequential(
    [
        keras.Input((5,)),
        norm,
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.002),
    loss="binary_crossentropy",
    metrics=[keras.metrics.AUC(name="auc"), keras.metrics.Recall(name="recall")],
)
model.fit(X, y, epochs=12, batch_size=64, class_weight=class_weight, validation_data=(X_val, y_val), verbose=2)
