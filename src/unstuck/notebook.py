"""A Jupyter notebook as one Python program: its code cells one after the other, and back again.

The program has a marker line before each code cell, so that a changed program splits into cells again. What only
Jupyter understands (`%matplotlib inline`, `!pip install`, `name?`) stands in it as a comment. Format: nbformat 4, JSON
with `cells` of `source` lines.
"""

from __future__ import annotations

import ast
import io
import itertools
import json
import linecache
import re
import sys
import tokenize
import types
from pathlib import Path
from typing import Any

_JUPYTER = "#unstuck:"  # begins what is a comment in the program only
_MARKER = f"{_JUPYTER}cell"
_TIMED = f"  {_JUPYTER}%time"
_MAGIC = re.compile(r"^(\s*)([%!?].*|[\w.]+\?{1,2}\s*)$")
_ASSIGNED = re.compile(r"^(\s*[\w, ]+=\s*)([%!].*)$")
# Cell magics after which the rest of the cell is still Python.
_PYTHON_CELLS = {"time", "timeit", "capture", "prun", "python", "python3"}


def is_notebook(file: str | Path) -> bool:
    """Whether a file is a notebook, by its name."""
    return str(file).endswith(".ipynb")


def decode(raw: bytes) -> tuple[str, str]:
    """A Python file's text, line endings kept, and its encoding (from the byte order mark or the coding comment).

    Raises:
        SyntaxError, UnicodeError, LookupError: its encoding is not known, or not kept.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    return raw.decode(encoding), encoding


def program(file: str | Path, raw: bytes | None = None) -> str:
    """The Python text of a file, a script's own or that of a notebook's code cells.

    Raises:
        OSError: the file cannot be read.
        ValueError: a notebook's file holds none.
        SyntaxError, UnicodeError, LookupError: see `decode`.
    """
    raw = Path(file).read_bytes() if raw is None else raw
    if not is_notebook(file):
        return decode(raw)[0]
    lines = [line for cell in _code_cells(_parse(raw)) for line in (_MARKER, *_as_python(_text(cell).split("\n")))]
    return "\n".join(lines) + "\n"


def run_notebook(file: str) -> None:
    """Run a notebook's program as `__main__`, with what Jupyter puts at hand doing nothing.

    Raises:
        Exception: whatever the program raises.
    """
    text = program(file)
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)  # for tracebacks
    main, before = types.ModuleType("__main__"), sys.modules["__main__"]
    nothing = lambda *args, **kwargs: None  # noqa: E731
    shell = types.SimpleNamespace(run_line_magic=nothing, run_cell_magic=nothing, magic=nothing, system=nothing)
    vars(main).update(__file__=file, display=print, get_ipython=lambda: shell)
    sys.modules["__main__"] = main
    try:
        exec(compile(text, file, "exec", dont_inherit=True), vars(main))
    finally:
        sys.modules["__main__"] = before


def with_program(raw: bytes, text: str) -> bytes:
    """A notebook with the cells of a changed program.

    All but the changed cells stays byte for byte the same where the file's JSON is written in Jupyter's own way, or in
    another usual one.
    """
    notebook, cells = _parse(raw), cells_of(text)
    style = _style(raw, notebook)
    for cell, lines in zip(_code_cells(notebook), cells, strict=True):
        new = "\n".join(lines)
        if new != _text(cell):
            cell["source"] = new.splitlines(keepends=True) if isinstance(cell["source"], list) else new
    return _written(notebook, style, raw)


def cells_of(text: str) -> list[list[str]]:
    """The lines of each code cell of a program, as Jupyter has them."""
    cells: list[list[str]] = []
    for line in text.removesuffix("\n").split("\n"):
        if line == _MARKER:
            cells.append([])
        elif cells:
            cells[-1].append(line)
    return [_as_jupyter(lines) for lines in cells]


def shown_line(file: str | Path, line: int) -> str:
    """A line as people find it: "line 12", and in a notebook "cell 3, line 2" (code cells counted from 1)."""
    if not is_notebook(file):
        return f"line {line}"
    try:
        lines = program(file).split("\n")[:line]
    except (OSError, ValueError):
        return f"line {line}"
    markers = [at for at, text in enumerate(lines, 1) if text == _MARKER]
    return f"cell {len(markers)}, line {line - markers[-1]}" if markers else f"line {line}"


def _parse(raw: bytes) -> Any:
    notebook = json.loads(raw.decode("utf-8-sig"))
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError("it has no cells (a notebook of before 2015? `jupyter nbconvert --to notebook` renews it)")
    return notebook


def _code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook["cells"] if cell.get("cell_type") == "code"]


def _text(cell: Any) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _as_python(lines: list[str]) -> list[str]:
    """A cell's lines with what only Jupyter understands as comments; a cell of plain Python stays as it is."""
    try:
        compile("\n".join(lines), "cell", "exec", dont_inherit=True, flags=ast.PyCF_ONLY_AST)
    except SyntaxError:
        pass
    else:
        return lines
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and first[2:].split()[:1] and first[2:].split()[0] not in _PYTHON_CELLS:
        return [f"{_JUPYTER}{line}" for line in lines]
    return [_line_as_python(line) for line in lines]


def _line_as_python(line: str) -> str:
    if found := re.match(r"^(\s*)%time +(.+)$", line):
        return f"{found[1]}{found[2]}{_TIMED}"
    if found := _MAGIC.match(line):
        return f"{found[1]}pass  {_JUPYTER}{found[2]}" if found[1] else f"{_JUPYTER}{line}"
    if found := _ASSIGNED.match(line):
        return f"{found[1]}[]  {_JUPYTER}{found[2]}"
    return line


def _as_jupyter(lines: list[str]) -> list[str]:
    """The inverse of `_as_python`."""
    timed = [re.sub(rf"^(\s*)(.*){_TIMED}$", r"\1%time \2", line) for line in lines]
    return [re.sub(rf"(pass  |\[\]  )?{_JUPYTER}(.*)$", r"\2", line) for line in timed]


def _style(raw: bytes, notebook: Any) -> dict[str, Any]:
    """The arguments of `json.dumps` that make the file's very bytes; Jupyter's own where none does."""
    tried = itertools.product((1, 2, 4, None, "\t"), (False, True), ((",", ": "), (", ", ": "), (",", ":")))
    for indent, ascii_only, separators in tried:
        style = {"indent": indent, "ensure_ascii": ascii_only, "separators": separators}
        if _written(notebook, style, raw) == raw:
            return style
    return {"indent": 1, "ensure_ascii": False, "separators": (",", ": ")}


def _written(notebook: Any, style: dict[str, Any], raw: bytes) -> bytes:
    end = raw[len(raw.rstrip()) :]
    start = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    text = json.dumps(notebook, **style)
    lines = text.replace("\n", "\r\n") if b"\r\n" in raw else text
    return start + lines.encode() + end
