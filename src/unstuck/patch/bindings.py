"""Where a variable gets its value before `fit`, and the first place where a line may safely change it."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst
from libcst.metadata import Assignment, BaseAssignment, Scope

from unstuck.patch.source import Source, Unpatchable

_GROWS = {"append", "extend", "insert", "resize", "fill"}


@dataclass(frozen=True)
class Place:
    """A line to be inserted into `block`: after `statement`, or at the top of a function when that is None."""

    block: cst.CSTNode
    statement: cst.CSTNode | None
    line: int


def events(source: Source, name: str, at: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes, in order, that bind a variable or fill it: `x = …`, `x[i] = …`, `x.append(…)`."""
    bound = [one for one in source.scope(at)[name] if isinstance(one, Assignment)]
    nodes = {one.node for one in bound}
    nodes |= {use.node for one in bound for use in one.references if _fills(source, use.node)}
    return sorted(nodes, key=source.start)


def owner(source: Source, name: str, at: cst.CSTNode) -> Scope | None:
    """The scope a variable belongs to; None when it is bound nowhere in this file, or in several scopes."""
    scopes: set[Scope] = {one.scope for one in _own(source, name, at)}
    return scopes.pop() if len(scopes) == 1 else None


def reads(source: Source, event: cst.CSTNode) -> set[str]:
    """The names that the statement around a binding reads to make the value."""
    for node in source.ancestors(event):
        if isinstance(node, cst.Assign | cst.AnnAssign) and node.value is not None:
            return source.names_in(_partner(event, node))
        if isinstance(node, cst.AugAssign):
            return source.names_in(node)
        if isinstance(node, cst.BaseStatement):
            break
    return set()


def origins(source: Source, name: str, at: cst.CSTNode) -> set[str]:
    """The variables of this scope that a variable's value is made from, through all steps (itself if it is so)."""
    found: set[str] = set()
    todo = {name}
    while todo:
        one = todo.pop()
        new = {read for event in events(source, one, at) for read in reads(source, event)} - found
        found |= new
        todo |= new
    return found


def place_after(source: Source, name: str, fit: cst.CSTNode) -> Place:
    """The place where a line that changes `name` is passed once on every way from its last binding to `fit`.

    Raises:
        Unpatchable: there is none.
    """
    scope = owner(source, name, fit)
    if scope is None:
        raise Unpatchable(f"{name} is not made in this file")
    found = events(source, name, fit)
    if scope is not source.scope(fit):
        return _in_other_scope(source, name, found)
    fit_loops = loops(source, fit)
    if any(source.start(event) > source.start(fit) and loops(source, event) & fit_loops for event in found):
        raise Unpatchable(f"{name} changes in the loop around fit")
    found = [event for event in found if source.start(event) < source.start(fit)]
    if fit_loops and name in origins(source, name, fit):
        # `x = shuffle(x)` in every round would scale x again and again: scale it before the loop.
        found = [event for event in found if not loops(source, event) & fit_loops]
    if not found:
        raise Unpatchable(f"{name} is not made before fit")
    return _climb(source, name, found[-1], fit)


def place_after_all(source: Source, name: str, fit: cst.CSTNode, others: list[cst.BaseExpression]) -> Place:
    """The place after the last binding of `name`, and after what makes the `others` from it.

    Raises:
        Unpatchable: there is none.
    """
    place = place_after(source, name, fit)
    if owner(source, name, fit) is not source.scope(fit):
        return place
    read = set().union(*(source.names_in(other) for other in others))
    made_from = read.union(*(origins(source, other, fit) for other in read)) - {name}
    makers = {event for other in made_from for event in events(source, other, fit) if _reads_too(source, event, name)}
    before = [event for event in makers if source.start(event) < source.start(fit)]
    places = [place, *(_climb(source, name, event, fit) for event in before)]
    return max((one for one in places if one.block is place.block), key=lambda one: one.line)


