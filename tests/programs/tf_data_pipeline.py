"""A tf.data pipeline: map, cache, shuffle, batch, prefetch; normalised in the map."""
import numpy as np
import tensorflow as tf

AUTOTUNE = tf.data.experimental.AUTOTUNE
x = np.random.randint(0, 256, (300, 8, 8, 1)).astype("uint8")
y = np.random.randint(0, 3, 300)


def normalize_img(image, label):
    return tf.cast(image, tf.float32) / 255.0, label


ds_train = tf.data.Dataset.from_tensor_slices((x, y))
ds_train = ds_train.map(normalize_img, num_parallel_calls=tf.data.AUTOTUNE)
ds_train = ds_train.cache().shuffle(300).batch(32).prefetch(AUTOTUNE)
ds_test = tf.data.Dataset.from_tensor_slices((x[:50], y[:50])).map(normalize_img).batch(32)
for images, labels in ds_train.take(1):
    print(images.shape, labels.numpy()[:3])
model = tf.keras.Sequential(
    [
        tf.keras.layers.Conv2D(4, 3, activation="relu", input_shape=(8, 8, 1)),
        tf.keras.layers.GlobalAveragePooling2D(),
        tf.keras.layers.Dense(3),
    ]
)
model.compile(
    optimizer=tf.keras.optimizers.Adam(0.001),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[tf.keras.metrics.SparseCategoricalAccuracy()],
)
model.fit(ds_train, epochs=2, validation_data=ds_test)
print(model.evaluate(ds_test), model.predict(ds_test).shape)
