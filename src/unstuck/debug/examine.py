"""What every check says of a case."""

from __future__ import annotations

from unstuck.debug.case import Case
from unstuck.debug.check import Check
from unstuck.debug.checks import CHECKS
from unstuck.debug.diagnosis import Symptom
from unstuck.debug.finding import Evidence, Finding
from unstuck.spec import Inputs


def examine(case: Case) -> tuple[list[Symptom], list[Finding]]:
    """What every check sees, and the causes that some of them suspect."""
    symptoms: list[Symptom] = []
    suspects: list[Finding] = []
    for check in CHECKS:
        try:
            evidence = check.measure(case)
            if evidence is None:
                continue
            finding = check.judge(evidence)
            symptoms.append(_symptom(check, evidence, finding))
        except Exception as error:  # one check that fails must not cost the reader all the others
            failure = f"this check failed, which is a mistake in Unstuck: {type(error).__name__}: {error}"
            symptoms.append(Symptom(check.name, check.title(), failure, True, {}))
            continue
        if finding is not None and check.fault is not None:
            suspects.append(finding)
    return symptoms, _of_labels_as_they_will_be(suspects, case)


def _of_labels_as_they_will_be(suspects: list[Finding], case: Case) -> list[Finding]:
    """Where labels are the inputs again and both are to be scaled, the last layer and the loss are not suspected yet:
    they may fit the scaled labels."""
    scaled = any(edit.path == "targets.scale" for suspect in suspects if suspect.fix for edit in suspect.fix.edits)
    if not case.is_copy or not scaled or case.spec.targets != Inputs():  # or are scaled already
        return suspects
    return [suspect for suspect in suspects if suspect.fault not in ("output_activation", "loss")]


def _symptom(check: Check, evidence: Evidence, finding: Finding | None) -> Symptom:
    return Symptom(check.name, check.title(), check.say(evidence), finding is not None, evidence)
