"""What may have gone wrong in a table that is not proved: the smallest change with which all its identities close.

Belongs here: the search over the slips, and when it says nothing. Does not belong here: the slips (slips.py) and the
words in which they are told (complaints.py). A suggestion is shown to people and never applied: no value, proof or
blame depends on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from operator import attrgetter

from dagster_project.extract.forms import CellKey, Form
from dagster_project.extract.proof import Grid, Judgement, judge
from dagster_project.extract.records import Number
from dagster_project.extract.slips import SLIPS, Change, Slip, Values, missed_by
from dagster_project.extract.tokens import Token

# The search is given up after so many changes, or so many that needed a whole judgement, and then says nothing: what
# was not tried might be as small.
MOST_CHANGES = 12_000
MOST_JUDGED = 120
SHOWN = 3


@dataclass(slots=True, frozen=True)
class Suggestion:
    """How many changes of the least size make all identities close, and the first few: what cells would hold."""

    count: int
    shown: tuple[tuple[Slip, dict[CellKey, Number]], ...]


@dataclass(slots=True, frozen=True)
class Split:
    """A number that is printed as two, so that its line holds one number too many: its cell, the two, and itself."""

    key: CellKey
    pieces: tuple[Token, Token]
    number: Number


class TooManyChangesError(Exception):
    """There are more changes than can be tried."""


def suggest(form: Form, grid: Grid, judgement: Judgement) -> Suggestion | None:
    """The smallest changes to a table that would prove it; null if none would, or if some of it was not read at all."""
    if judgement.proof not in ("contradicted", "incomplete") or any(key not in grid for key in form.cells):
        return None
    if not any(instance.identity.proves for instance in form.instances):
        return None
    search = _Search(form, grid, judgement)
    try:
        for _, slips in groupby(SLIPS, key=attrgetter("size")):
            found = list(search.closing(list(slips)))
            if found:
                shown = [(slip, {form.cells[at]: number for at, number in change.items()}) for slip, change in found]
                return Suggestion(len(found), tuple(shown[:SHOWN]))
    except TooManyChangesError:
        pass
    return None


def split(form: Form, grid: Grid, crowded: Mapping[str, Sequence[Token]]) -> Split | None:
    """The one number that, split in two, keeps a single line from being read; null if none or several might be it.

    `crowded` are the lines that hold a number too many, with what they print.
    """
    unread = [line for line in form.lines if line.cells[0] not in grid]
    if len(unread) != 1 or unread[0].code not in crowded:
        return None
    cells, printed = unread[0].cells, crowded[unread[0].code]
    found = []
    for at, (one, other) in enumerate(pairwise(printed)):
        if isinstance(one.value, int) and one.value > 0 and isinstance(other.value, int) and other.value >= 0:
            number = int(f"{one.value}{other.value:0{other.end - other.start}}")
            reading = [*printed[:at], one._replace(value=number), *printed[at + 2 :]]
            joined = grid | dict(zip(cells, reading, strict=True))
            if judge(form, joined, plain=frozenset()).proof == "proved":
                found.append(Split(cells[at], (one, other), number))
    return found[0] if len(found) == 1 else None


class _Search:
    """Changes are sorted out by what they add to each failed sum; only what closes them all is judged as a whole.

    Nor is a change judged that leaves alone all cells on which something depends that a proof needs and is not so.
    """

    def __init__(self, form: Form, grid: Grid, judgement: Judgement) -> None:
        self.form = form
        self.grid = grid
        self.tokens = [grid[key] for key in form.cells]
        self.values: Values = [
            0 if key in judgement.zeros else token.value for key, token in zip(form.cells, self.tokens, strict=True)
        ]
        sums = [i for i, verdict in judgement.verdicts.items() if verdict != "not_evaluable" and i.identity.hard]
        equations = [instance for instance in sums if instance.identity.operator == "="]
        self.missed = [missed_by(instance, self.values) for instance in equations]
        self.failed = {at for at, missed in enumerate(self.missed) if missed}
        self.signs: list[list[tuple[int, int]]] = [[] for _ in form.cells]
        for at, instance in enumerate(equations):
            for keys, sign in ((instance.left_at, 1), (instance.right_at, -1)):
                for key in keys:
                    self.signs[key].append((at, sign))
        self.needed = _needed(form, self.tokens, self.values, judgement)
        self.unread = {at for at, token in enumerate(self.tokens) if token.state == "unreadable"}
        self.tried = self.judged = 0

    def closing(self, slips: list[Slip]) -> Iterator[tuple[Slip, Change]]:
        """The changes of these slips that prove the table, each once."""
        known: set[frozenset[tuple[int, Number]]] = set()
        for slip in slips:
            for change in slip.changes(self.form, self.values):
                self.tried += 1
                if self.tried > MOST_CHANGES:
                    raise TooManyChangesError
                if self._closes(change) and (cells := frozenset(change.items())) not in known and self._proves(change):
                    known.add(cells)
                    yield slip, change

    def _closes(self, change: Change) -> bool:
        """Tell whether the sums that fail close by a change, and the others still do."""
        missed: dict[int, Number] = {}
        if any(map(change.keys().isdisjoint, self.needed)) or any(number < 0 for number in change.values()):
            return False
        for key, number in change.items():
            added = number - (self.values[key] or 0)
            for at, sign in self.signs[key]:
                missed[at] = missed.get(at, self.missed[at]) + sign * added
        return bool(change) and self.failed <= missed.keys() and not any(missed.values())

    def _proves(self, change: Change) -> bool:
        self.judged += 1
        if self.judged > MOST_JUDGED:
            raise TooManyChangesError
        if not self.unread <= change.keys():
            return False  # no table is proved of which a cell is not read
        cells = ((self.form.cells[at], number) for at, number in change.items())
        changed = {key: self.grid[key]._replace(state="number", value=number) for key, number in cells}
        return judge(self.form, self.grid | changed, plain=frozenset()).proof == "proved"


def _needed(form: Form, tokens: list[Token], values: Values, judgement: Judgement) -> list[frozenset[int]]:
    """For all that a proof needs and is not so, the cells on one of which that depends.

    Each identity must close on a printed total, and each cell that holds a number must stand in one that closes.
    """
    printed = {at for at, token in enumerate(tokens) if token.state == "number"}
    empty = {at for at, token in enumerate(tokens) if token.state in {"blank", "dash"}}
    closing = {i for i, verdict in judgement.verdicts.items() if verdict == "closes"}
    proved = {at for instance in closing if instance.identity.proves for at in instance.left_at + instance.right_at}
    closed = {instance.identity.code for instance in closing if printed.issuperset(instance.left_at)}
    needed: dict[str | int, set[int]] = {}
    for instance in form.instances:
        if not instance.identity.proves or (instance in closing and instance.identity.code in closed):
            continue
        told = _telling(form, {*instance.left_at, *instance.right_at}, empty)
        if instance.identity.code not in closed:
            needed.setdefault(instance.identity.code, set()).update(set(instance.left_at) - printed or told)
        if instance not in closing:
            for at in {*instance.left_at, *instance.right_at} - proved:
                if values[at] is not None:
                    needed.setdefault(at, set()).update(told)
    return list(set(map(frozenset, needed.values())))


def _telling(form: Form, cells: set[int], empty: set[int]) -> set[int]:
    """Some cells, and where one of them is empty, so that it may be proved to be zero, those that may prove it."""
    told = set(cells)
    while joined := [keys for keys in _together(form) if not empty.isdisjoint(keys & told) and not keys <= told]:
        told.update(*joined)
    return told


@cache
def _together(form: Form) -> list[frozenset[int]]:
    """The cells that stand in an identity together."""
    return [frozenset(instance.left_at + instance.right_at) for instance in form.instances]
