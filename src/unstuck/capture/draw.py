"""The data of a fit as arrays: what comes from a generator, a data set, a table or a list is drawn once."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import jax
import keras
import numpy as np
from keras.src.trainers.data_adapters import get_data_adapter

from unstuck.capture.numbers import arrays_of
from unstuck.engine import FitCall
from unstuck.engine.arrays import device_bytes
from unstuck.engine.memory import memory_budget
from unstuck.errors import UnstuckError

_MOST_SAMPLES = 50_000
_MOST_BYTES = 1_000_000_000
_MOST_SECONDS = 30.0
_MOST_WITHOUT_END = 2_000  # samples of a stream whose epochs have no length
_LOOKED_BACK = 256  # samples that tell whether a stream begins again
_SHARE_OF_MEMORY = 0.25  # of what a fit's samples may take: experiments keep several copies of them


@dataclass(frozen=True, eq=False)
class Drawn:
    """A fit whose data are arrays.

    Args:
        call: as Keras takes it, with arrays (or lists and dicts of arrays), without steps; its epochs are passes over
            those arrays.
        notes: what was drawn, for the reader of a report.
    """

    call: FitCall
    notes: tuple[str, ...] = ()


def drawn(call: FitCall) -> Drawn:
    """A fit's data as arrays: the same samples that the fit would see, as far as they go.

    A stream is drawn from until its epoch ends, it repeats itself, or there are 50,000 samples, 1 GB or 30 seconds of
    them: never without end. A generator that the fit was to read is used up by this.

    Raises:
        UnstuckError: the data is ragged, holds text or objects, is empty, or is of a kind that Keras does not know.
    """
    notes: list[str] = []
    if _is_stream(call.x):
        batches, passes, note = _training_batches(call)
        x, y, weight = _joined(batches)
        notes.append(note)
        call = replace(
            call,
            x=x,
            y=y,
            sample_weight=weight,
            batch_size=len(jax.tree.leaves(batches[0])[0]),
            epochs=passes,
            initial_epoch=0,
            validation_split=0.0,
        )
    call = replace(
        call,
        x=arrays_of("x", call.x, notes),
        y=arrays_of("y", call.y, notes),
        sample_weight=arrays_of("sample_weight", call.sample_weight, notes),
        validation_data=_validation(call, notes),
        steps_per_epoch=None,
        validation_steps=None,
    )
    return Drawn(_within_memory(call, notes), tuple(notes))


def _within_memory(call: FitCall, notes: list[str]) -> FitCall:
    """The fit of a random part of the samples, in their order, where all are more than memory holds."""
    parts = {name: getattr(call, name) for name in ("x", "y", "sample_weight", "validation_data")}
    needed, budget = device_bytes(parts), memory_budget()
    if needed <= budget:
        return call
    share = _SHARE_OF_MEMORY * budget / needed
    random = np.random.default_rng(0)
    train, validation = (parts["x"], parts["y"], parts["sample_weight"]), parts["validation_data"]
    (x, y, sample_weight), validation = (some and _some(some, share, random) for some in (train, validation))
    notes.append(f"The samples are more than memory holds: {_size(x):,} of {_size(call.x):,} were drawn at random.")
    return replace(call, x=x, y=y, sample_weight=sample_weight, validation_data=validation)


def _some(data: Any, share: float, random: np.random.Generator) -> Any:
    count = _size(data)
    rows = np.sort(random.permutation(count)[: max(1, int(share * count))])
    return jax.tree.map(lambda array: np.asarray(array)[rows], data)


def _is_stream(x: Any) -> bool:
    """Whether batches come out of it one after the other."""
    if x is None or hasattr(x, "shape") or isinstance(x, list | tuple | Mapping):
        return False
    return hasattr(x, "__iter__") or isinstance(x, keras.utils.PyDataset)


def _training_batches(call: FitCall) -> tuple[list[Any], int, str]:
    """The batches, the passes over them that are as many steps as the fit has, and what was done in words."""
    source, length = _source(call.x)
    epochs = call.epochs - call.initial_epoch
    steps = call.steps_per_epoch or length
    limit = _Limit()
    batches = list(limit.of(itertools.islice(source, steps), unending=steps is None))
    if not batches:
        raise UnstuckError(
            "A fit needs at least one batch.",
            f"{type(call.x).__name__} that yields none",
            "Make it anew before each fit.",
        )
    if call.steps_per_epoch is not None and steps is not None and epochs > 1 and not limit.reached:
        following = list(itertools.islice(source, max(1, _LOOKED_BACK // max(1, _size(batches[0])))))
        if following and not _repeats(batches, following):
            rest = itertools.islice(source, steps * (epochs - 1) - len(following))
            batches += [*following, *limit.of(rest)]
    total = (steps or len(batches)) * epochs
    passes = max(1, min(epochs if limit.reached else total, round(total / len(batches))))
    samples = sum(_size(batch) for batch in batches)
    note = f"The data comes from a {type(call.x).__name__}; {samples:,} samples were drawn from it"
    return batches, passes, note + (", which are not all." if limit.reached else ".")


class _Limit:
    """Lets batches through until there are enough of them."""

    def __init__(self) -> None:
        self.samples, self.bytes, self.began, self.reached = 0, 0, time.monotonic(), False

    def of(self, batches: Iterable[Any], unending: bool = False) -> Iterator[Any]:
        most = _MOST_WITHOUT_END if unending else _MOST_SAMPLES
        for batch in batches:
            yield batch
            self.samples += _size(batch)
            self.bytes += sum(np.asarray(leaf).nbytes for leaf in jax.tree.leaves(batch))
            late = time.monotonic() - self.began > _MOST_SECONDS
            if self.samples >= most or self.bytes >= _MOST_BYTES or late:
                self.reached = True
                return


def _source(stream: Any) -> tuple[Iterator[Any], int | None]:
    """The batches of a stream and how many an epoch has, None where it does not say."""
    if isinstance(stream, keras.utils.PyDataset):
        steps = stream.num_batches
        return (stream[i] for i in (itertools.count() if steps is None else range(steps))), steps
    if isinstance(stream, Iterator):
        return stream, None
    try:
        adapter = get_data_adapter(stream)
    except ValueError as error:
        raise UnstuckError(
            "fit takes arrays or a source of batches that Keras knows.",
            str(error)[:300],
            "Give it arrays, a generator of (inputs, labels), or a keras.utils.PyDataset.",
        ) from error
    return iter(adapter.get_numpy_iterator()), adapter.num_batches


def _repeats(batches: list[Any], following: list[Any]) -> bool:
    """Whether most of the samples that follow have come before."""
    seen = {key for batch in batches for key in _keys(batch)}
    keys = [key for batch in following for key in _keys(batch)]
    return sum(key in seen for key in keys) > len(keys) / 2


def _keys(batch: Any) -> list[int]:
    leaves = [np.ascontiguousarray(leaf) for leaf in jax.tree.leaves(batch)]
    return [hash(b"".join(leaf[i].tobytes() for leaf in leaves)) for i in range(len(leaves[0]))]


def _size(batch: Any) -> int:
    leaves = jax.tree.leaves(batch)
    if not leaves or not np.ndim(leaves[0]):
        raise UnstuckError(
            "A source of data yields batches: (inputs, labels), each with an axis of samples.",
            f"a {type(batch).__name__} without one",
            "Yield arrays of several samples.",
        )
    return len(leaves[0])


def _joined(batches: list[Any]) -> tuple[Any, Any, Any]:
    """Batches as (x, y, sample_weight)."""
    packed = [_packed(batch) for batch in batches]
    try:
        parts = tuple(jax.tree.map(lambda *leaves: np.concatenate([np.asarray(a) for a in leaves]), *packed))
    except ValueError as error:
        raise UnstuckError(
            "All batches have samples of one shape.",
            str(error),
            "Bring them to one shape, for example with keras.utils.pad_sequences.",
        ) from error
    return (*parts, None, None)[:3]


def _packed(batch: Any) -> tuple[Any, ...]:
    if isinstance(batch, list | tuple) and 1 <= len(batch) <= 3:
        return tuple(batch)
    if isinstance(batch, Mapping) or hasattr(batch, "shape"):
        return (batch,)
    raise UnstuckError(
        "A source of data yields tuples (inputs, labels) or (inputs, labels, weights).",
        f"a {type(batch).__name__}",
        "Yield such a tuple for each batch.",
    )


def _validation(call: FitCall, notes: list[str]) -> Any:
    data = call.validation_data
    if _is_stream(data):
        source, steps = _source(data)
        steps, limit = call.validation_steps or steps, _Limit()
        batches = list(limit.of(itertools.islice(source, steps), unending=steps is None))
        data = _joined(batches)
        count = sum(_size(batch) for batch in batches)
        notes.append(f"{count:,} validation samples were drawn" + (", which are not all." if limit.reached else "."))
    if data is None:
        return None
    names = ("validation x", "validation y", "validation sample_weight")
    given = [(name, part) for name, part in zip(names, data, strict=False) if part is not None]
    return tuple(arrays_of(name, part, notes) for name, part in given)
