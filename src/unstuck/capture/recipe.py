"""The recipe of a model and its fit as a `Spec`, and a model built anew from a `Spec`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from copy import deepcopy
from typing import Any

import jax
import keras
from keras.src.backend.jax.trainer import JAXTrainer
from keras.src.models.functional import Functional

from unstuck.backend import without_advice
from unstuck.capture.weights import Same, drawn_anew
from unstuck.engine import FitCall
from unstuck.spec import Spec

# Functions that are activations by name, with the settings at which they are just that.
_FUNCTIONS: dict[str, tuple[tuple[Any, ...], ...]] = {
    "relu": ((), (0.0, None, 0.0)),
    "softmax": ((-1,),),
    "elu": ((1.0,),),
    **dict.fromkeys(("sigmoid", "tanh", "silu", "selu", "softplus", "softsign"), ((),)),
}


def spec_of(model: keras.Model, call: FitCall) -> Spec:
    """The recipe of a built and compiled model; `spec.model` is None when the model's layers are no list in a config.

    A model that was compiled without an optimiser, or without a loss, has none in its recipe.
    """
    optimizer = getattr(model, "optimizer", None)
    return Spec(
        model=architecture(model),
        loss=_loss(model.loss),
        optimizer=_plain(keras.optimizers.serialize(optimizer)) if optimizer else {"class_name": "", "config": {}},
        metrics=(),
        batch_size=int(call.batch_size or 32),  # scripts compute them, and get NumPy's numbers
        epochs=int(call.epochs),
        shuffle=bool(call.shuffle),
    )


@without_advice()
def rebuild(spec: Spec, like: keras.Model) -> keras.Model:
    """A new model of the recipe's architecture with newly drawn weights, not compiled.

    What a `Normalization` layer has learned of the data (`adapt`) is no weight that training draws anew, nor are the
    weights of a frozen layer: they are kept.

    Args:
        like: the user's model; its layers' classes are the custom objects that the recipe may name.
    """
    if spec.model is None:
        return Same(like)  # Keras' own config of a subclass forgets the arguments that it was made with
    with custom_classes(like):
        made = {"Sequential": _sequential, "Graph": graph_of}.get(spec.model["class_name"], type(like).from_config)
        model = made(deepcopy(spec.model["config"]))
    kept = {layer.name: layer for layer in like._flatten_layers() if _is_kept(layer)}
    for layer in model._flatten_layers():
        if layer.name in kept and isinstance(layer, type(kept[layer.name])):
            if not layer.built:
                layer.build_from_config(kept[layer.name].get_build_config())
            weights = kept[layer.name].get_weights()
            if [weight.shape for weight in weights] == [weight.shape for weight in layer.weights]:
                layer.set_weights(weights)
            if isinstance(layer, keras.layers.Normalization):
                layer.finalize_state()
    return model


def _is_kept(layer: keras.layers.Layer) -> bool:
    is_network = isinstance(layer, keras.Model)  # its layers are looked at one by one
    frozen = not layer.trainable and not is_network
    return bool(layer.built and layer.weights and (frozen or isinstance(layer, keras.layers.Normalization)))


def _sequential(config: Mapping[str, Any]) -> keras.Sequential:
    """As `keras.Sequential.from_config`, which looks through all layers again with each that it adds."""
    layers = [keras.saving.deserialize_keras_object(layer) for layer in config["layers"]]
    model = keras.Sequential(layers, name=config["name"])
    if not model.built and isinstance(config.get("build_input_shape"), list | tuple):
        model.build(config["build_input_shape"])
    return model


def graph_of(config: Mapping[str, Any]) -> keras.Model:
    """A functional model whose layers bear the names of the config, as those of the user's own classes may not."""
    names = [layer["name"] for layer in config["layers"]]
    model = Functional.from_config(config)  # which takes the layers out of it
    for operation, name in zip(model.operations, names, strict=True):
        operation.name = name
    return model


def new_weights(spec: Spec, like: keras.Model, inputs: Any) -> tuple[list[Any], list[Any]]:
    """The values of a recipe's trainable and other weights, drawn with the seed that is set.

    Args:
        inputs: samples, for whose shapes the weights are made.
    """
    if spec.model is None:
        return drawn_anew(like)
    fresh = rebuild(spec, like)
    if not fresh.built:
        build_for(fresh, inputs)
    variables = fresh.trainable_variables, fresh.non_trainable_variables
    return tuple([variable.value for variable in group] for group in variables)  # type: ignore[return-value]


def build_for(model: keras.Model, inputs: Any) -> None:
    """Makes a model's weights for samples of these shapes, without computing anything."""
    model.build(jax.tree.map(lambda array: (None, *array.shape[1:]), inputs))


def compile_as(spec: Spec, model: keras.Model, like: keras.Model) -> keras.Model:
    """Compiles a model with the recipe's loss and optimiser and no metrics.

    Args:
        like: the user's model; its optimiser's class may be the user's own.
    """
    weights = like._compile_loss._user_loss_weights if like._compile_loss is not None else None
    with custom_classes(like):
        optimizer = keras.optimizers.deserialize(deepcopy(spec.optimizer))
        # Not the compile of a class of the user's own, which may take other arguments.
        keras.Model.compile(model, optimizer=optimizer, loss=_made(spec.loss), loss_weights=weights)
    return model


