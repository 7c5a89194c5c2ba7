"""The judge: what the identities of a form say of a grid of tokens.

Belongs here: evaluating identities, inferring the blanks that they prove to be zero, the verdict on a table and on
each of its cells, and who is to blame. Does not belong here: choosing between readings of the text (layings.py).
The rule of evaluation is that of dbt/models/audit/identity_results.sql; a test holds both to the same verdicts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import eq, ge, itemgetter, le
from typing import Literal

from dagster_project.extract.forms import CellKey, Form, Instance
from dagster_project.extract.records import Blame, Cell, Number, Proof
from dagster_project.extract.tokens import Token

Grid = dict[CellKey, Token]
Sum = Callable[[Sequence[Number]], Number]
Verdict = Literal["closes", "fails", "not_evaluable"]

# A cell that prints one of these holds no number and adds nothing to a sum.
ADDS_NOTHING = frozenset({"not_applicable", "dash"})
HOLDS: dict[str, Callable[[Number, Number], bool]] = {"=": eq, "<=": le, ">=": ge}


@dataclass(slots=True, frozen=True)
class Judgement:
    """The verdict on one grid: of the table, of each identity instance, of each cell, and the zeros it proves."""

    proof: Proof
    blame: Blame | None
    verdicts: dict[Instance, Verdict]
    zeros: dict[CellKey, str]
    cell_proofs: dict[CellKey, Proof]


def judge(form: Form, grid: Grid, *, plain: frozenset[str]) -> Judgement:
    """Judge a grid. `plain` are the lines of the form whose tokens stand by themselves, each in its place.

    The source is to blame only if all are: where one line is in doubt, its neighbours may be displaced.
    """
    values = {key: token.value if (token := grid.get(key)) else None for key in form.cells}
    numbers = [value for value in values.values() if value is not None]
    if len(numbers) == len(values) and all_close(form, numbers):
        found = {i: _verdict(i, grid, values) for i in form.instances if not (i.identity.hard or i.identity.proves)}
        return replace(closed(form), verdicts=closed(form).verdicts | found)
    return _judge(form, grid, values, plain)


def _judge(form: Form, grid: Grid, values: dict[CellKey, Number | None], plain: frozenset[str]) -> Judgement:
    zeros = _proved_zeros(form, grid, values)
    verdicts = {instance: _verdict(instance, grid, values) for instance in form.instances}
    failed = [instance for instance, verdict in verdicts.items() if verdict == "fails" and instance.identity.hard]
    cell_proofs = _cell_proofs(form, verdicts, values, failed)
    proof = _table_proof(form, grid, values, failed, cell_proofs)
    if proof == "proved" and not _each_identity_closes(grid, verdicts):
        proof = "incomplete"
    # While anything in a table is in doubt, any of its numbers may stand in another's place and yet add up.
    standing: dict[Proof, Proof] = {"incomplete": "unchecked"} if proof == "proved" else {"proved": "incomplete"}
    cell_proofs = {key: standing.get(verdict, verdict) for key, verdict in cell_proofs.items()}
    blame: Blame | None = None
    if proof == "contradicted":
        blame = "source" if plain.issuperset(line.code for line in form.lines) else "reading"
    return Judgement(proof, blame, verdicts, zeros, cell_proofs)


def all_close(form: Form, values: Sequence[Number]) -> bool:
    """Whether all hard identities close on the numbers of a form's cells, in their order, and prove what they can."""
    return not any(values) or all(holds(left(values), right(values)) for holds, left, right in _sides(form))


@cache
def closed(form: Form) -> Judgement:
    """The judgement on every grid of numbers on which all hard identities close: that on a grid of zeros."""
    zeros = {key: Token(0, 0, "number", 0) for key in form.cells}
    return _judge(form, zeros, dict.fromkeys(form.cells, 0), frozenset())


@cache
def _sides(form: Form) -> list[tuple[Callable[[Number, Number], bool], Sum, Sum]]:
    """For each identity of `all_close` what must hold of both its sides; of one that proves, that they are equal."""
    places = {key: at for at, key in enumerate(form.cells)}

    def side(keys: tuple[CellKey, ...]) -> Sum:
        take = itemgetter(*(places[key] for key in keys))
        return take if len(keys) == 1 else lambda values: sum(take(values))

    return [
        (HOLDS["=" if i.identity.proves else i.identity.operator], side(i.left), side(i.right))
        for i in form.instances
        if i.identity.hard or i.identity.proves
    ]


def grid_of(cells: Iterable[Cell]) -> Grid:
    """The grid that cells were read from: one that was not found has no place in it, a proved zero is still empty."""
    return {
        (cell.row, cell.column): Token(
            cell.start, cell.end, cell.state, None if cell.state in {"blank", "dash"} else cell.value
        )
        for cell in cells
        if cell.state != "unreadable"
    }


def evaluate(instance: Instance, values: dict[CellKey, Number | None]) -> tuple[Number, Number]:
    """Both sides of an identity, a cell without a number adding nothing."""
    return _sum(instance.left, values), _sum(instance.right, values)


