"""The judge: what the identities of a form say of a grid of tokens.

Belongs here: evaluating identities, inferring the blanks that they prove to be zero, the verdict on a table and on
each of its cells, and who is to blame. Does not belong here: choosing between readings of the text (layings.py).
The rule of evaluation is that of dbt/models/audit/identity_results.sql; a test holds both to the same verdicts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import eq, ge, itemgetter, le
from typing import Literal, NamedTuple

from dagster_project.extract.forms import CellKey, Form, Instance
from dagster_project.extract.records import Blame, Cell, Number, Proof
from dagster_project.extract.tokens import Token

Grid = dict[CellKey, Token]
# The numbers of a form's cells, in their order.
Values = list[Number | None]
Sum = Callable[[Sequence[Number]], Number]
Verdict = Literal["closes", "fails", "not_evaluable"]

# A cell that prints one of these holds no number and adds nothing to a sum.
ADDS_NOTHING = frozenset({"not_applicable", "dash"})
# In a cell that prints one of these, an identity may prove a zero.
EMPTY = frozenset({"blank", "dash"})
HOLDS: dict[str, Callable[[Number, Number], bool]] = {"=": eq, "<=": le, ">=": ge}


@dataclass(slots=True, frozen=True)
class Judgement:
    """The verdict on one grid: of the table, of each identity instance, of each cell, and the zeros it proves.

    The cells of `cell_proofs` are in the order of the form.
    """

    proof: Proof
    blame: Blame | None
    verdicts: dict[Instance, Verdict]
    zeros: dict[CellKey, str]
    cell_proofs: dict[CellKey, Proof]


class _Side(NamedTuple):
    """The cells of one side of an identity: their places among those of the form, and what takes them out of a list."""

    places: tuple[int, ...]
    take: Callable[[Sequence[Number | None]], Sequence[Number | None]]


class _Equation(NamedTuple):
    """An identity at one place of a form, as the judge evaluates it."""

    instance: Instance
    left: _Side
    right: _Side


def judge(form: Form, grid: Grid, *, plain: frozenset[str]) -> Judgement:
    """Judge a grid. `plain` are the lines of the form whose tokens stand by themselves, each in its place.

    The source is to blame only if all are: where one line is in doubt, its neighbours may be displaced.
    """
    tokens = [grid.get(key) for key in form.cells]
    values = [token.value if token else None for token in tokens]
    numbers = [value for value in values if value is not None]
    if len(numbers) == len(values) and all_close(form, numbers):
        soft = (e for e in _equations(form) if not (e.instance.identity.hard or e.instance.identity.proves))
        found = {equation.instance: _verdict(equation, tokens, values) for equation in soft}
        return replace(closed(form), verdicts=closed(form).verdicts | found)
    return _judge(form, tokens, values, plain)


def _judge(form: Form, tokens: list[Token | None], values: Values, plain: frozenset[str]) -> Judgement:
    zeros = _proved_zeros(form, tokens, values)
    equations = _equations(form)
    verdicts = {equation.instance: _verdict(equation, tokens, values) for equation in equations}
    failed = [e for e in equations if e.instance.identity.hard and verdicts[e.instance] == "fails"]
    closing = [e for e in equations if e.instance.identity.proves and verdicts[e.instance] == "closes"]
    cell_proofs = _cell_proofs(form, values, closing, failed)
    proof = _table_proof(form, tokens, values, cell_proofs, failed=bool(failed))
    if proof == "proved" and not _each_identity_closes(form, tokens, closing):
        proof = "incomplete"
    # While anything in a table is in doubt, any of its numbers may stand in another's place and yet add up.
    standing: dict[Proof, Proof] = {"incomplete": "unchecked"} if proof == "proved" else {"proved": "incomplete"}
    blame: Blame | None = None
    if proof == "contradicted":
        blame = "source" if plain.issuperset(line.code for line in form.lines) else "reading"
    told = [standing.get(verdict, verdict) for verdict in cell_proofs]
    return Judgement(
        proof,
        blame,
        verdicts,
        {form.cells[place]: inferred for place, inferred in zeros.items()},
        dict(zip(form.cells, told, strict=True)),
    )


def all_close(form: Form, values: Sequence[Number]) -> bool:
    """Whether all hard identities close on the numbers of a form's cells, in their order, and prove what they can."""
    return not any(values) or all(holds(left(values), right(values)) for holds, left, right in _sides(form))


@cache
def closed(form: Form) -> Judgement:
    """The judgement on every grid of numbers on which all hard identities close: that on a grid of zeros."""
    return _judge(form, [Token(0, 0, "number", 0)] * len(form.cells), [0] * len(form.cells), frozenset())


@cache
def _equations(form: Form) -> list[_Equation]:
    """The identities of a form, their cells by place: the judge looks at each of them for every table."""

    def side(places: tuple[int, ...]) -> _Side:
        if len(places) == 1:
            return _Side(places, itemgetter(slice(places[0], places[0] + 1)))
        return _Side(places, itemgetter(*places))

    return [_Equation(instance, side(instance.left_at), side(instance.right_at)) for instance in form.instances]


