"""The sentences of a report, for the terminal and the page alike."""

from __future__ import annotations

from typing import Any

from unstuck.notebook import shown_line
from unstuck.report.view import View
from unstuck.words import counted, duration, joined, percent

# The order in which a teacher would look, and the plain name of what is looked at.
EXAMINATION = {
    "below_baseline": "baseline",
    "loss_not_falling": "training",
    "cannot_overfit": "20 examples",
    "wrong_output_activation": "outputs",
    "constant_output": "answers",
    "unscaled_inputs": "inputs",
    "unfit_loss": "loss",
}

_LITTLE = 0.15  # of the way from a constant answer to a perfect one


def headline(report: View) -> str:
    """The one sentence that a beginner understands."""
    before, baseline = report["before"], report["baseline"]
    score = _range(before)
    explains = report["metric"].endswith("r2")
    answer = f"always answering {report['baseline_answer']} scores {percent(baseline)}"
    # R² has its zero at the constant answer: there is nothing to compare.
    against = " of the differences explained" if explains else f"; {answer}"
    if report["healthy"] and before["mean"] <= baseline + _LITTLE * (1 - baseline):
        return f"No fault was found, but it knows little: {score}{_cut_short(report)}{against}."
    if report["healthy"] and explains:
        return f"This network works: it explains {score} of the differences between the answers{_cut_short(report)}."
    if report["healthy"]:
        return f"This network works: {score}{_cut_short(report)}, where a constant answer scores {percent(baseline)}."
    if not report["after"]:
        well = " that well" if before["mean"] > baseline else ""
        helps = " Nothing that was tried helps." if report["tried"] else ""
        return f"This network does not work{well}: {score}{against}.{helps}"
    changes = counted(len(report["findings"]), "change")
    makes = "makes" if len(report["findings"]) == 1 else "together make"
    if report["broke_off"]:
        return f"This network cannot be trained as it is. {changes} {makes} it {_range(report['after'])}; {answer}."
    return f"This network does not work that well: {score}{against}. {changes} {makes} it {_range(report['after'])}."


def subject(report: View) -> tuple[str, str, str]:
    """What was debugged: its place, its network, its data."""
    what = report["subject"]
    shape = "×".join(str(size) for size in what["input_shape"])
    return (
        what["file"] + (f", {shown_line(what['file'], what['fit_line'])}" if what["fit_line"] else ""),
        f"{what['model']} · {what['loss']} · {what['optimizer']}",
        f"{what['samples']:,} samples{f' of {shape}' if shape else ''} · batches of {what['batch_size']}"
        f" · {counted(what['epochs'], 'epoch')} · labels: {what['task']}",
    )


def examination(report: View) -> list[tuple[bool, str, str]]:
    """What was looked at: whether it is bad, its plain name, and what was seen."""
    seen = {symptom["check"]: symptom for symptom in report["examination"]}
    rows: list[tuple[bool, str, str]] = []
    for check, name in EXAMINATION.items():
        if check in seen:
            rows.append((seen[check]["bad"], name, seen[check]["sentence"]))
        if check == "below_baseline":
            own = f"{_scores(report['before'])}{_cut_short(report)}; your own run {percent(report['own_score'])}"
            rows.append((not report["healthy"], "score", report["broke_off"] or own))
    others = [symptom for symptom in report["examination"] if symptom["check"] not in EXAMINATION and symptom["bad"]]
    return rows + [(True, symptom["title"], symptom["sentence"]) for symptom in others]


def causes_title(report: View) -> str:
    """What stands above the causes."""
    if report["findings"][0]["verdict"] != "confirmed":
        return "What it looks like"
    findings = report["findings"]
    if len(findings) == 1:
        return "The cause"
    measured = all(finding["gain"] is not None for finding in findings)
    return f"The causes: {len(findings)}" + (", each needed" if measured else "")


def share_of_gain(report: View, finding: dict[str, Any]) -> str:
    """The score without one of several changes."""
    if finding["gain"] is None or len(report["findings"]) == 1:
        return ""
    return f"  (without it: {percent(report['after']['mean'] - finding['gain'], 1)})"


def certainty(report: View) -> list[str]:
    """How sure it is, and what else the reader should know."""
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
    needless = list(dict.fromkeys(finding["fix"]["title"] for finding in report["tried"] if finding["fix"]))
    if needless:
        lines.append(f"Tried and {'not needed' if report['after'] else 'of no help'}: {joined(needless)}.")
    return [*lines, *report["notes"], f"Took {duration(report['seconds'])}."]


def _scores(spread: dict[str, Any]) -> str:
    seeds = [percent(score, 1) for score in spread["seeds"]]
    return f"{joined(seeds)} from {counted(len(seeds), 'seed')}"


def _cut_short(report: View) -> str:
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
