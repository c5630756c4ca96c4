"""Checks by exact numbers: dropout behind the last layer, data cut in order, losses of one's own."""

from dataclasses import asdict, replace

import keras
import numpy as np
import pytest

from test_rounds import CASE, SPEC
from unstuck.debug.case import Stats
from unstuck.debug.checks.rare_classes import RareClasses
from unstuck.debug.checks.strong_penalty import StrongPenalty
from unstuck.debug.checks.too_much_dropout import TooMuchDropout
from unstuck.debug.checks.unfit_labels import UnfitLabels
from unstuck.debug.checks.unfit_loss import UnfitLoss
from unstuck.debug.checks.unmasked_padding import UnmaskedPadding
from unstuck.debug.checks.unscaled_inputs import UnscaledInputs
from unstuck.debug.checks.unscaled_targets import UnscaledTargets
from unstuck.debug.checks.validation_differs import ValidationDiffers
from unstuck.debug.facts import padding as padding_of
from unstuck.debug.finding import Finding
from unstuck.debug.reference import references
from unstuck.debug.rounds import STRONG
from unstuck.debug.search import Found
from unstuck.debug.task import Baseline, infer_task
from unstuck.debug.trial import Budget, Trial
from unstuck.debug.uncured import without_cure
from unstuck.debug.yardstick import Unseen
from unstuck.spec import Edit

DENSE = {"class_name": "Dense", "config": {"name": "dense", "units": 3, "activation": "softmax"}}


def dropout(rate):
    return {"class_name": "Dropout", "config": {"name": "dropout", "rate": rate}}


@pytest.mark.parametrize(
    ("layers", "new"),
    [
        ([dropout(0.5), DENSE], None),
        ([dropout(0.6), DENSE], 0.2),
        ([DENSE, dropout(0.1)], 0.0),
        ([DENSE, dropout(0.0)], None),
    ],
)
def test_dropout(layers, new):
    spec = replace(SPEC, model={"class_name": "Sequential", "config": {"layers": layers}})
    check = TooMuchDropout()
    found = check.judge(check.measure(replace(CASE, spec=spec)))
    assert (found and found.fix.edits[0].new) == new


def verdict(train, validation, scores, known=0.0, seen=0.0, tried=(), unfinished=False, plain=None, **case):
    case = replace(CASE, **{"shares": (train, validation), "scores": scores, **case})
    trials = [Trial(seed, score, (), 0.0) for seed, score in enumerate(scores)]
    others = trials if plain is None else [Trial(seed, plain, (), 0.0) for seed in range(2)]
    plain = type("Plain", (), {"trials": tuple(others), "words": "a plain network"})
    return without_cure(
        case,
        trials,
        Found([], list(tried), unfinished),
        Budget(100, 1),
        lambda: plain,
        lambda: Unseen("a plain network", known, seen),
    )


@pytest.mark.parametrize(
    ("train", "validation", "scores", "faults"),
    [
        ((0.5, 0.5, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0), ["train_validation_mismatch"]),
        ((0.4, 0.4, 0.2), (0.0, 0.4, 0.6), (0.95, 0.96), []),
        ((0.1, 0.9), (1.0, 0.0), (0.3, 0.4), ["train_validation_mismatch"]),
        ((0.95, 0.05), (1.0, 0.0), (0.95, 0.96), []),
    ],
)
def test_data_cut_in_order(train, validation, scores, faults):
    outcome = verdict(train, validation, scores)
    assert [cause.fault for cause in outcome.causes] == faults
    assert outcome.healthy is not bool(faults)


def test_answers_that_only_the_users_own_loss_understands_are_not_judged():
    def of_quantiles(y_true, y_pred):
        return abs(y_true - y_pred).mean()

    amounts = infer_task(np.random.default_rng(0).normal(size=50))
    own = {"task": amounts, "outputs": np.zeros((4, 3)), "label_columns": 1, "twenty_score": 0.0}
    known = verdict((0.5, 0.5), (0.5, 0.5), (0.0, 0.0), **own, spec=replace(SPEC, loss=of_quantiles))
    assert known.healthy
    assert any("no score tells" in note for note in known.notes)
    assert not verdict((0.5, 0.5), (0.5, 0.5), (0.0, 0.0), **own).healthy


