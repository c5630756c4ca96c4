"""Learns to tell images apart. Plain Keras: change what you like.

The images lie in a folder that has a folder for each class, such as images/cats and images/dogs. Name it when you run
this: python THIS_FILE.py images
"""

import os
import random
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")  # or tensorflow, or torch: whichever is installed

import keras
import numpy as np
from keras import layers

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else "images")
SIZE = (64, 64)  # height and width in pixels that every image is brought to
SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"}
EPOCHS = 20

keras.utils.set_random_seed(0)  # another seed gives a slightly different result

# load the images: x holds pixels from 0 (dark) to 255 (bright), y the number of each image's class
names = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
files = [
    (file, names.index(file.parent.name)) for file in sorted(FOLDER.glob("*/*")) if file.suffix.lower() in SUFFIXES
]
random.shuffle(files)
x = np.stack([keras.utils.img_to_array(keras.utils.load_img(file, target_size=SIZE)) for file, _ in files])
y = np.array([number for _, number in files])

# keep a fifth for validation: images that the network has never learned from
held = len(x) // 5
x_train, y_train, x_val, y_val = x[held:], y[held:], x[:held], y[:held]

# create the model
model = keras.Sequential(
    [
        layers.Input(shape=(*SIZE, 3)),
        layers.Rescaling(1 / 255),  # pixels from 0 to 1, which is what a network expects
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(len(names), activation="softmax"),
    ]
)
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

# train it
model.fit(x_train, y_train, batch_size=32, epochs=EPOCHS, validation_data=(x_val, y_val), verbose=2)

# is that good? compare it with giving the commonest class as the answer to everything
_, accuracy = model.evaluate(x_val, y_val, verbose=0)
commonest = np.bincount(y_train).argmax()
print(f"classes: {', '.join(names)}; {len(x_train)} images to learn from, {held} for validation")
print(f"accuracy {accuracy:.1%}; always answering {names[commonest]}: {np.mean(y_val == commonest):.1%}")

model.save(Path(__file__).with_suffix(".keras"))
