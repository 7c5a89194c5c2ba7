"""What is wrong with a table that was read: from its judgement to the complaints about it.

Belongs here: which faults are told. Does not belong here: their words (complaints.py), the judgement (proof.py).
"""

from collections.abc import Iterator
from dataclasses import replace

from dagster_project.extract import complaints
from dagster_project.extract.chains import Chain
from dagster_project.extract.choice import Choice
from dagster_project.extract.forms import Form, Instance
from dagster_project.extract.proof import Grid, Judgement, evaluate
from dagster_project.extract.records import Cells, Complaint, Number, Table
from dagster_project.extract.slips import SPLIT
from dagster_project.extract.suggestions import split, suggest
from dagster_project.extract.text import Readable

# So much of an unreadable line is quoted.
QUOTED = 60


def faults(readable: Readable, chain: Chain, form: Form, choice: Choice, table: Table) -> list[Complaint]:
    """Tell of a table why it is not proved: every failed identity, unread line, empty or unchecked cell."""
    span = (table.start, table.end)
    if table.proof == "proved":
        return []
    if table.proof == "blank":
        return [complaints.table_blank(table.code, span)]
    told = [*failed_identities(form, choice.judgement, table), *_unread(readable, chain, form, choice, span)]
    if choice.rivals:
        told.append(complaints.several_readings(form, choice.rivals, span))
    if table.proof == "incomplete":
        told += _unequal(form, choice.judgement, table)
        columns = zip(table.columns.state, table.columns.value, strict=True)
        blanks = sum(state == "blank" and value is None for state, value in columns)
        if blanks:
            told.append(complaints.blanks_unproved(form, blanks, span))
        elif not told:
            told.append(complaints.numbers_unproved(form, _apart(choice.judgement, table), span))
    return told


def explained(form: Form, choice: Choice, table: Table, readable: Readable) -> tuple[Table, list[Complaint]]:
    """The table with what may have gone wrong in it, and the same as a complaint; as it was if nothing is known."""
    if number := split(form, choice.grid, choice.crowded):
        span = readable.span(number.pieces[0].start, number.pieces[1].end)
        return _with(table, SPLIT.code, complaints.number_split(form, number, span))
    return explained_by_change(form, choice.grid, choice.judgement, table)


def explained_by_change(form: Form, grid: Grid, judgement: Judgement, table: Table) -> tuple[Table, list[Complaint]]:
    """The same of a table of which every line was read."""
    suggestion = suggest(form, grid, judgement)
    if suggestion is None:
        return table, []
    told = complaints.likely_explanation(form, suggestion, {(cell.row, cell.column): cell for cell in table.cells})
    return _with(table, suggestion.shown[0][0].code if suggestion.count == 1 else None, told)


def _with(table: Table, slip: str | None, told: Complaint) -> tuple[Table, list[Complaint]]:
    return replace(table, slip=slip, explanation=told.message, explanation_en=told.message_en), [told]


def failed_identities(form: Form, judgement: Judgement, table: Table) -> Iterator[Complaint]:
    """Tell of every hard identity that fails."""
    for instance, verdict in judgement.verdicts.items():
        if verdict == "fails" and instance.identity.hard:
            yield complaints.identity_fails(form, instance, *_sides(instance, table.columns))


def _unequal(form: Form, judgement: Judgement, table: Table) -> Iterator[Complaint]:
    """Tell of every identity that closes without proving anything, its sides not being equal."""
    for instance, verdict in judgement.verdicts.items():
        if verdict == "closes" and instance.identity.proves:
            left, right, span = _sides(instance, table.columns)
            if left != right:
                yield complaints.total_exceeds_parts(form, instance, left, right, span)


def _apart(judgement: Judgement, table: Table) -> int:
    """How many numbers of a table stand in no identity that closes, though the form has one for them."""
    closing = [i for i, verdict in judgement.verdicts.items() if verdict == "closes" and i.identity.proves]
    closed = {key for instance in closing for key in instance.left + instance.right}
    return sum(
        cell.value is not None and cell.proof == "incomplete" and (cell.row, cell.column) not in closed
        for cell in table.cells
    )


def _sides(instance: Instance, cells: Cells) -> tuple[Number, Number, complaints.Span]:
    """Both sides of an identity that was evaluated, and from where to where its cells stand."""
    places = instance.left_at + instance.right_at
    span = min(cells.start[at] for at in places), max(cells.end[at] for at in places)
    return *evaluate(instance, cells.value), span


def _unread(readable: Readable, chain: Chain, form: Form, choice: Choice, span: complaints.Span) -> Iterator[Complaint]:
    labelled = dict(zip(chain.rows, chain.hits, strict=True))
    starts = [hit.start for hit in chain.hits]
    for line in form.lines:
        if line.cells[0] in choice.grid or line.code in choice.rivals:
            continue
        if line.code not in labelled:
            yield complaints.line_missing(form, line, span)
            continue
        at = labelled[line.code].end
        stop = min([at + QUOTED, *(start for start in starts if start >= at)])
        found = " ".join(readable.text[at:stop].split())
        yield complaints.line_unreadable(form, line, found, readable.span(at, stop))
