"""In the style of mnist_siamese: a shared base, a distance of K.*, a contrastive loss."""
import random

import numpy as np
from keras import backend as K
from keras.layers import Dense, Dropout, Flatten, Input, Lambda
from keras.models import Model
from keras.optimizers import RMSprop


def euclidean_distance(vects):
    x, y = vects
    sum_square = K.sum(K.square(x - y), axis=1, keepdims=True)
    return K.sqrt(K.maximum(sum_square, K.epsilon()))


def eucl_dist_output_shape(shapes):
    shape1, shape2 = shapes
    return (shape1[0], 1)


def contrastive_loss(y_true, y_pred):
    margin = 1
    square_pred = K.square(y_pred)
    margin_square = K.square(K.maximum(margin - y_pred, 0))
    return K.mean(y_true * square_pred + (1 - y_true) * margin_square)


def accuracy(y_true, y_pred):
    return K.mean(K.equal(y_true, K.cast(y_pred < 0.5, y_true.dtype)))


def create_base_network(input_shape):
    input = Input(shape=input_shape)
    x = Flatten()(input)
    x = Dense(16, activation="relu")(x)
    x = Dropout(0.1)(x)
    return Model(input, Dense(8, activation="relu")(x))


a, b = np.random.rand(64, 6, 6).astype("float32"), np.random.rand(64, 6, 6).astype("float32")
y = np.random.randint(0, 2, 64).astype("float32")
base_network = create_base_network((6, 6))
input_a, input_b = Input(shape=(6, 6)), Input(shape=(6, 6))
distance = Lambda(euclidean_distance, output_shape=eucl_dist_output_shape)([base_network(input_a), base_network(input_b)])
model = Model([input_a, input_b], distance)
model.compile(loss=contrastive_loss, optimizer=RMSprop(), metrics=[accuracy])
model.fit([a, b], y, batch_size=16, epochs=1, validation_data=([a, b], y), verbose=0)
