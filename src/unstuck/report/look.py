"""Shows a look at a data set in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unstuck.data import IMBALANCED, Dataset, Drift, Look, Problem
from unstuck.words import counted, printable

BAR = 24  # characters of the largest class's bar
SIDE = 14  # pixels of a thumbnail; a character is one wide and two high
MOST_CLASSES = 20
MOST_SKIPPED = 5  # files named; --json names all
MOST_NAMED = 3  # images of a problem
GOOD, BAD = "green", "yellow"
TITLES = {
    "leaked": "In the test and in the training",
    "near_leaked": "In the test and, nearly the same, in the training",
    "contradictions": "The same image with two labels",
    "duplicates": "There twice",
    "near_duplicates": "Nearly the same",
    "blank": "Blank",
    "dark": "Dark",
    "bright": "Washed out",
    "odd_size": "Of an odd size",
    "doubtful_test": "Doubtful labels in the test",
    "doubtful": "Doubtful labels in the training",
}
_OUTLIERS = {
    "dark": "have nothing bright in them",
    "bright": "have nothing dark in them",
    "odd_size": "are of another size or shape than most",
}


def show_look(look: Look, console: Console, dataset: Dataset | None = None) -> None:
    """Print a look: what there is, the classes, the baseline, and what is odd about the data.

    Args:
        look: what `unstuck.data.look` found.
        console: where to.
        dataset: adds a strip of images above the numbers, on terminals with colours.
    """
    console.print()
    console.print(Text(look.name, "bold"), Text(" " + origin(look), "dim"))
    console.print(Text(shape(look)))
    console.print()
    if dataset is not None and console.color_system is not None:
        console.print(Padding(strip(dataset, console.width - 2), (0, 0, 1, 0)))
    console.print(_classes(look))
    console.print()
    console.print(Text(baseline_sentence(look)))
    console.print()
    for good, sentence in findings(look):
        console.print(Text("✓ " if good else "! ", GOOD if good else BAD), Text(sentence), sep="")
    show_problems(look.problems, console)


def show_problems(problems: Sequence[Problem], console: Console) -> None:
    """Prints the first images of each problem."""
    for problem in problems:
        console.print()
        console.print(Text(TITLES[problem.kind], "bold"))
        console.print(Padding(Text(named(problem)), (0, 0, 0, 2)))


def baseline_sentence(look: Look) -> str:
    """What a network must beat, in words."""
    (label, share), (test_label, test_share) = look.train_baseline, look.test_baseline
    first = f"Always answering '{look.class_name(label)}' would be right {100 * share:.1f} % of the time"
    if label == test_label:
        second = f" ({100 * test_share:.1f} % on the test images)"
    else:
        second = f"; on the test images '{look.class_name(test_label)}' would be best, with {100 * test_share:.1f} %"
    return f"{first}{second}. A network must beat that."


def findings(look: Look) -> list[tuple[bool, str]]:
    """What to know about the data, each with whether it is in order."""
    images = look.train_shape[0]
    return [
        (_scaled(look), _range(look)),
        (look.duplicates == 0, _count(look.duplicates, images, "training images repeat an earlier one")),
        *([(False, f"{look.contradictions:,} of those have another label")] if look.contradictions else []),
        (look.leaked == 0, _count(look.leaked, look.test_shape[0], "test images are training images too")),
        *_alike(look),
        (look.blank == 0, _count(look.blank, images + look.test_shape[0], "images are blank")),
        *_outliers(look),
        (look.labels_in_range, _labels(look)),
        *([(False, _imbalance(look))] if look.imbalance >= IMBALANCED else []),
        *_drift(look),
        (True, _constant(look)),
        *([(False, skipped_sentence(look.skipped))] if look.skipped else []),
    ]


def named(problem: Problem, most: int = MOST_NAMED) -> str:
    """The first images of a problem, and which they repeat."""
    shown = "; ".join(
        f"{suspect.place} as {suspect.like}" if suspect.like else f"{suspect.place}, {suspect.note}"
        for suspect in problem.suspects[:most]
    )
    more = len(problem.suspects) - most
    return shown + (f"; and {more:,} more" if more > 0 else "")


def skipped_sentence(skipped: Sequence[tuple[str, str]]) -> str:
    """How many files were left out, and the first of them with their reasons."""
    shown = "; ".join(printable(f"{name}: {reason}") for name, reason in skipped[:MOST_SKIPPED])
    more = f"; and {len(skipped) - MOST_SKIPPED:,} more" if len(skipped) > MOST_SKIPPED else ""
    return f"{counted(len(skipped), 'file')} could not be read and left out: {shown}{more}"


def strip(dataset: Dataset, width: int) -> Text:
    """The first image of each class side by side, as many as `width` characters hold, two pixels a character."""
    labels = [k for k in range(len(dataset.class_names)) if (dataset.y_train == k).any()]
    chosen = [int((dataset.y_train == k).argmax()) for k in labels[: max(1, (width + 1) // (SIDE + 1))]]
    low, high = float(dataset.x_train.min()), float(dataset.x_train.max())
    shades = [_thumbnail(dataset.x_train[index], low, high) for index in chosen]  # each (14, 14, 3)
    text = Text(no_wrap=True)
    for top in range(0, SIDE, 2):
        for shade in shades:
            for upper, lower in zip(shade[top], shade[top + 1], strict=True):
                text.append("▀", f"rgb({','.join(map(str, upper))}) on rgb({','.join(map(str, lower))})")
            text.append(" ")
        text.append("\n")
    text.rstrip()
    return text


def _thumbnail(image: np.ndarray, low: float, high: float) -> np.ndarray:
    """An image (h, w[, c]) as (14, 14, 3) uint8, by the mean over each cell."""
    values = image.reshape(*image.shape[:2], -1).astype(np.float64)
    values = values[:, :, :3] if values.shape[2] >= 3 else values[:, :, :1].repeat(3, axis=2)
    cells = _shrink(_shrink(values, 0), 1)
    return ((cells - low) / ((high - low) or 1) * 255).round().astype(np.uint8)


def _shrink(values: np.ndarray, axis: int) -> np.ndarray:
    """One axis brought to 14 cells; fewer pixels than that are repeated."""
    size = values.shape[axis]
    edges = np.arange(SIDE + 1) * size // SIDE
    cells = [values.take(range(a, max(b, a + 1)), axis).mean(axis) for a, b in pairwise(edges)]
    return np.stack(cells, axis)


def _classes(look: Look) -> Table:
    """A line a class: name, training and test counts, a bar."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("class")
    table.add_column("training", justify="right")
    table.add_column("test", justify="right")
    table.add_column("")
    most = max(each.train for each in look.classes)
    for each in look.classes[:MOST_CLASSES]:
        table.add_row(Text(each.name), f"{each.train:,}", f"{each.test:,}", Text(_bar(each.train / most), "cyan"))
    if len(look.classes) > MOST_CLASSES:
        table.add_row(Text(f"and {len(look.classes) - MOST_CLASSES:,} more", "dim"))
    return table


