import tensorflow as tf
from tensorflow.keras import layers, Model
import numpy as np

METRICS = [
    tf.keras.metrics.TruePositives(name='tp'),
    tf.keras.metrics.FalsePositives(name='fp'),
    tf.keras.metrics.BinaryAccuracy(name='accuracy'),
    tf.keras.metrics.Precision(name='precision'),
    tf.keras.metrics.Recall(name='recall'),
    tf.keras.metrics.AUC(name='auc'),
]

tf.random.set_seed(42)
features = np.random.default_rng(0).normal(size=(500, 8)).astype('float32')
labels = (features[:, 0] > 1.3).astype('float32')
neg, pos = np.bincount(labels.astype(int))
initial_bias = np.log([pos / neg])


def make_model(metrics=METRICS, output_bias=None):
    if output_bias is not None:
        output_bias = tf.keras.initializers.Constant(output_bias)
    inputs = tf.keras.Input(shape=(features.shape[-1],))
    x = layers.Dense(16, activation='relu')(inputs)
    x = layers.Dropout(0.5)(x)
    outputs = layers.Dense(1, activation='sigmoid', bias_initializer=output_bias)(x)
    model = Model(inputs, outputs)
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=1e-3), loss=tf.keras.losses.BinaryCrossentropy(),
                  metrics=metrics)
    return model


early_stopping = tf.keras.callbacks.EarlyStopping(monitor='val_auc', verbose=1, patience=10, mode='max',
                                                  restore_best_weights=True)
model = make_model(output_bias=initial_bias)
class_weight = {0: (1 / neg) * (len(labels) / 2.0), 1: (1 / pos) * (len(labels) / 2.0)}
baseline_history = model.fit(features, labels, batch_size=100, epochs=3, callbacks=[early_stopping],
                             validation_data=(features[:100], labels[:100]), class_weight=class_weight, verbose=0)
for name, value in zip(model.metrics_names, model.evaluate(features, labels, verbose=0)):
    print(name, ': ', value)
