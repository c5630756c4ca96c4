# verdict: fault
# about: keras-team/keras issue 14211 (intents.json chat-bot, always the wrong answer)
# score: 0.2083 0.2083 0.2083 -> 1.0000 1.0000 1.0000
# fault: shuffle, no_signal, label_encoding, label_noise
# held_out: false
# line: 60, 61
# fix 60: order = np.random.permutation(len(train_x))
# fix 61: train_x, train_y = train_x[order], train_y[order]

import random

import numpy as np
from keras.layers import Dense, Dropout, Input
from keras.models import Sequential
from keras.optimizers import SGD

random.seed(1)
np.random.seed(1)

intents = {
    "greeting": (["hi", "hello", "good day", "hey", "howdy"], ["there", "bot", "friend", "everyone", ""]),
    "goodbye": (["bye", "see you", "goodbye", "i am leaving", "talk to you"], ["later", "soon", "tomorrow", "now", ""]),
    "hours": (
        ["when do you", "what hours do you", "until when do you", "at what time do you"],
        ["open", "close", "open on sunday", "close at night"],
    ),
    "payments": (["do you take", "can i pay with", "do you accept"], ["cash", "mastercard", "paypal", "a credit card"]),
    "order": (
        ["where is my", "track my", "i am still waiting for my", "status of my"],
        ["order", "parcel", "delivery", "package"],
    ),
    "return": (
        ["i want to send back", "how do i return", "refund for", "can i exchange"],
        ["my shoes", "this shirt", "a broken lamp", "the jacket"],
    ),
}

words, classes, documents = [], [], []
for tag, (starts, ends) in intents.items():
    classes.append(tag)
    for _ in range(60):
        # tokenize each word in the sentence, now and then somebody mumbles
        w = (random.choice(starts) + " " + random.choice(ends)).split()
        w = [x for x in w if random.random() > 0.15] + random.sample(["please", "uh", "ok", "so", "well"], 1)
        words.extend(w)
        documents.append((w, tag))
words = sorted(set(words))
random.shuffle(documents)

bags, targets = [], []
for pattern_words, tag in documents:
    bags.append([1 if w in pattern_words else 0 for w in words])
    output_row = [0] * len(classes)
    output_row[classes.index(tag)] = 1
    targets.append(output_row)


train_x = np.array(bags)
train_y = np.array(targets)
np.random.shuffle(train_x)
np.random.shuffle(train_y)

model = Sequential()
model.add(Input(shape=(len(train_x[0]),)))
model.add(Dense(128, activation="relu"))
model.add(Dropout(0.5))
model.add(Dense(64, activation="relu"))
model.add(Dropout(0.5))
model.add(Dense(len(train_y[0]), activation="softmax"))

sgd = SGD(learning_rate=0.01, momentum=0.9, nesterov=True)
model.compile(loss="categorical_crossentropy", optimizer=sgd, metrics=["accuracy"])
hist = model.fit(train_x, train_y, epochs=60, batch_size=8, validation_split=0.2, verbose=0)
print("model created", hist.history["val_accuracy"][-1])
