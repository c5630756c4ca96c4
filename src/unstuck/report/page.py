"""What every page of ours is made of: one document, in our own style, that fetches nothing and has no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from unstuck.report.style import STYLE


def document(title: str, body: str) -> str:
    """A framed piece as a whole HTML document."""
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)} – Unstuck</title>\n"
        f'<body style="margin:0">{body}</body>\n</html>\n'
    )


def framed(parts: Sequence[str]) -> str:
    """Sections in our own style, which touches nothing else on the page they are put into."""
    return f'<div class="unstuck"><style>{STYLE}</style><main>{"".join(parts)}</main></div>'


def checklist(rows: Sequence[tuple[bool, str, str]]) -> str:
    """A table of what was looked at: whether it is bad, its name, and what was seen."""
    lines = "".join(
        f'<tr class="{"bad" if bad else "good"}"><td>{"!" if bad else "✓"}</td><th>{escape(name)}</th>'
        f"<td>{escape(sentence)}</td></tr>"
        for bad, name, sentence in rows
    )
    return f"<table>{lines}</table>"


def figure(title: str, drawing: str, caption: str) -> str:
    """A plot on a card; nothing where there is no drawing. The caption is HTML."""
    if not drawing:
        return ""
    return f"<figure><figcaption><b>{escape(title)}</b> {caption}</figcaption>{drawing}</figure>"
