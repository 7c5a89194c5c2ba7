"""All of a document: text in, every report in it with its tables, claims and complaints out.

Belongs here: the order in which the readers are asked, and what they are told of each other. Does not belong
here: reading anything (parts.py, masthead.py, tables.py, claims.py).
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from typing import cast

from dagster_project.extract import claims, masthead, tables
from dagster_project.extract.digest import prose_digest
from dagster_project.extract.document_complaints import complaint
from dagster_project.extract.other_pages import has_row
from dagster_project.extract.parts import Part, divide
from dagster_project.extract.records import Claim, Complaint, Masthead, Reading, Report, Table
from dagster_project.extract.text import Readable, readable

PROSE, MIXED = "E1", "mixed"


def read_document(raw: str, name: str = "") -> Reading:
    """Read one document. `name` is its file name, which may hold evidence that the text lost.

    Never raises: what cannot be read is a complaint. A document without a report has no reports, and its first
    complaint says why.
    """
    stages = _stages(raw, name)
    while True:
        try:
            next(stages)
        except StopIteration as end:
            return cast(Reading, end.value)


def read_documents(documents: Iterable[tuple[str, str]], failed: Callable[[Exception], Reading]) -> list[Reading]:
    """Read several documents, each a text and its name, in turns: one stage of all, then the next of all.

    That takes a seventh less CPU than one by one, since what a stage works with stays at hand in the processor. Should
    the reading of a document raise, against all promises, it is what `failed` makes of the exception.
    """
    every = [_stages(raw, name) for raw, name in documents]
    readings: dict[int, Reading] = {}
    while len(readings) < len(every):
        for number, stages in enumerate(every):
            if number not in readings:
                try:
                    next(stages)
                except StopIteration as end:
                    readings[number] = end.value
                except Exception as error:  # one document must not cost a nation its run
                    readings[number] = failed(error)
    return [readings[number] for number in range(len(every))]


def _stages(raw: str, name: str) -> Generator[None, None, Reading]:
    """The reading of a document, with a pause behind each stage."""
    text = readable(raw)
    yield
    division = divide(text)
    parts = division.parts
    yield
    heads = [
        masthead.read(text, part.start, part.end, part.titles, name=name, document_class=part.document_class)
        for part in parts
    ]
    yield
    found = [tables.read(text, part.start, part.end) for part in parts]
    yield
    stated = [
        claims.read(text, part.start, part.end, year=head.year, skip=tabled.spans)
        for part, (head, _), tabled in zip(parts, heads, found, strict=True)
    ]
    yield
    read = zip(parts, heads, found, stated, strict=True)
    reports = [report for of_part in read for report in _reports(text, *of_part)]
    said = any(map(_says_anything, reports)) or has_row(text.text)
    if division.document_class == "report" and not said and "\n" in raw.strip():
        return Reading("not_a_report", [], [complaint(text, "no_report_found", 0, 0)])
    for ordinal, report in enumerate(reports, 1):
        report.ordinal = ordinal
    return Reading(division.document_class, reports, division.complaints)


def _reports(
    text: Readable,
    part: Part,
    headed: tuple[Masthead, list[Complaint]],
    found: tables.Found,
    told: tuple[list[Claim], list[Complaint]],
) -> Iterator[Report]:
    """The report of a part, or both where two stand side by side: then neither's year is known from the text."""
    (head, doubts), (stated, puzzles) = headed, told
    start, end = text.span(part.start, part.end)
    digest = prose_digest(text.text, part.start, part.end, found.spans)
    copies = _copies(found.tables)
    if len(copies) > 1:
        head = replace(head, year=None, period_start=None, period_end=None)
    for index, copy in enumerate(copies):
        complaints = _of_copy(found, copy) + (doubts + puzzles if index == 0 else [])
        spoken = stated if index == 0 else []
        yield Report(0, part.document_class, layout(copy), head, start, end, copy, spoken, complaints, digest)


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
