"""A script that never ends is stopped, and told where it was."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from unstuck.capture.sites import users_frame

_GRACE_SECONDS = 20.0  # for compiled code to come back to Python, where it can be interrupted


class TimedOut(KeyboardInterrupt):
    """The script's time is up; a KeyboardInterrupt, so that `except Exception` of the script's own does not keep it."""


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """Inside, `TimedOut` is raised after so many seconds of wall time; None for no end.

    What does not come back to Python even then ends the whole process, with exit code 2 and a message.
    """
    in_main_thread = threading.current_thread() is threading.main_thread()  # only there may handlers be set
    if seconds is None or not in_main_thread or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        found = users_frame(frame)
        where = f"; it was in {found.f_code.co_filename}, line {found.f_lineno}" if found else ""
        raise TimedOut(f"stopped after {seconds:g} seconds (--timeout){where}")

    def give_up() -> None:
        print(f"unstuck: the script did not stop within {seconds:g} seconds (--timeout); ended.", file=sys.stderr)
        sys.stderr.flush()
        os._exit(2)

    watchdog = threading.Timer(seconds + _GRACE_SECONDS, give_up)
    watchdog.daemon = True
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    watchdog.start()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        watchdog.cancel()
