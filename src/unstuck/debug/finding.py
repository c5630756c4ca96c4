"""What a check says: a `Finding`, with a `Fix` that is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from unstuck.spec import Edit

Verdict = Literal["confirmed", "refuted", "undecided", "untested"]
Evidence = Mapping[str, Any]  # plain numbers and texts, ready for JSON


@dataclass(frozen=True)
class Fix:
    """Edits of the recipe that would cure a fault.

    Args:
        safety: `safe`, `changes_meaning` (the network then answers another question), or `show_only`.
    """

    title: str
    edits: tuple[Edit, ...]
    safety: Literal["safe", "changes_meaning", "show_only"] = "safe"


@dataclass(frozen=True)
class Finding:
    """A suspected cause, and what became of it by experiment.

    Args:
        check: the name of the check that suspects it.
        fault: from the fault vocabulary.
        severity: 0 to 1, how strongly the evidence alone speaks for it.
        cause: one sentence a beginner understands.
        evidence: the measured numbers behind it.
        layer: the layer's name, where it sits in one.
        needs: checks whose fixes this one's needs, where they suspect something too: a cross-entropy reads
            probabilities, so that it needs the activation that gives them.
        verdict: `untested` until an experiment has decided.
        gain: score with the fix minus score without it, everything else being repaired; None where there was no time
            to measure it.
    """

    check: str
    fault: str
    severity: float
    cause: str
    evidence: Evidence
    fix: Fix | None = None
    layer: str | None = None
    needs: tuple[str, ...] = ()
    verdict: Verdict = "untested"
    gain: float | None = None

    def to_json(self, where: Mapping[str, Any]) -> dict[str, Any]:
        """The finding as the report's JSON contract has it."""
        fix = self.fix and {
            "title": self.fix.title,
            "safety": self.fix.safety,
            "edits": [asdict(edit) for edit in self.fix.edits],
        }
        return {
            "check": self.check,
            "fault": self.fault,
            "severity": self.severity,
            "where": {"layer": self.layer, **where},
            "cause": self.cause,
            "evidence": dict(self.evidence),
            "fix": fix,
            "verdict": self.verdict,
            "gain": self.gain,
        }
