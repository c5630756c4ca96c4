"""ImageDataGenerator: fit on the data, flow, fit_generator, evaluate_generator."""
import numpy as np
from keras.layers import Conv2D, Dense, Flatten
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator

x, y = np.random.rand(64, 10, 10, 3), np.eye(2)[np.random.randint(0, 2, 64)]
datagen = ImageDataGenerator(featurewise_center=True, horizontal_flip=True, width_shift_range=0.1)
datagen.fit(x)
model = Sequential([Conv2D(2, (3, 3), input_shape=(10, 10, 3)), Flatten(), Dense(2, activation="softmax")])
model.compile(loss="categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
model.fit_generator(
    datagen.flow(x, y, batch_size=16), steps_per_epoch=len(x) / 16, epochs=1, validation_data=(x, y), workers=4
)
print(model.evaluate_generator(datagen.flow(x, y, batch_size=16), steps=4))
print(model.predict_generator(datagen.flow(x, batch_size=16, shuffle=False), steps=4).shape)
