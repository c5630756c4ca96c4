"""The Functional API with two inputs and two outputs, named losses."""
import numpy as np
from keras.layers import Dense, Embedding, Flatten, Input, concatenate
from keras.models import Model

title = Input(shape=(6,), dtype="int32", name="title")
extra = Input(shape=(3,), name="extra")
hidden = Flatten()(Embedding(output_dim=4, input_dim=50, input_length=6)(title))
aux = Dense(1, activation="sigmoid", name="aux_output")(hidden)
main = Dense(1, activation="sigmoid", name="main_output")(Dense(8, activation="relu")(concatenate([hidden, extra])))
model = Model(inputs=[title, extra], outputs=[main, aux])
model.compile(
    optimizer="rmsprop",
    loss={"main_output": "binary_crossentropy", "aux_output": "binary_crossentropy"},
    loss_weights={"main_output": 1.0, "aux_output": 0.2},
)
t, e, y = np.random.randint(0, 50, (64, 6)), np.random.rand(64, 3), np.random.randint(0, 2, (64, 1))
model.fit({"title": t, "extra": e}, {"main_output": y, "aux_output": y}, epochs=1, batch_size=32, verbose=0)