@pytest.mark.parametrize(("known", "faults"), [(0.5, ["no_signal"]), (5.0, [])])
def test_rare_answers_are_no_fault_where_the_inputs_tell_of_the_labels(known, faults):
    baseline = Baseline("0", 0.95, 0.95)
    outcome = verdict((0.95, 0.05), (0.95, 0.05), (0.95, 0.95), known, baseline=baseline, twenty_score=1.0)
    assert [cause.fault for cause in outcome.causes] == faults
    assert any("precision and recall" in note for note in outcome.notes) is not bool(faults)


@pytest.mark.parametrize(
    ("twenty", "plain", "faults"),
    [
        (0.3, 0.5, ["architecture"]),  # it cannot even learn those: broken, whatever others do
        (0.8, 0.5, []),  # nearly, and a plain network does no better: the data gives no more
        (0.8, 0.9, ["architecture"]),
        (1.0, 0.5, []),
    ],
)
def test_twenty_examples_that_are_nearly_learned_accuse_only_beside_a_plain_network(twenty, plain, faults):
    baseline = Baseline("0", 0.2, 0.2)
    outcome = verdict((0.5, 0.5), (0.5, 0.5), (0.5, 0.52), plain=plain, baseline=baseline, twenty_score=twenty)
    assert [cause.fault for cause in outcome.causes] == faults


@pytest.mark.parametrize(("layers", "fault"), [((), "architecture"), (("random_flip",), "augmentation")])
def test_layers_that_change_pictures_are_named_where_a_plain_network_does_far_better(layers, fault):
    baseline = Baseline("0", 0.2, 0.2)
    outcome = verdict((0.5, 0.5), (0.5, 0.5), (0.5, 0.52), plain=0.9, baseline=baseline, random_layers=layers)
    assert [cause.fault for cause in outcome.causes] == [fault]


@pytest.mark.parametrize(
    ("samples", "known", "seen", "fault"),
    [
        (1000, 0.5, 0.0, "no_signal"),
        (1000, 5.0, 0.1, "architecture"),
        (1000, 5.0, 0.9, "train_validation_mismatch"),  # training samples that it has not seen are answered well
        (50, 0.5, 0.0, "architecture"),
    ],
)
def test_labels_that_no_network_learns_by_heart_may_have_nothing_to_do_with_the_inputs(samples, known, seen, fault):
    baseline = Baseline("the mean", 0.0, 0.0)
    case = {"shares": None, "baseline": baseline, "twenty_score": 0.01, "samples": samples}
    outcome = verdict((1.0,), (1.0,), (0.0, 0.0), known, seen, **(case | {"validation_inputs": CASE.inputs}))
    assert [cause.fault for cause in outcome.causes] == [fault]


def own_loss(y, outputs):
    return outputs


BCE, SPARSE = "binary_crossentropy", "sparse_categorical_crossentropy"


