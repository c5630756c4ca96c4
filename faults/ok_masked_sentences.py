# verdict: healthy
# about: padded sequences of different lengths, masked
# score:
# held_out: true

import keras
import numpy as np
from keras import layers
from keras.utils import pad_sequences

random = np.random.default_rng(12)
VOCABULARY, LONGEST = 60, 18

sentences, moods = [], []
while len(sentences) < 1800:
    words = random.integers(1, VOCABULARY, random.integers(5, LONGEST + 1))
    words[random.random(len(words)) < 0.15] = 1
    mood = 0
    for before, word in zip(np.r_[0, words[:-1]], words, strict=True):
        value = 1 if 2 <= word <= 9 else -1 if 10 <= word <= 17 else 0
        mood += -value if before == 1 else value
    if mood:
        sentences.append(words)
        moods.append(int(mood > 0))
x = pad_sequences(sentences, maxlen=LONGEST, padding="post")
y = np.array(moods)

model = keras.Sequential(
    [
        layers.Embedding(VOCABULARY, 16, mask_zero=True),
        layers.GRU(20),
        layers.Dropout(0.2),
        layers.Dense(1),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.005),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
)
model.fit(x, y, epochs=12, batch_size=64, validation_split=0.2, verbose=0)
