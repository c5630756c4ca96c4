"""predict on lists, evaluate's pair, predict_classes of one output, confusion by hand."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

x = np.random.rand(50, 2)
y = (x[:, 0] > x[:, 1]).astype(int)
model = Sequential()
model.add(Dense(1, input_dim=2, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x, y, epochs=2, batch_size=10, verbose=0)
scores = model.evaluate(x, y, verbose=0)
print("\n%s: %.2f%%" % (model.metrics_names[1], scores[1] * 100))
classes = model.predict_classes(x)
assert classes.shape == (50, 1)
print((classes.ravel() == y).mean(), model.predict(np.array([[0.1, 0.9]]))[0][0])
