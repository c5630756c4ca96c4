"""In the style of mnist_irnn: a SimpleRNN with init, inner_init and a clipped RMSprop."""
import numpy as np
from keras import initializers
from keras.layers import Activation, Dense, SimpleRNN
from keras.models import Sequential
from keras.optimizers import RMSprop

x = np.random.rand(60, 10, 2).astype("float32")
y = np.eye(3)[np.random.randint(0, 3, 60)]
model = Sequential()
model.add(SimpleRNN(output_dim=12, init="normal", inner_init="identity", activation="relu", input_shape=x.shape[1:]))
model.add(Dense(3))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer=RMSprop(lr=1e-4, clipnorm=1.0), metrics=["accuracy"])
model.fit(x, y, batch_size=20, nb_epoch=1, verbose=0)
