"""argparse, main, an exit code."""
import argparse
import sys

import keras
import numpy as np


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--hidden", type=int, default=4)
    args = parser.parse_args()
    x, y = np.random.rand(50, 3), np.random.rand(50)
    model = keras.Sequential([keras.layers.Dense(args.hidden, activation="relu"), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, epochs=args.epochs, verbose=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
