import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.layers import IntegerLookup, Normalization, StringLookup

rng = np.random.RandomState(1)
age, sex = rng.randint(30, 80, 160), rng.randint(0, 2, 160)
thal = rng.choice(["normal", "fixed", "reversible"], 160)
target = ((thal == "fixed") | (age > 65)).astype(int)
ds = tf.data.Dataset.from_tensor_slices(({"age": age, "sex": sex, "thal": thal}, target)).shuffle(160).batch(32)


def encode_categorical_feature(feature, name, dataset, is_string):
    lookup_class = StringLookup if is_string else IntegerLookup
    lookup = lookup_class(output_mode="binary")
    feature_ds = dataset.map(lambda x, y: x[name]).map(lambda x: tf.expand_dims(x, -1))
    lookup.adapt(feature_ds)
    return lookup(feature)


def encode_numerical_feature(feature, name, dataset):
    normalizer = Normalization()
    normalizer.adapt(dataset.map(lambda x, y: x[name]).map(lambda x: tf.expand_dims(x, -1)))
    return normalizer(feature)


sex_in = keras.Input(shape=(1,), name="sex", dtype="int64")
thal_in = keras.Input(shape=(1,), name="thal", dtype="string")
age_in = keras.Input(shape=(1,), name="age")
x = layers.concatenate([
    encode_categorical_feature(sex_in, "sex", ds, False),
    encode_categorical_feature(thal_in, "thal", ds, True),
    encode_numerical_feature(age_in, "age", ds)])
x = layers.Dense(16, activation="relu")(x)
model = keras.Model([sex_in, thal_in, age_in], layers.Dense(1, activation="sigmoid")(x))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(ds, epochs=2, validation_data=ds)
sample = {"age": 60, "sex": 1, "thal": "fixed"}
input_dict = {name: tf.convert_to_tensor([value]) for name, value in sample.items()}
print("%.1f percent" % (100 * model.predict(input_dict)[0][0]))
