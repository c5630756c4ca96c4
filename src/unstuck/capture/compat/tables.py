"""The names that pandas dropped in 0.20 to 3.0, for scripts whose tables are older than their network."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

import numpy as np

from unstuck.capture.late import once_imported
from unstuck.capture.replacing import replaced

_SKIPPED_LINES = {True: "error", False: "skip"}  # error_bad_lines, until 2.0


@contextmanager
def old_tables() -> Iterator[None]:
    """Inside, tables of pandas have their old methods too."""
    with once_imported("pandas", _serve):
        yield


def _serve(pandas: ModuleType, stack: ExitStack) -> None:
    for owner in (pandas.DataFrame, pandas.Series):
        for name, value in _methods(pandas).items():
            if not hasattr(owner, name):
                stack.enter_context(replaced(owner, name, value))
        stack.enter_context(replaced(owner, "fillna", _of_a_method(owner.fillna)))
        stack.enter_context(replaced(owner, "drop", _of_an_axis(owner.drop)))
    stack.enter_context(replaced(pandas, "read_csv", _of_old_arguments(pandas.read_csv)))
    if not hasattr(pandas, "np"):
        stack.enter_context(replaced(pandas, "np", np))


def _methods(pandas: ModuleType) -> dict[str, Any]:
    def as_matrix(table: Any, columns: Any = None) -> np.ndarray:
        values: np.ndarray = (table if columns is None else table[columns]).to_numpy()
        return values

    def append(table: Any, other: Any, ignore_index: bool = False, **kwargs: Any) -> Any:
        if isinstance(other, dict):
            other = pandas.DataFrame([other])
        elif isinstance(other, pandas.Series) and isinstance(table, pandas.DataFrame):
            other = other.to_frame().T
        others = other if isinstance(other, list) else [other]
        return pandas.concat([table, *others], ignore_index=ignore_index)

    def sort(table: Any, columns: Any = None, ascending: Any = True, **kwargs: Any) -> Any:
        return table.sort_index() if columns is None else table.sort_values(columns, ascending=ascending)

    return {
        "as_matrix": as_matrix,
        "append": append,
        "sort": sort,
        "iteritems": lambda table: table.items(),
        "applymap": lambda table, function, **kwargs: table.map(function, **kwargs),
        "get_value": lambda table, *place: table.at[place],
        "ix": property(_Ix),
    }


class _Ix:
    """`table.ix[...]`: by label, and by place where there is no such label."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def __getitem__(self, key: Any) -> Any:
        try:
            return self.table.loc[key]
        except (KeyError, TypeError):
            return self.table.iloc[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self.table.loc[key] = value


def _of_a_method(fillna: Callable[..., Any]) -> Callable[..., Any]:
    """`fillna(method="ffill")`, until 3.0."""

    @functools.wraps(fillna)
    def call(table: Any, value: Any = None, *args: Any, method: str | None = None, **kwargs: Any) -> Any:
        if method is None:
            return fillna(table, value, *args, **kwargs)
        return (table.ffill if method in ("ffill", "pad") else table.bfill)(**kwargs)

    return call


def _of_an_axis(drop: Callable[..., Any]) -> Callable[..., Any]:
    """`drop("column", 1)`, until 2.0."""

    @functools.wraps(drop)
    def call(table: Any, labels: Any = None, axis: Any = 0, **kwargs: Any) -> Any:
        return drop(table, labels, axis=axis, **kwargs)

    return call


def _of_old_arguments(read_csv: Callable[..., Any]) -> Callable[..., Any]:
    """`error_bad_lines`, until 2.0, and `delim_whitespace`, until 3.0."""

    @functools.wraps(read_csv)
    def call(*args: Any, **kwargs: Any) -> Any:
        if "error_bad_lines" in kwargs:
            kwargs["on_bad_lines"] = _SKIPPED_LINES[bool(kwargs.pop("error_bad_lines"))]
        if kwargs.pop("delim_whitespace", False):
            kwargs["sep"] = r"\s+"
        return read_csv(*args, **kwargs)

    return call
