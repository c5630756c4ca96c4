"""Relative files, a changed folder, sys.exit(0)."""
import os
import sys

import keras
import numpy as np

os.makedirs("out", exist_ok=True)
os.chdir("out")
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.zeros((8, 2)), np.ones(8), verbose=0)
np.savetxt("weights.txt", model.get_weights()[0])
sys.exit(0)
