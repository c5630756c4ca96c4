# verdict: healthy
# about: datascience.stackexchange 68962: Celsius to Fahrenheit with one Dense unit, many epochs; worried that the bias is off
# score:
# held_out: false

import keras
import numpy as np

celsius = np.array([-40, -30, -20, -10, -5, 0, 3, 8, 10, 15, 22, 30, 38, 45, 55, 60], dtype=float).reshape(-1, 1)
fahrenheit = celsius * 1.8 + 32

celsius_check = np.array([-25, -3, 5, 18, 27, 50], dtype=float).reshape(-1, 1)
fahrenheit_check = celsius_check * 1.8 + 32

l0 = keras.layers.Dense(units=1)
model = keras.Sequential([keras.Input(shape=(1,)), l0])

model.compile(loss="mean_squared_error", optimizer=keras.optimizers.Adam(0.1))

history = model.fit(
    celsius, fahrenheit, epochs=100, batch_size=2, verbose=False, validation_data=(celsius_check, fahrenheit_check)
)

print("Finished training the model")


weight, bias = l0.get_weights()
print("weight", weight[0, 0], "(1.8)  bias", bias[0], "(32)")
print(model.predict(np.array([[100.0]]), verbose=0), "expected 212")
print("last losses", history.history["loss"][-3:])
