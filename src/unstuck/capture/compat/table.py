"""The one table of old names: where each is found today, and which are gone for good.

A place is written `module:attribute`; `_OURS` are the few functions and classes that had to be written anew.
"""

from __future__ import annotations

from typing import NamedTuple

_OURS = "unstuck.capture.compat"

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
    "keras.layers.normalization.batch_normalization": _LAYERS,
    **{
        f"keras.engine{name}": (*_LAYERS, "keras.callbacks", "keras.utils")
        for name in ("", ".topology", ".training", ".base_layer", ".input_layer", ".network", ".sequential")
    },
    "keras.engine.functional": (*_LAYERS,),
    "keras.legacy.layers": _LAYERS,
    "keras.legacy.interfaces": (f"{_OURS}.models",),
    "keras.objectives": ("keras.losses",),
    "keras.initializations": ("keras.initializers",),
    "keras.activations.activations": ("keras.activations",),
    **{
        f"keras.utils.{name}": ("keras.utils", "keras.saving", f"{_OURS}.plain")
        for name in (
            *("np_utils", "generic_utils", "data_utils", "io_utils", "layer_utils", "vis_utils", "visualize_util"),
            *("training_utils", "conv_utils", "multi_gpu_utils", "test_utils", "all_utils", "image_utils"),
        )
    },
    "keras.preprocessing.text": ("keras.src.legacy.preprocessing.text",),
    "keras.wrappers.scikit_learn": (f"{_OURS}.sklearn_wrappers",),
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
}

_OPTIMIZERS = {
    old: f"keras.optimizers:{new}"
    for old, new in {
        **{"sgd": "SGD", "rmsprop": "RMSprop", "adam": "Adam", "adagrad": "Adagrad", "adadelta": "Adadelta"},
        **{"adamax": "Adamax", "nadam": "Nadam", "ftrl": "Ftrl", "rms_prop": "RMSprop", "RMSProp": "RMSprop"},
    }.items()
}
_LAYER_NAMES = {
    **{name: f"{_OURS}.old_layers:{name}" for name in ("TimeDistributedDense", "Merge", "merge", "ThresholdedReLU")},
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
        "cosine_proximity": f"{_OURS}.plain:cosine_proximity",
        "cosine": f"{_OURS}.plain:cosine_proximity",
        "logcosh": "keras.losses:log_cosh",
        "huber_loss": "keras.losses:huber",
        "Reduction": "keras.src.legacy.losses:Reduction",
    },
    "keras.metrics": {
        "mse": "keras.metrics:mean_squared_error",
        "mae": "keras.metrics:mean_absolute_error",
        "cosine_proximity": f"{_OURS}.plain:cosine_proximity",
        "MeanRelativeError": f"{_OURS}.plain:MeanRelativeError",
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
        "maxnorm": f"{_OURS}.plain:maxnorm",
        "nonneg": "keras.constraints:NonNeg",
        "unitnorm": "keras.constraints:UnitNorm",
    },
    "keras.utils": {
        "multi_gpu_model": f"{_OURS}.plain:multi_gpu_model",
        "HDF5Matrix": f"{_OURS}.plain:hdf5_matrix",
        "GeneratorEnqueuer": "keras.utils:PyDataset",
        "OrderedEnqueuer": "keras.utils:PyDataset",
    },
}

# Names of real modules that mean something else while a script runs.
OTHERWISE: dict[str, dict[str, str]] = {
    "keras.layers": {
        name: f"{_OURS}.old_layers:{name}" for name in ("Convolution1D", "Convolution2D", "Convolution3D")
    },
    "keras.models": {"load_model": f"{_OURS}.files:load_model", "save_model": f"{_OURS}.files:save_model"},
    "keras.saving": {"load_model": f"{_OURS}.files:load_model", "save_model": f"{_OURS}.files:save_model"},
    "keras.optimizers.legacy": {
        name: f"keras.optimizers:{name}" for name in ("Adagrad", "Adam", "Ftrl", "RMSprop", "SGD", "Optimizer")
    },
    "keras.utils": {name: f"{_OURS}.plain:{name}" for name in ("plot_model", "model_to_dot", "to_categorical")},
}

# What NumPy 1.24 and 2.0 dropped.
NUMPY = {
    **{"float": "builtins:float", "int": "builtins:int", "bool": "builtins:bool", "object": "builtins:object"},
    **{"str": "builtins:str", "complex": "builtins:complex", "long": "builtins:int", "unicode": "builtins:str"},
    **{"float_": "numpy:float64", "complex_": "numpy:complex128", "string_": "numpy:bytes_"},
    **{"unicode_": "numpy:str_", "Inf": "numpy:inf", "Infinity": "numpy:inf", "NaN": "numpy:nan"},
    **{"product": "numpy:prod", "cumproduct": "numpy:cumprod", "sometrue": "numpy:any", "alltrue": "numpy:all"},
    **{"row_stack": "numpy:vstack", "trapz": "numpy:trapezoid", "in1d": "numpy:isin"},
    **{"asscalar": f"{_OURS}.plain:asscalar", "bool8": "numpy:bool_", "mat": "numpy:asmatrix"},
}

# Modules that are searched too when a real module lacks a name.
FURTHER = {
    "keras": (),
    "keras.backend": (f"{_OURS}.backend",),
    "keras.preprocessing.image": ("keras.src.legacy.preprocessing.image",),
    "keras.preprocessing.sequence": ("keras.src.legacy.preprocessing.sequence",),
    "keras.preprocessing": (),
}


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

