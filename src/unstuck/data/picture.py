"""A data set as a picture that one would pin to the wall: samples and the mean of each class, and how bright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unstuck.data.dataset import Dataset
from unstuck.data.light import parts

if TYPE_CHECKING:  # Pillow is imported when something is drawn: `import unstuck.data` stays light
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

# Lengths are in pixels of the finished picture, which is twice the size it is shown at.
MARGIN, TILE, GAP, RADIUS = 96, 84, 14, 10
LABELS, MEANS, HEAD, FOOT = 268, 64, 268, 128  # label column, gap before the means, title, footer
LIGHT, BINS = 150, 64  # height of the histograms of brightness, and their bins
SAMPLES = 12
MOST_CLASSES = 20  # more rows than that are a wall, not a picture

PAPER, INK, MUTED, RULE = "#f6f3ec", "#23262d", "#8b8578", "#e4dfd3"
BAR = "#d96c47"
SHADES = ("#15171c", "#898a8b", "#fdfcf8")  # dark, middle and bright of a grey image
MEAN_SHADES = ("#15171c", "#c65a3a", "#ffe9cf")


@dataclass(frozen=True)
class Row:
    """A line of the sheet: samples (k, h, w[, c]); on a class's first line its name, count and mean (h, w[, c])."""

    name: str
    count: int
    samples: np.ndarray
    mean: np.ndarray | None


def contact_sheet(dataset: Dataset, seed: int = 0) -> Image:
    """Sample training images, a row a class, as an RGB picture at twice the resolution it is meant to be shown at.

    Args:
        dataset: any data set; classes after the twentieth are left out, and the picture says so.
        seed: which samples are drawn; the same seed gives the same picture.
    """
    from PIL import Image, ImageDraw

    rows = sample_rows(dataset, np.random.default_rng(seed))
    width = MARGIN + LABELS + SAMPLES * (TILE + GAP) + MEANS + TILE + MARGIN
    below = HEAD + len(rows) * (TILE + GAP)
    height = below + GAP + LIGHT + FOOT
    sheet = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    _head(draw, dataset, width)
    low, high = float(dataset.x_train.min()), float(dataset.x_train.max())
    most = max(row.count for row in rows)
    for index, row in enumerate(rows):
        _row(sheet, draw, row, HEAD + index * (TILE + GAP), (low, high), most or 1)
    _brightness(draw, dataset, below + GAP, width, (low, high))
    _foot(draw, dataset, height, width)
    return sheet


