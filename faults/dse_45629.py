# verdict: fault
# about: datascience.stackexchange 45629
# score:
# fault: loss, label_encoding
# held_out: false
# line: 69
# fix 69:     return ops.mean((1 - y_true) * sqaure_pred + y_true * margin_square)

import keras
import numpy as np
from keras import ops
from keras.layers import Dense, Dot, Input, UnitNormalization
from keras.models import Model

LETTERS = "abcdefghijklmnopqrstuvwxyz "
ROLES = [
    "software engineer",
    "account manager",
    "truck driver",
    "nurse assistant",
    "sales representative",
    "data scientist",
    "civil engineer",
    "head chef",
    "warehouse operator",
    "graphic designer",
    "physics teacher",
    "legal secretary",
    "security guard",
    "tax consultant",
    "dental hygienist",
]
random = np.random.RandomState(5)


def title():
    """A job title with a typo or two, and its role."""
    role = random.randint(len(ROLES))
    text = list(random.choice(["", "senior ", "junior ", "lead "]) + ROLES[role])
    for _ in range(random.randint(0, 3)):
        text[random.randint(len(text))] = random.choice(list(LETTERS))
    return "".join(text), role


def encode(text):
    """Counts of hashed letter pairs."""
    vector = np.zeros(160, "float32")
    for i in range(len(text) - 1):
        vector[(LETTERS.index(text[i]) * 27 + LETTERS.index(text[i + 1])) % 160] += 1
    return vector


def pairs(count):
    left, right, same = [], [], []
    while len(same) < count:
        (a, role_a), (b, role_b) = title(), title()
        if role_a == role_b or len(same) % 2:
            left.append(encode(a))
            right.append(encode(b))
            same.append(float(role_a == role_b))
    return np.array(left), np.array(right), np.array(same)


def contrastive_loss(y_true, y_pred):
    """Contrastive loss from Hadsell-et-al.'06"""
    margin = 1.0
    sqaure_pred = ops.square(y_pred)
    margin_square = ops.square(ops.maximum(margin - y_pred, 0))
    return ops.mean(y_true * sqaure_pred + (1 - y_true) * margin_square)


def build_encoder():
    inputs = Input((160,))
    hidden = Dense(64, activation="relu")(inputs)
    return Model(inputs, UnitNormalization()(Dense(32)(hidden)))


encoder = build_encoder()
input_1, input_2 = Input((160,)), Input((160,))
similarity = Dot(axes=1)([encoder(input_1), encoder(input_2)])
model = Model([input_1, input_2], similarity)
model.compile(loss=contrastive_loss, optimizer=keras.optimizers.Adam(0.001), metrics=["binary_accuracy"])

left, right, same = pairs(2400)
model.fit(
    [left[:2000], right[:2000]],
    same[:2000],
    batch_size=64,
    epochs=15,
    verbose=0,
    validation_data=([left[2000:], right[2000:]], same[2000:]),
)
print(model.predict([left[2000:2005], right[2000:2005]], verbose=0)[:, 0], same[2000:2005])