def _reads_too(source: Source, event: cst.CSTNode, name: str) -> bool:
    """Whether the line that makes a variable reads `name`, be it as an index."""
    line = None if isinstance(event, cst.Param) else source.statement(event)
    return isinstance(line, cst.SimpleStatementLine) and name in source.names_in(line)


def loops(source: Source, node: cst.CSTNode) -> set[cst.CSTNode]:
    """The loops of its own function around a node."""
    found: set[cst.CSTNode] = set()
    for around in source.ancestors(node):
        if isinstance(around, cst.FunctionDef | cst.Lambda | cst.ClassDef):
            break
        if isinstance(around, cst.For | cst.While):
            found.add(around)
    return found


def _partner(event: cst.CSTNode, assign: cst.Assign | cst.AnnAssign) -> cst.CSTNode:
    """`a, b = c, d`: `c` for `a`, `d` for `b`; the whole value when the sides do not match one to one."""
    target = assign.targets[0].target if isinstance(assign, cst.Assign) else assign.target
    value = assign.value
    assert value is not None
    if isinstance(target, cst.Tuple) and isinstance(value, cst.Tuple) and len(target.elements) == len(value.elements):
        for left, right in zip(target.elements, value.elements, strict=True):
            if left.value is event:
                return right.value
    return value


def _own(source: Source, name: str, at: cst.CSTNode) -> list[BaseAssignment]:
    return [one for one in source.scope(at)[name] if isinstance(one, Assignment)]


def _fills(source: Source, name: cst.CSTNode) -> bool:
    """Whether a use of a name changes the value in place."""
    parent = source.parent(name)
    if isinstance(parent, cst.Subscript) and parent.value is name:
        return isinstance(source.parent(parent), cst.AssignTarget | cst.AugAssign)
    called = source.parent(parent) if isinstance(parent, cst.Attribute) else None
    return isinstance(called, cst.Call) and isinstance(parent, cst.Attribute) and parent.attr.value in _GROWS


def _climb(source: Source, name: str, event: cst.CSTNode, fit: cst.CSTNode) -> Place:
    """After the outermost statement that holds the binding but not `fit`: then an `if` or a loop is over."""
    if isinstance(event, cst.Param):
        return _top(source, event)
    blocks = [node for node in source.ancestors(fit) if isinstance(node, cst.IndentedBlock | cst.Module)]
    statement = direct = source.statement(event)
    while source.parent(statement) not in blocks:
        statement = source.statement(source.parent(statement) or source.module)
    block = source.parent(statement)
    assert block is not None
    if statement in source.ancestors(fit):
        raise Unpatchable(f"{name} is made in the statement that holds fit")
    if direct is not statement and loops(source, statement):
        raise Unpatchable(f"{name} is made in some rounds of a loop only")
    return Place(block, statement, source.end(statement)[0])


def _top(source: Source, param: cst.CSTNode) -> Place:
    """The top of the body of the function that has this parameter, after the docstring."""
    for node in source.ancestors(param):
        if isinstance(node, cst.Lambda):
            break
        if isinstance(node, cst.FunctionDef) and isinstance(node.body, cst.IndentedBlock):
            first = node.body.body[0]
            if node.get_docstring() is not None and len(node.body.body) > 1:
                return Place(node.body, first, source.end(first)[0])
            return Place(node.body, None, source.line(first) - 1)
    raise Unpatchable("fit stands in a function of one line")


def _in_other_scope(source: Source, name: str, found: list[cst.CSTNode]) -> Place:
    """`fit` in a function, the data outside it: after the last binding, if all stand in the same block."""
    statements = [source.statement(event) for event in found]
    blocks = {source.parent(statement) for statement in statements}
    block = blocks.pop()
    if blocks or block is None or any(isinstance(event, cst.Param) for event in found):
        raise Unpatchable(f"{name} is made in several places")
    if loops(source, statements[-1]):
        raise Unpatchable(f"{name} is made in a loop")
    return Place(block, statements[-1], source.end(statements[-1])[0])
