"""How far a share that was counted may be off."""

from __future__ import annotations

import math

_Z = 1.959964  # of the normal distribution, 95 % lies between -z and z


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share measured on `count` samples; from 0 to 1 when there are none.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if count == 0:
        return 0.0, 1.0
    spread = _Z * _Z / count
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)
