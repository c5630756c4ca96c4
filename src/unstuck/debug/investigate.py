"""The debugger's whole course: examine, suspect, search, prove."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import jax
import keras

from unstuck.backend import without_advice
from unstuck.debug.case import Case
from unstuck.debug.compare import is_far_above
from unstuck.debug.data import Data
from unstuck.debug.diagnosis import Diagnosis, Outcome, Symptom
from unstuck.debug.examine import examine
from unstuck.debug.gather import aim, check_compiled, check_fit, make_case, replace_labels, take_data
from unstuck.debug.head import POSITIVE_LOSSES
from unstuck.debug.loss import canonical_loss, reads_logits
from unstuck.debug.network import predicted, takes_numbers
from unstuck.debug.outputs import Output, outputs_of
from unstuck.debug.pictures import pictures
from unstuck.debug.prove import SEEDS, prove
from unstuck.debug.rounds import search_in_rounds
from unstuck.debug.schedule import healed_alone, lowered_rate
from unstuck.debug.search import Say, Search
from unstuck.debug.task import Task, as_amounts, infer_task, score
from unstuck.debug.trial import Budget, Lab, Trial
from unstuck.debug.uncured import without_cure
from unstuck.debug.yardstick import Unseen, Yardstick, of_unseen, of_unseen_by, yardstick
from unstuck.engine import Epoch, FitCall
from unstuck.errors import UnstuckError
from unstuck.spec import Spec
from unstuck.words import joined

_TRIAL_SECONDS = 3.0  # about how long one trial of the search may train
_FEW_STEPS, _MOST_SECONDS = 100, 6.0  # a trial of fewer steps may tell nothing: it may train longer
_UNTIMED_SAMPLES, _UNTIMED_SEEN = 5000, 50_000  # samples, in all epochs, of a recipe of which no epoch has been timed


@without_advice()
def investigate(
    model: keras.Model,
    spec: Spec,
    call: FitCall,
    epochs: Sequence[Epoch],
    seconds: float = 60.0,
    say: Say = lambda text: None,
    broke_off: str = "",
) -> Diagnosis:
    """Finds out why a network does not work that well, by experiment.

    Args:
        model: the user's model after its fit; it is not changed.
        spec: the recipe of that fit.
        call: the arguments of that fit; where its epochs are not the recipe's, they are passes over drawn data.
        epochs: what the fit gave, epoch by epoch.
        seconds: the time for experiments, in seconds.
        say: told what is being done.
        broke_off: the error that ended the fit, where it did not come to its end.

    Raises:
        UnstuckError: the data cannot be trained on (not arrays, not numbers, of one class, of unequal length), or the
            network was compiled without a loss or an optimiser.
    """
    check_fit(call)
    check_compiled(model)
    data = replace_labels(take_data(call), model)
    passes = len(epochs) or call.epochs - call.initial_epoch
    if spec.epochs == call.epochs:  # else the data was drawn, and a pass over it is not an epoch of the user's
        spec = replace(spec, epochs=passes)
    fit = _Fit(model, spec, data, predicted(model, _few(data.inputs)), epochs, passes, broke_off)
    outputs = outputs_of(model, data.labels, spec.loss)
    diagnoses: list[Diagnosis] = []
    for number, output in enumerate(outputs):
        left = seconds - sum(diagnosis.seconds for diagnosis in diagnoses)
        diagnoses.append(_of_output(fit, output, left / (len(outputs) - number), say))
        if not diagnoses[-1].healthy:
            break
    return _together(diagnoses, outputs)


@dataclass(frozen=True, eq=False)
class _Fit:
    """The fit that is investigated; `answers` are the network's outputs for a few samples."""

    model: keras.Model
    spec: Spec
    data: Data
    answers: Any
    epochs: Sequence[Epoch]
    passes: int
    broke_off: str


def _few(inputs: Any) -> Any:
    return jax.tree.map(lambda array: array[:2], inputs)


