"""What the checks make of exact readings of a network's inside."""

import os

os.environ["KERAS_BACKEND"] = "jax"

from dataclasses import fields

import numpy as np
import pytest

from unstuck.debug.case import Case
from unstuck.debug.checks.broken_numbers import BrokenNumbers
from unstuck.debug.checks.dead_units import DeadUnits
from unstuck.debug.checks.exploding_gradients import ExplodingGradients
from unstuck.debug.checks.saturated_units import SaturatedUnits
from unstuck.debug.checks.unfit_updates import UnfitUpdates
from unstuck.debug.checks.vanishing_gradients import VanishingGradients
from unstuck.debug.inside import first_broken, insides
from unstuck.engine import NonFinite, Readings
from unstuck.spec import Edit, Spec

LAYERS = (("Dense", "low", "tanh"), ("LSTM", "turns", "tanh"), ("Dense", "cut", "relu"), ("Dense", "head", "sigmoid"))
SPEC = Spec(
    model={
        "class_name": "Sequential",
        "config": {
            "layers": [
                {"class_name": kind, "config": {"name": name, "activation": activation, "units": 4}}
                for kind, name, activation in LAYERS
            ]
        },
    },
    loss="mse",
    optimizer={"class_name": "SGD", "config": {"learning_rate": 0.01}},
)
STEPS = 6  # in two epochs of three


def epochs_of(non_finite=None, **columns) -> tuple[Readings, ...]:
    """Two epochs of readings; a column is one layer's six values under `quantity__layer`, all others are 0.1."""
    names = [field.name for field in fields(Readings)][3:-1]
    arrays = {name: np.full((STEPS, len(LAYERS)), 0.1, "float32") for name in names}
    for key, values in columns.items():
        quantity, layer = key.split("__")
        arrays[quantity][:, [name for _, name, _ in LAYERS].index(layer)] = values
    described = tuple(name for _, name, _ in LAYERS), tuple(activation for _, _, activation in LAYERS)
    return tuple(
        Readings(*described, np.arange(3), **{k: a[rows] for k, a in arrays.items()}, non_finite=broken)
        for rows, broken in ((slice(3), None), (slice(3, 6), non_finite))
    )


def case_of(epochs) -> Case:
    values = {"spec": SPEC, "insides": insides(SPEC, epochs), "non_finite": first_broken(epochs)}
    return Case(**{field.name: values.get(field.name) for field in fields(Case)})


def finding_of(check, **columns):
    return check.judge(check.measure(case_of(epochs_of(**columns))))


ALL = (VanishingGradients(), ExplodingGradients(), DeadUnits(), SaturatedUnits(), UnfitUpdates(), BrokenNumbers())


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.name)
def test_silent_on_even_readings(check):
    assert finding_of(check) is None


def test_medians_of_thirds_over_both_epochs():
    low = insides(SPEC, epochs_of(gradient_norm__low=[1, 2, 3, 4, 5, np.inf], update_ratio__low=[8, 6, 1, 1, 1, 1]))[0]
    assert (low.name, low.kind, low.place, low.activation) == ("low", "Dense", 0, "tanh")
    assert (low.gradient, low.early_gradient, low.late_gradient, low.early_update) == (3, 1.5, 5, 7)
    assert insides(SPEC, ()) == ()


def test_vanishing_gradients():
    finding = finding_of(VanishingGradients(), gradient_norm__low=1e-5)
    assert finding.layer == "low"
    assert finding.evidence["ratio"] == pytest.approx(1e-4)
    # The recurrent layer keeps its own activation, the head what its answer needs.
    assert finding.fix.edits == (Edit("layers[0].activation", "tanh", "relu"),)
    assert finding_of(VanishingGradients(), gradient_norm__low=2e-4) is None


def test_exploding_gradients():
    finding = finding_of(ExplodingGradients(), gradient_norm__cut=[1, 1, 9, 9, 1100, 1100])
    assert (finding.layer, finding.evidence["growth"]) == ("cut", 1100)
    assert finding.fix.edits == (Edit("optimizer.learning_rate", 0.01, 0.001),)
    assert finding_of(ExplodingGradients(), gradient_norm__cut=[1, 1, 9, 9, 900, 900]) is None


def test_dead_units():
    finding = finding_of(DeadUnits(), dead__cut=[0, 0, 0, 0, 0.95, 0.95])
    assert finding.evidence["shares"] == {"cut": pytest.approx(0.95)}
    assert finding.fix.edits == (Edit("layers[2].activation", "relu", "leaky_relu"),)
    assert finding_of(DeadUnits(), dead__cut=[1, 1, 1, 1, 0.9, 0.8], dead__low=1) is None


def test_saturated_units():
    finding = finding_of(SaturatedUnits(), saturated__low=0.95, saturated__turns=0.93, saturated__head=1)
    assert finding.layer == "low"
    assert finding.fix.edits == (Edit("layers[0].activation", "tanh", "relu"),)
    assert finding_of(SaturatedUnits(), saturated__head=1) is None, "a sure answer is no fault"
    assert finding_of(SaturatedUnits(), saturated__turns=0.95).fix is None


@pytest.mark.parametrize(("ratio", "rate"), [(2e-7, 100.0), (0.9, 1e-5)])
def test_unfit_updates(ratio, rate):
    everywhere = {f"update_ratio__{name}": ratio for _, name, _ in LAYERS}
    finding = finding_of(UnfitUpdates(), **everywhere)
    assert finding.fix.edits == (Edit("optimizer.learning_rate", 0.01, rate),)
    assert finding_of(UnfitUpdates(), **everywhere | {"update_ratio__cut": 1e-3}) is None


def test_broken_numbers():
    finding = finding_of(BrokenNumbers(), non_finite=NonFinite(7, "gradient", "turns"))
    assert "the gradient of turns, in epoch 2, step 7" in finding.cause
    assert finding.fix is None