def _made(loss: Any) -> Any:
    """A recipe's loss, or its several losses, as `compile` takes them."""
    if isinstance(loss, Mapping) and "class_name" not in loss:
        return {name: _made(part) for name, part in loss.items()}
    if isinstance(loss, list | tuple):
        return [_made(part) for part in loss]
    # Keras builds objects into the very dict that it is given.
    return keras.losses.deserialize(deepcopy(loss)) if isinstance(loss, Mapping) else loss


def own_step(model: keras.Model) -> tuple[str, ...]:
    """A word about a network that trains by a step of its own, for the reader of a report."""
    if type(model).train_step is JAXTrainer.train_step:
        return ()
    return (f"{type(model).__name__} has its own train_step; the experiments train it with Keras' own step.",)


def custom_classes(model: keras.Model) -> AbstractContextManager[Any]:
    """The classes that a model is made of, for Keras to find the user's own by name."""
    parts = [*model._flatten_layers(), getattr(model, "optimizer", None)]
    known = {type(part).__name__: type(part) for part in parts if part is not None}
    return keras.saving.custom_object_scope(known | {"Lambda": _lambda_of(model)})


def _lambda_of(model: keras.Model) -> type[keras.layers.Lambda]:
    """A Lambda layer that takes the user's own function over, by the layer's name.

    Keras would build the function anew from its bytecode, without the variables around it, and refuses to at that.
    """

    class Lambda(keras.layers.Lambda):
        @classmethod
        def from_config(cls, config: dict[str, Any], **_: Any) -> keras.layers.Lambda:
            own = next(layer for layer in model._flatten_layers() if layer.name == config["name"])
            return keras.layers.Lambda(
                own.function, output_shape=own._output_shape, mask=own.mask, arguments=own.arguments, name=own.name
            )

    return Lambda


def is_code(model: keras.Model) -> bool:
    """Whether a network is of a class whose `call` is code, which no config holds."""
    return not isinstance(model, keras.Sequential | Functional)


def architecture(model: keras.Model) -> dict[str, Any] | None:
    """The serialisation of a built network, its layers in a list; None where no config holds them."""
    if is_code(model):
        return None
    if not model.built:
        return None  # the architecture is complete only once the data has been through it
    kind = "Sequential" if isinstance(model, keras.Sequential) else "Functional"
    try:
        config = model.get_config()
    except NotImplementedError:
        return None  # a layer of the user's own class that does not say how it was made
    if "layers" not in config:
        return None
    classes = {type(layer).__name__: type(layer) for layer in model.layers}
    config["layers"] = [_layer(layer, classes.get(layer["class_name"])) for layer in config["layers"]]
    return {"class_name": kind, "config": config}


def _layer(layer: Mapping[str, Any], made_by: Callable[..., Any] | None) -> dict[str, Any]:
    """A layer's serialisation without the shapes that it was built for: an edit of the layer before it changes them.

    Args:
        made_by: its class. What Keras adds to the config, and a class of the user's own does not take, is left away.
    """
    layer = {key: value for key, value in layer.items() if key != "build_config"}
    taken = inspect.signature(made_by).parameters if made_by is not None else {}
    if taken and not any(parameter.kind is parameter.VAR_KEYWORD for parameter in taken.values()):
        layer["config"] = {key: value for key, value in layer["config"].items() if key in taken}
    if layer["class_name"] == "Lambda":
        # Without a module Keras looks a class up among the custom ones, where `rebuild` puts `_lambda_of`.
        return {**layer, "module": None, "registered_name": "Lambda"}
    return _as_activation(layer) if (layer.get("module") or "").startswith("keras.src.") else layer


def _as_activation(operation: Mapping[str, Any]) -> dict[str, Any]:
    """A function such as `keras.ops.relu` in a functional model as the layer that does the same."""
    name = operation["config"].get("name")
    settings = tuple(value for key, value in operation["config"].items() if key != "name")
    if settings not in _FUNCTIONS.get(operation["class_name"].lower(), ()):
        return dict(operation)
    kind = {"module": "keras.layers", "class_name": "Activation", "registered_name": None}
    return {**operation, **kind, "config": {"name": name, "activation": operation["class_name"].lower()}}


def _loss(loss: Any) -> Any:
    if isinstance(loss, Mapping):
        return {name: _loss(part) for name, part in loss.items()}
    if isinstance(loss, list | tuple):
        return [_loss(part) for part in loss]
    if isinstance(loss, keras.losses.Loss) and type(loss).__module__.startswith("keras."):
        return _plain(keras.losses.serialize(loss))
    if isinstance(loss, keras.losses.Loss):
        return _as_function(loss)
    name = getattr(loss, "__name__", "")
    if name and getattr(keras.losses, name, None) is loss:
        return name
    return loss


def _as_function(loss: keras.losses.Loss) -> Callable[[Any, Any], Any]:
    """A loss of the user's own class as a function: recipes are copied, and Keras copies objects by their registered
    class only."""

    def call(y_true: Any, y_pred: Any) -> Any:
        return loss.call(y_true, y_pred)

    call.__name__ = type(loss).__name__
    return call


def _plain(serialised: Mapping[str, Any]) -> dict[str, Any]:
    """Keras' serialisation without what only names the module."""
    return {"class_name": serialised["class_name"], "config": dict(serialised["config"])}
