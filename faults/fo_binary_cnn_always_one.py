# verdict: fault
# about: StackOverflow, Why does a binary Keras CNN always predict 1 (techfeed 456718)
# score: 0.6440 0.6440 0.6440 -> 0.8280 0.8380 0.8280
# fault: output_activation, output_units
# held_out: false
# line: 51
# fix 51: model.add(Activation("sigmoid"))

import numpy as np
from tensorflow.keras.callbacks import ReduceLROnPlateau
from tensorflow.keras.layers import Activation, BatchNormalization, Conv1D, Dense, Dropout, Flatten, LeakyReLU
from tensorflow.keras.models import Sequential

rng = np.random.RandomState(11)
rows = 1800
trend = rng.normal(0, 1, (rows, 1))
walk = np.cumsum(rng.normal(0, 0.5, (rows, 10)) + 0.35 * trend, axis=1)
X = np.stack(
    [
        walk,
        walk + rng.gamma(1, 0.2, walk.shape),
        walk - rng.gamma(1, 0.2, walk.shape),
        walk + rng.normal(0, 0.2, walk.shape),
    ],
    axis=2,
)
X = (X - X.mean()) / X.std()
y = (trend[:, 0] + rng.normal(0, 0.3, rows) > -0.35).astype(int)

X_train, X_test = X[:1300], X[1300:]
y_train, y_test = y[:1300].reshape(-1, 1), y[1300:].reshape(-1, 1)

model = Sequential()
model.add(Conv1D(input_shape=(10, 4), filters=16, kernel_size=4, padding="same"))
model.add(BatchNormalization())
model.add(LeakyReLU())
model.add(Dropout(0.2))

model.add(Conv1D(filters=8, kernel_size=4, padding="same"))
model.add(BatchNormalization())
model.add(LeakyReLU())
model.add(Dropout(0.2))

model.add(Flatten())

model.add(Dense(64))
model.add(BatchNormalization())
model.add(LeakyReLU())

model.add(Dense(1))
model.add(Activation("softmax"))

reduce_lr = ReduceLROnPlateau(monitor="val_accuracy", factor=0.9, patience=30, min_lr=0.000001, verbose=0)

model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(
    X_train,
    y_train,
    epochs=20,
    batch_size=128,
    verbose=0,
    validation_data=(X_test, y_test),
    callbacks=[reduce_lr],
    shuffle=True,
)

y_pred = model.predict(X_test, verbose=0)
print([[int(((y_test == a) & ((y_pred > 0.5) == b)).sum()) for b in (0, 1)] for a in (0, 1)])
