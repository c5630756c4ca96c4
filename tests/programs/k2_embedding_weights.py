"""Pretrained vectors: Embedding(weights=[matrix], trainable=False), Tokenizer, pad_sequences."""
import numpy as np
from keras.initializers import Constant
from keras.layers import Conv1D, Dense, Embedding, GlobalMaxPooling1D, Input
from keras.models import Model
from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer
from keras.utils.np_utils import to_categorical

texts = ["good film", "bad film", "very good", "very bad indeed"] * 12
labels = to_categorical(np.asarray([1, 0, 1, 0] * 12), nb_classes=2)
tokenizer = Tokenizer(num_words=20)
tokenizer.fit_on_texts(texts)
data = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=5)
matrix = np.random.rand(len(tokenizer.word_index) + 1, 6)
sequence_input = Input(shape=(5,), dtype="int32")
embedded = Embedding(matrix.shape[0], 6, weights=[matrix], input_length=5, trainable=False)(sequence_input)
other = Embedding(matrix.shape[0], 6, embeddings_initializer=Constant(matrix))(sequence_input)
x = GlobalMaxPooling1D()(Conv1D(8, 2, activation="relu")(embedded))
model = Model(sequence_input, Dense(2, activation="softmax")(x))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["acc"])
model.fit(data, labels, batch_size=16, epochs=1, validation_split=0.25, verbose=0)
assert np.allclose(model.layers[1].get_weights()[0], matrix)
