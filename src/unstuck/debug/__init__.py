"""The debugger: finds out by experiment why a network does not learn."""

from unstuck.debug.checks import CHECKS, Check
from unstuck.debug.diagnosis import Diagnosis, Symptom
from unstuck.debug.finding import Finding, Fix
from unstuck.debug.gather import baseline_of
from unstuck.debug.investigate import investigate
from unstuck.debug.task import infer_task
from unstuck.debug.trial import Trial

__all__ = [
    "CHECKS",
    "Check",
    "Diagnosis",
    "Finding",
    "Fix",
    "Symptom",
    "Trial",
    "baseline_of",
    "infer_task",
    "investigate",
]
