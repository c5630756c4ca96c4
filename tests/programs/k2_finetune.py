"""A base trained on one task, frozen under a new head, and thawed at a low rate for the end."""
import numpy as np
from keras.models import Sequential, Model
from keras.layers import Input, Conv2D, MaxPooling2D, GlobalAveragePooling2D, Dense, Dropout
from keras.optimizers import SGD

rng = np.random.RandomState(0)
x = rng.rand(120, 12, 12, 3).astype('float32')
y = (x[..., 0].mean(axis=(1, 2)) > x[..., 1].mean(axis=(1, 2))).astype('float32')

inputs = Input(shape=(12, 12, 3))
h = Conv2D(8, (3, 3), activation='relu', name='block1_conv1')(inputs)
h = MaxPooling2D()(h)
base_model = Model(inputs=inputs, outputs=h, name='base')

h = GlobalAveragePooling2D()(base_model.output)
h = Dropout(0.2)(h)
predictions = Dense(1, activation='sigmoid')(h)
model = Model(inputs=base_model.input, outputs=predictions)

for layer in base_model.layers:
    layer.trainable = False
model.compile(optimizer='rmsprop', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=2, batch_size=20, verbose=0)

for i, layer in enumerate(base_model.layers):
    print(i, layer.name)
for layer in model.layers[1:]:
    layer.trainable = True
model.compile(optimizer=SGD(lr=0.0001, momentum=0.9), loss='binary_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=2, batch_size=20, verbose=0)
