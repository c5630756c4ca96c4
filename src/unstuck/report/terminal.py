"""The debugger's report in the terminal: one sentence, the examination, the causes, the proof, the diff."""

from __future__ import annotations

from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unstuck.notebook import shown_line
from unstuck.report.view import Report
from unstuck.words import counted, duration, joined, percent

# The order in which a teacher would look, and the plain name of what is looked at.
_EXAMINATION = {
    "below_baseline": "baseline",
    "loss_not_falling": "training",
    "cannot_overfit": "20 examples",
    "wrong_output_activation": "outputs",
    "constant_output": "answers",
    "unscaled_inputs": "inputs",
    "unfit_loss": "loss",
}
_BAR = 28  # characters of a full bar, where the terminal is wide enough
_PROOF_NUMBERS = 40  # characters of the table that are no bars


def show_report(report: Report, console: Console) -> None:
    """Prints a report."""
    console.print()
    console.print(_subject(report))
    console.print()
    console.print(Padding(_verdict(report), (0, 0, 0, 1), expand=False))
    _section(console, "Examination", _examination(report))
    if report["findings"]:
        _section(console, _causes_title(report), _causes(report))
    if report["after"]:
        _section(console, "Before and after, from the same seeds", _proof(report, console.width))
    if report["patch"]:
        _section(console, "The change", _diff(report["patch"]))
    if report["instructions"]:
        _section(console, "To do by hand, and to know", Text("\n".join(report["instructions"])))
    _section(console, "How sure", Text("\n".join(_certainty(report))))
    console.print()


def headline(report: Report) -> str:
    """The one sentence that a beginner understands."""
    before, baseline = report["before"], report["baseline"]
    score = _range(before)
    explains = report["metric"].endswith("r2")
    if report["healthy"] and explains:
        return f"This network works: it explains {score} of the differences between the answers{_cut_short(report)}."
    if report["healthy"]:
        return f"This network works: {score}{_cut_short(report)}, where a constant answer scores {percent(baseline)}."
    answer = f"always answering {report['baseline_answer']} scores {percent(baseline)}"
    # R² has its zero at the constant answer: there is nothing to compare.
    against = " of the differences explained" if explains else f"; {answer}"
    if not report["after"]:
        return f"This network does not work: {score}{against}. Nothing that was tried helps."
    changes = counted(len(report["findings"]), "change")
    makes = "makes" if len(report["findings"]) == 1 else "together make"
    if report["broke_off"]:
        return f"This network cannot be trained as it is. {changes} {makes} it {_range(report['after'])}; {answer}."
    return f"This network does not work that well: {score}{against}. {changes} {makes} it {_range(report['after'])}."


def _subject(report: Report) -> Text:
    subject = report["subject"]
    shape = "×".join(str(size) for size in subject["input_shape"])
    return Text.assemble(
        (f" {subject['file']}", "bold"),
        (f", {shown_line(subject['file'], subject['fit_line'])}" if subject["fit_line"] else "", "bold"),
        f"\n {subject['model']} · {subject['loss']} · {subject['optimizer']}"
        f"\n {subject['samples']:,} samples of {shape} · batches of {subject['batch_size']}"
        f" · {counted(subject['epochs'], 'epoch')} · labels: {subject['task']}",
    )


def _verdict(report: Report) -> Text:
    mark, style = ("✓ ", "bold green") if report["healthy"] else ("✗ ", "bold red")
    return Text.assemble((mark, style), (headline(report), "bold"))


def _section(console: Console, title: str, body: RenderableType) -> None:
    console.print()
    console.print(Text(f" {title}", "bold cyan"))
    console.print(Padding(body, (0, 0, 0, 3), expand=False))


def _examination(report: Report) -> Table:
    table = _table()
    seen = {symptom["check"]: symptom for symptom in report["examination"]}
    for check, name in _EXAMINATION.items():
        if check in seen:
            _row(table, seen[check]["bad"], name, seen[check]["sentence"])
        if check == "below_baseline":
            _row(
                table,
                not report["healthy"],
                "score",
                report["broke_off"]
                or f"{_scores(report['before'])}{_cut_short(report)}; your own run {percent(report['own_score'])}",
            )
    for symptom in report["examination"]:
        if symptom["check"] not in _EXAMINATION and symptom["bad"]:
            _row(table, True, symptom["title"], symptom["sentence"])
    return table


