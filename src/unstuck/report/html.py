"""The report as one self-contained page: sentences, plots and the change; nothing to fetch, no script."""

from __future__ import annotations

from html import escape
from typing import Any

from unstuck.notebook import shown_line
from unstuck.report import svg
from unstuck.report.page import checklist, document, figure, framed
from unstuck.report.sentences import causes_title, certainty, examination, headline, share_of_gain, subject
from unstuck.report.view import View


def page(report: View, *others: View) -> str:
    """Reports, one below the other, as an HTML document under the name of the first."""
    return document(subject(report)[0], "".join(map(fragment, (report, *others))))


def fragment(report: View) -> str:
    """The report as a piece of a page, as for a notebook's cell; its style touches nothing else there."""
    parts = [_head(report), _figures(report), _examination(report)]
    if report["findings"]:
        parts.append(_causes(report))
    if report["patch"]:
        parts.append(f"<section><h2>The change</h2>{_diff(report['patch'])}</section>")
    if report["instructions"]:
        parts.append(f"<section><h2>To do by hand, and to know</h2>{_list(report['instructions'])}</section>")
    parts.append(f"<section><h2>How sure</h2>{_list(certainty(report))}</section>")
    return framed(parts)


def _head(report: View) -> str:
    place, network, data = (escape(line) for line in subject(report))
    mark, kind = ("✓", "good") if report["healthy"] else ("✗", "bad")
    return (
        f'<header><p class="place">{place}</p><p class="what">{network}<br>{data}</p>'
        f'<h1 class="{kind}"><span>{mark}</span> {escape(headline(report))}</h1></header>'
    )


def _examination(report: View) -> str:
    return f"<section><h2>Examination</h2>{checklist(examination(report))}</section>"


def _causes(report: View) -> str:
    items = "".join(_cause(report, finding) for finding in report["findings"])
    return f"<section><h2>{escape(causes_title(report))}</h2><ol>{items}</ol></section>"


def _cause(report: View, finding: dict[str, Any]) -> str:
    place, fix = finding["where"], finding["fix"]
    at = f"{place['file']}, {shown_line(place['file'], place['line'])}" if place["line"] else ""
    change = f'<p class="fix">→ {escape(fix["title"] + share_of_gain(report, finding))}</p>' if fix else ""
    return (
        f'<li><p><b>{escape(finding["fault"])}</b> <span class="place">{escape(at)}</span></p>'
        f"<p>{escape(finding['cause'])}</p>{change}"
        f'<p class="more">more: unstuck explain {escape(finding["check"])}</p></li>'
    )


def _diff(patch: str) -> str:
    kinds = {"+": "plus", "-": "minus", "@": "at"}
    lines = "".join(
        f'<span class="{kinds.get(line[:1], "same")}">{escape(line) or " "}</span>\n'
        for line in patch.rstrip("\n").split("\n")
    )
    return f"<pre>{lines}</pre>"


def _list(sentences: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ul>"


def _figures(report: View) -> str:
    pictures = report.get("pictures") or {}
    found = [
        _pairs(report),
        _losses(pictures.get("losses") or {}),
        _outputs(pictures.get("outputs") or {}),
        _inputs(pictures.get("inputs") or {}),
        _twenty(pictures.get("twenty") or {}),
    ]
    return f'<section class="figures">{"".join(found)}</section>' if any(found) else ""


def _pairs(report: View) -> str:
    if not report["after"]:
        return ""
    drawing = svg.pairs(
        report["before"]["seeds"], report["after"]["seeds"], report["baseline"], "scores before and after"
    )
    return figure("Before and after", drawing, "each line a seed; dashed, always the same answer")


def _losses(losses: dict[str, Any]) -> str:
    curves = [(name, curve) for name in ("before", "after") for curve in losses.get(name, ())]
    if losses.get("own"):
        curves.append(("yours", losses["own"]))
    legend = ["your run", *(["before"] if losses.get("before") else []), *(["after"] if losses.get("after") else [])]
    names = {"your run": "yours"}
    caption = ", ".join(f'<i class="{names.get(name, name)}">{name}</i>' for name in legend)
    return figure("Training loss", svg.lines(curves, "epoch", "training loss by epoch"), f"{caption}; a line a seed")


def _outputs(outputs: dict[str, Any]) -> str:
    if "cloud" in outputs:
        return figure(
            "Outputs against labels", svg.cloud(outputs["cloud"], "outputs against labels"), "ideal: the line"
        )
    groups = outputs.get("groups") or []
    if not groups:
        return ""
    rows = [(group["name"], group["counts"]) for group in groups]
    drawing = svg.ridges(rows, groups[0]["low"], groups[0]["high"], "outputs by label")
    return figure("Outputs by label", drawing, f"the {escape(outputs['what'])}, a row a label")


def _inputs(inputs: dict[str, Any]) -> str:
    if not inputs.get("counts"):
        return ""
    drawing = svg.histogram(inputs["counts"], inputs["low"], inputs["high"], "histogram of the inputs")
    return figure("Inputs", drawing, "how often which number (square roots)")


def _twenty(twenty: dict[str, Any]) -> str:
    if not twenty.get("losses"):
        return ""
    drawing = svg.lines([("yours", twenty["losses"])], "step", "loss on 20 examples", twenty["steps"])
    return figure("20 examples", drawing, "the loss when they are learned by heart")
