"""Settings as a dict, the newer callbacks, finish."""
import numpy as np
import tensorflow as tf
import wandb
from wandb.integration.keras import WandbMetricsLogger, WandbModelCheckpoint

wandb.login()
with wandb.init(project="fashion", config={"layer_1": 16, "batch_size": 32, "epochs": 1, "loss": "mse"}) as run:
    config = wandb.config
    assert config["layer_1"] == config.layer_1 == wandb.run.config.get("layer_1")
    x, y = np.random.rand(100, 5), np.random.rand(100)
    model = tf.keras.models.Sequential(
        [tf.keras.layers.Dense(config.layer_1, activation="relu"), tf.keras.layers.Dense(1)]
    )
    model.compile(optimizer="sgd", loss=config.loss)
    model.fit(
        x=x,
        y=y,
        epochs=config.epochs,
        batch_size=config.batch_size,
        validation_split=0.1,
        callbacks=[WandbMetricsLogger(log_freq=5), WandbModelCheckpoint("models.keras")],
    )
    table = wandb.Table(columns=["a"], data=[[1]])
    wandb.log({"chart": wandb.plot.line_series(xs=[1], ys=[[1]]), "loss_twice": 2.0})
wandb.finish()
