"""The page of one check, made from its docstring."""

from __future__ import annotations

import difflib
import inspect
import re
from dataclasses import fields
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.syntax import Syntax
from rich.text import Text

from unstuck.debug import CHECKS, Check
from unstuck.errors import UnstuckError


def page_of(name: str) -> dict[str, Any]:
    """A check's page as plain values.

    Raises:
        UnstuckError: there is no such check.
    """
    known = {check.name: check for check in CHECKS}
    check = known.get(name.strip().lower().replace("-", "_"))
    if check is None:
        close = difflib.get_close_matches(name, known, n=1)
        raise UnstuckError(
            f"A check is one of {', '.join(known)}.",
            f"check={name!r}",
            f"Did you mean {close[0]!r}?" if close else "Run unstuck explain for the list.",
        )
    text = inspect.cleandoc(type(check).__doc__ or "")
    claim, *parts = [" ".join(part.split()) for part in text.split("\n\n")]
    pairs = (re.split(r":\s+", part, maxsplit=1) for part in parts)
    sections = {heading: text[0].upper() + text[1:] for heading, text in pairs}
    thresholds = {field.name: getattr(check, field.name) for field in fields(check)}
    return {
        "check": check.name,
        "fault": check.fault,
        "claim": claim,
        "sections": sections,
        "thresholds": thresholds,
        "sick": check.sick.strip(),
        "healthy": check.healthy.strip(),
    }


def show_page(page: dict[str, Any], console: Console) -> None:
    """Prints a check's page."""
    console.print()
    console.print(Text(f" {page['check']}", "bold cyan"), Text(f"fault: {page['fault'] or 'a symptom'}", "dim"))
    console.print(Padding(Text(page["claim"], "bold"), (1, 1)))
    for heading, text in page["sections"].items():
        console.print(Text(f" {heading}", "bold"))
        console.print(Padding(Text(text), (0, 1, 1, 3)))
    for name, title in (("sick", "A program that has it"), ("healthy", "One that has not")):
        console.print(Text(f" {title}", "bold"))
        console.print(
            Padding(
                Syntax(page[name], "python", theme="ansi_dark", background_color="default", word_wrap=True),
                (0, 1, 1, 3),
            )
        )
    for name, value in page["thresholds"].items():
        console.print(Text(f"   {name} = {value}", "dim"))


def show_list(console: Console) -> None:
    """Prints every check with its claim."""
    console.print()
    for check in CHECKS:
        console.print(Text.assemble((f" {check.name:<26}", "bold"), _claim(check)))
    console.print("\n More on each: unstuck explain CHECK")


def _claim(check: Check) -> str:
    return inspect.cleandoc(type(check).__doc__ or "").split("\n\n")[0].replace("\n", " ")