def _bar(share: float) -> str:
    """A bar of `share` × 24 characters, to half a one."""
    whole, half = divmod(round(share * BAR * 2), 2)
    return "━" * whole + "╸" * half


def origin(look: Look) -> str:
    """Where the data came from, and its licence."""
    return "  ·  ".join(filter(None, (look.source, look.licence)))


def shape(look: Look) -> str:
    """How many images of which size."""
    size = " × ".join(map(str, look.train_shape[1:]))
    images = f"{look.train_shape[0]:,} training and {look.test_shape[0]:,} test images of {size}"
    return f"{images}, {look.dtype}, {look.bytes / 1e6:,.0f} MB"


def _scaled(look: Look) -> bool:
    """Whether a network can take the values as they are: weights are initialised for inputs of about 1."""
    return max(abs(look.low), abs(look.high)) <= 10


def _range(look: Look) -> str:
    sentence = f"values run {look.low:g}…{look.high:g}, mean {look.mean:.3g}, standard deviation {look.std:.3g}"
    if _scaled(look):
        return sentence
    advice = "divide by 255" if (look.low, look.high) == (0, 255) else "scale them to about 0…1"
    return f"{sentence}: {advice} before the first layer"


def _count(count: int, of: int, what: str) -> str:
    return f"{count:,} of {of:,} {what}" if count else f"no {what}"


def _constant(look: Look) -> str:
    return (
        _count(look.constant_pixels, look.pixels, "pixels never change")
        if look.constant_pixels
        else "every pixel varies"
    )


def _alike(look: Look) -> list[tuple[bool, str]]:
    """Training images, and test images, that are nearly those of the training."""
    near, across = look.count("near_duplicates"), look.count("near_leaked")
    if not near and not across:
        return [(True, "no images are nearly the same")]
    inside = _count(near, look.train_shape[0], "training images are nearly the same as an earlier one")
    leaks = _count(across, look.test_shape[0], "test images are nearly the same as a training image")
    return [(False, sentence) for count, sentence in ((near, inside), (across, leaks)) if count]


def _outliers(look: Look) -> list[tuple[bool, str]]:
    """Images that are dark, washed out or of an odd size."""
    images = look.train_shape[0] + look.test_shape[0]
    counts = [(look.count(kind), words) for kind, words in _OUTLIERS.items()]
    return [(False, _count(count, images, f"images {words}")) for count, words in counts if count]


def _imbalance(look: Look) -> str:
    present = [each for each in look.classes if each.train]
    most, least = max(present, key=lambda each: each.train), min(present, key=lambda each: each.train)
    return f"'{most.name}' has {look.imbalance:,.0f} times as many training images as '{least.name}' ({least.train:,})"


def _drift(look: Look) -> list[tuple[bool, str]]:
    """How the test images differ from the training images."""
    if not look.drift:
        return [(True, "training and test images are of one kind: brightness, contrast and shares of classes agree")]
    return [(False, _drifted(look, drift)) for drift in look.drift]


def _drifted(look: Look, drift: Drift) -> str:
    if drift.label is not None:
        what = f"the shares of the classes differ: '{look.class_name(drift.label)}' is"
        return f"{what} {drift.train:.1%} of the training and {drift.test:.1%} of the test images"
    what = f"training and test images differ in {drift.quantity}"
    return f"{what}: {drift.train:.1%} against {drift.test:.1%} on average"


def _labels(look: Look) -> str:
    low, high = look.classes[0].label, look.classes[-1].label
    if look.labels_in_range:
        return f"labels run {low}…{high}, one output each"
    named = [each for each in look.classes if each.train or each.test]
    return f"labels run {named[0].label}…{named[-1].label}, but {len(named)} classes are numbered 0…{len(named) - 1}"