@cache
def _sides(form: Form) -> list[tuple[Callable[[Number, Number], bool], Sum, Sum]]:
    """For each identity of `all_close` what must hold of both its sides; of one that proves, that they are equal."""

    def side(one: _Side) -> Sum:
        take = itemgetter(*one.places)
        return take if len(one.places) == 1 else lambda values: sum(take(values))

    return [
        (HOLDS["=" if e.instance.identity.proves else e.instance.identity.operator], side(e.left), side(e.right))
        for e in _equations(form)
        if e.instance.identity.hard or e.instance.identity.proves
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


def evaluate(instance: Instance, values: Sequence[Number | None]) -> tuple[Number, Number]:
    """Both sides of an identity, by the numbers of the form's cells; one without a number adds nothing."""
    return _sum([values[at] for at in instance.left_at]), _sum([values[at] for at in instance.right_at])


def _proved_zeros(form: Form, tokens: list[Token | None], values: Values) -> dict[int, str]:
    """Fill `values` with the zeros that follow: where the printed parts make up the whole, an empty part is zero.

    Repeated until nothing new follows, since a proved zero may be the whole of another identity.
    """
    zeros: dict[int, str] = {}
    progress = None in values
    while progress:
        progress = False
        for _, left, right in _balances(form):
            for whole, parts in ((left, right), (right, left)):
                printed, total = parts.take(values), whole.take(values)
                if None not in printed or None in total:
                    continue
                holes = [(place, tokens[place]) for place in parts.places if values[place] is None]
                empty = {place: token.state for place, token in holes if token and token.state in EMPTY}
                silent = all(place in empty or (token and token.state in ADDS_NOTHING) for place, token in holes)
                if empty and silent and _sum(total) == _sum(printed):
                    for place, state in empty.items():
                        values[place] = 0
                        zeros[place] = "blank_is_zero" if state == "blank" else "dash_is_zero"
                    progress = True
    return zeros


@cache
def _balances(form: Form) -> list[_Equation]:
    return [e for e in _equations(form) if e.instance.identity.hard and e.instance.identity.operator == "="]


def _sum(numbers: Iterable[Number | None]) -> Number:
    return sum(number for number in numbers if number is not None)


def _verdict(equation: _Equation, tokens: list[Token | None], values: Values) -> Verdict:
    """Evaluate one identity."""
    left, right = _total(equation.left, tokens, values), _total(equation.right, tokens, values)
    if left is None or right is None:
        return "not_evaluable"
    return "closes" if HOLDS[equation.instance.identity.operator](left, right) else "fails"


def _total(side: _Side, tokens: list[Token | None], values: Values) -> Number | None:
    """The sum of one side; null unless every cell is a number or one that adds nothing, and one is a number."""
    numbers = [value for value in side.take(values) if value is not None]
    if len(numbers) < len(side.places):
        unread = (tokens[place] for place in side.places if values[place] is None)
        if not all(token and token.state in ADDS_NOTHING for token in unread):
            return None
    return sum(numbers) if numbers else None


def _cell_proofs(form: Form, values: Values, closing: list[_Equation], failed: list[_Equation]) -> list[Proof]:
    """The verdict on each cell: contradicted where it stands in a failed identity, proved where in a closed one."""
    proofs = list(_without_identity(form))
    for instance, left, right in closing:
        # Sides that differ, as where some cases are pending, prove nothing.
        if instance.identity.operator == "=" or _sum(left.take(values)) == _sum(right.take(values)):
            for place in left.places + right.places:
                if values[place] is not None:
                    proofs[place] = "proved"
    for _, left, right in failed:
        for place in left.places + right.places:
            proofs[place] = "contradicted"
    return proofs


@cache
def _without_identity(form: Form) -> list[Proof]:
    """The verdict on each cell of a form as long as no identity speaks of it."""
    guarded = {key for i in form.instances if i.identity.proves for key in i.left + i.right}
    return ["incomplete" if key in guarded else "unchecked" for key in form.cells]


def _each_identity_closes(form: Form, tokens: list[Token | None], closing: list[_Equation]) -> bool:
    """Tell whether each identity that proves closes at least once on a printed total.

    Without it, a table whose total column is empty would balance just as well with its columns shifted.
    """
    needed = {instance.identity.code for instance in form.instances if instance.identity.proves}
    return needed <= {
        equation.instance.identity.code
        for equation in closing
        if all((token := tokens[place]) and token.state == "number" for place in equation.left.places)
    }


def _table_proof(
    form: Form, tokens: list[Token | None], values: Values, cell_proofs: list[Proof], *, failed: bool
) -> Proof:
    """The verdict on the table, in the words of the promise: see records.Proof."""
    states = {token.state for token in tokens if token}
    if "number" not in states:
        return "incomplete" if "unreadable" in states else "blank"
    if failed:
        return "contradicted"
    if None in tokens or "unreadable" in states:
        return "incomplete"
    totals = _totals(form)
    for key, token, value, proof in zip(form.cells, tokens, values, cell_proofs, strict=True):
        if value is None and token and token.state == "blank" and key not in totals:
            return "incomplete"
        if value is not None and proof == "incomplete":
            return "incomplete"
    return "proved" if any(i.identity.proves for i in form.instances) else "unchecked"


@cache
def _totals(form: Form) -> frozenset[CellKey]:
    """The cells that are the total of an identity that proves."""
    return frozenset(key for i in form.instances if i.identity.proves and len(i.left) == 1 for key in i.left)
