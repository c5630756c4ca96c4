"""Keras 1's and 2's arguments of layers and optimisers, under today's names."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any

import keras
import numpy as np

from unstuck.capture.replacing import replaced
from unstuck.errors import UnstuckError

# Old name → the names that it may have today; the first that the layer has and that is not its own name counts.
RENAMED: dict[str, tuple[str, ...]] = {
    "output_dim": ("units",),
    "nb_filter": ("filters",),
    "filter_length": ("kernel_size",),
    "border_mode": ("padding",),
    "subsample": ("strides",),
    "subsample_length": ("strides",),
    "atrous_rate": ("dilation_rate",),
    "dim_ordering": ("data_format",),
    "init": ("kernel_initializer", "embeddings_initializer", "alpha_initializer"),
    "inner_init": ("recurrent_initializer",),
    "inner_activation": ("recurrent_activation",),
    "beta_init": ("beta_initializer",),
    "gamma_init": ("gamma_initializer",),
    "W_regularizer": ("kernel_regularizer", "embeddings_regularizer"),
    "U_regularizer": ("recurrent_regularizer",),
    "b_regularizer": ("bias_regularizer",),
    "W_constraint": ("kernel_constraint", "embeddings_constraint"),
    "U_constraint": ("recurrent_constraint",),
    "b_constraint": ("bias_constraint",),
    "bias": ("use_bias",),
    "p": ("rate",),
    "sigma": ("stddev",),
    "pool_length": ("pool_size",),
    "poolsize": ("pool_size",),
    "stride": ("strides",),
    "length": ("size",),
    "dropout_W": ("dropout",),
    "dropout_U": ("recurrent_dropout",),
    "dims": ("target_shape",),
    "output_shape": ("target_shape",),
    "lr": ("learning_rate",),
}
# Arguments that chose between ways to compute the same, or that Keras finds out by itself now.
DROPPED = ("consume_less", "implementation", "input_dtype", "theano_mode", "input_length", "forget_bias_init", "mode")

_PADDING = {"valid": "valid", "same": "same", "causal": "causal"}
_ORDERING = {"th": "channels_first", "tf": "channels_last", "default": None}
# Below this decay a step the rate loses less than a tenth over 10,000 steps: it is told and treated as constant.
NEGLIGIBLE_DECAY = 1e-5


@contextmanager
def old_arguments() -> Iterator[None]:
    """Inside, layers and optimisers understand their old arguments."""
    with ExitStack() as stack:
        for cls in _with_own_init(keras.layers, keras.layers.Layer):
            if cls is not keras.layers.Layer:
                stack.enter_context(replaced(cls, "__init__", _translating(cls.__init__, _layer_arguments)))
        stack.enter_context(replaced(keras.layers.Layer, "__init__", _base_init(keras.layers.Layer.__init__)))
        stack.enter_context(replaced(keras.Sequential, "add", _adding(keras.Sequential.add)))
        for cls in _with_own_init(keras.optimizers, keras.optimizers.Optimizer):
            stack.enter_context(replaced(cls, "__init__", _translating(cls.__init__, _optimizer_arguments)))
        stack.enter_context(replaced(keras.optimizers.Optimizer, "lr", _RATE))
        yield


def _with_own_init(module: Any, base: type) -> list[Any]:
    classes = {each for each in vars(module).values() if inspect.isclass(each) and issubclass(each, base)}
    return [cls for cls in classes if "__init__" in vars(cls)]


def _translating(init: Callable[..., None], translate: Callable[..., Any]) -> Callable[..., None]:
    signature = inspect.signature(init)
    parameters = tuple(signature.parameters)[1:]

    @wraps(init)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        args, kwargs = translate(parameters, args, kwargs)
        init(self, *args, **kwargs)

    __init__.__signature__ = signature  # type: ignore[attr-defined]  # Keras reads it in two ways, which must agree
    return __init__


def _layer_arguments(
    parameters: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    if "nb_row" in kwargs and "nb_col" in kwargs:
        kwargs = {**kwargs, "kernel_size": (kwargs.pop("nb_row"), kwargs.pop("nb_col"))}
    new = {name: _plain(value) for name, value in _renamed(parameters, kwargs)}
    args = tuple(_plain(value) for value in args)
    if args and isinstance(args[0], tuple) and parameters[:1] in (("axis",), ("alpha_initializer",)):
        args = args[1:]  # Keras 0.2: BatchNormalization(input_shape) and PReLU(input_shape)
    if parameters[:1] == ("pool_size",) and not args and "pool_size" not in new:
        new["pool_size"] = 2  # the default that Keras 2's average pooling had too
    if "kernel_size" in parameters and {"border_mode", "subsample", "dim_ordering", "init"} & kwargs.keys():
        args = old_kernel(args)
    if parameters[:2] == ("units", "activation") and len(args) == 2 and isinstance(args[1], int):
        args, new = args[1:], {"input_dim": args[0], **new}  # Keras 0.2: Dense(input_dim, output_dim)
    of_steps = "return_sequences" in parameters or "input_length" in kwargs
    if of_steps and "input_dim" in new and "input_dim" not in parameters:  # Keras 1: LSTM(…, input_dim=1)
        new["input_shape"] = (kwargs.get("input_length"), new.pop("input_dim"))
    return args, new


def _plain(value: Any) -> Any:
    """NumPy's whole numbers, such as `np.max(labels) + 1` units, as Python's: Keras takes no others."""
    return int(value) if isinstance(value, np.integer) else value


def old_kernel(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """`(filters, rows, columns)` as Keras 1 had it → `(filters, (rows, columns))`."""
    if len(args) >= 3 and all(isinstance(size, int | np.integer) for size in args[1:3]):
        return (args[0], args[1:3], *args[3:])
    return args


def _renamed(parameters: tuple[str, ...], kwargs: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in kwargs.items():
        if name in parameters:
            yield name, value
            continue
        today = next((each for each in RENAMED.get(name, ()) if each in parameters), None)
        if today is not None:
            yield today, _value(name, value)
        elif name == "weights" and "kernel_initializer" in parameters and value is not None:
            kernel, *bias = value
            yield "kernel_initializer", keras.initializers.Constant(np.asarray(kernel))
            if bias:
                yield "bias_initializer", keras.initializers.Constant(np.asarray(bias[0]))
        elif name == "dropout" and "embeddings_initializer" in parameters:
            warnings.warn("The dropout of an Embedding is gone since Keras 2.0 and left out.", stacklevel=4)
        elif name not in DROPPED:
            yield name, value


def _value(name: str, value: Any) -> Any:
    if name == "border_mode" and value not in _PADDING:
        raise UnstuckError(
            "The padding of a convolution is valid or same.",
            f"border_mode={value!r}, gone since Keras 2.0",
            "Use ZeroPadding before the convolution.",
        )
    return _ORDERING.get(value, value) if name == "dim_ordering" else value


def _base_init(init: Callable[..., None]) -> Callable[..., None]:
    """The arguments that every layer takes."""

    @wraps(init)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        whole = kwargs.pop("batch_input_shape", None)
        shape = kwargs.get("input_shape")
        if isinstance(shape, int):
            kwargs["input_shape"] = (shape,)
        if whole is not None:
            kwargs["input_shape"] = tuple(whole[1:])
        for name in DROPPED:
            kwargs.pop(name, None)
        with warnings.catch_warnings():  # of an argument that works; its place would be given as this line
            warnings.filterwarnings("ignore", "Do not pass an `input_shape`", UserWarning)
            init(self, *args, **kwargs)
        if whole is not None and whole[0] is not None:
            self._batch_size_arg = whole[0]

    __init__.__signature__ = inspect.signature(init)  # type: ignore[attr-defined]
    return __init__


def _adding(add: Callable[..., None]) -> Callable[..., None]:
    @wraps(add)
    def with_batch_size(self: keras.Sequential, layer: Any, *args: Any, **kwargs: Any) -> None:
        size = getattr(layer, "_batch_size_arg", None)
        if size is not None and not self._layers:
            add(self, keras.Input(batch_shape=(size, *layer._input_shape_arg)))
        add(self, layer, *args, **kwargs)

    return with_batch_size


def _optimizer_arguments(
    parameters: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    new = {name: value for name, value in _renamed(parameters, kwargs) if name != "schedule_decay"}
    decay = new.pop("decay", None)
    if decay and decay > NEGLIGIBLE_DECAY:
        rate, args = (args[0], args[1:]) if args else (new.pop("learning_rate", None), args)
        rate = 0.001 if rate is None else rate
        args = (keras.optimizers.schedules.InverseTimeDecay(rate, decay_steps=1, decay_rate=decay), *args)
    if new.get("epsilon", 0) is None:
        del new["epsilon"]  # Keras 2 took None for its default
    return args, new


_RATE = property(
    lambda self: self.learning_rate,
    lambda self, value: setattr(self, "learning_rate", value),
    doc="Keras 2's name for the learning rate.",
)
