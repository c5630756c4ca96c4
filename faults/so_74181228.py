# verdict: fault
# about: StackOverflow 74181228: where does a Dropout layer act; here one sits behind the output of a regression
# score: 0.0000 0.0000 0.0000 -> 0.9810 0.9812 0.9826
# fault: regularization, architecture
# held_out: true
# line: 35
# fix 35: model.add(Dropout(0.0))

import numpy as np
from keras.layers import Dense, Dropout, Input
from keras.models import Sequential

rng = np.random.default_rng(8)
n = 3000
area = rng.uniform(30, 200, n)
rooms = np.clip(np.round(area / 28 + rng.normal(0, 0.7, n)), 1, 8)
year = rng.integers(1930, 2023, n)
centre = rng.exponential(6, n)
rent = (
    6.0 + 0.11 * area * np.exp(-centre / 18) + 0.4 * rooms + 0.03 * (year - 1930) + rng.normal(0, 0.7, n)
)  # in hundreds

X = np.column_stack([area, rooms, year, centre]).astype("float32")
X_train, X_test = X[:2400], X[2400:]
y_train, y_test = rent[:2400], rent[2400:]
mean, std = X_train.mean(axis=0), X_train.std(axis=0)
X_train = (X_train - mean) / std
X_test = (X_test - mean) / std

model = Sequential()
model.add(Input(shape=(4,)))
model.add(Dense(64, activation="relu"))
model.add(Dense(32, activation="relu"))
model.add(Dense(1))
model.add(Dropout(0.4))
model.compile(loss="mse", optimizer="adam", metrics=["mae"])
history = model.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=40, batch_size=32, verbose=0)
print("val mae:", history.history["val_mae"][-1])
for true, guess in zip(y_test[:8], model.predict(X_test[:8], verbose=0)[:, 0], strict=True):
    print(f"{true:7.2f} {guess:7.2f}")
