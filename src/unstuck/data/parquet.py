"""Parquet files as a data set: a column of encoded images, as data hubs hand them out, and a column of labels."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from unstuck.data.dataset import Dataset, Files
from unstuck.data.decode import header_or_reason, image_or_reason
from unstuck.data.folder import ImageFile, check_classes, held_part, part_named
from unstuck.data.images import cache_folder, drafted, format_of, make_room, no_pictures
from unstuck.data.progress import Progress, unheard
from unstuck.data.table import LABELS, PARTS, column, held_rows
from unstuck.errors import UnstuckError, not_there
from unstuck.optional import optional
from unstuck.words import first_line

_BATCH = 1024  # rows in the memory at once
_VERSION = 1  # of what is kept


@dataclass(frozen=True)
class _Columns:
    """Which columns hold the images (binary, or a struct with `bytes`), the labels and, where it is told, the part."""

    image: str
    label: str
    part: str | None
    names: tuple[str, ...] | None  # of the classes 0, 1, …, where the file tells them


def parquet_dataset(
    root: Path, paths: Sequence[Path], size: int | None = None, progress: Progress = unheard
) -> Dataset:
    """A data set from Parquet files; decoded anew only when a file has changed.

    The images are a column of bytes of PNG, JPEG, WebP, BMP or GIF files, or of structs {bytes, path}; the labels an
    integer or text column (`label`, `class`, `target` …). Files called train-… and test-… (or validation-…), or a
    column `split`, tell the parts; else a fifth of each class is kept for the test. Paths in a file are not followed.

    Args:
        root: the file or the folder that was named.
        paths: the files, of the same columns.
        size, progress: see `image_dataset`.

    Raises:
        UnstuckError: pyarrow is not installed, a file is no Parquet, or has no such columns.
    """
    folder = cache_folder() / _key(paths, size)
    if not (folder / "index.json").is_file():
        make_room()
        with drafted(folder) as draft:
            _fill(draft, root, paths, size, progress)
    os.utime(folder)
    index = json.loads((folder / "index.json").read_text())
    pixels, labels = np.load(folder / "pixels.npy", mmap_mode="r"), np.load(folder / "labels.npy")
    cut = index["train"]
    return Dataset(
        root.stem,
        pixels[:cut],
        labels[:cut],
        pixels[cut:],
        labels[cut:],
        tuple(index["classes"]),
        source=str(root),
        skipped=tuple((name, reason) for name, reason in index["skipped"]),
        files=Files(tuple(index["rows"]), np.load(folder / "sizes.npy")),
    )


def _fill(draft: Path, root: Path, paths: Sequence[Path], size: int | None, progress: Progress) -> None:
    """Writes pixels, labels, sizes and an index of the rows into a folder."""
    columns = _columns(paths)
    rows = [f"{path}[{row}]" for path in paths for row in range(_parquet(path).metadata.num_rows)]
    labels, parts = _texts(paths, columns)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        headers = list(_mapped(pool, paths, columns.image, header_or_reason))
        sizes = [found for found in headers if not isinstance(found, str)]
        if not sizes:
            raise no_pictures(root, headers)
        wanted = format_of(sizes, size)
        decoded = np.lib.format.open_memmap(draft / "all.npy", "w+", "uint8", (len(rows), *wanted.shape))
        wrong: dict[int, str] = {}
        for row, image in enumerate(_mapped(pool, paths, columns.image, lambda file: image_or_reason(file, wanted))):
            progress((row + 1) / len(rows))
            if isinstance(image, str) or labels[row] is None:
                wrong[row] = image if isinstance(image, str) else "no label"
            else:
                decoded[row] = image
    good = np.array([row for row in range(len(rows)) if row not in wrong], "int64")
    names, numbers = _numbered(root, [str(labels[row]) for row in good], columns.names)
    test = np.array([parts[row] == "test" for row in good], bool) if "test" in parts else held_rows(numbers)
    listed = [
        ImageFile(Path(rows[row]), names[number], "test" if held else "train")
        for row, number, held in zip(good, numbers, test, strict=True)
    ]
    check_classes(listed, root)
    order = np.concatenate([np.flatnonzero(~test), np.flatnonzero(test)])  # training images first
    pixels = np.lib.format.open_memmap(draft / "pixels.npy", "w+", "uint8", (len(good), *wanted.shape))
    for place, row in enumerate(good[order]):
        pixels[place] = decoded[row]
    pixels.flush()
    (draft / "all.npy").unlink()
    np.save(draft / "labels.npy", numbers[order])
    np.save(draft / "sizes.npy", np.array([headers[row][:2] for row in good[order]], "int32"))
    index = {
        "classes": names,
        "train": int((~test).sum()),
        "rows": [rows[row] for row in good[order]],
        "skipped": [(rows[row], reason) for row, reason in wrong.items()],
    }
    (draft / "index.json").write_text(json.dumps(index))


def _mapped(pool: ThreadPoolExecutor, paths: Sequence[Path], name: str, call: Callable[[Any], Any]) -> Iterator[Any]:
    """What a function says of each image's bytes, or that it has none."""
    for path in paths:
        for batch in _batches(path, [name]):
            values = [value["bytes"] if isinstance(value, dict) else value for value in batch.column(0).to_pylist()]
            yield from pool.map(lambda value: call(io.BytesIO(value)) if value else "no bytes of an image", values)


