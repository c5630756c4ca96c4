import numpy as np
from tensorflow import keras

t = np.arange(400)
series = np.stack([np.sin(t / 12), np.cos(t / 12)], axis=1).astype("float32")
train = keras.preprocessing.timeseries_dataset_from_array(
    series[:300], series[24:, 0], sequence_length=12, sampling_rate=2, batch_size=32)
val = keras.utils.timeseries_dataset_from_array(series[300:-24], series[324:, 0], 12, sampling_rate=2, batch_size=32)
for batch in train.take(1):
    inputs, targets = batch
assert inputs.numpy().shape == (32, 12, 2)
np.testing.assert_allclose(inputs[3][:, 0], series[3:27:2, 0])
assert targets[3] == series[27, 0]
inputs = keras.layers.Input(shape=(inputs.shape[1], inputs.shape[2]))
model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.GRU(8)(inputs)))
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=[keras.metrics.MeanRelativeError(normalizer=[1.0])])
model.fit(train, epochs=2, validation_data=val)
