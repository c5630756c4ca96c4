"""Search, mend, look again: a network may have a second fault that shows only when the first is mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from unstuck.debug.case import Case
from unstuck.debug.compare import mistakes
from unstuck.debug.finding import Finding
from unstuck.debug.reference import references
from unstuck.debug.search import Found, Search, edits_of, overlap
from unstuck.debug.trial import Trial, rescaled, rescaled_task
from unstuck.errors import UnstuckError
from unstuck.spec import Edit, Spec

STRONG = 0.25  # severity; weaker suspects are differences of taste until the network is known to do badly
_MOST_ROUNDS = 3

Examine = Callable[[Case], Sequence[Finding]]
MakeSearch = Callable[[Spec], Search]


def search_in_rounds(case: Case, suspects: Sequence[Finding], search_from: MakeSearch, examine: Examine) -> Found:
    """Searches for what makes the network learn; where it then does badly still, examines the mended recipe too.

    Args:
        case: of the user's recipe; `suspects` are what its examination gave.
        search_from: a search that starts from a recipe.
        examine: the suspects of a case.
    """
    first, causes, tried = case, list[Finding](), list[Finding]()
    unfinished = False
    for _ in range(_MOST_ROUNDS):
        search = search_from(case.spec)
        found = _one_round(search, suspects, case)
        tried += found.tried
        unfinished = unfinished or found.unfinished
        if not found.causes:
            break
        mended = search.trials(found.causes)
        causes = _joined(causes, found.causes)
        case = _case_of(first, first.spec.apply(*edits_of(causes)), mended)
        if unfinished or not case.does_badly:
            break
        suspects = [suspect for suspect in examine(case) if _applies(suspect, case.spec, causes)]
    kept = {cause.check for cause in causes}
    return Found(causes, [finding for finding in tried if finding.check not in kept], unfinished)


def _one_round(search: Search, suspects: Sequence[Finding], case: Case) -> Found:
    found = search.run([suspect for suspect in suspects if suspect.severity >= STRONG])
    if found.causes or not case.does_badly:
        return found
    return _last_resort(search, suspects, references(case))


def _last_resort(search: Search, suspects: Sequence[Finding], references: Sequence[Sequence[Finding]]) -> Found:
    """Tries the weak suspects too, where the network does badly and no strong one helped.

    They are differences from a usual recipe that many healthy networks have. So they are believed only when they halve
    the mistakes.
    """
    tried: list[Finding] = []
    for reference in references:
        # A reference that keeps the optimiser, at another rate, is tried without the suspicion of the optimiser.
        kept = [suspect for suspect in suspects if suspect.severity >= STRONG or not _touch(suspect, reference)]
        # Smaller batches are more steps already.
        smaller = any(edit.path == "batch_size" for edit in edits_of(kept))
        wider = search.run([*kept, *(finding for finding in reference if not (smaller and finding.fault == "epochs"))])
        if wider.causes and mistakes(search.trials(wider.causes)) <= 0.5 * mistakes(search.trials([])):
            return wider
        tried += [finding for finding in (*wider.causes, *wider.tried) if finding not in tried]
    return Found([], tried, search.unfinished)


def _touch(suspect: Finding, others: Sequence[Finding]) -> bool:
    return any(overlap(mine.path, other.path) for mine in edits_of([suspect]) for other in edits_of(others))


def _case_of(case: Case, spec: Spec, trials: Sequence[Trial]) -> Case:
    """The user's case with a mended recipe, which may change the labels too."""
    outputs, targets = trials[0].outputs, spec.targets
    return replace(
        case,
        spec=spec,
        labels=rescaled(case.labels, targets),
        task=rescaled_task(case.task, targets),
        scores=tuple(trial.score for trial in trials),
        losses=trials[0].losses,
        outputs=case.outputs if outputs is None else outputs,
    )


def _applies(suspect: Finding, spec: Spec, causes: Sequence[Finding]) -> bool:
    """Whether a suspect of the mended recipe can be joined to the causes before it: it changes other places than they
    do, or goes on in the same ones."""
    taken = [edit.path for edit in edits_of(causes)]
    edits = suspect.fix.edits if suspect.fix else ()
    if any(path != edit.path and overlap(path, edit.path) for path in taken for edit in edits):
        return False
    try:
        spec.apply(*edits)
    except UnstuckError:  # it would mend what is mended already
        return False
    return True


def _joined(first: Sequence[Finding], then: Sequence[Finding]) -> list[Finding]:
    """The causes of two rounds as changes of the first recipe: a place that both change gets the later value."""
    old = {edit.path: edit.old for edit in edits_of(first)}
    changed = {edit.path for edit in edits_of(then)}
    kept = [cause for cause in (_without(cause, changed) for cause in first) if edits_of([cause])]
    return [*kept, *(_from(cause, old) for cause in then)]


def _without(cause: Finding, paths: set[str]) -> Finding:
    assert cause.fix is not None
    return _with_edits(cause, tuple(edit for edit in cause.fix.edits if edit.path not in paths))


def _from(cause: Finding, old: dict[str, object]) -> Finding:
    assert cause.fix is not None
    return _with_edits(cause, tuple(replace(edit, old=old.get(edit.path, edit.old)) for edit in cause.fix.edits))


def _with_edits(cause: Finding, edits: tuple[Edit, ...]) -> Finding:
    return replace(cause, fix=replace(cause.fix, edits=edits)) if cause.fix else cause
