# %% [markdown]
# # 7 · Check your understanding: fashion
#
# Ten kinds of clothes instead of ten digits; the same size, the same number of pictures. The program below has the
# faults that you know by now. Which are they? (Think before you read on.)

# %%
import keras
import numpy as np
from keras.datasets import fashion_mnist
from keras.layers import Dense, Dropout, Flatten, Input
from keras.utils import to_categorical

NAMES = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]

keras.utils.set_random_seed(0)
(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
for row in x_train[0][::2]:
    print("".join(" .:-=+*#%@"[int(pixel) * 10 // 256] for pixel in row))
print(NAMES[y_train[0]])

# %%
model = keras.Sequential([Input(shape=(28, 28)), Flatten(), Dense(10)])
model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
history = model.fit(
    x_train,
    to_categorical(y_train),
    epochs=3,
    validation_data=(x_test, to_categorical(y_test)),
    verbose=0,
).history
print(f"as it came: {history['val_accuracy'][-1]:.2%}; always the same answer: 10.00%")

# %% [markdown]
# The pixels run to 255, and nothing makes shares of the outputs, which the loss does not ask for either. Repaired:

# %%
x_train, x_test = x_train / 255, x_test / 255


def accuracy_of(*layers, epochs):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([Input(shape=(28, 28)), Flatten(), *layers, Dense(10, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    history = model.fit(x_train, y_train, batch_size=128, epochs=epochs, validation_data=(x_test, y_test), verbose=0)
    return model, history.history["val_accuracy"][-1]


_, accuracy = accuracy_of(epochs=5)
print(f"repaired: {accuracy:.2%}")

# %% [markdown]
# And up the ladder. Clothes are harder than digits: the same network that read 98 % of the digits ends lower here.

# %%
model, accuracy = accuracy_of(Dense(512, activation="relu"), Dropout(0.2), epochs=4)
print(f"with a hidden layer: {accuracy:.2%}")

# %% [markdown]
# Which are confused? Shirts, with nearly everything that has sleeves.

# %%
answers = model.predict(x_test, verbose=0).argmax(axis=1)
for kind, name in enumerate(NAMES):
    right = np.mean(answers[y_test == kind] == kind)
    print(f"{name:9} {right:4.0%} {'█' * round(40 * right)}")
