"""What ended a script before its end, or kept it from a fit, as one clear message."""

from __future__ import annotations

from pathlib import Path

from unstuck.capture import Crash, Ended, TimedOut, advice_for
from unstuck.debug.misfit import explain_error
from unstuck.errors import UnstuckError
from unstuck.notebook import shown_line
from unstuck.words import counted, shown_path


def crash_error(crash: Crash, path: str | Path, advice: str | None = None) -> UnstuckError:
    """A script's own crash as one clear message, with what to do about it where that is known."""
    advice = advice or advice_for(crash.exception) or explain_error(crash.error) or "Mend that line."
    message = crash.error.split("\n\nArguments received by")[0]  # a list of Keras' own arguments, of no use here
    how = f"{path} stopped {crash.when} with an error of its own."
    if isinstance(crash.exception, TimedOut):
        how, message = f"{path} was stopped {crash.when}: its time was up.", str(crash.exception)
    error = UnstuckError(
        how,
        f"{message}\n    {shown_path(crash.file)}, {shown_line(crash.file, crash.line)}",
        f"{advice} --debug shows the whole traceback.",
    )
    error.__cause__ = crash.exception
    return error


def no_fit(path: str | Path, ended: Ended, fits: int, wanted: int) -> UnstuckError:
    """A script that did not call fit, or not often enough."""
    if ended.crash is not None:
        return crash_error(ended.crash, path)
    if fits:
        return UnstuckError(
            f"{path} calls fit {counted(fits, 'time')}.", f"--fit {wanted}", f"Use --fit 1 to --fit {fits}."
        )
    return UnstuckError(
        "Unstuck looks at what a script gives to model.fit.",
        f"{path} ran to its end without calling fit"
        + (f" and exited with {ended.exit_code}" if ended.exit_code else ""),
        "Call model.fit in the script, or give the script the arguments that make it train.",
    )