def sample_rows(dataset: Dataset, rng: np.random.Generator) -> list[Row]:
    """One row a class; two or three classes get several rows each, so that there is something to see."""
    lines = max(1, 6 // len(dataset.class_names))
    rows = []
    for label, name in enumerate(dataset.class_names[:MOST_CLASSES]):
        members = np.flatnonzero(dataset.y_train == label)
        chosen = rng.permutation(members)[: lines * SAMPLES]
        mean = dataset.x_train[members].mean(axis=0, dtype=np.float64) if len(members) else None
        rows.append(Row(name, len(members), dataset.x_train[chosen[:SAMPLES]], mean))
        more = range(SAMPLES, len(chosen), SAMPLES)
        rows.extend(Row("", 0, dataset.x_train[chosen[start : start + SAMPLES]], None) for start in more)
    return rows


def _head(draw: ImageDraw, dataset: Dataset, width: int) -> None:
    """Name, what there is, and the heads of the columns."""
    draw.text((MARGIN, 66), dataset.name, INK, _font(76))
    height, across, *channels = dataset.x_train.shape[1:]
    shape = f"{height} by {across} pixels" + "".join(f", {count} channels" for count in channels)
    counts = f"{len(dataset.x_train):,} training and {len(dataset.x_test):,} test images"
    classes = f"{len(dataset.class_names)} classes"
    draw.text((MARGIN, 158), f"{counts}  ·  {shape}  ·  {classes}  ·  {dataset.x_train.dtype}", MUTED, _font(30))
    draw.text((width - MARGIN - TILE / 2, HEAD - 22), "mean", MUTED, _font(24), anchor="ms")


def _row(sheet: Image, draw: ImageDraw, row: Row, top: int, span: tuple[float, float], most: int) -> None:
    """Name, count and its bar at the left, then the samples, then the mean."""
    if row.name:
        draw.text((MARGIN, top + 36), _fitting(row.name), INK, _font(34), anchor="ls")
        draw.text((MARGIN, top + 64), f"{row.count:,}", MUTED, _font(22), anchor="ls")
        _bar(draw, top + 74, row.count / most)
    left = MARGIN + LABELS
    for image in row.samples:
        _paste(sheet, _tile(image, span, SHADES), left, top)
        left += TILE + GAP
    if row.mean is not None:
        _paste(sheet, _tile(row.mean, span, MEAN_SHADES), sheet.width - MARGIN - TILE, top)


def _bar(draw: ImageDraw, top: int, share: float) -> None:
    """The class's count next to the largest class's."""
    length = LABELS - 56
    draw.rounded_rectangle((MARGIN, top, MARGIN + length, top + 5), 2, RULE)
    if share > 0:
        draw.rounded_rectangle((MARGIN, top, MARGIN + max(5, round(length * share)), top + 5), 2, BAR)


def _brightness(draw: ImageDraw, dataset: Dataset, top: int, width: int, span: tuple[float, float]) -> None:
    """How bright the images are: training as bars, test as a line over them, both as shares."""
    left, right, floor = MARGIN + LABELS, width - MARGIN - TILE - MEANS - GAP, top + LIGHT - 30
    shares = [_shares(x, span) for x in (dataset.x_train, dataset.x_test)]
    tall = (floor - top - 20) / max(shares[0].max(), shares[1].max())
    step = (right - left) / BINS
    for place, share in enumerate(shares[0]):
        x = left + place * step
        draw.rectangle((x + 1, floor - share * tall, x + step - 2, floor), BAR if share else RULE)
    corners = [
        (left + (place + edge) * step, floor - share * tall) for place, share in enumerate(shares[1]) for edge in (0, 1)
    ]
    draw.line(corners, INK, 3, joint="curve")
    draw.text((MARGIN, top + 52), "Brightness", INK, _font(34), anchor="ls")
    draw.text((MARGIN, top + 80), "mean of an image", MUTED, _font(22), anchor="ls")
    draw.rectangle((MARGIN, top + 98, MARGIN + 18, top + 112), BAR)
    draw.text((MARGIN + 26, top + 112), "training", MUTED, _font(22), anchor="ls")
    draw.line((MARGIN + 122, top + 105, MARGIN + 142, top + 105), INK, 3)
    draw.text((MARGIN + 150, top + 112), "test", MUTED, _font(22), anchor="ls")
    draw.text((left, floor + 26), "dark", MUTED, _font(22), anchor="ls")
    draw.text((right, floor + 26), "bright", MUTED, _font(22), anchor="rs")


def _shares(x: np.ndarray, span: tuple[float, float]) -> np.ndarray:
    """The share of the images in each bin of brightness."""
    means = np.concatenate([part.reshape(len(part), -1).mean(axis=1) for part in parts(x)])
    counts, _ = np.histogram(means, BINS, span if span[1] > span[0] else (span[0], span[0] + 1))
    return counts / len(x)


def _foot(draw: ImageDraw, dataset: Dataset, height: int, width: int) -> None:
    """Whose data it is, and what was left out."""
    draw.line((MARGIN, height - 92, width - MARGIN, height - 92), RULE, 2)
    draw.text(
        (MARGIN, height - 46), "  ·  ".join(filter(None, (dataset.source, dataset.licence))), MUTED, _font(22), "ls"
    )
    hidden = len(dataset.class_names) - MOST_CLASSES
    note = f"{hidden:,} more classes not shown" if hidden > 0 else "random training images"
    draw.text((width - MARGIN, height - 46), note, MUTED, _font(22), "rs")


def as_picture(image: np.ndarray, span: tuple[float, float], shades: tuple[str, str, str] = SHADES) -> Image:
    """An image (h, w[, c]) as an RGB picture of its own size: `span` becomes dark … bright."""
    from PIL import Image, ImageOps

    low, high = span
    values = np.clip((image.astype(np.float64) - low) / ((high - low) or 1) * 255, 0, 255).round().astype(np.uint8)
    if values.ndim == 3 and values.shape[2] >= 3:
        return Image.fromarray(np.ascontiguousarray(values[:, :, :3]))
    grey = Image.fromarray(np.ascontiguousarray(values.reshape(*values.shape[:2], -1)[:, :, 0]))
    return ImageOps.colorize(grey, shades[0], shades[2], mid=shades[1])


def _tile(image: np.ndarray, span: tuple[float, float], shades: tuple[str, str, str]) -> Image:
    """A picture as a tile; small ones keep their square pixels."""
    from PIL import Image, ImageOps

    picture = as_picture(image, span, shades)
    small = max(picture.size) <= TILE
    picture = ImageOps.contain(picture, (TILE, TILE), Image.Resampling.NEAREST if small else Image.Resampling.LANCZOS)
    return ImageOps.pad(picture, (TILE, TILE), color=RULE)


def _paste(sheet: Image, tile: Image, left: int, top: int) -> None:
    """The tile with round corners, smoothed by drawing the mask four times as large."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", (TILE * 4, TILE * 4))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, TILE * 4 - 1, TILE * 4 - 1), RADIUS * 4, 255)
    sheet.paste(tile, (left, top), mask.resize((TILE, TILE), Image.Resampling.LANCZOS))


def _font(size: int) -> FreeTypeFont | ImageFont:
    """The type that comes with Pillow, so that the picture looks the same everywhere."""
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _fitting(name: str) -> str:
    """As much of a class's name as the column holds."""
    room, font = LABELS - 40, _font(34)
    while len(name) > 4 and font.getlength(name) > room:
        name = name.rstrip(".")[:-1] + "..."
    return name
