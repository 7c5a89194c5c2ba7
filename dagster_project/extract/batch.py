"""Documents in, records out, as Arrow: the one function that a process pool or Spark maps over batches.

Belongs here: turning what `read_documents` returns into columns. Does not belong here: files and parts of bronze
(load/bronze.py), the schemas (schema.py), reading (report.py).
"""

from collections.abc import Callable, Iterator
from itertools import chain
from operator import attrgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.extract import decisions
from dagster_project.extract.records import Cells, Complaint, Reading
from dagster_project.extract.report import read_documents
from dagster_project.extract.schema import BRONZE

# `decisions` are those on the document, for decisions.from_json; null without any.
INPUT = pa.schema(
    [
        *(pa.field(name, pa.string(), nullable=False) for name in ("path", "sha256", "text")),
        pa.field("decisions", pa.string()),
    ]
)

Document = tuple[str, str, str, str | None]

# Documents are read together until they are so many, or so many characters: all that is known of them is in memory.
_AT_ONCE, _CHARACTERS_AT_ONCE = 50, 1_000_000

# Everything below a document, each a list whose items are rows of the bronze table of that name: the columns that are
# fields of a record. Those before them come from where the record is.
LISTS = {
    "reports": (
        "masthead.title",
        "masthead.organization",
        "masthead.organization_kind",
        "masthead.organization_evidence",
        "masthead.division_code",
        "masthead.year",
        "masthead.period_start",
        "masthead.period_end",
        "masthead.published_on",
        "layout",
        "document_class",
        "masthead.scope",
        "masthead.scope_evidence",
        "prose_digest",
        "start",
        "end",
    ),
    "tables": ("code", "layout", "proof", "blame", "accepted", "slip", "explanation", "explanation_en", "start", "end"),
    "cells": ("row", "column", "value", "unit", "state", "inferred", "proof", "raw", "start", "end"),
    "claims": ("measure", "value", "qualifier", "unit", "sentence", "rule", "start", "end"),
    "complaints": ("code", "message", "message_en", "start", "end"),
    "decisions": ("status", "message", "message_en"),
}

OUTPUT = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("document_class", pa.string(), nullable=False),
        pa.field("rejection_code", pa.string()),
        pa.field("rejection_message", pa.string()),
        pa.field("rejection_message_en", pa.string()),
        *(pa.field(name, pa.list_(pa.struct(list(BRONZE[name]))), nullable=False) for name in LISTS),
    ]
)


def report_key(sha256: str, ordinal: int) -> str:
    """The key of a report: twenty digits of its document's hash, and its number within the document."""
    return f"{sha256[:20]}-{ordinal:02d}"