def _of_output(fit: _Fit, output: Output, seconds: float, say: Say) -> Diagnosis:
    """The diagnosis of one output, under the reading of its labels that explains more."""
    data = aim(fit.data, fit.model, fit.answers, output)
    units = int(data.answers(fit.answers).shape[-1])
    task = infer_task(data.questions(data.y), units)
    may_be_amounts = task.kind == "multiclass" and not task.one_hot and units == 1
    if may_be_amounts and canonical_loss(output.seen(fit.spec).loss) in POSITIVE_LOSSES:
        task, may_be_amounts = as_amounts(task), False  # nobody takes a loss for counts for classes
    diagnosis = _Course(fit, output, data, task, seconds, say).run()
    if diagnosis.after is None and may_be_amounts:
        # Whole numbers can be classes or amounts. No head for classes does better: the user's reading is right.
        diagnosis = _Course(fit, output, data, as_amounts(task), seconds - diagnosis.seconds, say).run()
    return replace(diagnosis, broke_off=fit.broke_off)


def _together(diagnoses: list[Diagnosis], outputs: list[Output]) -> Diagnosis:
    """The last, which is the ill one if one is, with a word on the others."""
    count = len(outputs[0].losses)
    if count == 1:
        return diagnoses[0]
    last, name = diagnoses[-1], outputs[len(diagnoses) - 1].name
    note = f"The network has {count} outputs; this is about {name}, trained together with the others."
    well = [output.name for output in outputs[: len(diagnoses) - 1]]
    if well:
        note += f" {joined(well)}: nothing wrong."
    rest = [output.name for output in outputs[len(diagnoses) :]]
    if rest:
        note += f" Not looked at yet: {joined(rest)}."
    seconds = sum(diagnosis.seconds for diagnosis in diagnoses)
    return replace(last, notes=(*last.notes, note), seconds=seconds)


