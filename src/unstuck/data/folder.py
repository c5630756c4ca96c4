"""A folder of images on disk: which files there are, what class each is of, and which are kept for the test."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from unstuck.errors import UnstuckError

SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".jfif"))
_PARTS = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("val", "valid", "validation", "dev"), "validation"),
    **dict.fromkeys(("test", "testing"), "test"),
}
TEST_SHARE = 0.2  # of each class, where the folder does not say which images are for the test


@dataclass(frozen=True)
class ImageFile:
    """A file of a data set: where it lies, its class, and the part it belongs to (`train` or `test`)."""

    path: Path
    label: str
    part: str


def list_folder(root: Path) -> list[ImageFile]:
    """The images of a folder of class folders, sorted.

    `train` and `test` (or `val`, `valid`, `validation`) folders are honoured: of three, the validation images are
    trained on as well, since nothing is chosen by them. Without them a fifth of each class is kept for the test, always
    the same: which it is depends on a file's name alone, so that new files do not move the old ones.

    Raises:
        UnstuckError: there are no class folders with images, fewer than two, or a class without training images.
    """
    parts = {part: folder for folder in _folders(root) if (part := part_named(folder.name))}
    if "train" in parts:
        held = held_part(parts)
        files = [
            ImageFile(path, label, "test" if part == held else "train")
            for part, folder in sorted(parts.items())
            for path, label in _by_class(folder)
        ]
        if held not in parts:
            files = split({file.path: file.label for file in files}, root)
    else:
        files = split(dict(_by_class(root)), root)
    if not files:
        _explain_no_images(root)
    check_classes(files, root)
    return files


def _explain_no_images(root: Path) -> None:
    """Names what lies in the class folders instead of images.

    Raises:
        UnstuckError: something does.
    """
    found = Counter(path.suffix.lower() for path in root.glob("*/*") if path.is_file() and path.name[0] != ".")
    if found:
        suffix, count = found.most_common(1)[0]
        raise UnstuckError(
            f"The class folders hold images: {', '.join(sorted(SUFFIXES))}.",
            f"{root}: {count:,} files {suffix or 'without a suffix'}",
            "save them as PNG",
        )


def part_named(name: str) -> str | None:
    """What a folder's or a column's word for a part means: `train`, `validation`, `test`, or None for another word."""
    return _PARTS.get(name.strip().lower())


def held_part(parts: Iterable[str | None]) -> str:
    """Which of the parts that a data set names is the test: of three, `validation` is trained on as well."""
    return "test" if "test" in parts else "validation"


def split(labels: Mapping[Path, str], root: Path) -> list[ImageFile]:
    """Files with a fifth of each class kept for the test, at least one where a class has two."""
    classes = defaultdict(list)
    for path, label in labels.items():
        classes[label].append(path)
    files = []
    for label, paths in sorted(classes.items()):
        drawn = sorted(
            paths, key=lambda path: blake2b(str(path.relative_to(root)).encode("utf-8", "surrogateescape")).digest()
        )
        test = set(drawn[: max(round(TEST_SHARE * len(drawn)), int(len(drawn) > 1))])
        files += [ImageFile(path, label, "test" if path in test else "train") for path in sorted(paths)]
    return files


def check_classes(files: Sequence[ImageFile], root: Path) -> None:
    """Whether there is something to tell apart, and something to test it on.

    Raises:
        UnstuckError: see `list_folder`.
    """
    train, test = (Counter(file.label for file in files if file.part == part) for part in ("train", "test"))
    if len(train) < 2:
        raise UnstuckError(
            "A folder of images has a folder for each class, such as cats/ and dogs/, with images in it.",
            f"{root}: {len(files):,} images in {len(train | test)} class folders",
            "put each class's images into a folder named after the class",
        )
    if untrained := sorted(test.keys() - train.keys()):
        raise UnstuckError(
            "Every class that is tested is trained.",
            f"{root}: no training images of {', '.join(untrained)}",
            "name the class folders alike in train and test",
        )
    if not test:
        raise UnstuckError("Some images are kept for the test.", f"{root}: one image a class", "add more images")


def _by_class(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every image with the name of the class folder it lies in, however deep."""
    for of_class in _folders(folder):
        for path in images_in(of_class):
            yield path, of_class.name


def _folders(root: Path) -> list[Path]:
    """Without those that programs leave behind: `.ipynb_checkpoints` is no class."""
    with os.scandir(root) as entries:
        return sorted(Path(e.path) for e in entries if e.is_dir() and not e.name.startswith((".", "__")))


def images_in(folder: Path) -> list[Path]:
    """Every image file in a folder, however deep, sorted; not what is hidden or left behind by programs."""
    found = []
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        found += [
            Path(top, name)
            for name in sorted(names)
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        ]
    return found
