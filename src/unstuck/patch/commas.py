"""Arguments come and go; the comments and line breaks around them stay right."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

Space = cst.BaseParenthesizableWhitespace


def add_argument(call: cst.Call, keyword: str, value: cst.BaseExpression) -> cst.Call:
    """The call with `keyword=value` after its last argument, laid out as its other arguments are."""
    new = cst.Arg(value=value, keyword=cst.Name(keyword), equal=_equal_like(call.args))
    if not call.args:
        return call.with_changes(args=[new])
    *others, last = call.args
    before = _space_after(others[-1]) if others else call.whitespace_before_args
    closing = _space_after(last)
    if isinstance(last.comma, cst.Comma):
        new = new.with_changes(comma=last.comma.with_changes(whitespace_after=_uncommented(closing)))
    else:
        new = new.with_changes(whitespace_after_arg=_uncommented(closing))
    comma = cst.Comma(whitespace_after=_between(before, closing, alone=not others))
    last = last.with_changes(comma=comma, whitespace_after_arg=cst.SimpleWhitespace(""))
    return call.with_changes(args=[*others, last, new])


def remove_argument(call: cst.Call, index: int) -> cst.Call:
    """The call without one argument, and without the comment on that argument's own line."""
    args = list(call.args)
    gone = args.pop(index)
    before = _space_after(args[index - 1]) if index else call.whitespace_before_args
    space = _joined(before, _space_after(gone), last=index == len(args))
    if index == 0:
        return call.with_changes(args=args, whitespace_before_args=space)
    previous = args[index - 1]
    comma = previous.comma
    if isinstance(comma, cst.Comma) and (index < len(args) or isinstance(gone.comma, cst.Comma)):
        args[index - 1] = previous.with_changes(comma=comma.with_changes(whitespace_after=space))
    else:
        args[index - 1] = previous.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=space)
    return call.with_changes(args=args)


def _space_after(arg: cst.Arg) -> Space:
    """The space between an argument and what follows it."""
    return arg.comma.whitespace_after if isinstance(arg.comma, cst.Comma) else arg.whitespace_after_arg


def _breaks(space: Space) -> bool:
    return isinstance(space, cst.ParenthesizedWhitespace)


def _equal_like(args: Sequence[cst.Arg]) -> cst.AssignEqual:
    """The `=` as this call's other keywords write it; bare when there is none."""
    for arg in args:
        if isinstance(arg.equal, cst.AssignEqual):
            return arg.equal
    return cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))


def _uncommented(space: Space) -> Space:
    if isinstance(space, cst.ParenthesizedWhitespace):
        return space.with_changes(first_line=_line_end())
    return space


def _line_end() -> cst.TrailingWhitespace:
    return cst.TrailingWhitespace(whitespace=cst.SimpleWhitespace(""))


def _between(before: Space, closing: Space, alone: bool) -> Space:
    """The space between the last argument and the new one; it takes over the last one's line comment."""
    own_line = isinstance(before, cst.ParenthesizedWhitespace) and (not alone or _breaks(closing))
    if not own_line and not (isinstance(closing, cst.ParenthesizedWhitespace) and _comment(closing)):
        return cst.SimpleWhitespace(" ")
    model = before if own_line else closing
    assert isinstance(model, cst.ParenthesizedWhitespace)
    first = closing.first_line if isinstance(closing, cst.ParenthesizedWhitespace) else _line_end()
    return cst.ParenthesizedWhitespace(first_line=first, empty_lines=[], indent=model.indent, last_line=model.last_line)


def _comment(space: cst.ParenthesizedWhitespace) -> bool:
    return space.first_line.comment is not None


def _joined(before: Space, after: Space, last: bool) -> Space:
    """The space that remains where an argument stood between `before` and `after`."""
    if not isinstance(before, cst.ParenthesizedWhitespace):
        return after if _breaks(after) or last else before
    if isinstance(after, cst.ParenthesizedWhitespace):  # it had lines of its own: they go, and their comment with them
        return after.with_changes(first_line=before.first_line, empty_lines=[*before.empty_lines, *after.empty_lines])
    if last and not _comment(before) and not before.empty_lines:
        return cst.SimpleWhitespace("")
    return before
