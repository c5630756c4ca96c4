# %% [markdown]
# # 1 · Look at the data first
#
# A network learns what is in its data, whatever that is. So before any training: what is there, how much of it, and
# what does it look like?

# %%
import numpy as np
from keras.datasets import mnist

(x_train, y_train), (x_test, y_test) = mnist.load_data()
print(f"training: {x_train.shape}, test: {x_test.shape}, type {x_train.dtype}")
print(f"pixels from {x_train.min()} to {x_train.max()}, mean {x_train.mean():.1f}")

# %% [markdown]
# So there are 60,000 pictures to learn from and 10,000 to be tested on, each 28 rows of 28 pixels. 0 is dark and 255
# is bright: remember that range, it will matter. A picture is a table of numbers; here it is with a character for
# each.


# %%
def show(pixels):
    """Every second row: characters are twice as high as wide."""
    for row in pixels[::2]:
        print("".join(" .:-=+*#%@"[int(pixel) * 10 // 256] for pixel in row))


first_five = x_train[y_train == 5][0]
show(first_five)

# %% [markdown]
# How many are there of each? With very different numbers, answering the commonest class would look like success.

# %%
counts = np.bincount(y_train)
for digit, count in enumerate(counts):
    print(f"{digit}  {count:5}  {'█' * (count // 200)}")

# %% [markdown]
# The first question will be yes or no: is it a five? Whoever answers "no" to everything is right this often, without
# having looked at a single picture. Every accuracy is to be compared with this number.

# %%
baseline = np.mean(y_test != 5)
print(f"always answering no: {baseline:.2%} right")

# %% [markdown]
# And the mean of all fives, which is roughly what a network of one weighted sum can look for:

# %%
show(x_train[y_train == 5].mean(axis=0))
