"""From found documents to their text, or the reason for which there is none.

Belongs here: opening what files.py found, in chunks that fit in memory. Does not belong here: what a text says
(extract/).
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from dagster_project.extract.records import Complaint
from dagster_project.load.bundles import members
from dagster_project.load.member import Member
from dagster_project.load.readers import read_member
from dagster_project.load.rejections import RejectedError, reason

DOCUMENTS = {
    "path": pl.String,
    "sha256": pl.String,
    "bytes": pl.Int64,
    "url": pl.String,
    "retrieved_at": pl.String,
    "official": pl.Boolean,
    "encoding": pl.String,
    "reader": pl.String,
    "text": pl.String,
    "decisions": pl.String,
    "rejection_code": pl.String,
    "rejection_message": pl.String,
    "rejection_message_en": pl.String,
}

_TOGETHER = 256  # documents of a chunk
_CHARACTERS = 16 * 1024 * 1024  # at which a chunk ends before that

Row = dict[str, Any]


def decided(found: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Found files with the decisions on each (rows of a file of decisions, with `decision` as JSON), if there are any.

    They are part of what is known of a file before it is read: another decision makes it another document.
    """
    of_each = decisions.sort("decision_key").group_by("sha256").agg(decisions=pl.col("decision").str.join(","))
    lists = of_each.with_columns(decisions="[" + pl.col("decisions") + "]")
    return found.join(lists, on="sha256", how="left", maintain_order="left")


def documents(raw: Path, found: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The found documents (columns as files.FOUND) with their texts (DOCUMENTS), in the same order, in chunks.

    A file is opened once for all rows of it that follow each other. Of a compressed bundle, or a stretch of Parquet,
    everything before the last of them is read: ask for what stands in one stretch in one call.
    """
    rows: list[Row] = []
    characters = 0
    for _, of_file in groupby(found.iter_rows(named=True), key=lambda row: row["location"]):
        for row in _of_file(raw, list(of_file)):
            rows.append(row)
            characters += len(row.get("text") or "")
            if len(rows) == _TOGETHER or characters >= _CHARACTERS:
                yield pl.DataFrame(rows, schema=DOCUMENTS)
                rows, characters = [], 0
    if rows:
        yield pl.DataFrame(rows, schema=DOCUMENTS)


def _of_file(raw: Path, found: list[Row]) -> Iterator[Row]:
    """The documents of one file, in their order."""
    numbers = {row["member"] for row in found if not row["rejection_code"]}
    location = raw / os.fsdecode(found[0]["location"])
    content = members(location, "", None if None in numbers else numbers) if numbers else iter(())
    for row in found:
        if row["rejection_code"]:
            yield {name: row.get(name) for name in DOCUMENTS}
            continue
        try:
            member = next((member for member in content if member.number == row["member"]), None)
        except OSError as error:
            yield _rejected(row, reason("unreadable", error=error.strerror))
        else:
            yield _read(row, member)


def _read(row: Row, member: Member | None) -> Row:
    """A found document with its text. The file may have changed since it was found: what counts is what was read."""
    if member is None:
        return _rejected(row, reason("changed"))
    size, digest = member.measure()
    known = {**row, "sha256": digest, "bytes": size}
    try:
        text = read_member(replace(member, path=row["path"]))
    except RejectedError as rejected:
        return _rejected(known, rejected.complaint)
    return {name: known.get(name) for name in DOCUMENTS} | {
        "encoding": text.encoding,
        "reader": text.reader,
        "text": text.text,
        "decisions": row.get("decisions") if digest == row["sha256"] else None,
    }


def _rejected(row: Row, complaint: Complaint) -> Row:
    return {
        **{name: row[name] for name in ("path", "sha256", "bytes", "url", "retrieved_at", "official")},
        "rejection_code": complaint.code,
        "rejection_message": complaint.message,
        "rejection_message_en": complaint.message_en,
    }
