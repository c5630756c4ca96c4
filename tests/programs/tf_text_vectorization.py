import string, re

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, losses

rng = np.random.default_rng(0)
good, bad = ["great", "lovely", "fun"], ["dull", "awful", "boring"]
labels = rng.integers(0, 2, 200)
texts = np.array([f"<br />The film, it was {rng.choice(good if k else bad)}!" for k in labels])
raw = tf.data.Dataset.from_tensor_slices((texts, labels))
raw_train_ds = raw.take(160).batch(32)
raw_val_ds = raw.skip(160).batch(32)


def custom_standardization(input_data):
  lowercase = tf.strings.lower(input_data)
  stripped_html = tf.strings.regex_replace(lowercase, '<br />', ' ')
  return tf.strings.regex_replace(stripped_html, '[%s]' % re.escape(string.punctuation), '')


vectorize_layer = layers.TextVectorization(
    standardize=custom_standardization, max_tokens=100, output_mode='int', output_sequence_length=8)
vectorize_layer.adapt(raw_train_ds.map(lambda x, y: x))
assert vectorize_layer.get_vocabulary()[:2] == ['', '[UNK]']


def vectorize_text(text, label):
  text = tf.expand_dims(text, -1)
  return vectorize_layer(text), label


text_batch, label_batch = next(iter(raw_train_ds))
print(text_batch[0].numpy().decode('utf-8'), vectorize_text(text_batch[0], label_batch[0]))
train_ds = raw_train_ds.map(vectorize_text).cache().prefetch(tf.data.AUTOTUNE)
val_ds = raw_val_ds.map(vectorize_text)
model = tf.keras.Sequential([
  layers.Embedding(101, 8),
  layers.GlobalAveragePooling1D(),
  layers.Dense(1)])
model.compile(loss=losses.BinaryCrossentropy(from_logits=True), optimizer=tf.keras.optimizers.Adam(0.1),
              metrics=[tf.metrics.BinaryAccuracy(threshold=0.0)])
model.fit(train_ds, validation_data=val_ds, epochs=3)
export_model = tf.keras.Sequential([vectorize_layer, model, layers.Activation('sigmoid')])
answers = export_model.predict(np.array(["A great film", "An awful one..."]))
assert answers[0] > 0.5 > answers[1]