@pytest.mark.parametrize(
    ("numbers", "loss", "activation", "units", "new"),
    [
        ((0, 1), BCE, "sigmoid", 1, None),
        ((1, 2), BCE, "sigmoid", 1, {"targets.shift": 1}),
        ((1, 2), BCE, "linear", 1, {"targets.shift": 1}),  # logits
        ((0, 255), BCE, "sigmoid", 1, {"targets.scale": 1 / 255}),
        ((-1, 1), BCE, "sigmoid", 1, {"targets.shift": -1, "targets.scale": 0.5}),
        ((-1, 1), "mse", "sigmoid", 1, {"targets.shift": -1, "targets.scale": 0.5}),
        ((-1, 1), "mse", "tanh", 1, None),
        ((-1, 1), "hinge", "tanh", 1, None),
        ((1, 2), "hinge", "tanh", 1, {"targets.shift": 1}),
        ((1, 2, 3), SPARSE, "softmax", 3, {"targets.shift": 1}),
        ((0, 1, 2), SPARSE, "softmax", 3, None),
        ((1, 2, 3), SPARSE, "softmax", 4, None),  # the first unit has nothing to do
        ((1, 2, 3), SPARSE, "softmax", 2, None),  # units are missing
        ((0, 1), own_loss, "linear", 1, {"targets.shift": 1, "targets.scale": -1}),  # that learns the opposite
    ],
)
def test_classes_are_numbered_as_the_loss_takes_them(numbers, loss, activation, units, new):
    labels = np.resize(numbers, 60)
    head = {"class_name": "Dense", "config": {"name": "dense", "units": units, "activation": activation}}
    spec = replace(SPEC, model={"class_name": "Sequential", "config": {"layers": [head]}}, loss=loss)
    check = UnfitLabels()
    case = replace(CASE, spec=spec, task=infer_task(labels, units), outputs=np.zeros((60, units)), labels=labels)
    case = replace(case, twenty_score=0.0 if loss is own_loss else 1.0)
    found = check.judge(check.measure(case))
    assert (found and {edit.path: edit.new for edit in found.fix.edits}) == new


@pytest.mark.parametrize(("factor", "is_suspected"), [(1000, True), (1, False), (1e-5, True)])
def test_amounts_far_apart_or_all_but_the_same_are_suspected(factor, is_suspected):
    labels = factor * np.random.default_rng(0).normal(1, 1, 500)
    check = UnscaledTargets()
    found = check.judge(asdict(Stats.of(labels)))
    assert (found is not None) is is_suspected
    if found:
        shift, scale = (edit.new for edit in found.fix.edits)
        scaled = (labels - shift) * scale
        np.testing.assert_allclose((scaled.mean(), scaled.std()), (0, 1), atol=2e-3)


@pytest.mark.parametrize(
    ("mask", "layer", "padding", "is_told"),
    [
        (False, "LSTM", 0.6, True),
        (True, "LSTM", 0.6, False),
        (False, "Flatten", 0.6, False),
        (False, "GRU", 0.1, False),
    ],
)
def test_padding_that_a_recurrent_layer_reads_is_told(mask, layer, padding, is_told):
    rows = np.ones((50, 20), int)
    rows[:, int(20 * (1 - padding)) :] = 0
    assert padding_of(rows) == pytest.approx(padding)
    embedding = {"class_name": "Embedding", "config": {"name": "embedding", "mask_zero": mask}}
    layers = [embedding, dropout(0.2), {"class_name": layer, "config": {"name": "next"}}, DENSE]
    spec = replace(SPEC, model={"class_name": "Sequential", "config": {"layers": layers}})
    check = UnmaskedPadding()
    evidence = check.measure(replace(CASE, spec=spec, padding=padding))
    found = check.judge(evidence) if evidence else None
    assert (found is not None) is is_told


def test_padding_is_counted_in_rows_of_whole_numbers_only():
    assert padding_of(np.array([[1, 0, 3, 0], [0, 0, 0, 0], [1, 2, 3, 4]])) == pytest.approx(5 / 12)
    assert padding_of(np.array([[0.5, 0.0]])) is None
    assert padding_of(np.zeros((3, 4, 4))) is None


def test_a_table_that_was_not_standardised_is_brought_to_the_other_feature_by_feature():
    raw = np.random.default_rng(0).normal((50, 0.5, 250), (9, 0.2, 50), (400, 3))
    train = (raw - raw.mean(0)) / raw.std(0)
    features, others = ((tuple(part.mean(0)), tuple(part.std(0))) for part in (train, raw))
    stats = Stats.of(train)
    case = replace(CASE, inputs=stats, seen=stats, validation_inputs=Stats.of(raw))
    check = ValidationDiffers()
    found = check.judge(check.measure(replace(case, features=features, validation_features=others)))
    shift, scale = (np.array(edit.new) for edit in found.fix.edits)
    np.testing.assert_allclose((raw - shift) * scale, train, atol=1e-6)