def extract_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Read a batch of documents (INPUT); one row a document comes out (OUTPUT), in the same order.

    Never raises on account of a document: one that the extractor fails on comes out as `extractor_failed`.
    """
    documents = list(zip(*(batch.column(name).to_pylist() for name in INPUT.names), strict=True))
    readings = _read(documents)
    try:
        return _assemble(documents, readings)
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        # Some record does not fit the schema. Find the document that it belongs to, and keep all others.
        return pa.concat_batches([_assemble_one(*read) for read in zip(documents, readings, strict=True)])


def _read(documents: list[Document]) -> list[Reading]:
    readings = [reading for some in _at_once(documents) for reading in read_documents(some, _failed)]
    return [_decided(document, reading) for document, reading in zip(documents, readings, strict=True)]


def _at_once(documents: list[Document]) -> Iterator[list[tuple[str, str]]]:
    """The texts and names of documents that are read together."""
    some: list[tuple[str, str]] = []
    characters = 0
    for path, _, text, _ in documents:
        some.append((text, path.rpartition("/")[2]))
        characters += len(text)
        if len(some) == _AT_ONCE or characters >= _CHARACTERS_AT_ONCE:
            yield some
            some, characters = [], 0
    yield some


def _decided(document: Document, reading: Reading) -> Reading:
    """A reading with the decisions on its document applied."""
    _, _, text, decided = document
    try:
        return decisions.apply(text, reading, decisions.from_json(decided)) if decided else reading
    except Exception as error:  # one document must not cost a nation its run
        return _failed(error)


def _failed(error: Exception) -> Reading:
    what = f"{type(error).__name__}: {error}"
    complaint = Complaint(
        "extractor_failed",
        f"读取程序出错（{what}）。请把该文件连同本条消息报告给项目维护者。",
        f"The extractor failed ({what}). Please report this message and the file to the project.",
    )
    return Reading("not_a_report", [], [complaint])


def _assemble_one(document: Document, reading: Reading) -> pa.RecordBatch:
    try:
        return _assemble([document], [reading])
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        return _assemble([document], [_failed(error)])


class _Rows:
    """The rows of one bronze table, gathered document by document: where each record is, and the record."""

    def __init__(self, name: str) -> None:
        self.schema = BRONZE[name]
        self.fields = [attrgetter(field) for field in LISTS[name]]
        self.places: list[tuple[Any, ...]] = []
        self.records: list[Any] = []
        self.ends = [0]

    def add(self, place: tuple[Any, ...], record: Any) -> None:
        """Add a record that is at a place."""
        self.places.append(place)
        self.records.append(record)

    def close_document(self) -> None:
        self.ends.append(len(self.places))

    def where(self) -> list[pa.Array]:
        """The columns that tell where each row is."""
        kinds = list(self.schema.types)[: len(self.schema) - len(self.fields)]
        return [pa.array([place[at] for place in self.places], kind) for at, kind in enumerate(kinds)]

    def values(self, field: Callable[[Any], Any]) -> Iterator[Any]:
        """A field of every row."""
        return map(field, self.records)

    def to_lists(self) -> pa.ListArray:
        """One list a document. Raises ValueError where a column that must not be null is null."""
        arrays = self.where()
        kinds = list(self.schema.types)[len(arrays) :]
        arrays += [pa.array(list(self.values(field)), kind) for field, kind in zip(self.fields, kinds, strict=True)]
        for array, field in zip(arrays, self.schema, strict=True):
            if array.null_count and not field.nullable:
                raise ValueError(f"{field.name} is null")
        items = pa.StructArray.from_arrays(arrays, fields=list(self.schema))
        return pa.ListArray.from_arrays(pa.array(self.ends, pa.int32()), items)


class _CellRows(_Rows):
    """The rows of `cells`: each record added holds those of a whole table, column by column."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.cells = [0]  # up to the end of each table

    def add(self, place: tuple[Any, ...], record: Cells) -> None:
        """Add the cells of a table that is at a place."""
        super().add(place, record)
        self.cells.append(self.cells[-1] + len(record.row))

    def close_document(self) -> None:
        self.ends.append(self.cells[-1])

    def where(self) -> list[pa.Array]:
        """The same for each cell as for its table."""
        ends = pa.array(self.cells[1:], pa.int32())
        return [pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(ends, column)) for column in super().where()]

    def values(self, field: Callable[[Any], Any]) -> Iterator[Any]:
        """A field of every cell."""
        return chain.from_iterable(map(field, self.records))


def _assemble(documents: list[Document], readings: list[Reading]) -> pa.RecordBatch:
    rows = {name: _CellRows(name) if name == "cells" else _Rows(name) for name in LISTS}
    for (path, sha256, *_), reading in zip(documents, readings, strict=True):
        _gather(rows, path, sha256, reading)
        for table in rows.values():
            table.close_document()
    reasons = [None if reading.reports else _why(reading) for reading in readings]
    return pa.RecordBatch.from_arrays(
        [
            pa.array([path for path, *_ in documents], pa.string()),
            pa.array([reading.document_class for reading in readings], pa.string()),
            pa.array([why and why.code for why in reasons], pa.string()),
            pa.array([why and why.message for why in reasons], pa.string()),
            pa.array([why and why.message_en for why in reasons], pa.string()),
            *(rows[name].to_lists() for name in LISTS),
        ],
        schema=OUTPUT,
    )


def _why(reading: Reading) -> Complaint:
    """Why a document holds no report: its first complaint."""
    if reading.complaints:
        return reading.complaints[0]
    return Complaint("no_report", "文件中没有找到年度报告。", "No annual report was found in the document.")


def _gather(rows: dict[str, _Rows], path: str, sha256: str, reading: Reading) -> None:
    complaints: list[tuple[str | None, Complaint]] = [(None, complaint) for complaint in reading.complaints]
    for report in reading.reports:
        key = report_key(sha256, report.ordinal)
        rows["reports"].add((key, path, sha256, report.ordinal), report)
        for table in report.tables:
            rows["tables"].add((key,), table)
            rows["cells"].add((key, table.code), table.columns)
        for at, claim in enumerate(report.claims, 1):
            rows["claims"].add((key, at), claim)
        complaints.extend((key, complaint) for complaint in report.complaints)
    known = {report.ordinal for report in reading.reports}
    for outcome in reading.outcomes:
        of = report_key(sha256, outcome.report) if outcome.report in known else None
        rows["decisions"].add((path, outcome.decision, of), outcome)
    for at, (of, complaint) in enumerate(complaints, 1):
        rows["complaints"].add((path, of, at), complaint)
