"""tensorflow_datasets' MNIST with its info."""
import tensorflow as tf
import tensorflow_datasets as tfds

(ds_train, ds_test), ds_info = tfds.load(
    "mnist", split=["train[:2000]", "test[:500]"], shuffle_files=True, as_supervised=True, with_info=True
)
ds_train = ds_train.map(lambda image, label: (tf.cast(image, tf.float32) / 255.0, label)).cache()
ds_train = ds_train.shuffle(ds_info.splits["train"].num_examples).batch(128).prefetch(tf.data.AUTOTUNE)
ds_test = ds_test.map(lambda image, label: (tf.cast(image, tf.float32) / 255.0, label)).batch(128)
model = tf.keras.models.Sequential(
    [tf.keras.layers.Flatten(input_shape=(28, 28, 1)), tf.keras.layers.Dense(10, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(ds_train, epochs=1, validation_data=ds_test, verbose=2)
