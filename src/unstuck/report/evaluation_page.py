"""What a classifier does on the test images, as one self-contained page."""

from __future__ import annotations

from html import escape

from unstuck.measure import Evaluation, Interval, Mistake
from unstuck.report import svg
from unstuck.report.evaluated import Evaluated
from unstuck.report.evaluation import (
    calibration_sentence,
    headline,
    is_better_than_guessing,
    mixups_sentence,
    with_interval,
)
from unstuck.report.page import document, figure, framed
from unstuck.report.thumbnail import heatmap, thumbnail
from unstuck.words import percent, printable

_MOST_CLASSES = 30  # a larger matrix cannot be read


def evaluation_page(tested: Evaluated) -> str:
    """The report as an HTML document."""
    return document(f"{tested.model} on {tested.data}", evaluation_fragment(tested))


def evaluation_fragment(tested: Evaluated) -> str:
    """The report as a piece of a page, as for a notebook's cell."""
    found = tested.evaluation
    return framed(
        [
            _head(tested),
            f'<section class="figures">{_confusion(found)}{_reliability(found)}</section>',
            f"<section><h2>Classes</h2>{_classes(found)}</section>",
            _weights(tested),
            _mistakes(tested),
        ]
    )


def _head(tested: Evaluated) -> str:
    found = tested.evaluation
    good = is_better_than_guessing(found)
    mark, kind = ("✓", "good") if good else ("✗", "bad")
    guess = "" if good else " That is not better than guessing."
    return (
        f'<header><p class="place">{escape(tested.model)}</p><p class="what">on the test images of'
        f' {escape(tested.data)}</p><h1 class="{kind}"><span>{mark}</span> {escape(headline(found) + guess)}</h1>'
        f"<p>{escape(mixups_sentence(found))}</p><p>{escape(calibration_sentence(found))}</p></header>"
    )


def _confusion(found: Evaluation) -> str:
    """The matrix; the diagonal is left pale, so that the mistakes stand out."""
    names = found.class_names
    if len(names) > _MOST_CLASSES:
        return ""
    wrong = [count for truth, row in enumerate(found.confusion) for answer, count in enumerate(row) if truth != answer]
    most = max(wrong, default=0) or 1
    heads = "".join(f"<th><span>{escape(name)}</span></th>" for name in names)
    rows = "".join(
        f"<tr><th>{escape(name)}</th>{''.join(_cell(truth, answer, n, most) for answer, n in enumerate(row))}</tr>"
        for truth, (name, row) in enumerate(zip(names, found.confusion, strict=True))
    )
    drawing = f'<div class="scroll"><table class="confusion"><tr><td></td>{heads}</tr>{rows}</table></div>'
    caption = "a row the truth, a column the answer; mistakes in red"
    return figure("Confusion", drawing, caption).replace("<figure>", '<figure class="wide">', 1)


def _cell(truth: int, answer: int, count: int, most: int) -> str:
    if truth == answer:
        return f'<td class="right">{count:,}</td>'
    return f'<td style="--share:{100 * (count / most) ** 0.5:.0f}%">{f"{count:,}" if count else ""}</td>'


def _reliability(found: Evaluation) -> str:
    bins = [(each.confidence, each.accuracy, each.count) for each in found.calibration.bins]
    drawing = svg.reliability(bins, "accuracy by confidence")
    return figure("Calibration", drawing, "how often it is right, by how sure it is; ideal: the line")


def _classes(found: Evaluation) -> str:
    rows = "".join(
        f"<tr><th>{escape(each.name)}</th><td>{each.recall.count:,}</td><td>{_bar(each.recall)}</td>"
        f"<td>{with_interval(each.recall)}</td><td>{with_interval(each.precision)}</td></tr>"
        for each in found.classes
    )
    heads = ("class", "images", "", "read right (recall)", "right when named (precision)")
    head = "".join(f"<td class='what'>{words}</td>" for words in heads)
    return f'<div class="scroll"><table class="scores"><tr>{head}</tr>{rows}</table></div>'


def _bar(share: Interval) -> str:
    return f"<span class='bar' style='width:{share.share:.1%}'></span>"


def _weights(tested: Evaluated) -> str:
    if tested.weights is None:
        return ""
    names = tested.evaluation.class_names
    shown = names[1:] if len(tested.weights) == 1 else names  # one output speaks for the second class
    cards = "".join(
        f'<div class="card small">{heatmap(weights, f"weights of {name}")}<p><b>{escape(name)}</b></p></div>'
        for name, weights in zip(shown, tested.weights, strict=True)
    )
    caption = "A bright pixel speaks for the class where its weight is red, and against it where it is blue."
    return f'<section><h2>The weights</h2><p class="what">{caption}</p><div class="cards">{cards}</div></section>'


def _mistakes(tested: Evaluated) -> str:
    found = tested.evaluation
    if not found.mistakes:
        return ""
    cards = "".join(
        _mistake(mistake, thumbnail(image, tested.span, file), heatmap(evidence, f"evidence in {file}"), file)
        for mistake, image, evidence, file in zip(
            found.mistakes, tested.images, tested.evidence, map(printable, tested.files), strict=True
        )
    )
    caption = "Beside each image, what speaks for the answer (red) and against it (blue): gradient times input."
    title = "Surest of what is wrong"
    return f'<section><h2>{title}</h2><p class="what">{caption}</p><div class="cards">{cards}</div></section>'


def _mistake(mistake: Mistake, image: str, evidence: str, file: str) -> str:
    return (
        f'<div class="card">{image}{evidence}<p>{escape(file)}</p><p>read as <b>{escape(mistake.answer)}</b>'
        f" {percent(mistake.confidence, 1)}<br>it is <b>{escape(mistake.truth)}</b>"
        f" {percent(mistake.share_of_truth, 1)}</p></div>"
    )
