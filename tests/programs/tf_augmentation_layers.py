"""Preprocessing layers, experimental and not, in the model."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

x, y = np.random.randint(0, 256, (48, 8, 8, 3)), np.random.randint(0, 2, 48)
augmentation = tf.keras.Sequential(
    [
        layers.experimental.preprocessing.RandomFlip("horizontal", input_shape=(8, 8, 3)),
        layers.RandomRotation(0.1),
    ]
)
model = tf.keras.Sequential(
    [
        augmentation,
        layers.experimental.preprocessing.Rescaling(1.0 / 255),
        layers.Conv2D(4, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(2),
    ]
)
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
history = model.fit(x, y, epochs=1, verbose=0)
acc = history.history["accuracy"]
