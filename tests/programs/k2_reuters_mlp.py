"""In the style of reuters_mlp: a Tokenizer makes the matrix."""
import numpy as np
import keras
from keras.layers import Activation, Dense, Dropout
from keras.models import Sequential
from keras.preprocessing.text import Tokenizer

rng = np.random.RandomState(1)
sequences = [list(rng.randint(1, 100, 15)) for _ in range(120)]
y = rng.randint(0, 4, 120)
tokenizer = Tokenizer(num_words=100)
x = tokenizer.sequences_to_matrix(sequences, mode="binary")
num_classes = np.max(y) + 1
y = keras.utils.to_categorical(y, num_classes)
model = Sequential()
model.add(Dense(32, input_shape=(100,)))
model.add(Activation("relu"))
model.add(Dropout(0.5))
model.add(Dense(num_classes))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x, y, batch_size=32, epochs=2, verbose=1, validation_split=0.1)
