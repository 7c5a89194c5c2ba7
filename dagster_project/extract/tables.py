"""The standard tables of a report: labels and value tokens in, proved or told cells out.

Belongs here: the order of the steps, the layout of a table, and the records made of its reading. Does not belong
here: the steps themselves (labels.py, chains.py, stretches.py, tokens.py, layings.py, choice.py, proof.py).
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache

from dagster_project.extract import complaints, forms, labels, tokens
from dagster_project.extract.chains import Chain, mended
from dagster_project.extract.choice import Choice, choose
from dagster_project.extract.faults import faults
from dagster_project.extract.forms import Form
from dagster_project.extract.labels import Hit
from dagster_project.extract.layings import layings
from dagster_project.extract.records import Cell, Complaint, Table
from dagster_project.extract.stretches import HEADED, Stretch, stretches
from dagster_project.extract.text import Readable
from dagster_project.extract.tokens import Run, Token

# Of a label that the form prints over and over, a page whose repeated lines were dropped keeps one.
ONCE = 1
OFTEN = 3


@dataclass(slots=True, frozen=True)
class Found:
    """The tables of a stretch of text, in its order; their complaints; and their spans, in readable offsets."""

    tables: list[Table]
    complaints: list[Complaint]
    spans: list[tuple[int, int]]


def read(readable: Readable, start: int, end: int) -> Found:
    """Read the standard tables in readable.text[start:end]. A table that is printed twice comes twice. Never raises."""
    text = readable.text
    hits = labels.find(text, start, end)
    tables: list[Table] = []
    told: list[Complaint] = []
    spans: list[tuple[int, int]] = []
    for found in stretches(hits, text, start, end):
        stretch, form, choice = _read_stretch(text, found)
        if not stretch.headed and not _is_whole(stretch, form, choice):
            continue
        span = _span(stretch, choice)
        table = _record(readable, stretch.chain, form, choice, span)
        tables.append(table)
        spans.append(span)
        told.extend(faults(readable, stretch.chain, form, choice, table))
    told.extend(_missing(readable, hits, {table.code for table in tables}))
    if _lost_repeated_lines(hits):
        tables = [replace(table, proof="incomplete") if table.proof == "blank" else table for table in tables]
        told.append(complaints.repeated_lines_lost(readable.span(start, end)))
    return Found(tables, told, spans)


def _lost_repeated_lines(hits: list[Hit]) -> bool:
    """Tell whether a scraper dropped repeated lines: of the heads that stand over every block, only one is left."""
    blocks = {name for hit in hits for name in hit.label.names if name.kind == "head"}
    heads = sum(name.kind == "filler" and name.code == "head" for hit in hits for name in hit.label.names)
    return len(blocks) >= OFTEN and heads == ONCE


def _missing(readable: Readable, hits: list[Hit], found: set[str]) -> list[Complaint]:
    """Tell of the tables whose title is printed, in words that only the form uses, without the table."""
    titles = {hit.label.names[0].table: hit for hit in reversed(hits) if hit.label.names[0].kind == "title"}
    return [
        complaints.table_missing(table, readable.span(hit.start, hit.end))
        for table, hit in titles.items()
        if table not in found
    ]


def _read_stretch(text: str, stretch: Stretch) -> tuple[Stretch, Form, Choice]:
    """Read a table in the layout that its labels tell; where they don't, in the first in which it comes out whole.

    If rows are missing, their labels are looked for again, as misprints.
    """
    readings = []
    for layout in _layouts(stretch):
        form = forms.form(stretch.table, layout)
        readings.append((stretch, form, _choose(text, stretch, form)))
        may_mend = stretch.headed and _is_alone(stretch) and not _is_whole(*readings[-1])
        chain = mended(form, stretch.chain, text) if may_mend else stretch.chain
        if chain != stretch.chain:
            labelled = sorted(dict.fromkeys([*stretch.labels, *chain.hits]), key=lambda hit: hit.start)
            again = replace(stretch, chain=chain, labels=labelled)
            readings.append((again, form, _choose(text, again, form)))
        if _is_whole(*readings[-1]):
            return readings[-1]
    return max(readings, key=lambda reading: len(reading[2].grid))


def _is_alone(stretch: Stretch) -> bool:
    """Tell whether no label of another table of the kind stands among those of a table."""
    own = set(stretch.chain.hits)
    return not any(hit in stretch.rivals and hit not in own for hit in stretch.labels)


def _choose(text: str, stretch: Stretch, form: Form) -> Choice:
    """Choose the reading of a stretch in one form. Labels without any figure are blank, unread figures are not."""
    runs = _runs(text, stretch)
    choice = choose(form, layings(form, stretch.chain, runs, text))
    if choice.judgement.proof == "blank" and any(run.printed for run in runs):
        return replace(choice, judgement=replace(choice.judgement, proof="incomplete"))
    return choice


def _is_whole(_: Stretch, form: Form, choice: Choice) -> bool:
    return len(choice.grid) == sum(len(line.cells) for line in form.lines)


def _runs(text: str, stretch: Stretch) -> list[Run]:
    """The runs of a stretch, `after` counting the labels of its chain, -1 behind any other label of the table."""
    places = {hit: index for index, hit in enumerate(stretch.chain.hits)}
    labelled = [hit for hit in stretch.labels if hit in places or hit.row(stretch.table)]
    if stretch.table in HEADED:
        labelled = list(stretch.chain.hits)
    ends = [hit.end for hit in labelled]
    found = tokens.runs(text, stretch.start, stretch.end, stretch.labels)
    others: set[tuple[str, ...]] = set()
    for run in found:
        last = bisect_right(ends, run.tokens[0].start) - 1
        run.after = places.get(labelled[last], -1) if last >= 0 else -1
        if last >= 0 and run.after < 0 and run.printed and labelled[last] not in stretch.rivals:
            others.add(labelled[last].row(stretch.table))
    for run in found:
        if run.after >= 0 and stretch.chain.hits[run.after].row(stretch.table) in others:
            run.after = -1  # the same label is printed twice with numbers: which of both counts is not known
    return found


def _layouts(stretch: Stretch) -> list[str]:
    """The layouts to try, the one with most labels of its own first; without any, the oldest."""
    votes = dict.fromkeys(forms.layouts(stretch.table), 0)
    own = _layouts_of_labels(stretch.table)
    named = [name for hit in [*stretch.heads, *stretch.labels] for name in hit.label.names]
    codes = {*stretch.chain.rows, *(n.code for n in named if n.kind == "column" and n.table == stretch.table)}
    for code in codes:
        if len(own.get(code, ())) == 1:
            votes[next(iter(own[code]))] += 1
    ranked = sorted(votes, key=lambda layout: -votes[layout])
    return ranked if votes[ranked[0]] == votes[ranked[-1]] else ranked[:1]


@cache
def _layouts_of_labels(table: str) -> dict[str, set[str]]:
    """For each row and column code of a table, the layouts that print it."""
    found: dict[str, set[str]] = {}
    for row in forms.rows(table):
        found.setdefault(row.code, set()).update(row.value_layouts | row.header_layouts)
    for column in forms.columns(table):
        found.setdefault(column.code, set()).update(column.layouts)
    return found


def _span(stretch: Stretch, choice: Choice) -> tuple[int, int]:
    """From the first label or value of a table to the last."""
    starts = [token.start for token in choice.grid.values()]
    ends = [token.end for token in choice.grid.values()]
    first = stretch.start if stretch.table in HEADED else stretch.chain.start
    return min([first, *starts]), max([stretch.chain.end, *ends])


def _record(readable: Readable, chain: Chain, form: Form, choice: Choice, span: tuple[int, int]) -> Table:
    cells = [_cell(readable, choice, key, chain) for key in form.cells]
    start, end = readable.span(*span)
    judgement = choice.judgement
    return Table(form.table, form.layout, judgement.proof, judgement.blame, start, end, cells)


def _cell(readable: Readable, choice: Choice, key: tuple[str, str], chain: Chain) -> Cell:
    """The record of one cell; one that was not read stands, without characters, behind its label."""
    judgement = choice.judgement
    token = choice.grid.get(key)
    if token is None:
        labelled = dict(zip(chain.rows, chain.hits, strict=True))
        at = labelled[key[0]].end if key[0] in labelled else chain.start
        token = Token(at, at, "unreadable")
    start, end = readable.span(token.start, token.end)
    zero = judgement.zeros.get(key)
    return Cell(
        row=key[0],
        column=key[1],
        value=0 if zero else token.value,
        state=token.state,
        raw=readable.raw[start:end],
        start=start,
        end=end,
        inferred=zero or token.inferred,
        unit=token.unit,
        proof=judgement.cell_proofs[key],
    )
