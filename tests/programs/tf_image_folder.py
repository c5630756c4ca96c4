"""image_dataset_from_directory without TensorFlow."""
import os

import numpy as np
import tensorflow as tf
from PIL import Image

for number, name in enumerate(["a", "b"]):
    os.makedirs(os.path.join("photos", name), exist_ok=True)
    for i in range(10):
        Image.fromarray(np.full((12, 12, 3), 100 * number + i, "uint8")).save("photos/%s/%d.jpg" % (name, i))
train_ds = tf.keras.preprocessing.image_dataset_from_directory(
    "photos", validation_split=0.2, subset="training", seed=123, image_size=(8, 8), batch_size=4
)
val_ds = tf.keras.utils.image_dataset_from_directory(
    "photos", validation_split=0.2, subset="validation", seed=123, image_size=(8, 8), batch_size=4
)
class_names = train_ds.class_names
print(class_names)
train_ds = train_ds.cache().shuffle(100).prefetch(buffer_size=tf.data.AUTOTUNE)
model = tf.keras.Sequential(
    [tf.keras.layers.Rescaling(1.0 / 255), tf.keras.layers.Flatten(), tf.keras.layers.Dense(len(class_names))]
)
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=1, verbose=0)
