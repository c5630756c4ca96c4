"""What a classifier does on the test images, in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unstuck.measure import Evaluation, Interval
from unstuck.report.evaluated import Evaluated
from unstuck.words import counted, joined, percent, printable

MOST_MIXUPS = 3
_MOST_CLASSES = 20
_BAR = 20  # characters of a whole
_TRUSTED = 0.02  # a calibration error that nobody notices


def show_evaluated(tested: Evaluated, console: Console) -> None:
    """Prints the result, a line a class, the confusions, the calibration and the most confident mistakes."""
    found = tested.evaluation
    console.print()
    console.print(Text.assemble((f" {tested.model}", "bold"), f" on {tested.data}"))
    console.print()
    console.print(Padding(_verdict(found), (0, 1)))
    console.print()
    console.print(Padding(_classes(found), (0, 1)))
    console.print()
    for sentence in (mixups_sentence(found), calibration_sentence(found)):
        console.print(Padding(Text(sentence), (0, 1)))
    if found.mistakes:
        console.print()
        console.print(Text(" Surest of what is wrong", "bold cyan"))
    for file, mistake in zip(tested.files[:MOST_MIXUPS], found.mistakes, strict=False):
        told = f"{printable(file)}: {mistake.answer} ({percent(mistake.confidence, 1)}), and it is {mistake.truth}"
        console.print(Padding(Text(told), (0, 3)))
    console.print()


def headline(found: Evaluation) -> str:
    """The accuracy with its interval, beside the best constant answer."""
    accuracy = found.accuracy
    return (
        f"{percent(accuracy.share)} of {counted(accuracy.count, 'test image')} are read right (95 % interval"
        f" {percent(accuracy.low)} to {percent(accuracy.high)}); always the same answer would give"
        f" {percent(found.baseline)}."
    )


def is_better_than_guessing(found: Evaluation) -> bool:
    """Whether the whole interval lies above the best constant answer."""
    return found.accuracy.low > found.baseline


def mixups_sentence(found: Evaluation) -> str:
    """The pairs of classes that are confused most often."""
    if not found.mixups:
        return "No image is read wrongly."
    shown = [f"{each.truth} as {each.answer} ({each.count:,} of {each.of:,})" for each in found.mixups[:MOST_MIXUPS]]
    return f"Most often confused: {joined(shown)}."


def calibration_sentence(found: Evaluation) -> str:
    """Whether the network is right as often as it says."""
    measured = found.calibration
    sure = f"It is {percent(measured.confidence, 1)} sure on average and right {percent(found.accuracy.share, 1)}"
    error = f" (expected calibration error {percent(measured.error, 1)})"
    if measured.error <= _TRUSTED:
        return f"{sure} of the time: its shares can be taken at their word{error}."
    which = "surer than it should be" if measured.confidence > found.accuracy.share else "less sure than it could be"
    return f"{sure} of the time: {which}{error}."


def with_interval(share: Interval) -> str:
    """`98.1 % (97.0 to 98.8)`; a dash where there was nothing to count."""
    if share.count == 0:
        return "–"
    low, high = (percent(end, 1).removesuffix(" %") for end in (share.low, share.high))
    return f"{percent(share.share, 1)} ({low} to {high})"


def _verdict(found: Evaluation) -> Text:
    if is_better_than_guessing(found):
        return Text.assemble(("✓ ", "bold green"), (headline(found), "bold"))
    return Text.assemble(("✗ ", "bold red"), (f"{headline(found)} That is not better than guessing.", "bold"))


def _classes(found: Evaluation) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("class")
    table.add_column("images", justify="right")
    table.add_column("read right (recall)", no_wrap=True)
    table.add_column("right when named (precision)", no_wrap=True)
    table.add_column("")
    for each in found.classes[:_MOST_CLASSES]:
        bar = Text("━" * round(each.recall.share * _BAR), "cyan")
        cells = with_interval(each.recall), with_interval(each.precision)
        table.add_row(Text(each.name), f"{each.recall.count:,}", *cells, bar)
    if len(found.classes) > _MOST_CLASSES:
        table.add_row(Text(f"and {len(found.classes) - _MOST_CLASSES:,} more", "dim"))
    return table
