"""The standard tables of a report: labels and value tokens in, proved or told cells out.

Belongs here: the stretch of text in which a table lies, its layout, and the records made of its reading. Does not
belong here: the steps themselves (labels.py, chains.py, tokens.py, layings.py, choice.py, proof.py).
"""

from bisect import bisect_right
from dataclasses import dataclass, replace

from dagster_project.extract import complaints, forms, labels, tokens
from dagster_project.extract.chains import Chain, chains, mended
from dagster_project.extract.choice import Choice, choose
from dagster_project.extract.faults import faults
from dagster_project.extract.forms import Form
from dagster_project.extract.labels import Hit
from dagster_project.extract.layings import layings
from dagster_project.extract.records import Cell, Complaint, Table
from dagster_project.extract.text import Readable
from dagster_project.extract.tokens import Run, Token

# How far before its first label and behind its last a table may still print numbers.
REACH_BEFORE, REACH_AFTER = 200, 1500
# The labels of the reviews stand above its one line; so many of them near each other make its heading.
HEADING_LABELS, HEADING_REACH = 3, 300
# The rows of these are words that any prose may string together: they are a table only under its heading.
NEEDS_HEADING = frozenset({"disclosure"})


@dataclass(slots=True, frozen=True)
class _Stretch:
    """Where one printed table lies, and the labels in it that give its lines their place.

    One that is not `headed` is a mere guess behind a section's title: it is a table only if it reads whole.
    """

    table: str
    chain: Chain
    start: int
    end: int
    headed: bool = True


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
    for found in _stretches(hits, start, end):
        inner = [hit for hit in hits if found.start <= hit.start < found.end]
        stretch, form, choice = _read_stretch(text, found, inner)
        if not stretch.headed and not _is_whole(stretch, form, choice):
            continue
        span = _span(stretch, choice)
        table = _record(readable, stretch.chain, form, choice, span)
        tables.append(table)
        spans.append(span)
        told.extend(faults(readable, stretch.chain, form, choice, table))
    told.extend(_missing(readable, hits, {table.code for table in tables}))
    return Found(tables, told, spans)


def _missing(readable: Readable, hits: list[Hit], found: set[str]) -> list[Complaint]:
    """Tell of the tables whose title is printed, in words that only the form uses, without the table."""
    titles = {hit.label.names[0].table: hit for hit in reversed(hits) if hit.label.names[0].kind == "title"}
    return [
        complaints.table_missing(table, readable.span(hit.start, hit.end))
        for table, hit in titles.items()
        if table not in found
    ]


def _stretches(hits: list[Hit], start: int, end: int) -> list[_Stretch]:
    found = []
    for table in labels.TABLES:
        if table == "reviews":
            found += _headed_stretches(table, hits, end)
            continue
        for chain in chains(table, hits):
            if table in NEEDS_HEADING and not _is_headed(chain, table, hits):
                continue
            members = set(chain.hits)
            before = [hit.end for hit in hits if hit.end <= chain.start and hit not in members]
            after = [hit.start for hit in hits if hit.start >= chain.end and _ends_table(hit, table)]
            first = max([start, chain.start - REACH_BEFORE, *before[-1:]])
            found.append(_Stretch(table, chain, first, min([end, chain.end + REACH_AFTER, *after[:1]])))
    return sorted(found, key=lambda stretch: stretch.start)


def _is_headed(chain: Chain, table: str, hits: list[Hit]) -> bool:
    """Tell whether a heading of the table's own stands shortly before its rows or among them."""
    return any(
        chain.start - HEADING_REACH < hit.start < chain.end
        and any(name.table == table and name.kind in {"head", "column", "filler"} for name in hit.label.names)
        for hit in hits
    )


def _ends_table(hit: Hit, table: str) -> bool:
    """Tell whether a label cannot stand inside a table: a section's title, or a label of another table only."""
    return hit.label.is_section or table not in hit.label.tables


def _headed_stretches(table: str, hits: list[Hit], end: int) -> list[_Stretch]:
    """The stretches of a table whose labels all stand above its one line of numbers, or that only has a title."""
    first_line = forms.form(table, forms.layouts(table)[0]).lines[0].code
    starts = [hit.start for hit in hits if hit.label.is_section]

    def stretch(first: Hit, last: Hit, *, headed: bool) -> _Stretch:
        limit = starts[bisect_right(starts, last.end) :][:1]
        stop = min([end, last.end + REACH_AFTER, *limit])
        return _Stretch(table, Chain((first_line,), (last,)), first.start, stop, headed)

    found = [stretch(group[0], group[-1], headed=True) for group in _headings(table, hits)]
    titles = [hit for hit in hits if hit.label.is_section and hit.label.names[0].table == table]
    guesses = [stretch(title, title, headed=False) for title in titles]
    return found + [guess for guess in guesses if not any(guess.start < other.start < guess.end for other in found)]


