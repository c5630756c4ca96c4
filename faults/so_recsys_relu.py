# verdict: fault
# about: StackOverflow (whosebug 5173684): why keras embedding not learning (for recommendation system), binary score, loss hardly moves
# score:
# fault: output_activation, learning_rate
# held_out: false
# line: 52, 55
# fix 52: nn = Dense(1, activation="sigmoid")(nn)
# fix 55: rate = 1e-3

import keras
import numpy as np
from keras.layers import Concatenate, Dense, Dropout, Embedding, Flatten, Input
from keras.optimizers import Adam
from keras.regularizers import l2

n_users, n_items, n_latent_factors = 300, 60, 16
batch_size = 128

rng = np.random.default_rng(5)
taste = rng.normal(size=(n_users, 2))
kind = rng.normal(size=(n_items, 2))
liked_by_many = rng.normal(scale=1.5, size=n_items)
pairs = rng.permutation(n_users * n_items)[:12000]
user_id, item_id = pairs // n_items, pairs % n_items
affinity = 2 * (taste[user_id] * kind[item_id]).sum(1) + liked_by_many[item_id]
score = (affinity + rng.logistic(scale=0.4, size=len(pairs)) > 0).astype("float32")
cut = 10000

user_input = Input(shape=(1,), name="user_input", dtype="int64")
user_embedding = Embedding(
    n_users,
    n_latent_factors,
    name="user_embedding",
    embeddings_initializer="he_normal",
    embeddings_regularizer=l2(1e-6),
)(user_input)
user_vec = Dropout(0.30)(Flatten(name="FlattenUsers")(user_embedding))

item_input = Input(shape=(1,), name="item_input", dtype="int64")
item_embedding = Embedding(
    n_items,
    n_latent_factors,
    name="item_embedding",
    embeddings_initializer="he_normal",
    embeddings_regularizer=l2(1e-6),
)(item_input)
item_vec = Dropout(0.30)(Flatten(name="FlattenItems")(item_embedding))

nn = Concatenate()([user_vec, item_vec])
nn = Dense(50, activation="relu")(nn)
nn = Dropout(0.4)(nn)
nn = Dense(1, activation="relu")(nn)
nn_model = keras.models.Model([user_input, item_input], nn)

rate = keras.optimizers.schedules.InverseTimeDecay(1e-3, decay_steps=1, decay_rate=0.9)
nn_model.compile(optimizer=Adam(learning_rate=rate), loss="binary_crossentropy", metrics=["accuracy"])
history_v3 = nn_model.fit(
    [user_id[:cut], item_id[:cut]],
    score[:cut],
    batch_size=batch_size,
    epochs=10,
    verbose=1,
    validation_data=([user_id[cut:], item_id[cut:]], score[cut:]),
)
