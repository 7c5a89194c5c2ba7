"""All of one document: text in, every report in it with its tables, claims and complaints out.

Belongs here: the order in which the readers are asked, and what they are told of each other. Does not belong
here: reading anything (parts.py, masthead.py, tables.py, claims.py).
"""

from collections.abc import Iterator
from dataclasses import replace

from dagster_project.extract import claims, masthead, tables
from dagster_project.extract.digest import prose_digest
from dagster_project.extract.document_complaints import complaint
from dagster_project.extract.other_pages import has_row
from dagster_project.extract.parts import Part, divide
from dagster_project.extract.records import Complaint, Reading, Report, Table
from dagster_project.extract.text import Readable, readable

PROSE, MIXED = "E1", "mixed"


def read_document(raw: str, name: str = "") -> Reading:
    """Read one document. `name` is its file name, which may hold evidence that the text lost.

    Never raises: what cannot be read is a complaint. A document without a report has no reports, and its first
    complaint says why.
    """
    text = readable(raw)
    division = divide(text)
    reports = [report for part in division.parts for report in _read_part(text, part, name)]
    said = any(map(_says_anything, reports)) or has_row(text.text)
    if division.document_class == "report" and not said and "\n" in raw.strip():
        return Reading("not_a_report", [], [complaint(text, "no_report_found", 0, 0)])
    for ordinal, report in enumerate(reports, 1):
        report.ordinal = ordinal
    return Reading(division.document_class, reports, division.complaints)


def _read_part(text: Readable, part: Part, name: str) -> Iterator[Report]:
    """The report of a part, or both where two stand side by side: then neither's year is known from the text."""
    head, doubts = masthead.read(text, part.start, part.end, name=name, document_class=part.document_class)
    found = tables.read(text, part.start, part.end)
    stated, puzzles = claims.read(text, part.start, part.end, year=head.year, skip=found.spans)
    start, end = text.span(part.start, part.end)
    digest = prose_digest(text.text, part.start, part.end, found.spans)
    copies = _copies(found.tables)
    if len(copies) > 1:
        head = replace(head, year=None, period_start=None, period_end=None)
    for index, copy in enumerate(copies):
        told = _of_copy(found, copy) + (doubts + puzzles if index == 0 else [])
        spoken = stated if index == 0 else []
        yield Report(0, part.document_class, layout(copy), head, start, end, copy, spoken, told, digest)


def _says_anything(report: Report) -> bool:
    """Whether a report has a title, a table or a claim: without any of them, nothing tells that it is one."""
    return bool(report.masthead.title or report.tables or report.claims)


def _copies(found: list[Table]) -> list[list[Table]]:
    """The tables of each report: the first of each kind, the second of each kind, ... A mere repetition is left out.

    One of which nothing was read tells of no second report: beside one that was read, only its complaints stay.
    """
    copies: list[list[Table]] = [[]]
    known: dict[str, set[tuple[object, ...]]] = {}
    read = {table.code for table in found if _is_read(table)}
    for table in found:
        if table.code in read and not _is_read(table):
            continue
        same = known.setdefault(table.code, set())
        figures = _figures(table)
        if figures in same:
            continue
        if len(same) == len(copies):
            copies.append([])
        copies[len(same)].append(table)
        same.add(figures)
    return copies


def _is_read(table: Table) -> bool:
    return any(table.columns.raw)


def _figures(table: Table) -> tuple[object, ...]:
    cells = table.columns
    return tuple(cells.row), tuple(cells.column), tuple(cells.value), tuple(cells.state)


def _of_copy(found: tables.Found, copy: list[Table]) -> list[Complaint]:
    """The complaints that concern the tables of one report: those told within them."""
    spans = [(table.start, table.end) for table in copy]
    others = [(table.start, table.end) for table in found.tables if table not in copy]

    def within(told: Complaint, where: list[tuple[int, int]]) -> bool:
        return told.start is not None and any(start <= told.start <= end for start, end in where)

    return [told for told in found.complaints if within(told, spans) or not within(told, others)]


def layout(found: list[Table]) -> str:
    """The layout of a report: that of its tables, `mixed` if they differ, prose if it has none.

    The reviews are printed alike in the forms of 2019 and 2021, so they decide only if nothing else does.
    """
    told = {table.layout for table in found if table.code != "reviews"} or {table.layout for table in found}
    return PROSE if not told else told.pop() if len(told) == 1 else MIXED
