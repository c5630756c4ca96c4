"""Makes the generated parts of the README, and its picture, from the figures in docs/; and the page of the checks.

    python tools/readme.py            # writes README.md, docs/demo.svg and docs/checks.md

docs/demo.json is written by `unstuck debug examples/perceptron_single.py --json docs/demo.json`, docs/ladder.json by
benchmarks/ladder.py. A test checks that the README is what this makes of them.
"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from statistics import fmean
from typing import Any

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from unstuck import backend
from unstuck.words import counted

ROOT = Path(__file__).parents[1]
# The article "Getting started with machine learning using Keras": test loss and accuracy of one run each.
ARTICLE = {"softmax": (0.276, 0.924), "mlp": (0.068, 0.981), "mlp2": (0.0719, 0.982)}
_WHAT = {
    "perceptron-sigmoid": "one weighted sum, sigmoid (five or not)",
    "softmax": "no hidden layer",
    "mlp": "one hidden layer of 512",
    "mlp2": "two hidden layers of 512",
    "cnn": "two convolutions",
    "best": "our own recipe: three convolutions, moved images, one cycle of the rate",
    "best on fashion-mnist": "the same on Fashion-MNIST",
}
# Ink on paper; every colour reads on the background at a contrast of 4.5 and more.
_INK, _GREY = (40, 42, 46), (110, 112, 116)
_COLOURS = [(176, 32, 40), (34, 120, 60), (140, 96, 0), (32, 86, 166), (130, 50, 130), (0, 110, 120)]
_PAPER = TerminalTheme((253, 252, 249), _INK, [_INK, *_COLOURS, _GREY], [_GREY, *_COLOURS, _INK])
_SVG = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>text {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>{lines}</defs>{chrome}<g transform="translate({terminal_x}, {terminal_y})"
clip-path="url(#{unique_id}-clip-terminal)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g></svg>
"""


def main() -> None:
    """Writes the README and the picture."""
    readme = ROOT / "README.md"
    readme.write_text(filled(readme.read_text()))
    (ROOT / "docs" / "demo.svg").write_text(picture(_read("demo")))
    (ROOT / "docs" / "checks.md").write_text(pages())


def filled(text: str) -> str:
    """The README with its generated parts made anew."""
    backend.prepare()
    for name, content in (("demo", demo(_read("demo"))), ("ladder", ladder(_read("ladder"))), ("checks", checks())):
        pattern = rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)"
        text, count = re.subn(pattern, lambda m, c=content: f"{m[1]}{c}\n{m[2]}", text, flags=re.S)
        assert count == 1, f"the README has no place for {name}"
    return text


def demo(report: dict[str, Any]) -> str:
    """The demo's report as text."""
    from unstuck.report.terminal import show_report

    console = Console(file=io.StringIO(), width=100, highlight=False, color_system=None)
    show_report(report, console)
    lines = [line.rstrip() for line in console.file.getvalue().strip("\n").split("\n")]  # type: ignore[attr-defined]
    return "```text\n$ unstuck debug examples/perceptron_single.py\n\n" + "\n".join(lines) + "\n```"


def ladder(results: dict[str, Any]) -> str:
    """The ladder's table."""
    rows = ["| network | | test loss | test accuracy, mean of seeds | least to greatest | the article |"]
    rows.append("|---|---|---|---|---|---|")
    for name, what in _WHAT.items():
        if name in results:
            rows.append(_row(name, what, results[name]))
    return "\n".join(rows)


def checks() -> str:
    """Every check with its claim."""
    from unstuck.debug import CHECKS

    return "\n".join(
        f"- [`{check.name}`](docs/checks.md#{check.name}): {(type(check).__doc__ or '').splitlines()[0]}"
        for check in CHECKS
    )


def pages() -> str:
    """What `unstuck explain` says of every check, as one document."""
    backend.prepare()
    from unstuck.debug import CHECKS
    from unstuck.report.explain import page_of

    parts = ["# The checks", "What `unstuck explain CHECK` says of each. Made by `tools/readme.py` from the code."]
    for page in (page_of(check.name) for check in CHECKS):
        parts += [f"## {page['check']}", f"**{page['claim']}**"]
        parts += [f"*{heading}.* {text}" for heading, text in page["sections"].items()]
        parts += [f"`{name} = {value}`" for name, value in page["thresholds"].items()]
        parts += ["A program that has it:", f"```python\n{page['sick']}\n```"]
        parts += ["One that has not:", f"```python\n{page['healthy']}\n```"]
    return "\n\n".join(parts) + "\n"


def picture(report: dict[str, Any]) -> str:
    """The demo's report as a picture that fetches nothing."""
    backend.prepare()
    from unstuck.report.terminal import show_report

    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, highlight=False)
    show_report(report, console)
    svg = console.export_svg(
        title="unstuck debug examples/perceptron_single.py", theme=_PAPER, code_format=_SVG, unique_id="unstuck"
    )
    return "\n".join(line.rstrip() for line in svg.split("\n"))


def _row(name: str, what: str, figures: dict[str, list[float]]) -> str:
    accuracy = figures["accuracy"]
    loss, article = ARTICLE.get(name, (None, None))
    beside = f"{article} (loss {loss})" if article else "–"
    seeds = counted(len(accuracy), "seed")
    return (
        f"| `{name}` | {what} | {fmean(figures['loss']):.3f} | **{fmean(accuracy):.4f}** ({seeds}) |"
        f" {min(accuracy):.4f} to {max(accuracy):.4f} | {beside} |"
    )


def _read(name: str) -> Any:
    return json.loads((ROOT / "docs" / f"{name}.json").read_text())


if __name__ == "__main__":
    main()