def _proved_zeros(form: Form, grid: Grid, values: dict[CellKey, Number | None]) -> dict[CellKey, str]:
    """Fill `values` with the zeros that follow: where the printed parts make up the whole, an empty part is zero.

    Repeated until nothing new follows, since a proved zero may be the whole of another identity.
    """
    zeros: dict[CellKey, str] = {}
    if None not in values.values():
        return zeros
    open_instances = [i for i in form.instances if i.identity.hard and i.identity.operator == "="]
    progress = True
    while progress:
        progress = False
        for instance in open_instances:
            for whole, parts in ((instance.left, instance.right), (instance.right, instance.left)):
                empty = [key for key in parts if values[key] is None and _fillable(grid.get(key))]
                if not empty or any(values[key] is None for key in whole):
                    continue
                if any(values[key] is None and not _silent(grid.get(key)) for key in parts if key not in empty):
                    continue
                if _sum(whole, values) == _sum(parts, values):
                    for key in empty:
                        values[key] = 0
                        zeros[key] = "blank_is_zero" if grid[key].state == "blank" else "dash_is_zero"
                    progress = True
    return zeros


def _fillable(token: Token | None) -> bool:
    return token is not None and token.state in {"blank", "dash"}


def _silent(token: Token | None) -> bool:
    return token is not None and token.state in ADDS_NOTHING


def _sum(keys: tuple[CellKey, ...], values: dict[CellKey, Number | None]) -> Number:
    return sum(value for key in keys if (value := values[key]) is not None)


def _verdict(instance: Instance, grid: Grid, values: dict[CellKey, Number | None]) -> Verdict:
    """Evaluate one identity."""
    left, right = _side(instance.left, grid, values), _side(instance.right, grid, values)
    if left is None or right is None:
        return "not_evaluable"
    return "closes" if HOLDS[instance.identity.operator](left, right) else "fails"


def _side(keys: tuple[CellKey, ...], grid: Grid, values: dict[CellKey, Number | None]) -> Number | None:
    """The sum of one side; null unless every cell is a number or one that adds nothing, and one is a number."""
    numbers = [value for key in keys if (value := values[key]) is not None]
    if len(numbers) < len(keys) and not all(_silent(grid.get(key)) for key in keys if values[key] is None):
        return None
    return sum(numbers) if numbers else None


def _cell_proofs(
    form: Form,
    verdicts: dict[Instance, Verdict],
    values: dict[CellKey, Number | None],
    failed: list[Instance],
) -> dict[CellKey, Proof]:
    """The verdict on each cell: contradicted where it stands in a failed identity, proved where in a closed one."""
    closed: set[CellKey] = set()
    for instance, verdict in verdicts.items():
        if verdict == "closes" and instance.identity.proves and _is_equal(instance, values):
            closed.update(instance.left, instance.right)
    proofs: dict[CellKey, Proof] = dict(_without_identity(form))
    proofs.update({key: "proved" for key in closed if values[key] is not None})
    for instance in failed:
        proofs.update(dict.fromkeys(instance.left + instance.right, "contradicted"))
    return proofs


@cache
def _without_identity(form: Form) -> dict[CellKey, Proof]:
    """The verdict on each cell of a form as long as no identity speaks of it."""
    guarded = {key for i in form.instances if i.identity.proves for key in i.left + i.right}
    return {key: "incomplete" if key in guarded else "unchecked" for key in form.cells}


def _is_equal(instance: Instance, values: dict[CellKey, Number | None]) -> bool:
    """Tell whether both sides of an identity that closes are the same: then it proves its cells."""
    return instance.identity.operator == "=" or _sum(instance.left, values) == _sum(instance.right, values)


def _each_identity_closes(grid: Grid, verdicts: dict[Instance, Verdict]) -> bool:
    """Tell whether each identity that proves closes at least once on a printed total.

    Without it, a table whose total column is empty would balance just as well with its columns shifted.
    """
    needed = {instance.identity.code for instance in verdicts if instance.identity.proves}
    closed = {
        instance.identity.code
        for instance, verdict in verdicts.items()
        if verdict == "closes" and all(grid[key].state == "number" for key in instance.left)
    }
    return needed <= closed


def _table_proof(
    form: Form,
    grid: Grid,
    values: dict[CellKey, Number | None],
    failed: list[Instance],
    cell_proofs: dict[CellKey, Proof],
) -> Proof:
    """The verdict on the table, in the words of the promise: see records.Proof."""
    if not any(token.state == "number" for token in grid.values()):
        return "incomplete" if any(token.state == "unreadable" for token in grid.values()) else "blank"
    if failed:
        return "contradicted"
    totals = _totals(form)
    for key in form.cells:
        token = grid.get(key)
        if token is None or token.state == "unreadable":
            return "incomplete"
        if values[key] is None and token.state == "blank" and key not in totals:
            return "incomplete"
        if values[key] is not None and cell_proofs[key] == "incomplete":
            return "incomplete"
    return "proved" if any(i.identity.proves for i in form.instances) else "unchecked"


@cache
def _totals(form: Form) -> frozenset[CellKey]:
    """The cells that are the total of an identity that proves."""
    return frozenset(key for i in form.instances if i.identity.proves and len(i.left) == 1 for key in i.left)
