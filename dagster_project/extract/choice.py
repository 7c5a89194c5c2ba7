"""The choice among readings: the one that the identities close, if there is only one.

Belongs here: the search over the ways to read each row, and the rule that two readings that close are none.
Does not belong here: making the readings (layings.py), judging one (proof.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dagster_project.extract.forms import CellKey, Form, Instance
from dagster_project.extract.layings import Laying, LineReading
from dagster_project.extract.proof import Grid, Judgement, judge
from dagster_project.extract.records import Number

# The search gives up after so many partial readings; the table is then incomplete.
MOST_STEPS = 20_000


class TooManyReadingsError(Exception):
    """A table has more readings than can be followed up, so that none can be shown to be the only one."""


@dataclass(slots=True, frozen=True)
class Choice:
    """A reading of a table and its judgement. `rivals` are the lines of which several readings close alike.

    `crowded` are those that were not read because they print a number too many, with what they print.
    """

    grid: Grid
    judgement: Judgement
    rivals: tuple[str, ...] = ()
    crowded: dict[str, LineReading] = field(default_factory=dict)


def choose(form: Form, layings: list[Laying]) -> Choice:
    """Choose the only reading that is proved; failing that, what can be read in one way, for what it is worth."""
    if len(layings) == 1 and layings[0].is_certain:
        return _only(form, layings[0])
    try:
        proved = _proved(form, layings)
    except TooManyReadingsError:
        proved = []
    if len(proved) > 1:
        return _undecided(form, proved)
    if proved:
        return proved[0]
    return max(
        (_only(form, laying) for laying in layings),
        key=lambda choice: sum(token.state == "number" for token in choice.grid.values()),
    )


def unread(form: Form) -> Choice:
    """No reading at all of a table that holds figures, since where they belong is not known."""
    return Choice({}, replace(judge(form, {}, plain=frozenset()), proof="incomplete"))


def _proved(form: Form, layings: list[Laying]) -> list[Choice]:
    """The readings that are proved and differ, two at the most. Raises TooManyReadingsError."""
    proved: list[Choice] = []
    for laying in layings:
        for grid in _closing_grids(form, laying):
            choice = Choice(grid, judge(form, grid, plain=laying.plain))
            if choice.judgement.proof == "proved" and not any(_same(choice.grid, other.grid) for other in proved):
                proved.append(choice)
            if len(proved) > 1:
                return proved
    return proved


def _only(form: Form, laying: Laying) -> Choice:
    """What can be read in one way."""
    grid = laying.grid(form)
    return Choice(grid, judge(form, grid, plain=laying.plain), crowded=laying.crowded)


def _closing_grids(form: Form, laying: Laying) -> Iterator[Grid]:
    """The grids in which every line is read and no identity that can be evaluated fails."""
    if laying.is_certain:
        yield laying.grid(form)
        return
    if not all(laying.lines.values()):
        return
    yield from _Search(form, laying).grids()


class _Search:
    """A depth-first search over the lines with several readings; an identity cuts a branch as soon as it fails."""

    def __init__(self, form: Form, laying: Laying) -> None:
        self.form = form
        self.laying = laying
        self.grid = laying.grid(form)
        self.values: dict[CellKey, Number] = {k: t.value for k, t in self.grid.items() if t.value is not None}
        open_lines = [line for line in form.lines if len(laying.lines[line.code]) > 1]
        self.lines = sorted(open_lines, key=lambda line: len(laying.lines[line.code]))
        self.equalities = [i for i in form.instances if i.identity.hard and i.identity.operator == "="]
        self.steps = 0

    def grids(self, depth: int = 0) -> Iterator[Grid]:
        """Yield each grid that closes."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooManyReadingsError
        if depth == len(self.lines):
            yield dict(self.grid)
            return
        line = self.lines[depth]
        keys = frozenset(line.cells)
        touched = [i for i in self.equalities if not keys.isdisjoint(i.left + i.right)]
        for reading in self.laying.lines[line.code]:
            self._set(line.cells, reading)
            if all(self._possible(instance) for instance in touched):
                yield from self.grids(depth + 1)
        for key in keys:
            self.grid.pop(key, None)
            self.values.pop(key, None)

    def _set(self, keys: tuple[CellKey, ...], reading: LineReading) -> None:
        for key, token in zip(keys, reading, strict=True):
            self.grid[key] = token
            if token.value is None:
                self.values.pop(key, None)
            else:
                self.values[key] = token.value

    def _possible(self, instance: Instance) -> bool:
        """Tell whether an identity may still close: counts only grow, so a part above a known whole cannot."""
        left = [self.values.get(key) for key in instance.left]
        right = [self.values.get(key) for key in instance.right]
        left_sum, right_sum = (sum(value for value in side if value is not None) for side in (left, right))
        if None not in left and None not in right:
            return left_sum == right_sum
        if None not in left:
            return right_sum <= left_sum
        return None in right or left_sum <= right_sum


def _same(one: Grid, other: Grid) -> bool:
    """Tell whether two grids say the same of every cell."""
    return all(token.value == other[key].value for key, token in one.items())


def _undecided(form: Form, proved: list[Choice]) -> Choice:
    """What two readings that both close have in common, which proves nothing, and the lines in which they differ."""
    one, other = proved[0].grid, proved[1].grid
    rivals = [line for line in form.lines if any(one[key].value != other[key].value for key in line.cells)]
    disputed = {key for line in rivals for key in line.cells}
    common = {key: token for key, token in one.items() if key not in disputed}
    return Choice(common, judge(form, common, plain=frozenset()), tuple(line.code for line in rivals))
