"""`tf.image`, where Keras has no function of that name."""

from __future__ import annotations

from typing import Any

import numpy as np
from keras import ops

_Tensor = Any  # images (height, width, channels), or (n, height, width, channels)


class ResizeMethod:
    """Names of interpolations."""

    BILINEAR, BICUBIC, NEAREST_NEIGHBOR, LANCZOS3, AREA = "bilinear", "bicubic", "nearest", "lanczos3", "bilinear"


def per_image_standardization(image: _Tensor) -> _Tensor:
    """Each image with mean 0 and deviation 1."""
    image = ops.cast(image, "float32")
    pixels = int(np.prod(image.shape[-3:]))
    mean = ops.mean(image, axis=(-3, -2, -1), keepdims=True)
    deviation = ops.std(image, axis=(-3, -2, -1), keepdims=True)
    return (image - mean) / ops.maximum(deviation, 1 / pixels**0.5)


def adjust_brightness(image: _Tensor, delta: Any) -> _Tensor:
    """Brighter by a part of the whole range."""
    return _in_range(image, lambda pixels: pixels + delta)


def random_brightness(image: _Tensor, max_delta: float, seed: Any = None) -> _Tensor:
    """Brighter or darker."""
    return adjust_brightness(image, np.random.uniform(-max_delta, max_delta))


def adjust_contrast(images: _Tensor, contrast_factor: Any) -> _Tensor:
    """Away from each channel's mean."""

    def stretched(pixels: _Tensor) -> _Tensor:
        mean = ops.mean(pixels, axis=(-3, -2), keepdims=True)
        return (pixels - mean) * contrast_factor + mean

    return _in_range(images, stretched)


def random_contrast(image: _Tensor, lower: float, upper: float, seed: Any = None) -> _Tensor:
    """More or less contrast."""
    return adjust_contrast(image, np.random.uniform(lower, upper))


def adjust_saturation(image: _Tensor, saturation_factor: Any) -> _Tensor:
    """Away from grey."""

    def coloured(pixels: _Tensor) -> _Tensor:
        grey = ops.max(pixels, axis=-1, keepdims=True)
        return grey + (pixels - grey) * saturation_factor

    return _in_range(image, coloured)


def random_saturation(image: _Tensor, lower: float, upper: float, seed: Any = None) -> _Tensor:
    """More or less colour."""
    return adjust_saturation(image, np.random.uniform(lower, upper))


def random_flip_up_down(image: _Tensor, seed: Any = None) -> _Tensor:
    """Upside down or not."""
    return ops.flip(image, -3) if np.random.random() < 0.5 else image


def rot90(image: _Tensor, k: int = 1, name: Any = None) -> _Tensor:
    """A quarter turn against the clock."""
    return ops.rot90(image, k, axes=(-3, -2))


def grayscale_to_rgb(images: _Tensor, name: Any = None) -> _Tensor:
    """Three channels that are alike."""
    return ops.repeat(ops.convert_to_tensor(images), 3, axis=-1)


def crop_to_bounding_box(
    image: _Tensor, offset_height: int, offset_width: int, target_height: int, target_width: int
) -> _Tensor:
    """A rectangle of the image."""
    rows, columns = (
        slice(offset_height, offset_height + target_height),
        slice(offset_width, offset_width + target_width),
    )
    return ops.convert_to_tensor(image)[..., rows, columns, :]


def central_crop(image: _Tensor, central_fraction: float) -> _Tensor:
    """The middle of the image."""
    height, width = image.shape[-3:-1]
    top, left = int((height - height * central_fraction) / 2), int((width - width * central_fraction) / 2)
    return crop_to_bounding_box(image, top, left, height - 2 * top, width - 2 * left)


def random_crop(value: _Tensor, size: Any, seed: Any = None, name: Any = None) -> _Tensor:
    """A piece of that size from anywhere."""
    starts = [np.random.randint(whole - int(part) + 1) for whole, part in zip(value.shape, size, strict=True)]
    where = tuple(slice(start, start + int(part)) for start, part in zip(starts, size, strict=True))
    return ops.convert_to_tensor(value)[where]


def resize_with_crop_or_pad(image: _Tensor, target_height: int, target_width: int) -> _Tensor:
    """That size by cutting or filling up with 0 around the middle."""
    image = ops.convert_to_tensor(image)
    for axis, target in ((-3, target_height), (-2, target_width)):
        size = image.shape[axis]
        cut, missing = max(size - target, 0) // 2, max(target - size, 0)
        index = [slice(None)] * image.ndim
        index[axis] = slice(cut, cut + min(target, size))
        widths = [(0, 0)] * image.ndim
        widths[axis] = (missing // 2, missing - missing // 2)
        image = ops.pad(image[tuple(index)], widths)
    return image


resize_image_with_crop_or_pad = resize_with_crop_or_pad


def _in_range(image: _Tensor, change: Any) -> _Tensor:
    """The change made on 0…1; whole numbers come back in their own range."""
    image = ops.convert_to_tensor(image)
    if "int" not in str(image.dtype):
        return change(image)
    limit = np.iinfo(str(image.dtype)).max
    return ops.cast(ops.clip(change(ops.cast(image, "float32") / limit) * limit, 0, limit), image.dtype)
