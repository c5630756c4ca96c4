"""What nothing can stand in for: names that are gone, and packages that are not here."""

from __future__ import annotations

from typing import NamedTuple


class Gone(NamedTuple):
    """A name that nothing can stand in for.

    Args:
        since: the version of Keras or TensorFlow that no longer has it.
        instead: what to do.
    """

    since: str
    instead: str


_COUNTED = "Compute it after the training with scikit-learn, or use keras.metrics.Precision, Recall or F1Score."
GONE: dict[str, Gone] = {
    "Graph": Gone("Keras 1.0", "Write the network with the Functional API: keras.Model(inputs, outputs)."),
    "AutoEncoder": Gone("Keras 1.0", "Write encoder and decoder as one keras.Sequential and fit it to its own inputs."),
    "DenoisingAutoEncoder": Gone("Keras 1.0", "Write it as one keras.Sequential."),
    "Siamese": Gone("Keras 1.0", "Call one keras.Sequential on two keras.Input()."),
    "Layer1D": Gone("Keras 1.0", "Use keras.layers.Layer."),
    "MaskedLayer": Gone("Keras 1.0", "Use keras.layers.Layer."),
    "MaxoutDense": Gone("Keras 2.0", "Use Dense(units * k), a Reshape and a maximum over the new axis."),
    "Highway": Gone("Keras 2.0", "Write it with Dense, Multiply and Add."),
    "ParametricSoftplus": Gone("Keras 2.0", "Use keras.layers.PReLU."),
    "SReLU": Gone("Keras 2.0", "Use keras.layers.PReLU."),
    "LocallyConnected1D": Gone("Keras 3.0", "Use Conv1D, which shares its weights over all places."),
    "LocallyConnected2D": Gone("Keras 3.0", "Use Conv2D, which shares its weights over all places."),
    "DenseFeatures": Gone("Keras 3.0", "Use keras.utils.FeatureSpace or the preprocessing layers."),
    "experimental_run_functions_eagerly": Gone("TensorFlow 2.3", "Leave it out."),
    "model_from_yaml": Gone("Keras 2.6", "Keep the network as JSON: model.to_json and keras.models.model_from_json."),
    "lite": Gone("Keras on JAX", "TensorFlow Lite needs TensorFlow; leave the conversion for after the training."),
    "saved_model": Gone("Keras on JAX", "Save the model with model.save, or run with TensorFlow installed."),
    "fmeasure": Gone("Keras 2.0", _COUNTED),
    "fbeta_score": Gone("Keras 2.0", _COUNTED),
    "precision": Gone("Keras 2.0", _COUNTED),
    "recall": Gone("Keras 2.0", _COUNTED),
    "matthews_correlation": Gone("Keras 2.0", _COUNTED),
    "gradients": Gone("Keras 3.0", "Gradients are the backend's: jax.grad, or tf.GradientTape with TensorFlow."),
    "GradientTape": Gone("Keras on JAX", "Train with model.compile and model.fit, which Unstuck can look at."),
    "Session": Gone("TensorFlow 2.0", "Programs that build TensorFlow's own graph have no Keras model to look at."),
    "InteractiveSession": Gone("TensorFlow 2.0", "Write the network in Keras; Unstuck looks at what fit is given."),
    "placeholder": Gone("TensorFlow 2.0", "Write the network in Keras; Unstuck looks at what fit is given."),
    "estimator": Gone("TensorFlow 2.16", "Write the network in Keras; Unstuck looks at what fit is given."),
    "contrib": Gone("TensorFlow 2.0", "Most of it is in Keras now."),
    "feature_column": Gone("TensorFlow 2.16", "Use keras.utils.FeatureSpace or the preprocessing layers."),
}

# How a package is installed that is imported under another name.
PIP_NAMES = {
    **{"sklearn": "scikit-learn", "cv2": "opencv-python", "PIL": "pillow", "skimage": "scikit-image", "yaml": "pyyaml"},
    **{"bs4": "beautifulsoup4", "IPython": "ipython", "tensorflow_hub": "tensorflow-hub", "pydot_ng": "pydot"},
    **{"kerastuner": "keras-tuner", "keras_tuner": "keras-tuner", "umap": "umap-learn", "dotenv": "python-dotenv"},
}
# Packages that no Python of today can install.
OLD_PACKAGES = {
    "theano": "is no longer made; Unstuck serves what Keras needs of it, not its own functions.",
    "tflearn": "needs TensorFlow 1. Write the network in Keras.",
    "cPickle": "is Python 2's name of pickle: this is Python 2; the program 2to3 translates it.",
    "urllib2": "is Python 2's: this is Python 2; the program 2to3 translates it.",
    "ConfigParser": "is Python 2's: this is Python 2; the program 2to3 translates it.",
    "Queue": "is Python 2's: this is Python 2; the program 2to3 translates it.",
    "StringIO": "is Python 2's: this is Python 2; the program 2to3 translates it.",
}
