"""Callbacks under old names: val_acc in monitors and in file names, hdf5 files, load_weights."""
import glob

import numpy as np
from keras.callbacks import CSVLogger, EarlyStopping, ModelCheckpoint, ReduceLROnPlateau, TensorBoard
from keras.layers import Dense
from keras.models import Sequential, load_model

x = np.random.rand(200, 6)
y = (x[:, 0] > 0.5).astype(int)
model = Sequential([Dense(8, activation="relu", input_dim=6), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
callbacks = [
    ModelCheckpoint("weights.{epoch:02d}-{val_acc:.2f}.hdf5", monitor="val_acc", verbose=1, save_best_only=True, mode="max"),
    ModelCheckpoint("best_weights.hdf5", monitor="val_acc", save_best_only=True, save_weights_only=True),
    EarlyStopping(monitor="val_acc", patience=5),
    ReduceLROnPlateau(monitor="val_acc", factor=0.5, patience=1, min_lr=1e-5),
    TensorBoard(log_dir="./logs", histogram_freq=0, write_graph=True),
    CSVLogger("log.csv"),
]
model.fit(x, y, validation_split=0.25, epochs=3, batch_size=32, callbacks=callbacks, verbose=0)
model.load_weights("best_weights.hdf5")
model.save_weights("plain_name")
model.load_weights("plain_name")
found = sorted(glob.glob("weights.*.hdf5"))
again = load_model(found[-1])
model.save("folder_model")
same = load_model("folder_model")
assert np.allclose(same.predict(x, verbose=0), model.predict(x, verbose=0))
