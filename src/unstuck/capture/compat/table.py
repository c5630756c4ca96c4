"""The table of Keras' and NumPy's old names: where each is found today. Beside it: `table_tensorflow` and `gone`.

A place is written `module:attribute`; `OURS` is where the few functions and classes are that had to be written anew.
"""

from __future__ import annotations

OURS = "unstuck.capture.compat"

# A whole package under another name: everything below it too.
ALIASES = {
    **dict.fromkeys(
        (
            *("tensorflow.keras", "tensorflow.python.keras", "tensorflow.contrib.keras", "tensorflow._api.v2.keras"),
            *("tensorflow.compat.v1.keras", "tensorflow.compat.v2.keras", "tf_keras", "keras.api._v2.keras"),
            *("tensorflow.python.keras.api._v2.keras", "tensorflow.keras.api._v2.keras", "keras.api"),
        ),
        "keras",
    ),
    "keras_core.operations": "keras.ops",  # Keras 3 before it was Keras
    "keras_core": "keras",
    "tensorflow.compat.v1": "tensorflow",
    "tensorflow.compat.v2": "tensorflow",
    "keras.backend.tensorflow_backend": "keras.backend",
    "keras.layers.experimental.preprocessing": "keras.layers",
    "keras.layers.experimental": "keras.layers",
    "keras.preprocessing.image.image": "keras.preprocessing.image",
    "keras_preprocessing": "keras.preprocessing",
}

_LAYERS = ("keras.layers", "keras", "keras.models", "keras.initializers", "keras.regularizers", "keras.constraints")

# A module made of the names of others, searched in order.
MODULES: dict[str, tuple[str, ...]] = {
    **{
        f"keras.layers.{name}": _LAYERS
        for name in (
            *("core", "convolutional", "pooling", "normalization", "recurrent", "advanced_activations", "embeddings"),
            *("merge", "merging", "wrappers", "noise", "local", "cudnn_recurrent", "convolutional_recurrent"),
            *("rnn", "attention", "regularization", "reshaping", "preprocessing", "containers"),
        )
    },
    **dict.fromkeys(
        (
            "keras.layers.normalization.batch_normalization",
            "keras.layers.normalization.batch_normalization_v1",
            "keras.layers.normalization.layer_normalization",
        ),
        _LAYERS,
    ),
    **{
        f"keras.engine{name}": (*_LAYERS, "keras.callbacks", "keras.utils")
        for name in ("", ".topology", ".training", ".base_layer", ".input_layer", ".network", ".sequential")
    },
    "keras.engine.functional": (*_LAYERS,),
    "keras.experimental": ("keras.optimizers.schedules", "keras.layers"),
    "keras.callbacks.callbacks": ("keras.callbacks",),
    "keras.callbacks.experimental": ("keras.callbacks",),
    "keras.losses.losses": ("keras.losses",),
    "keras.metrics.metrics": ("keras.metrics",),
    **{
        f"keras.layers.{name}": _LAYERS
        for name in (
            *("core.dense", "core.dropout", "core.activation", "core.embedding", "core.lambda_layer", "core.flatten"),
            *("convolutional.conv1d", "convolutional.conv2d", "pooling.max_pooling2d", "rnn.lstm", "rnn.gru"),
            *("recurrent_v2", "normalization_v2", "embeddings_v2"),
        )
    },
    "keras.legacy.layers": _LAYERS,
    "keras.legacy.interfaces": (f"{OURS}.models",),
    "keras.objectives": ("keras.losses",),
    "keras.initializations": ("keras.initializers",),
    "keras.activations.activations": ("keras.activations",),
    **{
        f"keras.utils.{name}": ("keras.utils", "keras.saving", f"{OURS}.plain")
        for name in (
            *("np_utils", "generic_utils", "data_utils", "io_utils", "layer_utils", "vis_utils", "visualize_util"),
            *("training_utils", "conv_utils", "multi_gpu_utils", "test_utils", "all_utils", "image_utils"),
        )
    },
    "keras.preprocessing.text": ("keras.src.legacy.preprocessing.text",),
    "keras.wrappers.scikit_learn": (f"{OURS}.sklearn_wrappers",),
    "keras.optimizers.schedules.learning_rate_schedule": ("keras.optimizers.schedules",),
    **{
        f"keras.optimizers.{name}": ("keras.optimizers",)
        for name in (
            *("adam", "sgd", "rmsprop", "adagrad", "adadelta", "adamax", "nadam", "experimental", "adam_v2"),
            *("gradient_descent_v2", "rmsprop_v2", "optimizer_v2", "adagrad_v2", "adamax_v2", "nadam_v2"),
        )
    },
    "keras.mixed_precision.experimental": ("keras.mixed_precision",),
    "keras.saving.save": ("keras.models", "keras.saving"),
    "keras.saving.hdf5_format": ("keras.models", "keras.saving"),
    **dict.fromkeys(
        ("sklearn.cross_validation", "sklearn.grid_search"), (f"{OURS}.sklearn_splits", "sklearn.model_selection")
    ),
    "sklearn.learning_curve": ("sklearn.model_selection",),
    "sklearn.externals.joblib": ("joblib",),
}

