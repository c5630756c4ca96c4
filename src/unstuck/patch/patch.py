"""The door of this room: edits in, a diff and the new sources out."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from unstuck.patch.desk import Desk, Line
from unstuck.patch.diff import unified, write_all
from unstuck.patch.inputs import are_alike, edit_copies, edit_inputs, edit_missing, edit_one_side, edit_targets
from unstuck.patch.instructions import instruction
from unstuck.patch.layers import edit_layer, is_layer_edit
from unstuck.patch.mixing import edit_mixed
from unstuck.patch.optimizer import edit_optimizer
from unstuck.patch.settings import edit_fit, edit_loss
from unstuck.patch.source import Unpatchable
from unstuck.patch.values import same
from unstuck.spec import Edit, Sites, Spec


@dataclass(frozen=True)
class Patch:
    """A change of the user's source.

    Args:
        diff: one unified diff of all files; empty when nothing changes.
        sources: the new text of each changed file.
        instructions: in words, what could not be changed safely and must be done by hand.
        lines: for each edit made, by its path, the file and the line of the original source that it changes (for a new
            line, the line after which it goes).
        originals: the text of each changed file before.
    """

    diff: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    instructions: tuple[str, ...] = ()
    lines: Mapping[str, Line] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)


def patch(edits: Sequence[Edit], spec: Spec, sites: Sites) -> Patch:
    """The edits of a recipe as a change of the source it came from.

    Args:
        edits: the changes, with Keras config values; all of them are made together.
        spec: the recipe before the edits.
        sites: where the program made each part of it.

    Returns:
        The patch; an edit that cannot be made safely is an instruction in it, never an error.
    """
    edits = [edit for edit in edits if not same(edit.path.rpartition(".")[2], edit.old, edit.new)]
    failed: dict[str, str] = {}
    while True:
        # An edit that fails leaves no trace: start over without it.
        kept = [edit for edit in edits if edit.path not in failed]
        desk = Desk(spec, sites)
        lines, new = _attempt(desk, kept)
        if not new:
            break
        failed |= new
    instructions = [instruction(edit, desk, failed[edit.path]) for edit in edits if edit.path in failed]
    return _finished(desk, lines, tuple(dict.fromkeys([*instructions, *desk.notes])))


def write(patch: Patch) -> list[str]:
    """Write the patch's sources to their files, each in one step, keeping `FILE.orig`; returns the files.

    Raises:
        UnstuckError: a file has changed since the patch was made; then nothing is written.
    """
    return write_all(dict(patch.sources), dict(patch.originals))


def _attempt(desk: Desk, edits: list[Edit]) -> tuple[dict[str, Line], dict[str, str]]:
    """The lines changed and, for the edits that fail, why."""
    lines: dict[str, Line] = {}
    failed: dict[str, str] = {}
    for group in _groups(edits):
        try:
            line = _make(desk, group, edits)
        except Unpatchable as why:
            failed |= {edit.path: str(why) for edit in group}
        else:
            lines |= {edit.path: line for edit in group}
    for draft in desk.drafts.values():
        if not failed and not _compiles(draft.render(), draft.source.file):
            failed |= {
                path: "the changed file would not compile" for path, at in lines.items() if at[0] == draft.source.file
            }
    return lines, failed


def _groups(edits: list[Edit]) -> list[list[Edit]]:
    """The edits that are made as one: all of the inputs, of the targets, of the optimizer, each other one alone."""
    groups: dict[str, list[Edit]] = {}
    one_side = any(edit.path.startswith("validation_inputs.") for edit in edits)
    alike = are_alike(edits)
    for edit in edits:
        head = edit.path.partition(".")[0]
        if head == "validation_inputs" or (head == "inputs" and one_side):
            head = "one side"
        elif head == "targets" and alike:
            head = "inputs"
        elif head not in ("inputs", "targets", "optimizer"):
            head = edit.path
        groups.setdefault(head, []).append(edit)
    return sorted(groups.values(), key=lambda group: group[0].path != "missing")  # before anything is computed from it


def _make(desk: Desk, group: list[Edit], edits: list[Edit]) -> Line:
    edit = group[0]
    if is_layer_edit(edit.path):
        return edit_layer(desk, edit, edits)
    if any(other.path.startswith("validation_inputs.") for other in group):
        return edit_one_side(desk, group)
    if are_alike(group):
        return edit_copies(desk, group)
    if edit.path.startswith("targets."):
        return edit_targets(desk, group)
    if edit.path.startswith("inputs."):
        return edit_inputs(desk, group)
    if edit.path.partition(".")[0] == "optimizer":
        return edit_optimizer(desk, group)
    if edit.path == "missing":
        return edit_missing(desk, edit)
    if edit.path == "loss":
        return edit_loss(desk, edit)
    if edit.path in ("batch_size", "epochs", "shuffle", "class_weight"):
        return edit_fit(desk, edit)
    if edit.path == "mixed":
        return edit_mixed(desk)
    if edit.path == "wraps":
        raise Unpatchable("it is what the inputs are computed from that has to change")
    raise Unpatchable("there is no one place for it in a program")


def _compiles(text: str, file: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a user's own "\d" is no business of ours
        try:
            compile(text, file, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
    return True


def _finished(desk: Desk, lines: dict[str, Line], instructions: tuple[str, ...]) -> Patch:
    texts = {draft.source.file: (draft.source.text, draft.render()) for draft in desk.drafts.values()}
    changed = {file: pair for file, pair in texts.items() if pair[0] != pair[1]}
    return Patch(
        diff="".join(unified(file, *pair) for file, pair in changed.items()),
        sources={file: new for file, (_, new) in changed.items()},
        instructions=instructions,
        lines=lines,
        originals={file: old for file, (old, _) in changed.items()},
    )
