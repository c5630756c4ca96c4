"""MLflow without MLflow."""
import mlflow
import mlflow.keras
import numpy as np
from keras.layers import Dense
from keras.models import Sequential

mlflow.keras.autolog()
mlflow.set_experiment("lesson")
with mlflow.start_run():
    mlflow.log_param("hidden", 4)
    model = Sequential([Dense(4, activation="relu"), Dense(1)])
    model.compile("adam", "mse")
    h = model.fit(np.random.rand(40, 3), np.random.rand(40), epochs=1, verbose=0)
    mlflow.log_metric("last", h.history["loss"][-1])