def _row(table: Table, bad: bool, name: str, sentence: str) -> None:
    table.add_row(Text("!" if bad else "✓", "bold red" if bad else "green"), Text(name, "bold"), escape(sentence))


def _causes_title(report: Report) -> str:
    if report["findings"][0]["verdict"] != "confirmed":
        return "What it looks like"
    return "The cause" if len(report["findings"]) == 1 else f"The causes: {len(report['findings'])}, each needed"


def _causes(report: Report) -> RenderableType:
    lines: list[RenderableType] = []
    for number, finding in enumerate(report["findings"], 1):
        place = finding["where"]
        at = f"  {place['file']}, {shown_line(place['file'], place['line'])}" if place["line"] else ""
        lines.append(Text.assemble((f"{number}. {finding['fault']}", "bold"), (at, "dim")))
        lines.append(Text(f"   {finding['cause']}"))
        if finding["fix"]:
            lines.append(Text.assemble("   → ", (finding["fix"]["title"], "green"), _share_of_gain(report, finding)))
        lines.append(Text(f"   more: unstuck explain {finding['check']}", "dim"))
    return Group(*lines)


def _share_of_gain(report: Report, finding: dict[str, Any]) -> str:
    if finding["gain"] is None or len(report["findings"]) == 1:
        return ""
    return f"  (without it: {percent(report['after']['mean'] - finding['gain'], 1)})"


def _proof(report: Report, width: int) -> Table:
    full = max(4, min(_BAR, (width - _PROOF_NUMBERS) // 2))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("seed", "before", "", "after", ""):
        table.add_column(name, justify="right" if name else "left")
    pairs = zip(report["before"]["seeds"], report["after"]["seeds"], strict=True)
    for seed, (before, after) in enumerate(pairs, 1):
        table.add_row(str(seed), percent(before), _bar(before, full, "red"), percent(after), _bar(after, full, "green"))
    table.add_row("baseline", percent(report["baseline"]), _bar(report["baseline"], full, "bright_black"), "", "")
    return table


def _bar(share: float, full: int, style: str) -> Text:
    eighths = round(max(0.0, min(share, 1.0)) * full * 8)
    return Text("█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip(), style)


def _diff(patch: str) -> Text:
    """Coloured by the terminal's own colours, which are readable on any background."""
    styles = {"+": "green", "-": "red", "@": "cyan"}
    # Never wrapped: who copies it wants it whole.
    return Text("\n", no_wrap=True, overflow="ignore").join(
        Text(line, styles.get(line[:1], "")) for line in patch.rstrip("\n").split("\n")
    )


def _certainty(report: Report) -> list[str]:
    proved, lines = report["proved_at"], []
    if report["after"]:
        pairs = list(zip(report["before"]["seeds"], report["after"]["seeds"], strict=True))
        better = sum(after > before for before, after in pairs)
        lines.append(
            f"{better} of {counted(len(pairs), 'seed')} better after the change; a pair starts from the same weights"
            f" and sees the same batches, {counted(proved['epochs'], 'epoch')} on {proved['samples']:,} samples."
        )
    else:
        lines.append(f"Measured on {counted(len(report['before']['seeds']), 'seed')}.")
    needless = [finding["fix"]["title"] for finding in report["tried"] if finding["fix"]]
    if needless:
        lines.append(f"Tried and {'not needed' if report['after'] else 'of no help'}: {joined(needless)}.")
    return [*lines, *report["notes"], f"Took {duration(report['seconds'])}."]


def _scores(spread: dict[str, Any]) -> str:
    seeds = [percent(score, 1) for score in spread["seeds"]]
    return f"{joined(seeds)} from {counted(len(seeds), 'seed')}"


def _cut_short(report: Report) -> str:
    """What the trials had less of than the user's own run."""
    proved, own = report["proved_at"], report["own_run"]
    parts = []
    if proved["epochs"] < own["epochs"]:
        parts.append(f"{proved['epochs']} of {counted(own['epochs'], 'epoch')}")
    if proved["samples"] < own["samples"]:
        parts.append(f"{proved['samples']:,} of {own['samples']:,} samples")
    return f" after {' on '.join(parts)}" if parts else ""


def _range(spread: dict[str, Any]) -> str:
    low, high = percent(spread["low"], 1), percent(spread["high"], 1)
    return low if low == high else f"{low[:-2]} to {high}"


def _table() -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column()
    return table
