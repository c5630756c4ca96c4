"""The table of TensorFlow's names and of other packages, for where they are not installed; written as `table` is."""

from __future__ import annotations

from unstuck.capture.compat.table import OURS

_TF = f"{OURS}.tensorflow"
_MORE = f"{OURS}.tensorflow_ops"
_IMAGES = f"{OURS}.tensorflow_images"
_QUIET = f"{OURS}.quiet"

# TensorFlow's own modules, where it is not installed.
TENSORFLOW: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("tensorflow", "tensorflow.math", "tensorflow.linalg"), (_TF, _MORE, "keras.ops")),
    "tensorflow.nn": ("keras.activations", _TF, _MORE, "keras.ops"),
    "tensorflow.image": (_TF, _IMAGES, "keras.ops"),
    "tensorflow.nest": ("keras.tree",),
    "tensorflow.io.gfile": (f"{OURS}.gfile",),
    "tensorflow.gfile": (f"{OURS}.gfile",),
    "tensorflow.python.ops.math_ops": (_TF, _MORE, "keras.ops"),
    "tensorflow.python.ops.array_ops": (_TF, _MORE, "keras.ops"),
    "tensorflow.python.ops.nn_ops": ("keras.activations", _TF, _MORE, "keras.ops"),
    "tensorflow.python.keras.optimizer_v2": ("keras.optimizers",),
    **{f"tensorflow.{name}": (_TF, _MORE, "keras.ops") for name in ("random", "io", "dtypes", "types")},
    "tensorflow.experimental.numpy": ("keras.ops", "numpy"),
    "tensorflow.strings": (f"{OURS}.text",),
    "tensorflow.data": (f"{OURS}.tf_data", f"{OURS}.tf_sources"),
    "tensorflow.data.experimental": (f"{OURS}.tf_data", f"{OURS}.tf_sources", _QUIET),
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
    "tensorflow.examples.tutorials.mnist.input_data": (f"{OURS}.datasets",),
    **{
        f"tensorflow.{name}": (_QUIET,)
        for name in (
            *("config", "logging", "summary", "distribute", "debugging", "test", "compat", "errors", "autograph"),
            *("profiler", "sysconfig", "experimental", "version", "tpu", "app", "config.experimental"),
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
        **{f"reduce_{name}": f"keras.ops:{old}" for name, old in {"variance": "var", "std": "std"}.items()},
        "print": f"{_MORE}:print_",
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
        "Graph": f"{_QUIET}:Quiet",
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
    | {
        "l2_normalize": f"{OURS}.backend:l2_normalize",
        "pow": "keras.ops:power",
        "reduce_variance": "keras.ops:var",
        "reduce_std": "keras.ops:std",
    },
    "tensorflow.nn": {
        "l2_normalize": f"{OURS}.backend:l2_normalize",
        "dropout": "keras.random:dropout",
        "swish": "keras.activations:silu",
    },
    "tensorflow.io": {"read_file": f"{_TF}:read_file"},
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
    "tensorflow_datasets": (f"{OURS}.datasets",),
    "tensorflow_hub": (),
    **dict.fromkeys(("mlflow", "mlflow.keras", "mlflow.tensorflow"), (f"{OURS}.mlflow",)),
    "trackio": (f"{OURS}.wandb",),
    "tensorboard": (_QUIET,),
    "tensorboardcolab": (f"{OURS}.trackers",),
}
# And those that are served even where they are: they want an account or a network.
ALWAYS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("wandb", "wandb.keras", "wandb.integration", "wandb.integration.keras", "wandb.sdk"), (f"{OURS}.wandb",)
)