@pytest.mark.parametrize(
    ("numbers", "strong"),
    [
        (np.random.default_rng(0).standard_t(3, 20_000), False),  # a few far out, which is no matter of scale
        (np.random.default_rng(0).uniform(0, 20, 2000), True),
        (1 + np.random.default_rng(0).normal(0, 0.001, 2000), True),
    ],
)
def test_few_large_numbers_are_hardly_suspected(numbers, strong):
    stats = Stats.of(numbers)
    check = UnscaledInputs()
    found = check.judge(check.measure(replace(CASE, inputs=stats, seen=stats)))
    assert (found.severity >= STRONG) is strong


@pytest.mark.parametrize("name", ["kernel_regularizer", "activity_regularizer"])
@pytest.mark.parametrize(("strength", "is_told"), [(0.1, True), (1e-5, False)])
def test_penalties_on_weights_and_on_outputs(name, strength, is_told):
    penalty = {"class_name": "L1", "config": {"l1": strength}}
    layer = {"class_name": "Dense", "config": {"name": "dense", "units": 3, "activation": "relu", name: penalty}}
    spec = replace(SPEC, model={"class_name": "Sequential", "config": {"layers": [layer, DENSE]}})
    check = StrongPenalty()
    found = check.judge(check.measure(replace(CASE, spec=spec)))
    assert (found and found.fix.edits) == ((is_told and (Edit(f"layers[0].{name}", penalty, None),)) or None)


@pytest.mark.parametrize(
    ("train", "validation"),
    [((-1, 1), (0, 1)), ((-0.8, 2.1), (0, 1)), ((0, 1), (-1, 1)), ((0, 1), (0, 1)), ((0, 5.1), (0.2, 6.3))],
)
def test_pictures_on_another_scale_are_brought_to_the_training_pictures(train, validation):
    def pictures(low, high, seed):
        values = np.random.default_rng(seed).integers(0, 256, (100, 8, 8)) / 255
        return low + (high - low) * values

    check, seen = ValidationDiffers(), pictures(*validation, 1)
    stats = Stats.of(pictures(*train, 0))
    found = check.judge(check.measure(replace(CASE, inputs=stats, seen=stats, validation_inputs=Stats.of(seen))))
    assert (found is not None) is (train != validation and max(validation) == 1)
    if found:
        setting = {edit.path: edit.new for edit in found.fix.edits}
        moved = (seen - setting.get("validation_inputs.shift", 0.0)) * setting["validation_inputs.scale"]
        np.testing.assert_allclose((moved.min(), moved.max()), train, atol=1e-6)


@pytest.mark.parametrize(("scores", "healthy"), [((0.95, 0.96), False), ((0.962, 0.966), True)])
def test_a_network_that_is_merely_small_is_not_ill(scores, healthy):
    """A plain network halves its mistakes, but it has learned more than half of what there is."""
    baseline = Baseline("no", 0.92, 0.92)
    outcome = verdict((0.92, 0.08), (0.92, 0.08), scores, plain=0.99, baseline=baseline, twenty_score=1.0)
    assert outcome.healthy is healthy


@pytest.mark.parametrize(
    ("scores", "unfinished", "is_told"),
    [((0.99, 0.55, 0.97), True, True), ((0.99, 0.55, 0.97), False, False), ((0.97, 0.96, 0.98), True, False)],
)
def test_a_strong_suspect_is_told_where_time_ran_out_and_seeds_differ(scores, unfinished, is_told):
    suspect = Finding("unfit_initializer", "weight_init", 0.7, "", {})
    outcome = verdict((0.5, 0.5), (0.5, 0.5), scores, tried=[suspect], unfinished=unfinished, twenty_score=1.0)
    assert [cause.fault for cause in outcome.causes] == ["weight_init"] * is_told


