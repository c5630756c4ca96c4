"""Every check, on its own two example programs and as a citizen of the registry."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import json
from dataclasses import fields

import pytest

from unstuck.capture import run_script, spec_of
from unstuck.debug import CHECKS, infer_task
from unstuck.debug.check import PREAMBLE
from unstuck.debug.gather import make_case, take_data
from unstuck.debug.trial import Budget, Lab
from unstuck.engine import fit
from unstuck.report.explain import page_of

HEADINGS = ("What it sees", "Why the network stops learning", "When it is wrong", "Fix and its safety", "Source")
# The fault vocabulary of the JSON contract.
FAULTS = {
    *("input_scaling", "label_encoding", "label_noise", "data_leak", "class_imbalance", "train_validation_mismatch"),
    *("too_little_data", "output_activation", "output_units", "loss", "hidden_activation", "weight_init"),
    *("architecture", "regularization", "normalization", "optimizer", "learning_rate", "batch_size", "epochs"),
    *("shuffle", "frozen_weights", "metric", "shape_broadcast", "non_finite", "target_scaling", "augmentation"),
    "no_signal",
}
BY_NAME = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)


def case_of(program, tmp_path):
    """What the checks see of a program, run by the real runner."""
    path, cases = tmp_path / "program.py", []
    path.write_text(PREAMBLE + program)

    def on_fit(model, call, sites):
        epochs = []
        history = fit(model, call, epochs.append)
        spec, data = spec_of(model, call), take_data(call)
        task = infer_task(data.y)
        lab = Lab(model, data, task, rescale=True, epochs=spec.epochs, watched=spec)
        before = lab.trials(spec, (1, 2), Budget(len(data.x), spec.epochs))
        cases.append(make_case(model, spec, task, data, lab, epochs, before))
        return history

    ended = run_script(path, [], on_fit)
    assert ended.crash is None, ended.crash
    return cases[0]


def finding_of(check, case):
    evidence = check.measure(case)
    assert evidence is not None
    json.dumps(evidence, allow_nan=False)
    assert check.say(evidence)
    return check.judge(evidence)


@BY_NAME
def test_it_finds_its_sickness(check, tmp_path):
    case = case_of(check.sick, tmp_path)
    finding = finding_of(check, case)
    assert finding is not None
    assert 0 < finding.severity <= 1
    assert finding.fault == (check.fault or "")
    if finding.fix:
        repaired = case.spec.apply(*finding.fix.edits)
        assert repaired != case.spec
        assert all(repaired.get(edit.path) != edit.old for edit in finding.fix.edits)


@BY_NAME
def test_it_lets_the_healthy_alone(check, tmp_path):
    assert finding_of(check, case_of(check.healthy, tmp_path)) is None


@BY_NAME
def test_its_page_is_complete(check):
    page = page_of(check.name)
    assert tuple(page["sections"]) == HEADINGS
    assert all(text and text[-1] in '.:"”)' for text in page["sections"].values())
    assert page["claim"].endswith(".")
    assert [name for name, value in page["thresholds"].items() if not isinstance(value, int | float)] == []


@BY_NAME
def test_it_is_named_for_a_known_fault(check):
    assert check.fault is None or check.fault in FAULTS
    assert type(check).__name__ == "".join(word.title() for word in check.name.split("_"))
    assert type(check).__module__.endswith(f".{check.name}")
    assert all(field.default is not None for field in fields(check))


def test_names_are_unique():
    assert len({check.name for check in CHECKS}) == len(CHECKS)
