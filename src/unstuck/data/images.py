"""Image files as arrays: decoded once, in parallel, and kept as one memory-mapped file."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from unstuck import backend
from unstuck.data.dataset import Dataset, Files
from unstuck.data.decode import Format, header_or_reason, image_or_reason
from unstuck.data.folder import ImageFile, check_classes
from unstuck.data.progress import Progress, unheard
from unstuck.errors import UnstuckError

LARGEST_KEPT = 256  # pixels a side: images that are all of one such size stay as they are
DEFAULT_SIDE = 64  # pixels a side for all others, unless a size is asked for
CACHE_BYTES = 5_000_000_000
_HEADERS = 0.3  # of the time goes into the files' headers
_VERSION = 3  # of what is kept of the files


def image_dataset(
    root: Path, files: Sequence[ImageFile], size: int | None = None, progress: Progress = unheard
) -> Dataset:
    """The images of some files as uint8 arrays of one shape; decoded anew only when a file has changed.

    Args:
        root: the folder they lie in, for messages.
        files: at least two classes; files that are no pictures are left out and listed in `Dataset.skipped`.
        size: the side of the images in pixels; default their own where all are of one size up to 256, else 64.
        progress: told the share that is read; not called when nothing has changed.

    Raises:
        UnstuckError: none of them is a picture, or the disk is full.
    """
    folder = cache_folder() / _key(files, size)
    if not (folder / "index.json").is_file():
        make_room()
        _decode_all(root, files, size, folder, progress)
    index = json.loads((folder / "index.json").read_text())
    skipped = dict(index["skipped"])
    kept = [file for file in files if str(file.path) not in skipped]
    check_classes(kept, root)
    kept.sort(key=lambda file: file.part != "train")  # as they were decoded
    os.utime(folder)  # the least lately used goes first
    names = sorted({file.label for file in kept})
    number = {name: label for label, name in enumerate(names)}
    pixels = np.load(folder / "pixels.npy", mmap_mode="r")  # training images first
    labels = [np.array([number[f.label] for f in kept if f.part == part], "int64") for part in ("train", "test")]
    cut = len(labels[0])
    return Dataset(
        root.name,
        pixels[:cut],
        labels[0],
        pixels[cut:],
        labels[1],
        tuple(names),
        source=str(root),
        skipped=tuple(sorted(skipped.items())),
        files=Files(tuple(str(file.path) for file in kept), np.load(folder / "sizes.npy")),
    )


@contextmanager
def drafted(folder: Path) -> Iterator[Path]:
    """A folder to write decoded images into, which becomes `folder` when all of it is there, else nothing.

    Raises:
        UnstuckError: it cannot be written.
    """
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    draft.mkdir(parents=True)
    try:
        yield draft
        if not folder.exists():  # another process may have been quicker
            draft.rename(folder)
    except OSError as error:
        raise UnstuckError(
            "There is room to keep the decoded images.",
            f"{folder}: {error.strerror}",
            "free some space there, or set XDG_CACHE_HOME to another folder",
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _decode_all(root: Path, files: Sequence[ImageFile], size: int | None, folder: Path, progress: Progress) -> None:
    with drafted(folder) as draft:
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # Pillow lets go of the interpreter while it decodes
            headers = list(_told(pool.map(_header, files), len(files), lambda share: progress(_HEADERS * share)))
            sizes = {file: found for file, found in zip(files, headers, strict=True) if not isinstance(found, str)}
            good = list(sizes)
            if not good:
                raise no_pictures(root, headers)
            wanted = format_of(list(sizes.values()), size)
            good.sort(key=lambda file: file.part != "train")
            pixels = np.lib.format.open_memmap(draft / "pixels.npy", "w+", "uint8", (len(good), *wanted.shape))
            decoding = pool.map(partial(_decode, pixels, wanted), range(len(good)), good)
            wrong = list(_told(decoding, len(good), lambda share: progress(_HEADERS + (1 - _HEADERS) * share)))
        skipped = [(str(f.path), found) for f, found in zip(files, headers, strict=True) if isinstance(found, str)]
        skipped += [(str(file.path), reason) for file, reason in zip(good, wrong, strict=True) if reason]
        kept = [place for place, reason in enumerate(wrong) if not reason]
        if len(kept) < len(good):
            pixels = _only(pixels, kept, draft)
        pixels.flush()
        np.save(draft / "sizes.npy", np.array([sizes[good[place]][:2] for place in kept], "int32"))
        (draft / "index.json").write_text(json.dumps({"skipped": skipped}))


def no_pictures(root: Path, headers: Sequence[Any]) -> UnstuckError:
    """The error for data of which not one picture can be read.

    Args:
        root: where they were looked for.
        headers: why each cannot be.
    """
    reason = headers[0] if headers else "none"
    return UnstuckError("There are pictures to read.", f"{root}: {reason}", "name PNG, JPEG, WebP, BMP or GIF files")


def _told(results: Iterable[Any], total: int, progress: Progress) -> Iterator[Any]:
    """The same results; `progress` is told as each comes."""
    for number, result in enumerate(results, 1):
        progress(number / total)
        yield result


def _only(pixels: np.ndarray, kept: Sequence[int], draft: Path) -> np.memmap:
    """Rewrites the file with the kept images only, one at a time: together they may not fit in the memory."""
    some = np.lib.format.open_memmap(draft / "kept.npy", "w+", "uint8", (len(kept), *pixels.shape[1:]))
    for place, image in enumerate(kept):
        some[place] = pixels[image]
    (draft / "kept.npy").replace(draft / "pixels.npy")
    return some


def _header(file: ImageFile) -> tuple[int, int, int] | str:
    return header_or_reason(file.path)


def _decode(pixels: np.ndarray, wanted: Format, place: int, file: ImageFile) -> str | None:
    """Puts one image in its place; or why it cannot be read."""
    image = image_or_reason(file.path, wanted)
    if isinstance(image, str):
        return image
    pixels[place] = image
    return None


def format_of(headers: Sequence[tuple[int, int, int]], size: int | None) -> Format:
    """What images of these heights, widths and channels are brought to."""
    channels = max(channels for *_, channels in headers)
    if size is not None:
        return Format(size, size, channels)
    sizes = Counter((height, width) for height, width, _ in headers)
    height, width = next(iter(sizes))
    if len(sizes) == 1 and max(height, width) <= LARGEST_KEPT:
        return Format(height, width, channels)
    return Format(DEFAULT_SIDE, DEFAULT_SIDE, channels)


def _key(files: Sequence[ImageFile], size: int | None) -> str:
    """Changes when a file is added, removed, moved to another class or part, or written to."""
    digest = blake2b(f"{_VERSION} {size}".encode(), digest_size=16)
    for file in files:
        told = f"\n{file.path}\t{file.label}\t{file.part}\t{_state(file.path)}"
        digest.update(told.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _state(path: Path) -> str:
    try:
        stat = path.stat()
    except OSError as error:  # a link that leads nowhere
        return f"{error.strerror}"
    return f"{stat.st_size}\t{stat.st_mtime_ns}"


def cache_folder() -> Path:
    """Where decoded images are kept, a folder each data set."""
    return backend.cache_folder() / "images"


def make_room() -> None:
    """Deletes the data sets that have not been used for longest, until the rest is within the bound."""
    folders = sorted(cache_folder().glob("[!.]*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    used = 0
    for folder in folders:
        used += sum(file.stat().st_size for file in folder.iterdir())
        if used > CACHE_BYTES:
            shutil.rmtree(folder, ignore_errors=True)
