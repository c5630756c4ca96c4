"""One image file to pixels, the same way for training, looking and predicting.

What becomes of the unusual: a photo is turned as its EXIF says; transparency lies on white; of an animation the first
frame counts; 16 bits become 8; CMYK and palettes become RGB; a picture is scaled until it covers the wanted size and
cut at its centre.
"""

from __future__ import annotations

import stat
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from unstuck.errors import UnstuckError, not_there

if TYPE_CHECKING:  # Pillow is imported when a file is read: `import unstuck.data` stays light
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")  # by content, whatever the file is called
MOST_PIXELS = 100_000_000  # more is an attack or a map; decoded it would take 300 MB
_GREY = ("1", "L", "I;16", "I;16B", "I;16L", "I", "F", "LA")


@dataclass(frozen=True)
class Format:
    """What every image of a data set is brought to: height, width, and 1 (grey) or 3 (colour) channels."""

    height: int
    width: int
    channels: int

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one image: (height, width) or (height, width, 3)."""
        return (self.height, self.width) if self.channels == 1 else (self.height, self.width, self.channels)


def header(path: Path | BinaryIO) -> tuple[int, int, int]:
    """Height, width as it is seen, and channels (1 or 3) of a file, without decoding its pixels.

    Raises:
        UnstuckError: it is no picture.
    """
    with _opened(path) as image:
        try:
            turned = image.getexif().get(0x0112, 1) >= 5  # orientations 5 to 8 lie on their side
        except (OSError, SyntaxError, ValueError, EOFError) as error:  # a PNG is read to its end for it
            raise _no_picture(path, f"damaged: {error}") from error
        width, height = image.size[::-1] if turned else image.size
        return height, width, 1 if image.mode in _GREY else 3


def read_image(file: Path | BinaryIO, wanted: Format) -> np.ndarray:
    """The picture as uint8 of `wanted.shape`.

    Raises:
        UnstuckError: it is no picture, or a damaged one.
    """
    from PIL import Image, ImageOps

    with _opened(file) as image:
        try:
            image.seek(0)
            upright = ImageOps.exif_transpose(image)
            flat = _on_white(_eight_bits(upright)).convert("L" if wanted.channels == 1 else "RGB")
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise _no_picture(file, f"damaged: {error}") from error
    size = (wanted.width, wanted.height)
    return np.asarray(flat if flat.size == size else ImageOps.fit(flat, size, Image.Resampling.BILINEAR))


def image_or_reason(path: Path | BinaryIO, wanted: Format) -> np.ndarray | str:
    """`read_image`, or why it cannot be: for many files of which some may be broken."""
    try:
        return read_image(path, wanted)
    except UnstuckError as error:
        return error.received.removeprefix(f"{_name(path)}: ")


def header_or_reason(path: Path | BinaryIO) -> tuple[int, int, int] | str:
    """`header`, or why there is none."""
    try:
        return header(path)
    except UnstuckError as error:
        return error.received.removeprefix(f"{_name(path)}: ")


def _opened(file: Path | BinaryIO) -> Any:
    from PIL import Image, UnidentifiedImageError

    if isinstance(file, Path):
        _check_file(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of broken EXIF; too large a picture is an error below
            image = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _no_picture(file, f"more than {MOST_PIXELS:,} pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        unopened = error.strerror if isinstance(error, OSError) else None  # of the system, such as no permission
        raise _no_picture(file, unopened or "another kind of data") from error
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise _no_picture(file, f"{image.width} × {image.height} pixels, more than {MOST_PIXELS:,}")
    return image


def _check_file(path: Path) -> None:
    """It is there and is a file with something in it: a pipe would be waited for, and a link may lead nowhere."""
    try:
        found = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise _no_picture(path, "a link that leads nowhere") from None
        raise not_there("picture", path) from None
    except (OSError, ValueError) as error:  # a link to itself, a name too long or with a zero in it
        raise _no_picture(path, getattr(error, "strerror", None) or str(error)) from error
    if not stat.S_ISREG(found.st_mode):
        raise _no_picture(path, "a folder" if stat.S_ISDIR(found.st_mode) else "no file but a pipe or a device")
    if found.st_size == 0:
        raise _no_picture(path, "an empty file")


def _no_picture(file: Path | BinaryIO, reason: str) -> UnstuckError:
    kinds = f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"
    return UnstuckError(f"A picture is a {kinds} file.", f"{_name(file)}: {reason}", "save it as PNG, or leave it out")


def _name(file: Path | BinaryIO) -> str:
    return str(file) if isinstance(file, Path) else "the data"


def _eight_bits(image: Image) -> Image:
    """Of 16 bits a pixel the upper eight; Pillow would cut everything above 255 to 255."""
    from PIL import Image

    if image.mode not in ("I;16", "I;16B", "I;16L", "I"):
        return image
    pixels = np.asarray(image).astype("float64")
    return Image.fromarray((np.clip(pixels, 0, 65535) / 257).round().astype("uint8"))


def _on_white(image: Image) -> Image:
    from PIL import Image

    if not (image.mode in ("LA", "RGBA", "PA", "La", "RGBa") or "transparency" in image.info):
        return image
    over = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", over.size, "white"), over)
