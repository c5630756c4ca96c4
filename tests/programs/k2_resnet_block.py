"""A residual block, keras.layers.add, l2, a learning-rate reducer by function."""
import numpy as np
from keras.callbacks import LearningRateScheduler, ReduceLROnPlateau
from keras.layers import Activation, AveragePooling2D, BatchNormalization, Conv2D, Dense, Flatten, Input
from keras.models import Model
from keras.optimizers import Adam
from keras.regularizers import l2
import keras


def resnet_layer(inputs, num_filters=4, activation="relu"):
    x = Conv2D(num_filters, kernel_size=3, padding="same", kernel_initializer="he_normal", kernel_regularizer=l2(1e-4))(
        inputs
    )
    x = BatchNormalization()(x)
    return Activation(activation)(x) if activation is not None else x


def lr_schedule(epoch):
    return 1e-3 if epoch < 1 else 1e-4


inputs = Input(shape=(8, 8, 3))
x = resnet_layer(inputs)
y = resnet_layer(resnet_layer(x), activation=None)
x = Activation("relu")(keras.layers.add([x, y]))
outputs = Dense(3, activation="softmax", kernel_initializer="he_normal")(Flatten()(AveragePooling2D(pool_size=8)(x)))
model = Model(inputs=inputs, outputs=outputs)
model.compile(loss="categorical_crossentropy", optimizer=Adam(lr=lr_schedule(0)), metrics=["accuracy"])
callbacks = [ReduceLROnPlateau(factor=np.sqrt(0.1), cooldown=0, patience=5, min_lr=0.5e-6), LearningRateScheduler(lr_schedule)]
data, labels = np.random.rand(32, 8, 8, 3), np.eye(3)[np.random.randint(0, 3, 32)]
model.fit(data, labels, batch_size=16, epochs=1, validation_data=(data, labels), callbacks=callbacks, verbose=0)
