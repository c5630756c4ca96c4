"""What a model file from a stranger may name: layers that only compute.

Not on the list is what runs code from the file (Lambda, TorchModuleWrapper, JaxLayer, FlaxLayer), reads other files
(TFSMLayer, the vocabularies of text layers), or is not Keras' own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LAYERS = frozenset(
    (
        *("InputLayer", "Dense", "EinsumDense", "Embedding", "Identity", "Masking", "Activation", "ReLU", "LeakyReLU"),
        *("PReLU", "ELU", "Softmax", "Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D"),
        *("DepthwiseConv1D", "DepthwiseConv2D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"),
        *("MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D"),
        *("GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D", "GlobalAveragePooling1D"),
        *("GlobalAveragePooling2D", "GlobalAveragePooling3D", "LSTM", "GRU", "SimpleRNN", "LSTMCell", "GRUCell"),
        *("SimpleRNNCell", "StackedRNNCells", "RNN", "Bidirectional", "TimeDistributed", "ConvLSTM2D"),
        *("BatchNormalization", "LayerNormalization", "UnitNormalization", "GroupNormalization", "RMSNormalization"),
        *("SpectralNormalization", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"),
        *("GaussianDropout", "GaussianNoise", "AlphaDropout", "ActivityRegularization", "Reshape", "Flatten"),
        *("RepeatVector", "Permute", "Cropping1D", "Cropping2D", "Cropping3D", "UpSampling1D", "UpSampling2D"),
        *("UpSampling3D", "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "Concatenate", "Average", "Maximum"),
        *("Minimum", "Add", "Subtract", "Multiply", "Dot", "MultiHeadAttention", "GroupQueryAttention", "Attention"),
        *("AdditiveAttention", "Rescaling", "Normalization", "Resizing", "CenterCrop", "RandomFlip", "RandomRotation"),
        *("RandomTranslation", "RandomZoom", "RandomContrast", "RandomBrightness", "RandomCrop", "CategoryEncoding"),
    )
)
_PLAIN = frozenset(("__keras_tensor__", "__tuple__"))  # how layers are joined, and tuples, which JSON does not have
_MODELS = frozenset(("Sequential", "Functional"))
_SETTINGS = frozenset(("keras.initializers", "keras.regularizers", "keras.constraints"))
_LAYER_PLACES = frozenset(("keras.layers", "keras"))
_MODEL_PLACES = frozenset(("keras", "keras.models", "keras.src.models.functional", "keras.src.models.sequential"))


def is_allowed(node: Mapping[str, Any]) -> bool:
    """Whether a serialised object is one of Keras' own that only computes.

    Args:
        node: a dict of a config that has `module`, `class_name` or `registered_name`.
    """
    module, name, registered = node.get("module"), node.get("class_name"), node.get("registered_name")
    if name in _PLAIN and module is None and registered is None:
        return True
    if not isinstance(module, str) or not isinstance(name, str) or registered not in (None, name):
        return False
    return (
        (name in _LAYERS and module in _LAYER_PLACES)
        or (name in _MODELS and module in _MODEL_PLACES)
        or (name == "DTypePolicy" and module == "keras")
        or (name[0].isupper() and module in _SETTINGS)
    )
