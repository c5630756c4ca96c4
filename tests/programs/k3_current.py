"""Keras 3 as it is written today: ops, Rescaling, a schedule, EarlyStopping."""
import keras
import numpy as np
from keras import layers, ops

keras.utils.set_random_seed(1)
x, y = np.random.rand(100, 5).astype("float32"), np.random.randint(0, 2, 100)


@keras.saving.register_keras_serializable()
class Square(layers.Layer):
    def call(self, x):
        return ops.square(x)


inputs = keras.Input((5,))
outputs = layers.Dense(1, activation="sigmoid")(Square()(layers.Dense(4)(inputs)))
model = keras.Model(inputs, outputs)
rate = keras.optimizers.schedules.ExponentialDecay(0.01, 100, 0.9)
model.compile(keras.optimizers.AdamW(rate), "binary_crossentropy", metrics=["accuracy", keras.metrics.AUC()])
model.fit(x, y, epochs=3, validation_split=0.2, callbacks=[keras.callbacks.EarlyStopping(patience=1)], verbose=2)
model.save("model.keras")
