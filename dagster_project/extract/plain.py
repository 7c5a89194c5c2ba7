"""The plain way to read a table: behind each line's label just its numbers, no value elsewhere, and all sums close.

Most tables of most reports are printed so. Nothing in them is left to choose: each number stands by its label, no line
is longer or shorter than it must be, and the judge finds of them what he finds of any grid whose sums close. So they
are read without tokens, layings and judgement. That is for speed alone: what this reads, the general way reads alike
(a test holds one to the other), and where a single character leaves a doubt, this reads nothing.

Belongs here: telling that a table is plain, and its record. Does not belong here: anything that needs a second look.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from dagster_project.extract.forms import CellKey, Form
from dagster_project.extract.proof import HOLDS, judge
from dagster_project.extract.records import Cells, Number, Proof, State, Table
from dagster_project.extract.stretches import HEADED, Stretch
from dagster_project.extract.text import Readable
from dagster_project.extract.tokens import Token, number

# A number that every lexer takes alike, and what parts two of them without an empty cell between.
_NUMBER = r"([-+−增减]?(?:0|[1-9][0-9]{0,7})(?:\.[0-9]{1,6})?)"
_BETWEEN = r"(?:[ \n]*[|│┃][ \n]*|[ ]*[;\t][ ]*|[ \n]+)"
_AROUND = r"[ \n|│┃;\t]*"
_CLOSING = r"[)\"”’*]*"
# Before the one number of a line its unit may be printed, all on the label's line or each on its own.
_UNIT = r"(?:万元|元|件|条|项|个|宗|次|篇|人次|人)"
_BEFORE_ONE = rf"(?:[ |│┃;\t]*(?:{_UNIT}[ |│┃;\t]+)?|[ \n]*(?:{_UNIT}[ \n]+)?)"
# What may be read as a value: a digit, a slash, a nought or what stands in its place, a word for none; a dash, unless
# it rules off the heads of a Markdown table.
_FIGURE = re.compile(r"[0-9/\\OoQD○◯〇零无]|[不未]涉及|不适用")
_VALUE = re.compile(_FIGURE.pattern + r"|[—–]|(?<!-)(?:--?(?!-)|-{3,}+(?!:?[ ]*(?:[|\n]|$)))")

_STATE: State = "number"

Span = tuple[int, int]
Values = list[Number]
Sum = Callable[[Values], Number]


@dataclass(slots=True, frozen=True, eq=False)
class _Plan:
    """What is known of a form beforehand: its lines, its identities by the places of their cells, and its proof.

    `proof` and `cell_proofs` are those of a grid in which all identities close.
    """

    lines: tuple[str, ...]
    codes: frozenset[str]
    single: bool
    patterns: tuple[re.Pattern[str], ...]
    identities: tuple[tuple[Callable[[Number, Number], bool], Sum, Sum], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    proof: Proof
    cell_proofs: tuple[Proof, ...]


def read(readable: Readable, stretch: Stretch, form: Form) -> tuple[Table, Span] | None:
    """The table of a stretch and its readable span, if it is plain in this form."""
    plan = _plan(form)
    if not stretch.chain.ordered or stretch.chain.rows != plan.lines:
        return None
    found = _figures(readable.text, stretch, plan)
    if found is None:
        return None
    printed, spans = found
    values = _values(printed)
    if plan.single and values == sorted(set(values)):
        return None  # numbers that count up may be codes
    if not all(holds(left(values), right(values)) for holds, left, right in plan.identities):
        return None
    first = stretch.start if stretch.table in HEADED else stretch.chain.start
    last = spans[-1][1]
    starts, ends, raw = _as_printed(readable, printed, spans)
    count = len(values)
    cells = Cells(
        row=plan.rows,
        column=plan.columns,
        value=values,
        state=[_STATE] * count,
        raw=raw,
        start=starts,
        end=ends,
        inferred=[None] * count,
        unit=[None] * count,
        proof=plan.cell_proofs,
    )
    return Table(form.table, form.layout, plan.proof, None, *readable.span(first, last), cells), (first, last)


def _figures(text: str, stretch: Stretch, plan: _Plan) -> tuple[list[str], list[Span]] | None:
    """The numbers behind the labels of the lines and their spans; null if anything else may be a value.

    Between the label of a line and its numbers there may be labels of other things, as of an explanation. Behind the
    label of a group there may be dashes, if the form has lines of one number.
    """
    printed: list[str] = []
    spans: list[Span] = []
    lines = dict(zip(stretch.chain.hits, plan.patterns, strict=True))
    wanted: re.Pattern[str] | None = None
    labels = stretch.labels
    ends = [hit.start for hit in labels[1:]]
    ends.append(stretch.end)
    beside_groups = _FIGURE if plan.single else _VALUE
    if beside_groups.search(text, stretch.start, labels[0].start):
        return None
    doubt = _VALUE
    for hit, end in zip(labels, ends, strict=True):
        if hit in lines:
            if wanted:
                return None
            wanted, doubt = lines[hit], _VALUE
        elif rows := hit.row(stretch.table):
            doubt = beside_groups if plan.codes.isdisjoint(rows) else _VALUE
        start = hit.end
        if start >= end:
            continue
        if wanted and (line := wanted.fullmatch(text, start, end)):
            printed += line.groups()
            spans += line.regs[1:]
            wanted = None
        elif doubt.search(text, start, end):
            return None
    return None if wanted else (printed, spans)


def _as_printed(readable: Readable, printed: list[str], spans: list[Span]) -> tuple[list[int], list[int], list[str]]:
    """Where the numbers stand in the raw text, and how."""
    if readable.edits:
        spans = [readable.span(start, end) for start, end in spans]
    if readable.raw is not readable.text:
        printed = [readable.raw[start:end] for start, end in spans]
    return [start for start, _ in spans], [end for _, end in spans], printed


def _values(printed: list[str]) -> Values:
    try:
        return list(map(int, printed))
    except ValueError:  # one has decimals
        return [value for string in printed if (value := number(string)) is not None]  # none is too long to be one


@cache
def _plan(form: Form) -> _Plan:
    """The plan of a form. Of a grid of zeros every identity closes, so that the judge's word on it stands for all."""
    single = all(len(line.cells) == 1 for line in form.lines)
    judgement = judge(form, {key: Token(0, 0, "number", 0) for key in form.cells}, plain=frozenset())
    return _Plan(
        lines=tuple(line.code for line in form.lines),
        codes=frozenset(line.code for line in form.lines),
        single=single,
        patterns=tuple(_line_of(len(line.cells), _BEFORE_ONE if single else _AROUND) for line in form.lines),
        identities=tuple(_identities(form)),
        rows=tuple(row for row, _ in form.cells),
        columns=tuple(column for _, column in form.cells),
        proof=judgement.proof,
        cell_proofs=tuple(judgement.cell_proofs[key] for key in form.cells),
    )


def _line_of(width: int, before: str) -> re.Pattern[str]:
    return re.compile(_CLOSING + before + _BETWEEN.join([_NUMBER] * width) + _AROUND)


def _identities(form: Form) -> Iterator[tuple[Callable[[Number, Number], bool], Sum, Sum]]:
    """What must hold of a plain table: each hard identity, and as an equality if it proves, for only then it does."""
    places = {key: at for at, key in enumerate(key for line in form.lines for key in line.cells)}

    def side(keys: tuple[CellKey, ...]) -> Sum:
        take = itemgetter(*(places[key] for key in keys))
        return take if len(keys) == 1 else lambda values: sum(take(values))

    for instance in form.instances:
        if instance.identity.hard or instance.identity.proves:
            operator = "=" if instance.identity.proves else instance.identity.operator
            yield HOLDS[operator], side(instance.left), side(instance.right)
