"""In the style of mnist_transfer_cnn: two fits, the first layers frozen in the second."""
import numpy as np
from keras import backend as K
from keras.layers import Activation, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.models import Sequential

if K.image_data_format() == "channels_first":
    input_shape = (1, 12, 12)
else:
    input_shape = (12, 12, 1)


def train_model(model, x, y, num_classes):
    model.compile(loss="categorical_crossentropy", optimizer="adadelta", metrics=["accuracy"])
    model.fit(x, np.eye(num_classes)[y], batch_size=32, epochs=1, verbose=0)


x, y = np.random.rand(96, 12, 12, 1).astype("float32"), np.random.randint(0, 5, 96)
feature_layers = [
    Conv2D(4, 3, padding="valid", input_shape=input_shape),
    Activation("relu"),
    MaxPooling2D(pool_size=2),
    Dropout(0.25),
    Flatten(),
]
classification_layers = [Dense(16), Activation("relu"), Dense(5), Activation("softmax")]
model = Sequential(feature_layers + classification_layers)
train_model(model, x, y, 5)
for layer in feature_layers:
    layer.trainable = False
train_model(model, x, y, 5)
