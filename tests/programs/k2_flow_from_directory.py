"""A folder of images by class: flow_from_directory with a validation split."""
import os

import numpy as np
from keras.layers import Dense, Flatten
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator
from PIL import Image

for number, name in enumerate(["cats", "dogs"]):
    os.makedirs(os.path.join("pets", name), exist_ok=True)
    for i in range(8):
        pixels = np.random.randint(0, 100, (12, 12, 3)) + 150 * number
        Image.fromarray(pixels.astype("uint8")).save(os.path.join("pets", name, "%d.png" % i))
datagen = ImageDataGenerator(rescale=1.0 / 255, validation_split=0.25)
train = datagen.flow_from_directory("pets", target_size=(8, 8), batch_size=4, class_mode="binary", subset="training")
val = datagen.flow_from_directory("pets", target_size=(8, 8), batch_size=4, class_mode="binary", subset="validation")
model = Sequential([Flatten(input_shape=(8, 8, 3)), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit_generator(train, steps_per_epoch=3, epochs=2, validation_data=val, validation_steps=1)
print(train.class_indices)