def test_classes_that_weights_do_not_make_up_for_are_told():
    check = RareClasses()
    rare = check.judge({"train": [0.99, 0.01], "validation": [0.5, 0.5], "binary_low": 0})
    [cause] = verdict((0.99, 0.01), (0.5, 0.5), (0.5, 0.52), tried=[rare]).causes
    assert (cause.fault, cause.fix, cause.verdict) == ("class_imbalance", None, "undecided")
    assert verdict((0.99, 0.01), (0.5, 0.5), (0.95, 0.96), tried=[rare]).healthy


def test_the_users_own_optimizer_is_tried_at_other_rates_before_another_one():
    def levers(rate, losses):
        spec = replace(SPEC, optimizer={"class_name": "SGD", "config": {"learning_rate": rate}})
        found = references(replace(CASE, spec=spec, losses=losses))
        edits = [edit for reference in found for finding in reference for edit in finding.fix.edits]
        return [
            edit.new if edit.path == "optimizer.learning_rate" else edit.new["class_name"]
            for edit in edits
            if edit.path.startswith("optimizer")
        ]

    assert levers(0.001, (1.0, 0.9)) == [0.01, 0.1, "Adam"]
    assert levers(0.02, (1.0, 0.9)) == [0.2, "Adam"]  # 2 is more than anybody uses
    assert levers(0.1, (1.0, 3.0)) == [0.01, 0.001, "Adam"]


def test_a_loss_of_ones_own_is_suspected_where_it_falls_and_nothing_is_learned():
    def own(y_true, y_pred):
        return y_pred

    check, model = UnfitLoss(), {"class_name": "Sequential", "config": {"layers": [DENSE]}}
    spec = replace(SPEC, loss=own, model=model)
    ill = replace(CASE, spec=spec, twenty_score=0.1, twenty_losses=(-2.0, -14.0))
    finding = check.judge(check.measure(ill))
    assert finding.fix.edits == (Edit("loss", own, check.measure(ill)["fitting"][0]),)
    assert check.judge(check.measure(replace(ill, twenty_score=1.0))) is None
    assert check.judge(check.measure(replace(ill, twenty_losses=(-2.0, -2.0)))) is None


@pytest.mark.parametrize(("logits", "output"), [(False, np.exp), (True, np.array)])
def test_a_loss_in_place_of_one_that_reads_logits_reads_them_too(logits, output):
    loss = {"class_name": "BinaryCrossentropy", "config": {"from_logits": logits}}
    model = {"class_name": "Sequential", "config": {"layers": [DENSE]}}
    check, labels = UnfitLoss(), np.array([0, 2, 1, 2])
    spec, task = replace(SPEC, loss=loss, model=model), infer_task(np.tile(labels, 50))
    case = replace(CASE, spec=spec, task=task, labels=labels)
    [edit] = check.judge(check.measure(case)).fix.edits
    sums = np.log([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.3, 0.4, 0.3], [0.5, 0.3, 0.2]])
    expected = -np.mean(sums[np.arange(4), labels])
    assert np.mean(keras.losses.get(edit.new)(labels, output(sums))) == pytest.approx(expected, rel=1e-5)


def test_weights_do_not_mend_a_validation_of_one_class():
    check = RareClasses()
    assert check.judge({"train": [0.1, 0.9], "validation": [1.0, 0.0], "binary_low": 0}) is None
    assert check.judge({"train": [0.1, 0.9], "validation": [0.5, 0.5], "binary_low": 0}) is not None


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", "float16", "float32", "float64"])
def test_numbers_about_an_array_of_any_kind(dtype):
    stats = Stats.of(np.array([[0, 1], [1, 0]], dtype))
    assert (stats.low, stats.high, stats.mean, stats.deviation, stats.broken) == (0, 1, 0.5, 0.5, 0)


def test_numbers_that_are_not_finite_are_counted_and_left_aside():
    assert Stats.of(np.array([np.nan, 2.0, np.inf])) == Stats(2.0, 2.0, 2.0, 0.0, True, 1.0, 2)
    assert Stats.of(np.array([np.nan])).broken == 1