_OPTIMIZERS = {
    old: f"keras.optimizers:{new}"
    for old, new in {
        **{"sgd": "SGD", "rmsprop": "RMSprop", "adam": "Adam", "adagrad": "Adagrad", "adadelta": "Adadelta"},
        **{"adamax": "Adamax", "nadam": "Nadam", "ftrl": "Ftrl", "rms_prop": "RMSprop", "RMSProp": "RMSprop"},
    }.items()
}
_LAYER_NAMES = {
    **{name: f"{OURS}.old_layers:{name}" for name in ("TimeDistributedDense", "Merge", "merge", "ThresholdedReLU")},
    "RandomFourierFeatures": f"{OURS}.fourier:RandomFourierFeatures",
    **{
        old: f"keras.layers:{new}"
        for old, new in {
            **{"CuDNNLSTM": "LSTM", "CuDNNGRU": "GRU", "Deconvolution2D": "Conv2DTranspose"},
            **{"Deconv2D": "Conv2DTranspose", "Deconvolution3D": "Conv3DTranspose", "Deconv3D": "Conv3DTranspose"},
            **{"SeparableConvolution2D": "SeparableConv2D", "AtrousConvolution2D": "Conv2D"},
            **{"SyncBatchNormalization": "BatchNormalization", "BatchNormalizationV1": "BatchNormalization"},
            **{"BatchNormalizationV2": "BatchNormalization", "InputLayerV1": "InputLayer", "Add_": "Add"},
        }.items()
    },
}

# Names that real modules no longer have.
NAMES: dict[str, dict[str, str]] = {
    "keras": {"operations": "keras.ops"},
    "keras.backend": {"Variable": "keras:Variable", "KerasTensor": "keras:KerasTensor"},
    "keras.layers": _LAYER_NAMES,
    "keras.optimizers": _OPTIMIZERS,
    "keras.losses": {
        "mse": "keras.losses:mean_squared_error",
        "MSE": "keras.losses:mean_squared_error",
        "mae": "keras.losses:mean_absolute_error",
        "MAE": "keras.losses:mean_absolute_error",
        "mape": "keras.losses:mean_absolute_percentage_error",
        "msle": "keras.losses:mean_squared_logarithmic_error",
        "kld": "keras.losses:kl_divergence",
        "KLD": "keras.losses:kl_divergence",
        "kullback_leibler_divergence": "keras.losses:kl_divergence",
        "cosine_proximity": f"{OURS}.plain:cosine_proximity",
        "cosine": f"{OURS}.plain:cosine_proximity",
        "logcosh": "keras.losses:log_cosh",
        "huber_loss": "keras.losses:huber",
        "Reduction": "keras.src.legacy.losses:Reduction",
    },
    "keras.metrics": {
        "mse": "keras.metrics:mean_squared_error",
        "mae": "keras.metrics:mean_absolute_error",
        "cosine_proximity": f"{OURS}.plain:cosine_proximity",
        "MeanRelativeError": f"{OURS}.plain:MeanRelativeError",
    },
    "keras.initializers": {
        "normal": "keras.initializers:RandomNormal",
        "uniform": "keras.initializers:RandomUniform",
        "zero": "keras.initializers:Zeros",
        "one": "keras.initializers:Ones",
        "random_normal_initializer": "keras.initializers:RandomNormal",
    },
    "keras.regularizers": {
        "l1l2": "keras.regularizers:L1L2",
        "WeightRegularizer": "keras.regularizers:L1L2",
        "activity_l2": "keras.regularizers:L2",
        "activity_l1": "keras.regularizers:L1",
        "activity_l1l2": "keras.regularizers:L1L2",
    },
    "keras.constraints": {
        "maxnorm": f"{OURS}.plain:maxnorm",
        "nonneg": "keras.constraints:NonNeg",
        "unitnorm": "keras.constraints:UnitNorm",
    },
    "keras.utils": {
        "multi_gpu_model": f"{OURS}.plain:multi_gpu_model",
        "HDF5Matrix": f"{OURS}.plain:hdf5_matrix",
        "GeneratorEnqueuer": "keras.utils:PyDataset",
        "OrderedEnqueuer": "keras.utils:PyDataset",
    },
}