def _texts(paths: Sequence[Path], columns: _Columns) -> tuple[list[Any], list[str]]:
    """The label (or None) and the part (`train` or `test`) of each row."""
    labels, parts = [], []
    for path in paths:
        of_file = part_named(path.name.replace("_", "-").split("-")[0].removesuffix(".parquet")) or "train"
        for batch in _batches(path, [name for name in (columns.label, columns.part) if name]):
            labels += batch.column(columns.label).to_pylist()
            told = batch.column(columns.part).to_pylist() if columns.part else [None] * len(batch)
            parts += [part_named(str(part)) or of_file for part in told]
    if columns.names:  # -1 is how hubs say that a label is kept secret
        labels = [None if label == -1 else label for label in labels]
    held = held_part(parts)
    return labels, ["test" if part == held else "train" for part in parts]


def _numbered(root: Path, labels: Sequence[str], known: tuple[str, ...] | None) -> tuple[list[str], np.ndarray]:
    """Names of the classes, numbers first in their order, and the label of each row as a place among them."""
    if known:
        numbers = np.array(labels, "int64")
        if len(numbers) and not 0 <= numbers.min() <= numbers.max() < len(known):
            raise UnstuckError(
                f"The labels are 0 to {len(known) - 1}, the classes that the file names.",
                f"{root}: {numbers.min()} to {numbers.max()}",
                "number the rows' classes as the file names them",
            )
        return list(known), numbers
    names = sorted(set(labels), key=lambda name: (not name.isdecimal(), int(name) if name.isdecimal() else 0, name))
    place = {name: number for number, name in enumerate(names)}
    return names, np.array([place[label] for label in labels], "int64")


def _columns(paths: Sequence[Path]) -> _Columns:
    schema = _parquet(paths[0]).schema_arrow
    types = optional("pyarrow", "parquet").types
    label, part = column(schema.names, LABELS), column(schema.names, PARTS)
    images = [field.name for field in schema if _holds_images(field.type, types)]
    if label is None or not images:
        raise UnstuckError(
            f"A Parquet file of images has a column of their bytes and one of labels, named {', '.join(LABELS[:4])} …",
            f"{paths[0]}: columns {', '.join(f'{field.name} ({field.type})' for field in list(schema)[:8])}",
            "rename the column of labels, or write the image files' bytes into a column",
        )
    names = schema.names
    return _Columns(images[0], names[label], None if part is None else names[part], _class_names(schema, names[label]))


def _holds_images(kind: Any, types: Any) -> bool:
    if types.is_struct(kind):
        return any(kind.field(place).name == "bytes" for place in range(kind.num_fields))
    return bool(types.is_binary(kind) or types.is_large_binary(kind))


def _class_names(schema: Any, label: str) -> tuple[str, ...] | None:
    """As the `datasets` library writes them beside the columns."""
    try:
        names = json.loads(schema.metadata[b"huggingface"])["info"]["features"][label]["names"]
    except (KeyError, TypeError, ValueError):
        return None
    return tuple(map(str, names)) if isinstance(names, list) and names else None


def _batches(path: Path, columns: list[str]) -> Iterator[Any]:
    try:
        yield from _parquet(path).iter_batches(_BATCH, columns=columns)
    except (OSError, ValueError, KeyError) as error:  # Arrow's errors are some of these
        raise UnstuckError(
            "The files have the same columns, and are whole.", f"{path}: {error}", "download or write them again"
        ) from error


def _parquet(path: Path) -> Any:
    module = optional("pyarrow.parquet", "parquet")
    try:
        return module.ParquetFile(path)
    except FileNotFoundError:
        raise not_there("file", path) from None
    except (OSError, ValueError) as error:
        raise UnstuckError(
            "The data is a Parquet file.", f"{path}: {first_line(error)}", "download or write it again"
        ) from error


def _key(paths: Sequence[Path], size: int | None) -> str:
    digest = blake2b(f"parquet {_VERSION} {size}".encode(), digest_size=16)
    for path in paths:
        if not path.is_file():
            raise not_there("file", path)
        stat = path.stat()
        digest.update(f"\n{path.absolute()}\t{stat.st_size}\t{stat.st_mtime_ns}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