def _headings(table: str, hits: list[Hit]) -> list[list[Hit]]:
    """The groups of labels, near each other in one section, that make the heading of such a table."""
    groups: list[list[Hit]] = [[]]
    for hit in hits:
        if hit.label.is_section or (groups[-1] and hit.start - groups[-1][-1].end >= HEADING_REACH):
            groups.append([])
        if not hit.label.is_section and table in hit.label.tables:
            groups[-1].append(hit)
    names = [{name for hit in group for name in hit.label.names if name.table == table} for group in groups]
    return [group for group, named in zip(groups, names, strict=True) if len(named) >= HEADING_LABELS]


def _read_stretch(text: str, stretch: _Stretch, hits: list[Hit]) -> tuple[_Stretch, Form, Choice]:
    """Read a table in the layout that its labels tell; where they don't, in the first in which it comes out whole.

    If rows are missing, their labels are looked for again, as misprints.
    """
    readings = []
    for layout in _layouts(stretch, hits):
        form = forms.form(stretch.table, layout)
        readings.append((stretch, form, _choose(text, stretch, form, hits)))
        chain = mended(form, stretch.chain, text) if stretch.headed and not _is_whole(*readings[-1]) else stretch.chain
        if chain != stretch.chain:
            labelled = sorted({*hits, *chain.hits}, key=lambda hit: hit.start)
            again = replace(stretch, chain=chain)
            readings.append((again, form, _choose(text, again, form, labelled)))
        if _is_whole(*readings[-1]):
            return readings[-1]
    return max(readings, key=lambda reading: len(reading[2].grid))


def _choose(text: str, stretch: _Stretch, form: Form, hits: list[Hit]) -> Choice:
    """Choose the reading of a stretch in one form. Labels without any figure are blank, unread figures are not."""
    runs = _runs(text, stretch, hits)
    choice = choose(form, layings(form, stretch.chain, runs, text))
    if choice.judgement.proof == "blank" and any(run.printed for run in runs):
        return replace(choice, judgement=replace(choice.judgement, proof="incomplete"))
    return choice


def _is_whole(_: _Stretch, form: Form, choice: Choice) -> bool:
    return len(choice.grid) == sum(len(line.cells) for line in form.lines)


def _runs(text: str, stretch: _Stretch, hits: list[Hit]) -> list[Run]:
    """The runs of a stretch, `after` counting the labels of its chain, -1 behind any other label of the table."""
    places = {hit: index for index, hit in enumerate(stretch.chain.hits)}
    labelled = [hit for hit in hits if hit in places or (hit.row(stretch.table) and stretch.table != "reviews")]
    ends = [hit.end for hit in labelled]
    found = tokens.runs(text, stretch.start, stretch.end, hits)
    others: set[tuple[str, ...]] = set()
    for run in found:
        last = bisect_right(ends, run.tokens[0].start) - 1
        run.after = places.get(labelled[last], -1) if last >= 0 else -1
        if last >= 0 and run.after < 0 and run.printed:
            others.add(labelled[last].row(stretch.table))
    for run in found:
        if run.after >= 0 and stretch.chain.hits[run.after].row(stretch.table) in others:
            run.after = -1  # the same label is printed twice with numbers: which of both counts is not known
    return found


def _layouts(stretch: _Stretch, hits: list[Hit]) -> list[str]:
    """The layouts to try, the one with most labels of its own first; without any, the oldest."""
    votes = dict.fromkeys(forms.layouts(stretch.table), 0)
    own = _layouts_of_labels(stretch.table)
    codes = set(stretch.chain.rows)
    codes |= {
        name.code for hit in hits for name in hit.label.names if name.kind == "column" and name.table == stretch.table
    }
    for code in codes:
        if len(own.get(code, ())) == 1:
            votes[next(iter(own[code]))] += 1
    ranked = sorted(votes, key=lambda layout: -votes[layout])
    return ranked if votes[ranked[0]] == votes[ranked[-1]] else ranked[:1]


def _layouts_of_labels(table: str) -> dict[str, set[str]]:
    """For each row and column code of a table, the layouts that print it."""
    found: dict[str, set[str]] = {}
    for row in forms.rows(table):
        found.setdefault(row.code, set()).update(row.value_layouts | row.header_layouts)
    for column in forms.columns(table):
        found.setdefault(column.code, set()).update(column.layouts)
    return found


def _span(stretch: _Stretch, choice: Choice) -> tuple[int, int]:
    """From the first label or value of a table to the last."""
    starts = [token.start for token in choice.grid.values()]
    ends = [token.end for token in choice.grid.values()]
    first = stretch.start if stretch.table == "reviews" else stretch.chain.start
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