# Names of real modules that mean something else while a script runs.
OTHERWISE: dict[str, dict[str, str]] = {
    "keras.layers": {name: f"{OURS}.old_layers:{name}" for name in ("Convolution1D", "Convolution2D", "Convolution3D")},
    "keras.models": {"load_model": f"{OURS}.files:load_model", "save_model": f"{OURS}.files:save_model"},
    "keras.saving": {"load_model": f"{OURS}.files:load_model", "save_model": f"{OURS}.files:save_model"},
    "keras.optimizers.legacy": {
        name: f"keras.optimizers:{name}" for name in ("Adagrad", "Adam", "Ftrl", "RMSprop", "SGD", "Optimizer")
    },
    "keras.utils": {name: f"{OURS}.plain:{name}" for name in ("plot_model", "model_to_dot", "to_categorical")},
}

# What NumPy 1.24 and 2.0 dropped.
NUMPY = {
    **{"float": "builtins:float", "int": "builtins:int", "bool": "builtins:bool", "object": "builtins:object"},
    **{"str": "builtins:str", "complex": "builtins:complex", "long": "builtins:int", "unicode": "builtins:str"},
    **{"float_": "numpy:float64", "complex_": "numpy:complex128", "string_": "numpy:bytes_"},
    **{"unicode_": "numpy:str_", "Inf": "numpy:inf", "Infinity": "numpy:inf", "NaN": "numpy:nan"},
    **{"product": "numpy:prod", "cumproduct": "numpy:cumprod", "sometrue": "numpy:any", "alltrue": "numpy:all"},
    **{"row_stack": "numpy:vstack", "trapz": "numpy:trapezoid", "in1d": "numpy:isin"},
    **{"asscalar": f"{OURS}.plain:asscalar", "bool8": "numpy:bool_", "mat": "numpy:asmatrix"},
}

# Modules that are searched too when a real module lacks a name.
FURTHER = {
    "keras": (),
    "keras.backend": (f"{OURS}.backend", f"{OURS}.backend_values", f"{OURS}.backend_ops"),
    "keras.preprocessing.image": ("keras.src.legacy.preprocessing.image",),
    "keras.preprocessing.sequence": ("keras.src.legacy.preprocessing.sequence",),
    "keras.preprocessing": (),
}


def todays_layer(name: str) -> str:
    """The class that a layer's name stands for: `Convolution2D` → `Conv2D`; a name of today stays."""
    renamed = {"TimeDistributedDense": "Dense", **{f"Convolution{n}D": f"Conv{n}D" for n in (1, 2, 3)}}
    place = _LAYER_NAMES.get(name, "")
    return renamed.get(name) or (place.rpartition(":")[2] if place.startswith("keras.") else name)
