# verdict: fault
# about: StackOverflow 58887284: why is the neural network (one sigmoid unit) not learning the curve f(x) = -1/(exp(10x)+1)
# score:
# fault: output_activation, target_scaling
# held_out: false
# line: 14
# fix 14:     return 1.0 - 1.0 / (np.exp(10.0 * x) + 1.0)

import keras
import numpy as np


def f(x):
    return -1.0 / (np.exp(10.0 * x) + 1.0)


x_train = np.linspace(-1, 1, 555).reshape(-1, 1)
y_train = f(x_train)

x_test = np.linspace(-1, 1, 41).reshape(-1, 1)
y_test = f(x_test)

model = keras.models.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1, activation="sigmoid", use_bias=True)])

model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=["MeanAbsoluteError"])

history = model.fit(x_train, y_train, epochs=60, verbose=0, validation_data=(x_test, y_test))

y_pred = model.predict(x_test)
for x, y, p in zip(x_test[::5, 0], y_test[::5, 0], y_pred[::5, 0], strict=False):
    print(f"{x:5.2f}  true {y:6.3f}  predicted {p:6.3f}")
print("val loss", history.history["val_loss"][-1])
