# %% [markdown]
# # 5 · A hidden layer
#
# Between the pixels and the ten answers now stand 512 units, each a weighted sum of its own, cut off below zero
# (relu). They become detectors for parts of digits; the last layer weighs what they found. Dropout switches a fifth
# of them off at random while it learns, so that none can rely on another.

# %%
import keras
import numpy as np
from keras.datasets import mnist
from keras.layers import Dense, Dropout, Flatten, Input

keras.utils.set_random_seed(0)
(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train, x_test = x_train / 255, x_test / 255

model = keras.Sequential(
    [
        Input(shape=(28, 28)),
        Flatten(),
        Dense(512, activation="relu"),
        Dropout(0.2),
        Dense(10, activation="softmax"),
    ]
)
model.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
print(f"{model.count_params():,} weights, 7,850 without the hidden layer")

# %%
history = model.fit(x_train, y_train, batch_size=128, epochs=4, validation_data=(x_test, y_test), verbose=0).history
for epoch, (loss, test_loss) in enumerate(zip(history["loss"], history["val_loss"], strict=True), 1):
    print(f"epoch {epoch}  loss {loss:.3f} on what it learns from, {test_loss:.3f} on the test pictures")
print(f"accuracy {history['val_accuracy'][-1]:.2%}")

# %% [markdown]
# Where is it still wrong? The pairs it confuses most are those that people confuse too. And the picture it is most
# wrong about, with the network sure of its answer:

# %%
shares = model.predict(x_test, verbose=0)
answers = shares.argmax(axis=1)
wrong = answers != y_test
pairs, times = np.unique(np.stack([y_test[wrong], answers[wrong]], axis=1), axis=0, return_counts=True)
for place in np.argsort(-times)[:5]:
    print(f"a {pairs[place][0]} taken for a {pairs[place][1]}: {times[place]} times")

surest = np.flatnonzero(wrong)[shares[wrong].max(axis=1).argmax()]
print(f"a {y_test[surest]}, and it says {answers[surest]} ({shares[surest].max():.1%}):")
for row in x_test[surest][::2]:
    print("".join(" .:-=+*#%@"[int(pixel * 9.99)] for pixel in row))
