# verdict: fault
# about: keras-team/keras discussion of K.mean in custom losses (issue of 4 Feb 2018, bleepingcoder 294195900)
# score:
# fault: loss
# held_out: true
# line: 17
# fix 17:     return ops.mean(ops.square(difference))

import keras
import numpy as np
from keras import layers, ops


def my_mse(y_true, y_pred):
    """Mean squared error over the batch."""
    difference = y_true - y_pred
    return ops.square(ops.mean(difference))


class House:
    columns = ("living", "lot", "rooms", "grade", "age", "lat", "long")

    def __init__(self, n=1600, seed=2014):
        r = np.random.RandomState(seed)
        living = r.lognormal(7.5, 0.4, n)
        lot = r.lognormal(9, 0.7, n)
        rooms = np.clip((living / 650 + r.normal(0, 0.7, n)).round(), 1, 8)
        grade = np.clip((5 + living / 900 + r.normal(0, 1, n)).round(), 3, 12)
        age = r.uniform(0, 100, n)
        lat, long = r.uniform(47.2, 47.8, n), r.uniform(-122.5, -121.5, n)
        centre = np.exp(-((lat - 47.6) ** 2 + (long + 122.2) ** 2) / 0.06)
        self.price = (220 * living + 45000 * grade + 450000 * centre - 900 * age) * r.lognormal(0, 0.12, n)
        self.x = np.column_stack([living, lot, rooms, grade, age, lat, long])


house = House()
x = (house.x - house.x.mean(axis=0)) / house.x.std(axis=0)
y = np.log(house.price)
y = ((y - y.mean()) / y.std()).reshape(-1, 1).astype("float32")

inputs = keras.Input(shape=(len(House.columns),))
hidden = layers.Dense(32, activation="relu")(inputs)
hidden = layers.Dense(32, activation="relu")(hidden)
model = keras.Model(inputs, layers.Dense(1)(hidden))
model.compile(optimizer=keras.optimizers.Adam(0.003), loss=my_mse)
history = model.fit(x[:1300], y[:1300], validation_data=(x[1300:], y[1300:]), epochs=30, batch_size=32, verbose=0)
print("loss", history.history["loss"][-1])
