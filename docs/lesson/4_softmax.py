# %% [markdown]
# # 4 · Ten answers: softmax
#
# Ten digits need ten weighted sums, one for each. A softmax makes shares of them: all positive, together 1. The loss
# for shares is the cross-entropy: how surprised the network is by the right answer.

# %%
import keras
import numpy as np
from keras.datasets import mnist
from keras.layers import Dense, Flatten, Input

keras.utils.set_random_seed(0)
(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train, x_test = x_train / 255, x_test / 255

sums = np.array([1.0, 3.0, 2.0])
powers = np.exp(sums)
print("sums", sums, "→ shares", (powers / powers.sum()).round(2))

# %%
model = keras.Sequential([Input(shape=(28, 28)), Flatten(), Dense(10, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=128, epochs=5, validation_data=(x_test, y_test), verbose=0).history

# %% [markdown]
# Before it has learned anything, a network of ten answers is as surprised as by a ten-sided die: ln 10 = 2.30.
# Whoever always answers the commonest digit of the training pictures, the one, is right for about every ninth.

# %%
baseline = np.mean(y_test == np.bincount(y_train).argmax())
print(f"loss {history['val_loss'][-1]:.3f}, accuracy {history['val_accuracy'][-1]:.2%}; always 1: {baseline:.2%}")

# %% [markdown]
# What it looks for, three of its ten weight pictures: `#` speaks for the digit, `-` against.

# %%
kernel = model.get_weights()[0].reshape(28, 28, 10)
for top in range(0, 28, 2):
    row = kernel[top, :, [0, 3, 7]] / np.abs(kernel).max()  # (3, 28)
    print("   ".join("".join("-" if w < -0.2 else "#" if w > 0.2 else " " for w in digit) for digit in row))

# %% [markdown]
# Twenty epochs instead of five give 92.7 % (`unstuck train softmax mnist`), and that is about the end: one weighted
# sum a digit cannot say "a loop at the top, but only when there is none below".
