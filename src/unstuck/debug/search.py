"""Finds the smallest set of changes that makes a recipe learn."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unstuck.debug.compare import SLACK, is_as_good, is_cure, is_luck, is_worth_it, mean_score, mistakes, worth_of
from unstuck.debug.finding import Finding
from unstuck.debug.minimize import ddmin
from unstuck.debug.trial import OUT_OF_TIME, Budget, Lab, Trial
from unstuck.spec import Edit, Spec

_LEAST_SECONDS = 3.0  # for a trial, whatever is left: about what one of the user's own recipe takes at most
MOST_SEEDS = 12  # asked when a gain could be luck
_MORE_SEEDS = 24  # where only some seeds fail: what saves one in four is not told from luck by twelve

Say = Callable[[str], None]


@dataclass(frozen=True)
class Found:
    """What the search came to.

    Args:
        causes: the suspects whose fixes together make it learn, each needed; empty when nothing helped.
        tried: suspects whose fixes turned out not to be needed.
        unfinished: whether time ran out, so that some cause may not be needed after all.
    """

    causes: list[Finding]
    tried: list[Finding]
    unfinished: bool


class Search:
    """Delta debugging between the user's recipe and the recipe with every suspect's fix."""

    def __init__(self, lab: Lab, spec: Spec, seeds: Sequence[int], budget: Budget, deadline: float, say: Say) -> None:
        self.lab, self.spec, self.seeds, self.budget, self.deadline, self.say = lab, spec, seeds, budget, deadline, say
        self.unfinished = False
        self.suspected: set[str] = set()

    def run(self, suspects: Sequence[Finding]) -> Found:
        """Searches among suspects that carry fixes, the most suspected first."""
        suspects = _without_conflicts(suspects)
        self.suspected = {suspect.check for suspect in suspects}
        if not suspects:
            return Found([], [], False)
        before = self.trials([])
        best = self._most_suspected_that_help(suspects, before)
        if not best:
            return Found([], list(suspects), self.unfinished)
        goal = self.trials(best)
        causes = ddmin(best, lambda part: self._works(part, goal))
        return Found(causes, [s for s in suspects if s not in causes], self.unfinished)

    def trials(self, causes: Sequence[Finding]) -> list[Trial]:
        """The recipe with some suspects' fixes, trained from every seed."""
        spec = self.spec.apply(*edits_of(causes))
        return [self._trial(spec, seed) for seed in self.seeds]

    def _trial(self, spec: Spec, seed: int) -> Trial:
        """One trial, in at most half of the time that is left: a recipe may train many times as long as the user's."""
        most_seconds = max(_LEAST_SECONDS, (self.deadline - time.monotonic()) / 2)
        trial = self.lab.trial(spec, seed, self.budget, most_seconds)
        self.unfinished = self.unfinished or trial.error == OUT_OF_TIME
        return trial

    def _most_suspected_that_help(self, suspects: Sequence[Finding], before: Sequence[Trial]) -> list[Finding]:
        """The shortest run of suspects, in the order of suspicion, that does as well as all of them together.

        Where all of them together are no cure, since one of them does harm, the best of the runs.
        """
        everything = self._cure(suspects, before)
        if everything is not None:
            return self._shortest_run(suspects, before, everything)
        cures = []
        for size in range(1, len(suspects)):
            if self._out_of_time():
                break
            cured = self._cure(suspects[:size], before)
            if cured is not None:
                cures.append((list(suspects[:size]), cured))
        if not cures:
            return []
        best = min((trials for _, trials in cures), key=mistakes)
        return min((run for run, trials in cures if is_as_good(trials, best)), key=len)

    def _shortest_run(
        self, suspects: Sequence[Finding], before: Sequence[Trial], everything: Sequence[Trial]
    ) -> list[Finding]:
        """The most suspected one alone if that is enough; else by bisection: each run is a network to compile."""
        low, high, size = 1, len(suspects), 1
        while low < high and not self._out_of_time():
            cured = self._cure(suspects[:size], before)
            if cured is not None and is_as_good(cured, everything):
                high = size
            else:
                low = size + 1
            size = (low + high) // 2
        return list(suspects[:high])

    def _cure(self, causes: Sequence[Finding], before: Sequence[Trial]) -> list[Trial] | None:
        """The trials with these fixes if they cure; given up where the first seed does not beat the mean."""
        if not self._makes_sense(causes):
            return None
        self.say(f"trying {', '.join(cause.fix.title for cause in causes if cause.fix)}")
        spec = self.spec.apply(*edits_of(causes))
        if self._trial(spec, self.seeds[0]).score <= mean_score(before):
            return None
        trials, worth = self.trials(causes), worth_of(causes)
        cured = is_cure(trials, before, worth) or self._with_more_seeds(spec, trials, before, worth)
        return trials if cured else None

    def _with_more_seeds(self, spec: Spec, after: Sequence[Trial], before: Sequence[Trial], worth: float) -> bool:
        """Whether what looks worth it but could be luck is a cure when more seeds are asked."""
        after, before = list(after), list(before)
        for seed in range(max(self.seeds) + 1, (_MORE_SEEDS if is_luck(before) else MOST_SEEDS) + 1):
            if not is_worth_it(after, before, worth) or self._out_of_time():
                return False
            after.append(self._trial(spec, seed))
            before.append(self._trial(self.spec, seed))
            if is_cure(after, before, worth):
                return True
        return False

    def _works(self, part: Sequence[Finding], goal: Sequence[Trial]) -> bool:
        """Whether a part does as well as the goal; given up at the first seed that is far off."""
        if self._out_of_time() or not self._makes_sense(part):
            return False
        self.say(f"trying only {', '.join(cause.fix.title for cause in part if cause.fix)}")
        spec = self.spec.apply(*edits_of(part))
        done: list[Trial] = []
        for seed, wanted in zip(self.seeds, goal, strict=True):
            done.append(self._trial(spec, seed))
            if 1 - done[-1].score > (1 + 4 * SLACK) * (1 - wanted.score) + 0.01:
                return False
        return is_as_good(done, goal)

    def _makes_sense(self, part: Sequence[Finding]) -> bool:
        """Whether every fix in the part has beside it those that it needs."""
        present = {cause.check for cause in part}
        return all(need in present for cause in part for need in cause.needs if need in self.suspected)

    def _out_of_time(self) -> bool:
        self.unfinished = self.unfinished or time.monotonic() > self.deadline
        return self.unfinished


def edits_of(causes: Sequence[Finding]) -> list[Edit]:
    """All the edits of some findings' fixes."""
    return [edit for cause in causes if cause.fix for edit in cause.fix.edits]


def _without_conflicts(suspects: Sequence[Finding]) -> list[Finding]:
    """The suspects by falling suspicion, without those whose fix touches what a more suspected one's fix touches."""
    chosen: list[Finding] = []
    for suspect in sorted(suspects, key=lambda s: -s.severity):
        taken = [edit.path for edit in edits_of(chosen)]
        if suspect.fix and not any(overlap(edit.path, path) for edit in suspect.fix.edits for path in taken):
            chosen.append(suspect)
    return chosen


def overlap(a: str, b: str) -> bool:
    """Whether one path is the other, or a place inside it."""
    return a == b or a.startswith(b + ".") or b.startswith(a + ".")
