"""Images as small pictures inside a page."""

from __future__ import annotations

import base64
import io
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from unstuck.data import as_picture

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 96  # pixels: larger ones are made smaller
_FOR, _AGAINST, _NEITHER = (240, 110, 70), (80, 150, 230), (20, 20, 24)  # colours of what is signed


def thumbnail(image: np.ndarray, span: tuple[float, float], words: str) -> str:
    """An image (height, width[, channels]) as an `<img>` that holds its own pixels.

    Args:
        span: the values that become dark and bright.
        words: for those who cannot see it, and shown under the pointer.
    """
    return _img(as_picture(image, span), words)


def heatmap(values: np.ndarray, words: str) -> str:
    """Signed values (height, width) as an `<img>`: red above zero, blue below, dark at zero."""
    strength = np.sqrt(np.abs(values) / (float(np.abs(values).max()) or 1.0))  # else only the strongest would be seen
    ends = np.where(values[..., None] > 0, _FOR, _AGAINST)
    colours = _NEITHER + strength[..., None] * (ends - _NEITHER)
    from PIL import Image

    return _img(Image.fromarray(colours.round().astype("uint8")), words)


def _img(picture: Image, words: str) -> str:
    from PIL import Image

    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    content, kind = io.BytesIO(), "jpeg" if max(picture.size) > 48 else "png"
    picture.save(content, kind, quality=88)
    data = base64.b64encode(content.getvalue()).decode()
    words = escape(words, quote=True)
    return f'<img src="data:image/{kind};base64,{data}" alt="{words}" title="{words}">'
