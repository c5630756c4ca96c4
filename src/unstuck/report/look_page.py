"""A look at a data set as one self-contained page."""

from __future__ import annotations

from html import escape

import numpy as np

from unstuck.data import Dataset, Look, Place, Problem, Suspect, sample_rows
from unstuck.report import svg
from unstuck.report.look import TITLES, baseline_sentence, findings, origin, shape
from unstuck.report.page import checklist, document, figure, framed
from unstuck.report.thumbnail import thumbnail
from unstuck.words import counted, printable

MOST_SHOWN = 24  # images of a problem; --json names all
MOST_CLASSES = 20


def look_page(look: Look, dataset: Dataset) -> str:
    """The look as an HTML document."""
    return document(look.name, look_fragment(look, dataset))


def look_fragment(look: Look, dataset: Dataset) -> str:
    """The look as a piece of a page, as for a notebook's cell."""
    return framed(
        [
            _head(look),
            _figures(look),
            f"<section><h2>What is there</h2>{checklist([(not good, '', words) for good, words in findings(look)])}"
            f'<p class="what">{escape(baseline_sentence(look))}</p></section>',
            f"<section><h2>Samples, and the mean of each class</h2>{_samples(look, dataset)}</section>",
            f'<div class="groups">{"".join(_problem(problem, look, dataset) for problem in look.problems)}</div>',
            _skipped(look),
        ]
    )


def _head(look: Look) -> str:
    odd = sum(not good for good, _ in findings(look))
    kind, mark = ("bad", "!") if odd else ("good", "✓")
    said = f"{counted(odd, 'thing')} to know before training." if odd else "Nothing about these images is odd."
    return (
        f'<header><p class="place">{escape(look.name)}</p><p class="what">{escape(origin(look))}<br>'
        f'{escape(shape(look))}</p><h1 class="{kind}"><span>{mark}</span> {escape(said)}</h1></header>'
    )


def _figures(look: Look) -> str:
    train, test = look.brightness
    light = svg.outlines([("own", train), ("after", test)], "dark", "bright", "brightness of the images")
    caption = 'the mean of an image: <i class="yours">training</i>, <i class="after">test</i>, as shares'
    return (
        f'<section class="figures">{figure("Classes", _classes(look), "training images; test images beside them")}'
        f"{figure('Brightness', light, caption)}</section>"
    )


def _classes(look: Look) -> str:
    """A bar a class."""
    most = max(each.train for each in look.classes)
    rows = "".join(
        f"<tr><th>{escape(each.name)}</th><td><span class='bar' style='width:{max(each.train / most, 0.004):.1%}'>"
        f"</span></td><td>{each.train:,}</td><td class='what'>{each.test:,}</td></tr>"
        for each in look.classes[:MOST_CLASSES]
    )
    hidden = len(look.classes) - MOST_CLASSES
    more = f'<p class="what">and {hidden:,} more</p>' if hidden > 0 else ""
    return f'<table class="bars">{rows}</table>{more}'


def _samples(look: Look, dataset: Dataset) -> str:
    span, lines = (look.low, look.high), []
    for row in sample_rows(dataset, np.random.default_rng(0)):
        images = "".join(thumbnail(image, span, row.name or "another") for image in row.samples)
        mean = "" if row.mean is None else thumbnail(row.mean, span, f"mean of {row.name}")
        lines.append(f"<tr><th>{escape(row.name)}</th><td>{images}</td><td class='mean'>{mean}</td></tr>")
    return f'<table class="samples">{"".join(lines)}</table>'


def _problem(problem: Problem, look: Look, dataset: Dataset) -> str:
    shown = "".join(_suspect(suspect, look, dataset) for suspect in problem.suspects[:MOST_SHOWN])
    hidden = len(problem.suspects) - MOST_SHOWN
    more = f'<p class="what">and {hidden:,} more: --json names all</p>' if hidden > 0 else ""
    title = f"{TITLES[problem.kind]}: {counted(len(problem.suspects), 'image')}"
    return f'<section><h2>{escape(title)}</h2><div class="cards">{shown}</div>{more}</section>'


def _suspect(suspect: Suspect, look: Look, dataset: Dataset) -> str:
    places = [suspect.place, *([suspect.like] if suspect.like else [])]
    images = "".join(
        thumbnail(dataset.image(place.part, place.index), (look.low, look.high), str(place)) for place in places
    )
    names = "<br>".join(_named(place, dataset) for place in places)
    return f'<div class="card">{images}<p>{names}</p><p class="what">{escape(suspect.note)}</p></div>'


def _named(place: Place, dataset: Dataset) -> str:
    return f"{escape(str(place))} <b>{escape(dataset.name_of(place.label))}</b>"


def _skipped(look: Look) -> str:
    if not look.skipped:
        return ""
    rows = [(True, "", printable(f"{name}: {reason}")) for name, reason in look.skipped[:MOST_SHOWN]]
    hidden = len(look.skipped) - MOST_SHOWN
    more = f'<p class="what">and {hidden:,} more: --json names all</p>' if hidden > 0 else ""
    return f"<section><h2>Not read: {counted(len(look.skipped), 'file')}</h2>{checklist(rows)}{more}</section>"
