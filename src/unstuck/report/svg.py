"""Small plots as SVG text: lines, histograms, a cloud, and pairs. Colours are the page's CSS variables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 340, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 10, 10, 26
_LOGARITHMIC = 50.0  # times the least value, from which on a logarithmic axis shows more

Curve = Sequence[float | None]


def lines(curves: Sequence[tuple[str, Curve]], across: str, label: str, last: int | None = None) -> str:
    """Curves over equally spaced steps, broken where a value is None.

    Args:
        curves: CSS class and values of each.
        across: what the horizontal axis counts.
        label: what the plot shows, for those who cannot see it.
        last: the number of the last step, where the curve has not every one.
    """
    values = [value for _, curve in curves for value in curve if value is not None]
    if not values:
        return ""
    steps = max(len(curve) for _, curve in curves)
    axis = _Axis(min(values), max(values), logarithmic=min(values) > 0 and max(values) > _LOGARITHMIC * min(values))
    body = [axis.ticks()]
    for name, curve in curves:
        body += [f'<path class="line {name}" d="{path}"/>' for path in _paths(curve, steps, axis)]
        body += _dots(name, curve, axis) if steps == 1 else []
    body.append(_text(_LEFT, HEIGHT - 8, "1", "start"))
    body.append(_text(WIDTH - _RIGHT, HEIGHT - 8, f"{across} {last or steps:,}", "end"))
    return _svg(body, label)


def histogram(counts: Sequence[int], low: float, high: float, label: str) -> str:
    """Bars over equally wide bins; heights are square roots, so that what is rare can still be seen."""
    if not counts:
        return ""
    floor = HEIGHT - _BOTTOM
    body = _bars(counts, _LEFT / 2, WIDTH - _RIGHT, floor, floor - _TOP, "own")
    body.append(_line("axis", _LEFT / 2, floor, WIDTH - _RIGHT, floor))
    body.append(_text(_LEFT / 2, HEIGHT - 8, f"{low:.4g}", "start"))
    body.append(_text(WIDTH - _RIGHT, HEIGHT - 8, f"{high:.4g}", "end"))
    return _svg(body, label)


def outlines(groups: Sequence[tuple[str, Sequence[int]]], low: str, high: str, label: str) -> str:
    """Histograms over the same bins as shares, the first as bars and the others as lines over it.

    Args:
        groups: CSS class and counts of each.
        low, high: what stands at the ends of the axis.
    """
    shares = [(name, [count / (sum(counts) or 1) for count in counts]) for name, counts in groups]
    most = max((max(values) for _, values in shares), default=0) or 1
    left, right, floor = _LEFT / 2, WIDTH - _RIGHT, HEIGHT - _BOTTOM
    body = [_line("axis", left, floor, right, floor)]
    for place, (name, values) in enumerate(shares):
        step, room = (right - left) / len(values), floor - _TOP
        tops = [(left + i * step, floor - value / most * room) for i, value in enumerate(values)]
        if place == 0:
            body += [
                f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{step - 0.6:.1f}" height="{floor - y:.1f}"/>'
                for x, y in tops
                if y < floor
            ]
        else:
            corners = "L".join(f"{x:.1f},{y:.1f}L{x + step:.1f},{y:.1f}" for x, y in tops)
            body.append(f'<path class="line {name}" d="M{corners}"/>')
    body += [_text(left, HEIGHT - 8, low, "start"), _text(right, HEIGHT - 8, high, "end")]
    return _svg(body, label)


def ridges(groups: Sequence[tuple[str, Sequence[int]]], low: float, high: float, label: str) -> str:
    """A histogram a group, one below the other, over one axis."""
    left, room = 70, (HEIGHT - _TOP - _BOTTOM) / max(1, len(groups))
    body = []
    for number, (name, counts) in enumerate(groups):
        floor = _TOP + room * (number + 1)
        body += _bars(counts, left, WIDTH - _RIGHT, floor, room * 0.9, "own" if number % 2 else "other")
        body.append(_line("axis", left, floor, WIDTH - _RIGHT, floor))
        body.append(_text(left - 6, floor - 2, name[:10], "end"))
    body.append(_text(left, HEIGHT - 8, f"{low:.4g}", "start"))
    body.append(_text(WIDTH - _RIGHT, HEIGHT - 8, f"{high:.4g}", "end"))
    return _svg(body, label)


def cloud(points: Sequence[Sequence[float]], label: str) -> str:
    """Points (label, output) and the line on which a perfect network would have them."""
    if not points:
        return ""
    low = min(point[0] for point in points)
    high = max(point[0] for point in points)
    outputs = [point[1] for point in points]
    axis = _Axis(min(low, *outputs), max(high, *outputs))
    span = (high - low) or 1.0

    def across(value: float) -> float:
        return _LEFT + (value - low) / span * (WIDTH - _RIGHT - _LEFT)

    ideal = _line("ideal", across(low), axis(low), across(high), axis(high))
    dots = [_circle("own", across(x), axis(y), 1.8) for x, y in points]
    ends = [_text(_LEFT, HEIGHT - 8, f"{low:.4g}", "start")]
    ends.append(_text(WIDTH - _RIGHT, HEIGHT - 8, f"label {high:.4g}", "end"))
    return _svg([axis.ticks(), ideal, *dots, *ends], label)


def reliability(bins: Sequence[tuple[float, float, int]], label: str) -> str:
    """Accuracy over confidence, both from 0 to 1, a dot a bin as large as it has answers, beside the ideal line.

    Args:
        bins: confidence, accuracy and count of each.
    """
    if not bins:
        return ""
    axis = _Axis(0.0, 1.0, percent=True)
    most = max(count for _, _, count in bins)

    def across(value: float) -> float:
        return _LEFT + value * (WIDTH - _RIGHT - _LEFT)

    dots = [
        _circle("own", across(sure), axis(right), round(2.5 + 5 * math.sqrt(count / most), 1))
        for sure, right, count in bins
    ]
    curve = "L".join(f"{across(sure):.1f},{axis(right):.1f}" for sure, right, _ in bins)
    ends = [_text(_LEFT, HEIGHT - 8, "0 % sure", "start"), _text(WIDTH - _RIGHT, HEIGHT - 8, "100 % sure", "end")]
    ideal = _line("ideal", across(0), axis(0), across(1), axis(1))
    return _svg([axis.ticks(), ideal, f'<path class="line yours" d="M{curve}"/>', *dots, *ends], label)


def pairs(before: Sequence[float], after: Sequence[float], baseline: float, label: str) -> str:
    """Scores from 0 to 1 of the same seeds before and after, joined, above or below the baseline."""
    axis = _Axis(min(*before, *after, baseline), max(*before, *after, baseline), percent=True)
    left, right = _LEFT + 45, WIDTH - _RIGHT - 45
    body = [axis.ticks(), _line("baseline", _LEFT, axis(baseline), WIDTH - _RIGHT, axis(baseline))]
    for one, other in zip(before, after, strict=True):
        body.append(_line("pair", left, axis(one), right, axis(other)))
        body += [_circle("before", left, axis(one), 4), _circle("after", right, axis(other), 4)]
    body += [_text(left, HEIGHT - 8, "before", "middle"), _text(right, HEIGHT - 8, "after", "middle")]
    return _svg(body, label)


class _Axis:
    """A vertical axis: value → y."""

    def __init__(self, low: float, high: float, logarithmic: bool = False, percent: bool = False) -> None:
        self.low, self.high, self.logarithmic, self.percent = low, high, logarithmic, percent

    def __call__(self, value: float) -> float:
        low, high, at = (math.log(v) if self.logarithmic else v for v in (self.low, self.high, value))
        share = (at - low) / (high - low) if high > low else 0.5
        return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)

    def ticks(self) -> str:
        """The least and the greatest value, and one between."""
        middle = math.sqrt(self.low * self.high) if self.logarithmic else (self.low + self.high) / 2
        parts = []
        for value in dict.fromkeys((self.low, middle, self.high)):
            y = self(value)
            text = f"{100 * value:.1f} %" if self.percent else f"{value:.3g}"
            parts.append(_line("grid", _LEFT, y, WIDTH - _RIGHT, y))
            parts.append(_text(_LEFT - 5, y + 3.5, text, "end"))
        return "".join(parts)


def _paths(curve: Curve, steps: int, axis: _Axis) -> list[str]:
    """The path of each unbroken stretch."""
    stretches: list[list[str]] = [[]]
    for i, value in enumerate(curve):
        if value is None:
            stretches.append([])
        else:
            x = _LEFT + i / max(1, steps - 1) * (WIDTH - _RIGHT - _LEFT)
            stretches[-1].append(f"{x:.1f},{axis(value):.1f}")
    return ["M" + "L".join(points) for points in stretches if len(points) > 1]


def _dots(name: str, curve: Curve, axis: _Axis) -> list[str]:
    return [_circle(name, (_LEFT + WIDTH) / 2, axis(value), 3) for value in curve if value is not None]


def _bars(counts: Sequence[int], left: float, right: float, floor: float, room: float, name: str) -> list[str]:
    width, most = (right - left) / len(counts), math.sqrt(max(counts) or 1)
    return [
        f'<rect class="{name}" x="{left + i * width:.1f}" y="{floor - math.sqrt(count) / most * room:.1f}"'
        f' width="{max(width - 0.6, 0.5):.1f}" height="{math.sqrt(count) / most * room:.1f}"/>'
        for i, count in enumerate(counts)
        if count
    ]


def _line(name: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{name}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _circle(name: str, x: float, y: float, r: float) -> str:
    return f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="{r}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(body: Sequence[str], label: str) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">{"".join(body)}</svg>'