class _Course:
    """One investigation under one reading of the labels."""

    def __init__(self, fit: _Fit, output: Output, data: Data, task: Task, seconds: float, say: Say) -> None:
        self.fit, self.output, self.data, self.task, self.say = fit, output, data, task, say
        self.model, self.epochs, self.spec = fit.model, fit.epochs, output.seen(fit.spec)
        self.began, self.seconds = time.monotonic(), seconds
        numbers, whole = takes_numbers(fit.model, data, data.input), output.whole(jax.tree.structure(fit.data.labels))
        self.lab = Lab(fit.model, data, task, numbers, self.spec.epochs, whole, watched=self.spec)
        self.full = Budget(len(data.x), fit.passes)
        self.cost = min(epoch.seconds for epoch in fit.epochs) * fit.passes if fit.epochs else 0.0

    def run(self) -> Diagnosis:
        """Examines, searches, and proves what was found."""
        if not self.epochs:  # the fit broke off: nothing tells how long it would take
            samples = min(self.full.samples, _UNTIMED_SAMPLES)
            self.full = Budget(samples, min(self.full.epochs, _UNTIMED_SEEN // samples))
        budget = _trial_budget(self.full, self.cost, self.spec.batch_size)
        self.say("training your recipe from other seeds")
        measured = self.full if self.cost * len(SEEDS) < 0.35 * self.seconds else budget
        before = self.lab.trials(self.spec, SEEDS, measured)
        if not self.fit.broke_off:
            _check_trained(before)
        self.say("examining")
        case = make_case(self.model, self.spec, self.task, self.data, self.lab, self.epochs, before)
        own = 0.0 if self.fit.broke_off else score(case.outputs, case.labels, self.task, reads_logits(self.spec.loss))
        if measured != self.full and is_far_above(own, before):  # cut short, the recipe is another
            before, measured = [self._own_run(own)], self.full
            case = replace(case, scores=(own,))
        symptoms, suspects = examine(case)
        lowered = None if measured != self.full or self.fit.broke_off else lowered_rate(case, self.epochs, own, before)
        if lowered is not None:
            return self._diagnosis(case, symptoms, own, healed_alone(lowered, self._own_run(own), self.full))
        deadline = self.began + 0.6 * self.seconds
        found = search_in_rounds(
            case,
            suspects,
            lambda spec: Search(self.lab, spec, SEEDS, budget, deadline, self.say),
            lambda case: examine(case)[1],
        )
        if found.causes:
            self.say("proving it from several seeds")
            deadline = self.began + self.seconds
            outcome = prove(self.lab, self.spec, found, self.full, self.cost, deadline, fallback=budget)
        else:
            outcome = without_cure(case, before, found, measured, self._yardstick, self._unseen)
        advice = self._advice(own, before, is_whole=measured == self.full)
        return self._diagnosis(case, symptoms, own, replace(outcome, notes=(*outcome.notes, *advice)))

    def _diagnosis(self, case: Case, symptoms: Sequence[Symptom], own: float, outcome: Outcome) -> Diagnosis:
        loss = self.fit.spec.loss
        causes, tried = (
            tuple(self.output.finding(finding, loss) for finding in findings)
            for findings in (outcome.causes, outcome.tried)
        )
        whole = replace(outcome, causes=causes, tried=tried, edits=self.output.edits(outcome.edits, loss))
        return Diagnosis(
            spec=self.fit.spec,
            network=type(self.model).__name__,
            pictures=pictures(case, self.data, outcome.before, outcome.after),
            task=self.task,
            baseline=case.baseline,
            own_score=own,
            samples=len(self.data.x),
            own=Budget(len(self.data.x), self.fit.passes),
            has_validation=self.data.has_validation,
            symptoms=tuple(symptoms),
            seconds=time.monotonic() - self.began,
            **vars(whole),
        )

    def _advice(self, own: float, before: Sequence[Trial], is_whole: bool) -> list[str]:
        """What the user's own run says beside the verdict; `own` is its score."""
        advice = []
        if self.task.kind == "regression" and self.epochs and "accuracy" in self.epochs[0].logs:
            advice.append("The metric accuracy counts exact hits: for amounts it says nothing; mae is one that does.")
        if is_whole and is_far_above(own, before):
            best = max(trial.score for trial in before)
            advice.append(
                f"Your own run scores {own:.2f}, the same recipe from other seeds at most {best:.2f}: it was lucky, or"
                " the experiments do not train it as your program does."
            )
        return advice

    def _own_run(self, own: float) -> Trial:
        losses = tuple(float(epoch.logs["loss"]) for epoch in self.epochs)
        return Trial(0, own, losses, self.cost)

    def _yardstick(self) -> Yardstick:
        self.say("training a plain network on the same data")
        return yardstick(self.data, self.task, self.lab.rescale)

    def _unseen(self) -> Unseen:
        self.say("looking whether the inputs tell of the labels at all")
        budget = _trial_budget(self.full, self.cost, self.spec.batch_size)
        asked = of_unseen(self.data, self.task, self.lab.rescale), of_unseen_by(self.lab, self.spec, budget)
        return replace(max(asked, key=lambda one: one.score), knowledge=max(one.knowledge for one in asked))


def _check_trained(before: Sequence[Trial]) -> None:
    """A recipe that trained once trains again: if not, that is ours (too little memory, say), and no fault of it.

    Raises:
        UnstuckError: one of the trials broke off.
    """
    errors = [trial.error for trial in before if trial.error]
    if errors:
        raise UnstuckError(
            "The debugger trains your recipe again from other seeds, which did not succeed.",
            errors[0].splitlines()[0][:300],
            "If memory ran out, debug on fewer samples; else run the same with --debug and send us what it prints.",
        )


def _trial_budget(full: Budget, cost: float, batch_size: int) -> Budget:
    """As much of the user's own training as fits in `_TRIAL_SECONDS`: fewer epochs first, then fewer samples.

    Fewer samples are full batches: a step of another size would have to be compiled for each recipe.
    """
    step = cost / (full.epochs * -(-full.samples // batch_size))
    seconds = max(_TRIAL_SECONDS, min(_FEW_STEPS * step, _MOST_SECONDS))
    if cost <= seconds:
        return full
    epoch = cost / full.epochs
    if epoch <= seconds:
        return Budget(full.samples, max(1, int(seconds / epoch)))
    samples = max(min(full.samples, 1000), int(full.samples * seconds / epoch))
    return Budget(samples - samples % batch_size or samples, 1)
