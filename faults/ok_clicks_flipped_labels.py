# verdict: healthy
# about: three labels in ten are wrong, so 70 % accuracy is all there is
# score:
# held_out: true

import numpy as np
import tensorflow as tf

rng = np.random.default_rng(8)
n = 2400
banner = rng.normal(size=(n, 6))
clicked = banner[:, 0] + banner[:, 1] > 0.4 * banner[:, 2]
flipped = rng.random(n) < 0.3  # shared devices: the log names the wrong user
label = (clicked ^ flipped).astype("float32")

model = tf.keras.Sequential(
    [
        tf.keras.layers.Input((6,)),
        tf.keras.layers.Dense(8, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(tf.keras.optimizers.Adam(0.003), "binary_crossentropy", metrics=["accuracy"])
history = model.fit(banner, label, epochs=20, batch_size=64, validation_split=0.25, verbose=0)
print(history.history["val_accuracy"][-1], "of about 0.70")
