"""The plain way to read a table: behind each line's label just its numbers, no value elsewhere, and all sums close.

Most tables of most reports are printed so. Nothing in them is left to choose: each number stands by its label, no line
is longer or shorter than it must be, and the judge finds of them what he finds of any grid whose sums close. So they
are read without tokens, layings and judgement. That is for speed alone: what this reads, the general way reads alike
(a test holds one to the other), and where a single character leaves a doubt, this reads nothing.

Belongs here: telling that a table is plain, and its record. Does not belong here: anything that needs a second look.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from dagster_project.extract.forms import Form
from dagster_project.extract.lexemes import BAR_PAIRS, COMMA_SEPARATED, PLAIN, TAB_LINES, TABS_INDENT, Lexer, lexer_for
from dagster_project.extract.proof import all_close, closed
from dagster_project.extract.records import Cells, Number, Proof, State, Table
from dagster_project.extract.stretches import HEADED, Stretch
from dagster_project.extract.text import Readable
from dagster_project.extract.tokens import LONGEST_KEPT, MOST_KEPT, number, prints

# A number that every lexer takes alike.
_NUMBER = r"([-+−增减]?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?)"
# By the lexer of a stretch: what parts two numbers without an empty cell between, and what may stand around them.
_PARTED: dict[Lexer, tuple[tuple[str, str], ...]] = {
    PLAIN: ((r"(?:[ \n]*[|│┃][ \n]*|[ ]*[;\t][ ]*|[ \n]+)", r" \n|│┃;\t"),),
    COMMA_SEPARATED: ((r"[ ]*,[ ]*", r" \n|,"), (r"[\"'][ ]*[,;\t][ ]*[\"']", r" \n|;\t,\"'\[\]")),
    BAR_PAIRS: ((r"\n+[ ]*\|[ ]*\n+[ ]*\|[ ]*", r" \n|"),),
    TAB_LINES: ((r"[ \n]{0,8}\t[ \n]{0,8}", r" \n\t"),),
    TABS_INDENT: ((r"[ \t]*\n[ \n\t]*", r" \n\t"),),
}
_CLOSING = r"[)\"”’*]*"
# Behind a label an explanation may be printed in brackets, in which a number belongs to a word.
_EXPLANATION = r"(?:\((?:(?![不未][涉适]|[无零])[一-鿿、,]|(?<=[一-鿿])[0-9]{1,2}(?=[一-鿿]))*\))?"
# Before the one number of a line, its unit.
_UNIT = r"(?:万元|元|件|条|项|个|宗|次|篇|人次|人)"
# What may be read as a value: a digit, a slash, a nought or what stands in its place, a word for none; a dash, unless
# it rules off the heads of a Markdown table.
_FIGURE = re.compile(r"[0-9/\\○◯〇零无]|(?<![A-Za-z])[OoQD](?![A-Za-z])|[不未]涉及|不适用")
_VALUE = re.compile(_FIGURE.pattern + r"|[—–]|(?<!-)(?:--?(?!-)|-{3,}+(?!:?[ ]*(?:[|\n]|$)))")

_STATE: State = "number"

Span = tuple[int, int]


@dataclass(slots=True, frozen=True, eq=False)
class _Plan:
    """What is known of a form beforehand: its lines, its cells, and its proof.

    `proof` and `cell_proofs` are those of a grid in which all identities close.
    """

    lines: tuple[str, ...]
    codes: frozenset[str]
    single: bool
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    proof: Proof
    cell_proofs: tuple[Proof, ...]


class _Figures(NamedTuple):
    """Numbers, as printed, and where each begins and ends in a text."""

    values: list[Number]
    printed: list[str]
    starts: list[int]
    ends: list[int]


@dataclass(slots=True, frozen=True, eq=False)
class _Line:
    """What the numbers of a line look like in the gap behind its label."""

    pattern: re.Pattern[str]

    def figures(self, gap: str) -> tuple[_Figures, int] | None:
        """The numbers at the beginning of a gap, and how much of it they are."""
        return _kept(self, gap) if len(gap) <= LONGEST_KEPT else _begin(self, gap)


def _begin(line: _Line, gap: str) -> tuple[_Figures, int] | None:
    found = line.pattern.match(gap)
    if not found:
        return None
    values = [value for printed in found.groups() if (value := number(printed)) is not None]  # none is too long
    spans = found.regs[1:]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return _Figures(values, list(found.groups()), starts, ends), found.end()


# A line of zeros is printed alike in most reports.
_kept = lru_cache(maxsize=MOST_KEPT)(_begin)


def read(readable: Readable, stretch: Stretch, form: Form) -> tuple[Table, Span] | None:
    """The table of a stretch and its readable span, if it is plain in this form."""
    plan = _plan(form)
    if not stretch.chain.ordered or stretch.chain.rows != plan.lines:
        return None
    ways = _ways(readable.text, stretch, form)
    found = next((found for patterns in ways if (found := _figures(readable.text, stretch, plan, patterns))), None)
    if found is None:
        return None
    values = found.values
    if plan.single and values == sorted(set(values)):
        return None  # numbers that count up may be codes
    if not all_close(form, values):
        return None
    first = stretch.start if stretch.table in HEADED else stretch.chain.start
    last = found.ends[-1]
    starts, ends, raw = _as_printed(readable, found)
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


def _ways(text: str, stretch: Stretch, form: Form) -> Iterator[tuple[_Line, ...]]:
    """The patterns of the lines in each way in which their numbers may be parted, the usual first."""
    yield from _patterns(form, PLAIN)
    if (lexer := lexer_for(text, stretch.start, stretch.end)) is not PLAIN:
        yield from _patterns(form, lexer)


@cache
def _patterns(form: Form, lexer: Lexer) -> list[tuple[_Line, ...]]:
    """The patterns of the lines of a form, in each way in which their numbers may be parted in the eyes of a lexer."""
    single = _plan(form).single
    ways = _PARTED.get(lexer, ())
    return [tuple(_line_of(len(line.cells), single, *parted) for line in form.lines) for parted in ways]


def _figures(text: str, stretch: Stretch, plan: _Plan, patterns: tuple[_Line, ...]) -> _Figures | None:
    """The numbers behind the labels of the lines; null if anything else may be a value.

    Between the label of a line and its numbers there may be labels of other things, as of an explanation. Behind the
    label of a group there may be dashes, if the form has lines of one number.
    """
    figures = values, printed, starts, ends = _Figures([], [], [], [])
    lines = dict(zip(stretch.chain.hits, patterns, strict=True))
    wanted: _Line | None = None
    labels = stretch.labels
    bounds = [hit.start for hit in labels[1:]]
    bounds.append(stretch.end)
    beside_groups = _FIGURE if plan.single else _VALUE
    if _may_print(beside_groups, text, stretch.start, labels[0].start, stretch):
        return None
    doubt = _VALUE
    for hit, end in zip(labels, bounds, strict=True):
        if hit in lines:
            if wanted:
                return None
            wanted, doubt = lines[hit], _VALUE
        elif rows := hit.row(stretch.table):
            doubt = beside_groups if plan.codes.isdisjoint(rows) else _VALUE
        start = hit.end
        if start >= end:
            continue
        line = wanted.figures(text[start:end]) if wanted else None
        if line and _is_rest(doubt, text, start + line[1], end, stretch):
            found, _ = line
            values += found.values
            printed += found.printed
            starts += [start + at for at in found.starts]
            ends += [start + at for at in found.ends]
            wanted = None
        elif doubt.search(text, start, end) and _may_print(doubt, text, start, end, stretch):
            return None
    return None if wanted else figures


def _is_rest(doubt: re.Pattern[str], text: str, start: int, end: int, stretch: Stretch) -> bool:
    """Whether nothing stands behind the numbers of a line, or no value in another cell or line."""
    return start == end or (text[start - 1] in "\n|│┃" and not _may_print(doubt, text, start - 1, end, stretch))


def _may_print(doubt: re.Pattern[str], text: str, start: int, end: int, stretch: Stretch) -> bool:
    """Whether something that may be a value stands between two places, and the search takes it for one."""
    found = doubt.search(text, start, end)
    return found is not None and prints(text, start, end, lexer_for(text, stretch.start, stretch.end))


def _as_printed(readable: Readable, figures: _Figures) -> tuple[list[int], list[int], list[str]]:
    """Where the numbers stand in the raw text, and how."""
    _, printed, starts, ends = figures
    if readable.edits:
        spans = list(map(readable.span, starts, ends))
        starts, ends = [start for start, _ in spans], [end for _, end in spans]
    if readable.raw is not readable.text:
        printed = [readable.raw[start:end] for start, end in zip(starts, ends, strict=True)]
    return starts, ends, printed


@cache
def _plan(form: Form) -> _Plan:
    """The plan of a form."""
    single = all(len(line.cells) == 1 for line in form.lines)
    judgement = closed(form)
    return _Plan(
        lines=tuple(line.code for line in form.lines),
        codes=frozenset(line.code for line in form.lines),
        single=single,
        rows=tuple(row for row, _ in form.cells),
        columns=tuple(column for _, column in form.cells),
        proof=judgement.proof,
        cell_proofs=tuple(judgement.cell_proofs[key] for key in form.cells),
    )


@cache
def _line_of(width: int, single: bool, between: str, around: str) -> _Line:
    """What stands behind the label of a line, if it is so many numbers and what parts them."""
    before = rf"{_EXPLANATION}[{around}]*(?:{_UNIT}[{around}]+)?" if single else f"[{around}]*"
    return _Line(re.compile(_CLOSING + before + between.join([_NUMBER] * width) + f"[{around}]*"))
