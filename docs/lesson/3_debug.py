# %% [markdown]
# # 3 · It does not work. Debug it by hand
#
# A network never gives you a helpful error. It just does not work that well. So one asks it questions, one at a time.

# %%
import keras
import numpy as np
from keras.datasets import mnist
from keras.layers import Dense, Flatten, Input

(x_train, y_train), (x_test, y_test) = mnist.load_data()
is_five_train, is_five_test = y_train == 5, y_test == 5
baseline = np.mean(~is_five_test)


def perceptron(activation=None, seed=0):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([Input(shape=(28, 28)), Flatten(), Dense(1, activation=activation)])
    model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
    return model


def trained(model, scale=1, epochs=3):
    history = model.fit(
        x_train * scale, is_five_train, epochs=epochs, validation_data=(x_test * scale, is_five_test), verbose=0
    )
    return history.history


# %% [markdown]
# **Question 1: does it only need longer?** If so, the loss falls and the accuracy rises.

# %%
model = perceptron()
history = trained(model, epochs=8)
for epoch, (loss, accuracy) in enumerate(zip(history["loss"], history["val_accuracy"], strict=True), 1):
    print(f"epoch {epoch}  loss {loss:8.2f}  accuracy {accuracy:6.2%}")

# %% [markdown]
# It wanders. More of the same will not help.
#
# **Question 2: can it learn 20 pictures by heart?** It has 785 numbers to do so. What cannot do that is broken.

# %%
few = perceptron()
few.fit(x_train[:20], is_five_train[:20], epochs=20, batch_size=20, verbose=0)
_, by_heart = few.evaluate(x_train[:20], is_five_train[:20], verbose=0)
print(f"20 pictures, 20 steps: {by_heart:.0%}")

# %% [markdown]
# **Question 3: what does it say?** It should be near 0 for "no" and near 1 for "yes".

# %%
outputs = model.predict(x_test[:1000], verbose=0).ravel()
print("the first ten answers:", outputs[:10].round(2))
print(f"outputs from {outputs.min():.2f} to {outputs.max():.2f}")

# %% [markdown]
# There it is: nothing holds the outputs between 0 and 1. A sigmoid does. One change, then measured, from three seeds,
# since every run comes out differently:

# %%
print(f"always answering no: {baseline:.2%}")
for seed in (2, 3, 4):
    model = perceptron("sigmoid", seed)
    accuracy = trained(model)["val_accuracy"][-1]
    fives = int((model.predict(x_test, verbose=0) > 0.5).sum())
    print(f"sigmoid, seed {seed}: {accuracy:.2%}, says five to {fives} of 10,000")

# %% [markdown]
# Is 91.08 % good? It is exactly what always answering "no" gives, and those networks say five to no picture at all.
# Pixels up to 255 make sums of many hundreds, where the sigmoid is flat: no slope, nothing to learn by. So the second
# change: divide the pixels by 255.

# %%
for seed in (2, 3, 4):
    model = perceptron("sigmoid", seed)
    accuracy = trained(model, scale=1 / 255)["val_accuracy"][-1]
    print(f"sigmoid and scaled pixels, seed {seed}: {accuracy:.2%}")

# %% [markdown]
# Both changes are needed, and together they work for every seed. The weights now look like what they look for: `#`
# speaks for a five, `-` against.

# %%
kernel = model.get_weights()[0].reshape(28, 28)
for row in kernel[::2] / np.abs(kernel).max():
    print("".join("-" if weight < -0.2 else "#" if weight > 0.2 else " " for weight in row))

# %% [markdown]
# `unstuck debug examples/perceptron_single.py` asks the same questions, finds both changes, and proves them from five
# seeds.
