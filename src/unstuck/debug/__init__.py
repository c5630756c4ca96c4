"""The debugger: finds out by experiment why a network does not learn."""

from unstuck.debug.checks import CHECKS, Check
from unstuck.debug.finding import Finding, Fix
from unstuck.debug.investigate import Diagnosis, Symptom, baseline_of, investigate
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
