"""`unstuck explain perceptron`: the arithmetic of one neuron, on four pixels and then on 784."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

# A picture of two by two pixels, 0 (dark) to 255 (bright), and a weight for each: the diagonal speaks for it.
PIXELS = ((255, 0), (51, 204))
WEIGHTS = ((2.0, -1.5), (-1.0, 1.5))
BIAS = -1.0


def worked_example() -> dict[str, Any]:
    """The sum and the answer for the picture of two by two pixels, each step as numbers."""
    inputs = [pixel / 255 for row in PIXELS for pixel in row]
    weights = [weight for row in WEIGHTS for weight in row]
    products = [value * weight + 0.0 for value, weight in zip(inputs, weights, strict=True)]  # no -0.0
    total = sum(products) + BIAS
    return {
        "pixels": PIXELS,
        "inputs": inputs,
        "kernel": weights,
        "bias": BIAS,
        "products": products,
        "sum": total,
        "output": 1 / (1 + math.exp(-total)),
    }


def show_perceptron(weights: np.ndarray, console: Console) -> None:
    """Prints the page.

    Args:
        weights: (height, width) of a trained perceptron.
    """
    example = worked_example()
    console.print()
    console.print(Text(" A perceptron: one weighted sum, and how sure it makes the network", "bold"))
    _say(console, "A picture of 2 × 2 pixels, from 0 (dark) to 255 (bright):")
    console.print(Padding(_grid(PIXELS), (0, 3)))
    _say(console, "Divided by 255 and flattened, row by row, it is four inputs. Each has a weight, a knob:")
    rows = zip(example["inputs"], example["kernel"], example["products"], strict=True)
    lines = [f"{value:4.1f} × {weight:4.1f} = {product:5.2f}" for value, weight, product in rows]
    lines += [f"      bias = {BIAS:5.2f}", f"       sum = {example['sum']:5.2f}"]
    console.print(Padding(Text("\n".join(lines)), (0, 3)))
    _say(
        console,
        f"The sigmoid 1 / (1 + e^-sum) turns the sum into a share: {example['output']:.2f}. Above 0.5 the bulb says"
        " yes. With raw pixels the products would be 255 times as large and the sigmoid 0 or 1 at once, with no slope"
        " to learn by: that is why pixels are scaled.",
    )
    _say(console, "The same with 28 × 28 pixels, taught on 60,000 digits to say whether one is a five. Its weights:")
    console.print(Padding(weights_picture(weights), (0, 3)))
    console.print(
        Padding(Text.assemble(("██", _shade(1.0)), " speaks for a five   ", ("██", _shade(-1.0)), " against"), (1, 3))
    )


def weights_picture(weights: np.ndarray) -> Text:
    """Weights (height, width) as colours, two rows to a line: red for, blue against."""
    strongest = float(np.abs(weights).max()) or 1.0
    shades = weights / strongest
    text = Text(no_wrap=True)
    for top in range(0, len(shades) - 1, 2):
        for upper, lower in zip(shades[top], shades[top + 1], strict=True):
            text.append("▀", f"{_shade(upper)} on {_shade(lower)}")
        text.append("\n")
    text.rstrip()
    return text


def _shade(value: float) -> str:
    """-1 … 1 as a colour: blue, dark, red."""
    strength = math.sqrt(abs(float(value)))  # else only the strongest would be seen
    color = (240, 110, 70) if value > 0 else (80, 150, 230)
    return "rgb({},{},{})".format(*(round(20 + strength * (part - 20)) for part in color))


def _grid(pixels: tuple[tuple[int, ...], ...]) -> Text:
    text = Text()
    for row in pixels:
        for pixel in row:
            text.append(f" {pixel:3} ", f"{'black' if pixel > 127 else 'white'} on rgb({pixel},{pixel},{pixel})")
        text.append("\n")
    text.rstrip()
    return text


def _say(console: Console, text: str) -> None:
    console.print(Padding(Text(text), (1, 1, 0, 1)))
