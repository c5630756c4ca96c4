# verdict: fault
# about: Kaggle, Churn_Modelling notebooks with the feature scaling cell left out
# score: 0.4980 0.4980 0.4980 -> 0.7740 0.7400 0.7660
# fault: input_scaling, hidden_activation
# held_out: true
# line: 40
# fix 40+: X = (X - X.mean(axis=0)) / X.std(axis=0)

import numpy as np
from keras.layers import Dense
from keras.models import Sequential

np.random.seed(42)


def load_churn(n=2400):
    country = np.random.choice(["France", "Germany", "Spain"], n, p=[0.5, 0.25, 0.25])
    columns = {
        "CreditScore": np.clip(np.random.normal(650, 97, n), 350, 850).round(),
        "Age": np.clip(np.random.gamma(13, 3, n), 18, 92).round(),
        "Tenure": np.random.randint(0, 11, n),
        "Balance": np.where(np.random.rand(n) < 0.36, 0, np.random.normal(120000, 30000, n)),
        "NumOfProducts": np.random.choice([1, 2, 3, 4], n, p=[0.5, 0.4, 0.07, 0.03]),
        "IsActiveMember": np.random.randint(0, 2, n),
        "EstimatedSalary": np.random.uniform(100, 200000, n),
    }
    for name in ("Germany", "Spain"):  # get_dummies(drop_first=True)
        columns["Geography_" + name] = (country == name).astype(int)
    z = (
        0.12 * (columns["Age"] - 39)
        - 1.9 * (columns["IsActiveMember"] - 0.5)
        + 1.6 * columns["Geography_Germany"]
        + np.array([0, 0.7, -1.6, 3, 4])[columns["NumOfProducts"]]
        - 0.5
    )
    exited = (np.random.rand(n) < 1 / (1 + np.exp(-2 * z))).astype(int)
    return np.column_stack(list(columns.values())).astype("float64"), exited


X, y = load_churn()
X_train, X_test, y_train, y_test = X[:1900], X[1900:], y[:1900], y[1900:]


classifier = Sequential()
classifier.add(Dense(12, kernel_initializer="uniform", activation="sigmoid", input_dim=9))
classifier.add(Dense(12, kernel_initializer="uniform", activation="sigmoid"))
classifier.add(Dense(1, kernel_initializer="uniform", activation="sigmoid"))
classifier.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
classifier.fit(X_train, y_train, batch_size=10, epochs=25, validation_data=(X_test, y_test), verbose=0)

y_pred = classifier.predict(X_test, verbose=0) > 0.5
print("churners found:", int((y_pred[:, 0] & (y_test == 1)).sum()), "of", int(y_test.sum()))