_TF = f"{_OURS}.tensorflow"
_QUIET = f"{_OURS}.quiet"

# TensorFlow's own modules, where it is not installed.
TENSORFLOW: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("tensorflow", "tensorflow.math", "tensorflow.linalg"), (_TF, "keras.ops")),
    "tensorflow.nn": ("keras.activations", _TF, "keras.ops"),
    **{f"tensorflow.{name}": (_TF, "keras.ops") for name in ("random", "image", "io", "strings", "dtypes", "types")},
    "tensorflow.data": (f"{_OURS}.tf_data",),
    "tensorflow.data.experimental": (f"{_OURS}.tf_data", _QUIET),
    "tensorflow.train": ("keras.optimizers", _QUIET),
    "tensorflow.losses": ("keras.losses",),
    "tensorflow.optimizers": ("keras.optimizers",),
    "tensorflow.initializers": ("keras.initializers",),
    "tensorflow.metrics": ("keras.metrics",),
    "tensorflow.layers": ("keras.layers",),
    "tensorflow.python": (),
    "tensorflow.python.framework": (),
    "tensorflow.python.framework.ops": (_TF, _QUIET),
    "tensorflow.python.client": (),
    "tensorflow.python.client.device_lib": (_TF,),
    "tensorflow.python.ops": ("keras.ops",),
    "tensorflow.python.platform": (_QUIET,),
    "tensorflow.examples": (),
    "tensorflow.examples.tutorials": (),
    "tensorflow.examples.tutorials.mnist": (),
    "tensorflow.examples.tutorials.mnist.input_data": (f"{_OURS}.datasets",),
    **{
        f"tensorflow.{name}": (_QUIET,)
        for name in (
            *("config", "logging", "summary", "distribute", "debugging", "test", "compat", "errors", "autograph"),
            *("profiler", "sysconfig", "experimental", "version", "tpu", "app", "gfile", "config.experimental"),
        )
    },
}
TENSORFLOW_NAMES: dict[str, dict[str, str]] = {
    "tensorflow": {
        **{
            f"reduce_{name}": f"keras.ops:{name}"
            for name in ("mean", "sum", "max", "min", "prod", "any", "all", "logsumexp")
        },
        **{old: f"keras.ops:{new}" for old, new in {"pow": "power", "mod": "mod", "rank": "ndim"}.items()},
        **{old: f"keras.activations:{old}" for old in ("sigmoid", "tanh")},
        **{
            f"{old}_initializer": f"keras.initializers:{new}" for old, new in {"zeros": "Zeros", "ones": "Ones"}.items()
        },
        "random_normal_initializer": "keras.initializers:RandomNormal",
        "random_uniform_initializer": "keras.initializers:RandomUniform",
        "truncated_normal_initializer": "keras.initializers:TruncatedNormal",
        "constant_initializer": "keras.initializers:Constant",
        "TensorShape": "builtins:tuple",
        "ConfigProto": f"{_QUIET}:Quiet",
        "GPUOptions": f"{_QUIET}:Quiet",
        "get_logger": f"{_QUIET}:Quiet",
        "global_variables_initializer": f"{_QUIET}:Quiet",
        "get_default_graph": f"{_QUIET}:Quiet",
        "reset_default_graph": f"{_QUIET}:Quiet",
        "disable_v2_behavior": f"{_QUIET}:Quiet",
        "disable_eager_execution": f"{_QUIET}:Quiet",
        "enable_eager_execution": f"{_QUIET}:Quiet",
        "enable_v2_behavior": f"{_QUIET}:Quiet",
    },
    "tensorflow.math": {
        f"reduce_{name}": f"keras.ops:{name}"
        for name in ("mean", "sum", "max", "min", "prod", "any", "all", "logsumexp", "std", "var")
    }
    | {"pow": "keras.ops:power", "reduce_variance": "keras.ops:var", "reduce_std": "keras.ops:std"},
    "tensorflow.nn": {
        "l2_normalize": f"{_OURS}.backend:l2_normalize",
        "dropout": "keras.random:dropout",
        "swish": "keras.activations:silu",
    },
    "tensorflow.io": {"read_file": f"{_TF}:read_file", "gfile": f"{_QUIET}:Quiet"},
    "tensorflow.train": {
        **{f"{name}Optimizer": f"keras.optimizers:{name}" for name in ("Adam", "Adagrad", "Adadelta", "Ftrl")},
        "RMSPropOptimizer": "keras.optimizers:RMSprop",
        "GradientDescentOptimizer": "keras.optimizers:SGD",
        "MomentumOptimizer": "keras.optimizers:SGD",
    },
    "tensorflow.losses": {"mean_squared_error": "keras.losses:mean_squared_error"},
}

# Other packages that are served where they are not installed.
PACKAGES: dict[str, tuple[str, ...]] = {
    "tensorflow_datasets": (f"{_OURS}.datasets",),
    "tensorflow_hub": (),
    **dict.fromkeys(("mlflow", "mlflow.keras", "mlflow.tensorflow"), (f"{_OURS}.mlflow",)),
    "trackio": (f"{_OURS}.wandb",),
    "tensorboard": (_QUIET,),
    "tensorboardcolab": (f"{_OURS}.trackers",),
}
# And those that are served even where they are: they want an account or a network.
ALWAYS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("wandb", "wandb.keras", "wandb.integration", "wandb.integration.keras", "wandb.sdk"), (f"{_OURS}.wandb",)
)
