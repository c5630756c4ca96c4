"""Two networks against each other: the judge is compiled, frozen for the pair, and learns on; one optimizer for both."""
import numpy as np
from keras.layers import BatchNormalization, Dense, Input, LeakyReLU
from keras.models import Model, Sequential
from keras.optimizers import Adam

np.random.seed(0)
real = np.random.normal(3, 0.1, (400, 4))
optimizer = Adam(lr=0.01, beta_1=0.5)

judge = Sequential([Dense(16, input_dim=4), LeakyReLU(alpha=0.2), Dense(1, activation="sigmoid")])
judge.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
maker = Sequential([Dense(8, input_dim=2), LeakyReLU(alpha=0.2), BatchNormalization(momentum=0.8), Dense(4)])

noise = Input(shape=(2,))
judge.trainable = False
pair = Model(noise, judge(maker(noise)))
pair.compile(loss="binary_crossentropy", optimizer=optimizer)

first, made_first = [w.copy() for w in judge.get_weights()], [w.copy() for w in maker.get_weights()]
for step in range(30):
    batch = real[np.random.randint(0, len(real), 32)]
    made = maker.predict(np.random.normal(0, 1, (32, 2)), verbose=0)
    d_real = judge.train_on_batch(batch, np.ones((32, 1)))
    d_made = judge.train_on_batch(made, np.zeros((32, 1)))
    d_loss = 0.5 * np.add(d_real, d_made)
    before = [w.copy() for w in judge.get_weights()]
    g_loss = pair.train_on_batch(np.random.normal(0, 1, (32, 2)), np.ones((32, 1)))
    assert all((a == b).all() for a, b in zip(before, judge.get_weights()))  # the pair trains the maker alone
print("%d [D loss: %f, acc.: %.2f%%] [G loss: %f]" % (step, d_loss[0], 100 * d_loss[1], g_loss))
assert any((a != b).any() for a, b in zip(first, judge.get_weights()))
assert any((a != b).any() for a, b in zip(made_first, maker.get_weights()))
