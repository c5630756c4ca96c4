"""plot_model without graphviz, summary, to_json, get_config."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential, model_from_json
from keras.utils import plot_model
from keras.utils.vis_utils import model_to_dot

model = Sequential([Dense(4, activation="relu", input_dim=3), Dense(1)])
model.summary()
plot_model(model, to_file="model.png", show_shapes=True)
model_to_dot(model).create(prog="dot", format="svg")
again = model_from_json(model.to_json())
again.set_weights(model.get_weights())
again.compile(loss="mean_absolute_error", optimizer="adam")
again.fit(np.random.rand(30, 3), np.random.rand(30), epochs=1, verbose=0)
