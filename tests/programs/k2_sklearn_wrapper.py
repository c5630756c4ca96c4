"""KerasClassifier with epochs and batch size, by hand: no scikit-learn needed."""
import numpy as np
from keras.layers import Dense
from keras.models import Sequential
from keras.wrappers.scikit_learn import KerasClassifier, KerasRegressor


def baseline_model(units=8):
    model = Sequential()
    model.add(Dense(units, input_dim=4, kernel_initializer="normal", activation="relu"))
    model.add(Dense(3, kernel_initializer="normal", activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


x = np.random.rand(90, 4)
y = np.array(["a", "b", "c"])[np.random.randint(0, 3, 90)]
estimator = KerasClassifier(build_fn=baseline_model, units=6, epochs=2, batch_size=5, verbose=0)
estimator.fit(x, y)
assert set(estimator.predict(x)) <= {"a", "b", "c"} and estimator.predict_proba(x).shape == (90, 3)
print(estimator.score(x, y))


def wider():
    model = Sequential([Dense(4, input_dim=4, activation="relu"), Dense(1)])
    model.compile(loss="mean_squared_error", optimizer="adam")
    return model


regressor = KerasRegressor(build_fn=wider, nb_epoch=1, batch_size=10, verbose=0)
regressor.fit(x, x.sum(axis=1))
print(regressor.predict(x).shape)
