"""Losses made of a network's own tensors, which Keras 1 and 2 took and Keras 3 does not.

`model.add_loss(tensor)`, and a loss function that reads tensors of the network beside its two arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import update_wrapper, wraps
from itertools import count
from types import CellType, FunctionType
from typing import Any

import keras
from keras import ops, tree
from keras.src.models.functional import Functional

from unstuck.capture.replacing import replaced

_KEPT: dict[int, list[Any]] = {}  # the values of a pass through the network, for the loss of that same pass
_PLACES = count()


@keras.saving.register_keras_serializable("unstuck")
class AddedLoss(keras.layers.Layer):
    """Gives back its first input; its second is a loss."""

    def call(self, inputs: list[Any]) -> Any:
        """Args: inputs: the output, the loss."""
        output, loss = inputs
        self.add_loss(ops.mean(loss))
        return output


@keras.saving.register_keras_serializable("unstuck")
class Kept(keras.layers.Layer):
    """Gives back its first input; the values of the others are kept for the loss."""

    def __init__(self, place: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.place = place

    def call(self, inputs: list[Any]) -> Any:
        """Args: inputs: the output, what is kept."""
        output, *_KEPT[self.place] = inputs
        return output

    def get_config(self) -> dict[str, Any]:
        """A copy keeps its values in the same place, where the loss looks for them."""
        return {**super().get_config(), "place": self.place}


@contextmanager
def symbolic_losses() -> Iterator[None]:
    """Inside, a Functional model takes losses made of its own tensors."""
    with ExitStack() as stack:
        stack.enter_context(replaced(Functional, "add_loss", _add_loss))
        stack.enter_context(replaced(keras.Model, "compile", _compiling(keras.Model.compile)))
        yield


def _add_loss(self: Functional, loss: Any) -> None:
    for each in tree.flatten(loss):
        _behind_output(self, AddedLoss(), [each])


def _behind_output(model: Functional, layer: keras.layers.Layer, tensors: list[Any]) -> None:
    """Makes the model anew, in place, with a layer behind its first output that takes these tensors too."""
    outputs = tree.flatten(model._outputs_struct)
    outputs[0] = layer([outputs[0], *tensors])
    Functional.__init__(
        model, model._inputs_struct, tree.pack_sequence_as(model._outputs_struct, outputs), name=model.name
    )


def _compiling(compile: Callable[..., None]) -> Callable[..., None]:
    @wraps(compile)
    def with_kept_tensors(self: keras.Model, *args: Any, **kwargs: Any) -> None:
        loss = args[1] if len(args) > 1 else kwargs.get("loss")
        if isinstance(loss, FunctionType) and isinstance(self, Functional):
            tensors = _tensors_of(loss)
            if tensors:
                place = next(_PLACES)
                _behind_output(self, Kept(place), list(tensors.values()))
                loss = _reading(loss, list(tensors), place)
                if len(args) > 1:
                    args = args[0], loss, *args[2:]
                else:
                    kwargs = {**kwargs, "loss": loss}
        compile(self, *args, **kwargs)

    return with_kept_tensors


def _tensors_of(function: FunctionType) -> dict[str, Any]:
    """The symbolic tensors that a function reads from around it, by name."""
    around = {name: function.__globals__.get(name) for name in function.__code__.co_names}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        around[name] = cell.cell_contents
    return {name: value for name, value in around.items() if isinstance(value, keras.KerasTensor)}


def _reading(function: FunctionType, names: list[str], place: int) -> Callable[..., Any]:
    """The same function, which finds the values that have been kept where it had symbols."""

    def loss(*args: Any) -> Any:
        return _with(function, dict(zip(names, _KEPT[place], strict=True)))(*args)

    return update_wrapper(loss, function)


def _with(function: FunctionType, values: Mapping[str, Any]) -> FunctionType:
    names, cells = function.__code__.co_freevars, function.__closure__ or ()
    closure = tuple(CellType(values[n]) if n in values else cell for n, cell in zip(names, cells, strict=True))
    around = {**function.__globals__, **values}
    return FunctionType(function.__code__, around, function.__name__, function.__defaults__, closure)
