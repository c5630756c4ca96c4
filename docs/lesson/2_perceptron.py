# %% [markdown]
# # 2 · A perceptron, first by hand
#
# Take a picture of 2 × 2 pixels. Flattened, row by row, it is four numbers. Each is multiplied by a weight, a knob
# that one can turn, and the products are added up. That sum is the perceptron's answer: the larger, the more it says
# "yes".

# %%
import keras
import numpy as np
from keras.datasets import mnist
from keras.layers import Dense, Flatten, Input

pixels = np.array([[255, 0], [51, 204]]) / 255
weights = np.array([2.0, -1.5, -1.0, 1.5])

inputs = pixels.flatten()
for value, weight in zip(inputs, weights, strict=True):
    print(f"{value:4.1f} × {weight:4.1f} = {value * weight:5.2f}")
print(f"      sum    = {inputs @ weights:5.2f}")

# %% [markdown]
# The same with 28 × 28 pixels is 784 weights. Keras calls the two steps `Flatten` and `Dense(1)`; nobody sets the
# weights by hand, they begin at random and are learned.

# %%
keras.utils.set_random_seed(0)
(x_train, y_train), (x_test, y_test) = mnist.load_data()
is_five_train, is_five_test = y_train == 5, y_test == 5

model = keras.Sequential([Input(shape=(28, 28)), Flatten(), Dense(1)])
model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])

# %% [markdown]
# Is that really all it does? Our own sum and Keras' answer for the first test picture:

# %%
kernel, bias = model.get_weights()
by_hand = x_test[0].flatten() @ kernel[:, 0] + bias[0]
by_keras = model.predict(x_test[:1], verbose=0)[0, 0]
print(f"by hand {by_hand:.3f}, by Keras {by_keras:.3f}")

# %% [markdown]
# Now it learns: ten times through all 60,000 pictures, each time turning every weight a little in the direction that
# makes the mean squared error smaller.

# %%
history = model.fit(x_train, is_five_train, epochs=10, validation_data=(x_test, is_five_test), verbose=0).history
for epoch, accuracy in enumerate(history["val_accuracy"], 1):
    print(f"epoch {epoch:2}  {accuracy:6.2%}  {'█' * round(40 * accuracy)}")

# %% [markdown]
# And the number from the first notebook beside it. Below it, the network is worse than one that has learned nothing.

# %%
baseline = np.mean(~is_five_test)
print(f"accuracy {history['val_accuracy'][-1]:.2%}; always answering no: {baseline:.2%}")
