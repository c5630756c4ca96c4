"""Images that are there twice: byte for byte, or as good as (saved again, made lighter, slightly noisy)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from unstuck.data.light import parts
from unstuck.data.progress import Progress, unheard
from unstuck.data.shrink import shrunk

# Distances are between small versions of the images with mean 0 and length 1: d² = 2 - 2 · correlation.
# By channels; saving as JPEG, noise and brightness stay below it: a correlation of 0.998, of colours 0.995, since JPEG
# keeps those at half the resolution.
NEAREST = {1: 0.06, 3: 0.1}
SHARE_OF_USUAL = 0.25  # and so much nearer than the nearest image usually is: else all of a uniform data set were twins
_SIDE = {1: 16, 3: 12}  # pixels of a small version, by channels
_BANDS, _BITS = 10, 18  # hash tables, and bits of the hash in each; near twins share one of the tables nearly surely
_NEIGHBOURS = 4  # with the same hash that an image is compared with
_DIRECTIONS = 24  # principal directions that are hashed
_SAMPLE = 500  # images whose nearest one is looked for among all
_COVARIANCE = 10_000  # images that the principal directions are computed from


def equal_pairs(x: Iterable[np.ndarray]) -> np.ndarray:
    """Each image that repeats an earlier one, with the first of those: int (pairs, 2).

    Args:
        x: images, of one shape and dtype.
    """
    first: dict[bytes, int] = {}
    found = [
        (index, earlier)
        for index, image in enumerate(x)
        # 128 bits: two images share them only when they are equal
        if (earlier := first.setdefault(blake2b(image.tobytes(), digest_size=16).digest(), index)) != index
    ]
    return np.array(found, "int64").reshape(-1, 2)


def near_pairs(x: np.ndarray, seed: int = 0, progress: Progress = unheard) -> tuple[np.ndarray, np.ndarray]:
    """Images that show the same as an earlier one, the likest first; blank images and equal ones are left out.

    Images are compared in small, so that size, noise and compression do not count, and without their mean and
    contrast. Candidates are found by locality-sensitive hashing (random hyperplanes over principal directions), then
    measured: the work grows as n, not n². What moved by a pixel of the small version or more is not found.

    Args:
        x: images (n, height, width) or (n, height, width, channels).
        progress: told the share that is done.

    Returns:
        int (pairs, 2), each image with the earlier one that it is likest, and their distances, float32 (pairs,).

    Source: M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002.
    """
    channels = 3 if x.ndim == 4 and x.shape[3] >= 3 else 1
    nearest = NEAREST[channels]
    small = _small(x, _SIDE[channels])  # (n, pixels), blank ones all 0
    rows = np.flatnonzero(small.any(axis=1))
    small = small[rows]
    if len(rows) < 2:
        return np.empty((0, 2), "int64"), np.empty(0, "float32")
    rng = np.random.default_rng(seed)
    candidates = _candidates(small, nearest, rng, progress)
    distances = _distances(small, candidates)
    close = np.flatnonzero(distances < nearest)
    pairs, where = np.unique(candidates[close], axis=0, return_index=True)
    distances = distances[close][where]
    keep = distances < SHARE_OF_USUAL * _usual(small, rng)
    pairs, distances = rows[pairs[keep]], distances[keep]
    different = np.array([not np.array_equal(x[a], x[b]) for a, b in pairs], bool)
    pairs, distances = pairs[different], distances[different]
    order = np.argsort(distances, kind="stable")
    _, likest = np.unique(pairs[order, 0], return_index=True)  # of several twins of an image
    order = order[np.sort(likest)]
    return pairs[order], distances[order]


def _small(x: np.ndarray, side: int) -> np.ndarray:
    """Images as rows of mean 0 and length 1, float32 (n, pixels): area means of at most `side` by `side` cells."""
    return np.concatenate([_unit(shrunk(part, side)) for part in parts(x)])


def _unit(images: np.ndarray) -> np.ndarray:
    flat = images.reshape(len(images), -1).astype("float32")
    flat = flat - flat.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(flat, axis=1, keepdims=True)
    return np.divide(flat, lengths, out=np.zeros_like(flat), where=lengths > 1e-3 * np.sqrt(flat.shape[1]))


def _candidates(small: np.ndarray, nearest: float, rng: np.random.Generator, progress: Progress) -> np.ndarray:
    """Pairs that share a hash and may be near, int (pairs, 2), the later first; a pair may come several times."""
    chosen = rng.permutation(len(small))[:_COVARIANCE]
    values, vectors = np.linalg.eigh(np.cov(small[chosen].T, ddof=0).reshape(small.shape[1], -1))
    best = slice(-min(_DIRECTIONS, small.shape[1]), None)
    main = small @ vectors[:, best].astype("float32")  # two images are at least as far apart as these
    spread = main / np.sqrt(np.maximum(values[best], 1e-9)).astype("float32")
    found = []
    for band in range(_BANDS):
        progress((band + 3) / (_BANDS + 4))  # what comes before and after takes about as long as four bands
        sides = spread @ rng.normal(size=(spread.shape[1], _BITS)).astype("float32")
        hashes = (sides > np.median(sides, axis=0)) @ (1 << np.arange(_BITS))
        order = np.argsort(hashes, kind="stable")
        for step in range(1, _NEIGHBOURS + 1):
            same = hashes[order[step:]] == hashes[order[:-step]]
            pairs = np.stack([order[step:][same], order[:-step][same]], axis=1)
            found.append(pairs[_distances(main, pairs) < nearest])
    return np.sort(np.concatenate(found), axis=1)[:, ::-1]


def _distances(small: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Of each pair, float32."""
    step = 65_536
    chunks = [pairs[start : start + step] for start in range(0, len(pairs), step)]
    found = [np.linalg.norm(small[chunk[:, 0]] - small[chunk[:, 1]], axis=1) for chunk in chunks]
    return np.concatenate(found) if found else np.empty(0, "float32")


def _usual(small: np.ndarray, rng: np.random.Generator) -> float:
    """How far an image's nearest one usually is: the median over a sample of images."""
    nearest = []
    for rows in np.array_split(rng.permutation(len(small))[:_SAMPLE], 10):
        likeness = small[rows] @ small.T  # correlations, (rows, n)
        likeness[np.arange(len(rows)), rows] = -1
        nearest.append(np.sqrt(np.maximum(2 - 2 * likeness.max(axis=1, initial=-1), 0)))
    return float(np.median(np.concatenate(nearest)))
