# verdict: fault
# about: keras-team/keras issue 4298
# score: 0.0000 0.0000 0.0000 -> 0.8625 0.8750 0.8750
# fault: train_validation_mismatch, shuffle
# held_out: false
# line: 32
# fix 32+: order = np.random.RandomState(0).permutation(len(X_train))
# fix 32+: X_train, y_train = X_train[order], y_train[order]

import numpy as np
from keras.layers import Activation, Dense, Dropout, Input
from keras.models import Sequential
from keras.utils import to_categorical

EMOTIONS = ["anger", "fear", "joy", "neutral", "sadness"]


def read_folder(emotion, files=240):
    """13 mean MFCCs of each recording of one emotion."""
    generator = np.random.RandomState(100 + EMOTIONS.index(emotion))
    voice = np.random.RandomState(7 * EMOTIONS.index(emotion) + 3).normal(0, 1.1, 13)
    return voice + generator.normal(0, 1.3, (files, 13))


features, labels = [], []
for number, emotion in enumerate(EMOTIONS):
    recordings = read_folder(emotion)
    features.extend(recordings)
    labels.extend([number] * len(recordings))

X_train = np.array(features, dtype="float32")
y_train = to_categorical(labels, len(EMOTIONS))
print(X_train.shape, y_train.shape)

model = Sequential()
model.add(Input(shape=(13,)))
model.add(Dense(64))
model.add(Activation("relu"))
model.add(Dropout(0.2))
model.add(Dense(len(EMOTIONS)))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])

model.fit(X_train, y_train, batch_size=32, epochs=20, shuffle=True, verbose=2, validation_split=0.20)
