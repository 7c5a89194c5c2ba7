"""The standard tables of a report: labels and value tokens in, proved or told cells out.

Belongs here: the order of the steps, the layout of a table, and the records made of its reading. Does not belong
here: the steps themselves (labels.py, chains.py, stretches.py, tokens.py, layings.py, choice.py, proof.py).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from dagster_project.extract import complaints, forms, heads, labels, plain, tokens
from dagster_project.extract.chains import Chain, mended
from dagster_project.extract.choice import Choice, choose, unread
from dagster_project.extract.faults import explained, faults
from dagster_project.extract.forms import Form
from dagster_project.extract.labels import Hit, Label
from dagster_project.extract.layings import is_guarded, layings
from dagster_project.extract.records import Cells, Complaint, Table
from dagster_project.extract.stretches import HEADED, Stretch, stretches
from dagster_project.extract.text import Readable
from dagster_project.extract.tokens import Run, Token

# Of a label that the form prints over and over, a page whose repeated lines were dropped keeps one.
ONCE = 1
OFTEN = 3

_WORDS = re.compile("[一-鿿]")

Span = tuple[int, int]


@dataclass(slots=True, frozen=True)
class Found:
    """The tables of a stretch of text, in its order; their complaints; and their spans, in readable offsets."""

    tables: list[Table]
    complaints: list[Complaint]
    spans: list[Span]


def read(readable: Readable, start: int, end: int) -> Found:
    """Read the standard tables in readable.text[start:end]. A table that is printed twice comes twice. Never raises."""
    text = readable.text
    hits = labels.find(text, start, end)
    tables: list[Table] = []
    told: list[Complaint] = []
    spans: list[Span] = []
    for stretch in stretches(hits, text, start, end):
        possible = possible_forms(stretch)
        displaced = heads.displaced(possible[0], stretch, hits, text)
        doubtful = displaced or _is_entangled(text, stretch)
        if not doubtful and (found := plain.read(readable, stretch, possible[0])):
            table, span = found
        elif searched := search(readable, stretch, possible, displaced):
            table, span, doubts = searched
            told.extend(doubts)
        else:
            continue
        tables.append(table)
        spans.append(span)
    told.extend(_missing(readable, hits, {table.code for table in tables}))
    if _lost_repeated_lines(hits):
        tables = [replace(table, proof="incomplete") if table.proof == "blank" else table for table in tables]
        told.append(complaints.repeated_lines_lost(readable.span(start, end)))
    return Found(tables, told, spans)


def search(
    readable: Readable, stretch: Stretch, possible: tuple[Form, ...], displaced: Hit | None = None
) -> tuple[Table, Span, list[Complaint]] | None:
    """The table of a stretch, its readable span and complaints, if it is one. What plain.py reads, this reads alike.

    If one of its heads is `displaced`, no number of it is taken.
    """
    stretch, form, choice = _read_stretch(readable.text, stretch, possible)
    if not stretch.headed and not (_is_whole(stretch, form, choice) and _is_of_figures(readable.text, choice)):
        return None
    if displaced:
        choice = unread(form)
    elif _is_entangled(readable.text, stretch):
        choice = _of_entangled(form, choice)
    span = _span(stretch, choice)
    table = _record(readable, stretch.chain, form, choice, span)
    if displaced:
        at = readable.span(displaced.start, displaced.end)
        return table, span, [complaints.heads_displaced(form.table, readable.raw[slice(*at)], at)]
    told = faults(readable, stretch.chain, form, choice, table)
    table, explanation = explained(form, choice, table, readable)
    return table, span, [*told, *explanation]


def _lost_repeated_lines(hits: list[Hit]) -> bool:
    """Tell whether a scraper dropped repeated lines: of the heads that stand over every block, only one is left."""
    if sum([hit.label.is_head for hit in hits]) != ONCE:
        return False
    return len({name for hit in hits for name in hit.label.blocks}) >= OFTEN


def _missing(readable: Readable, hits: list[Hit], found: set[str]) -> list[Complaint]:
    """Tell of the tables whose title is printed, in words that only the form uses, without the table."""
    sections = [hit for hit in hits if hit.label.is_section]
    titles = {hit.label.names[0].table: hit for hit in reversed(sections) if hit.label.names[0].kind == "title"}
    return [
        complaints.table_missing(table, readable.span(hit.start, hit.end))
        for table, hit in titles.items()
        if table not in found
    ]


def _read_stretch(text: str, stretch: Stretch, possible: tuple[Form, ...]) -> tuple[Stretch, Form, Choice]:
    """Read a table in the form that its labels tell; where they don't, in the first in which it comes out whole.

    If rows are missing, their labels are looked for again, as misprints.
    """
    readings = []
    runs = _runs(text, stretch)
    for form in possible:
        readings.append((stretch, form, _choose(text, stretch, runs, form)))
        may_mend = stretch.headed and _is_alone(stretch) and not _is_whole(*readings[-1])
        chain = mended(form, stretch.chain, text) if may_mend else stretch.chain
        if chain != stretch.chain:
            labelled = sorted(dict.fromkeys([*stretch.labels, *chain.hits]), key=lambda hit: hit.start)
            again = replace(stretch, chain=chain, labels=labelled)
            readings.append((again, form, _choose(text, again, _runs(text, again), form)))
        if _is_whole(*readings[-1]):
            return readings[-1]
    return max(readings, key=lambda reading: len(reading[2].grid))


def _is_alone(stretch: Stretch) -> bool:
    """Tell whether no label of another table of the kind stands among those of a table."""
    own = set(stretch.chain.hits)
    return not any(hit in stretch.rivals and hit not in own for hit in stretch.labels)


def _is_entangled(text: str, stretch: Stretch) -> bool:
    """Tell whether rows of another table stand between a table's own, and not just beside them on their lines.

    A page number in one of the two sets them out of step, and which number is whose cannot be told.
    """
    chain = stretch.chain
    if len(stretch.rivals) <= len(chain.hits):
        return False

    def lines(hits: Iterable[Hit]) -> list[int]:
        return [text.rfind("\n", stretch.start, hit.start) for hit in hits]

    own, mine = lines(chain.hits), set(chain.hits)
    inside = (hit for hit in stretch.labels if hit in stretch.rivals and chain.start < hit.start < chain.end)
    between = lines(hit for hit in inside if hit not in mine)
    return bool(between) and (len(set(own)) < len(own) or not set(own).issuperset(between))


def _of_entangled(form: Form, choice: Choice) -> Choice:
    """What can be said of a table that is entangled with another: the identities say it, but blame no source."""
    if not is_guarded(form):
        return unread(form)
    blame = choice.judgement.blame and "reading"
    return replace(choice, judgement=replace(choice.judgement, blame=blame))


def _choose(text: str, stretch: Stretch, runs: list[Run], form: Form) -> Choice:
    """Choose the reading of a stretch in one form. Labels without any figure are blank, unread figures are not."""
    choice = choose(form, layings(form, stretch.chain, runs, text))
    if choice.judgement.proof == "blank" and any(run.printed for run in runs):
        return replace(choice, judgement=replace(choice.judgement, proof="incomplete"))
    return choice


def _is_whole(_: Stretch, form: Form, choice: Choice) -> bool:
    return len(choice.grid) == sum(len(line.cells) for line in form.lines)


def _is_of_figures(text: str, choice: Choice) -> bool:
    """Tell whether no words stand between the numbers of a reading, as they do in sentences."""
    tokens = sorted(choice.grid.values(), key=lambda token: token.start)
    return not any(_WORDS.search(text, last.end, token.start) for last, token in pairwise(tokens))


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


def possible_forms(stretch: Stretch) -> tuple[Form, ...]:
    """The forms to try, the one with most labels of its own first; without any, the oldest."""
    labelled = frozenset(hit.label for hit in [*stretch.heads, *stretch.labels])
    return _forms_told(stretch.table, stretch.chain.rows, labelled)


@lru_cache(maxsize=1024)
def _forms_told(table: str, rows: tuple[str, ...], labelled: frozenset[Label]) -> tuple[Form, ...]:
    """The same, by the rows and labels of a table, which are alike in most reports."""
    votes = dict.fromkeys(forms.layouts(table), 0)
    own = _layouts_of_labels(table)
    named = (name for label in labelled for name in label.names)
    for code in {*rows, *(name.code for name in named if name.kind == "column" and name.table == table)}:
        if len(own.get(code, ())) == 1:
            votes[next(iter(own[code]))] += 1
    ranked = sorted(votes, key=lambda layout: -votes[layout])
    told = ranked if votes[ranked[0]] == votes[ranked[-1]] else ranked[:1]
    return tuple(forms.form(table, layout) for layout in told)


@cache
def _layouts_of_labels(table: str) -> dict[str, set[str]]:
    """For each row and column code of a table, the layouts that print it."""
    found: dict[str, set[str]] = {}
    for row in forms.rows(table):
        found.setdefault(row.code, set()).update(row.value_layouts | row.header_layouts)
    for column in forms.columns(table):
        found.setdefault(column.code, set()).update(column.layouts)
    return found


def _span(stretch: Stretch, choice: Choice) -> Span:
    """From the first label or value of a table to the last."""
    starts = [token.start for token in choice.grid.values()]
    ends = [token.end for token in choice.grid.values()]
    first = stretch.start if stretch.table in HEADED else stretch.chain.start
    return min([first, *starts]), max([stretch.chain.end, *ends])


def _record(readable: Readable, chain: Chain, form: Form, choice: Choice, span: Span) -> Table:
    """The record of a table. A cell that was not read stands, without characters, behind its label."""
    judgement = choice.judgement
    printed = [choice.grid.get(key) or _unread(chain, key[0]) for key in form.cells]
    zeros = list(map(judgement.zeros.get, form.cells)) if judgement.zeros else [None] * len(form.cells)
    places = [(token.start, token.end) for token in printed]
    if readable.edits:
        places = [readable.span(start, end) for start, end in places]
    cells = Cells(
        row=[row for row, _ in form.cells],
        column=[column for _, column in form.cells],
        value=[0 if zero else token.value for token, zero in zip(printed, zeros, strict=True)],
        state=[token.state for token in printed],
        raw=[readable.raw[start:end] for start, end in places],
        start=[start for start, _ in places],
        end=[end for _, end in places],
        inferred=[zero or token.inferred for token, zero in zip(printed, zeros, strict=True)],
        unit=[token.unit for token in printed],
        proof=list(judgement.cell_proofs.values()),
    )
    return Table(form.table, form.layout, judgement.proof, judgement.blame, *readable.span(*span), cells)


def _unread(chain: Chain, row: str) -> Token:
    at = chain.hits[chain.rows.index(row)].end if row in chain.rows else chain.start
    return Token(at, at, "unreadable")
