"""Bronze: what was read from each file, as Parquet parts that are written whole or not at all.

Belongs here: writing, copying and dropping parts. Does not belong here: which (parts.py), reading (readers.py,
extract/), running many at once (pool.py).
"""

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dagster_project.extract.batch import INPUT, LISTS, extract_batch
from dagster_project.extract.schema import BRONZE
from dagster_project.load.documents import documents
from dagster_project.load.parts import LIST, LISTED, Part, reader_version

_SLICE = 256  # rows of a row group of `documents`
_ROW_GROUP = 1 << 17  # of any other table

# In the order in which the files of a part appear: it is whole with the last, and torn without the first.
_FILES = {
    **{table: BRONZE[table] for table in LISTS},
    "documents": BRONZE["documents"],
    LIST: pa.schema([pa.field(name, pa.string(), nullable=False) for name in ("path", "key", "reader")]),
}


def listed(bronze: Path) -> pl.DataFrame:
    """What every part that is whole lists, as parts.LISTED."""
    whole = set.intersection(*({file.stem for file in (bronze / table).glob("part-*.parquet")} for table in _FILES))
    lists = [
        pl.read_parquet(bronze / LIST / f"{part}.parquet").select(pl.lit(part).alias("part"), "path", "key", "reader")
        for part in sorted(whole)
    ]
    return pl.concat([pl.DataFrame(schema=LISTED), *lists])


def write_part(raw: Path, bronze: Path, part: Part) -> int:
    """Read or copy the documents of a part into the folder of every table; returns how many there are."""
    files = {table: _File(bronze / table, part.name, schema) for table, schema in _FILES.items()}
    for rows in _copied(bronze, part) if part.is_copy else _read(raw, part.found):
        for table, some in rows.items():
            files[table].add(some)
    files[LIST].add(part.found.select("path", "key", reader=pl.lit(reader_version())).to_arrow().cast(_FILES[LIST]))
    for file in files.values():
        file.finish()
    return part.found.height


class _File:
    """The rows of a part in one table, in a Parquet file that appears whole, by rename."""

    def __init__(self, folder: Path, part: str, schema: pa.Schema) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._whole = folder / f"{part}.parquet"
        self._begun = folder / f".{part}.{os.getpid()}"
        self._writer = pq.ParquetWriter(self._begun, schema, compression="zstd")
        self._limit = _SLICE if folder.name == "documents" else _ROW_GROUP
        self._held = [schema.empty_table()]

    def add(self, rows: pa.Table) -> None:
        self._held.append(rows)
        if sum(held.num_rows for held in self._held) >= self._limit:
            self._flush()

    def finish(self) -> None:
        self._flush()
        self._writer.close()
        self._begun.replace(self._whole)

    def _flush(self) -> None:
        self._writer.write_table(pa.concat_tables(self._held), row_group_size=self._limit)
        self._held = [self._writer.schema.empty_table()]


def _read(raw: Path, found: pl.DataFrame) -> Iterator[Mapping[str, pa.Table]]:
    return map(extract, documents(raw, found))


def _copied(bronze: Path, part: Part) -> Iterator[Mapping[str, pa.Table]]:
    """The rows of the documents of a part, from the parts that have them."""
    for (source,), found in part.found.group_by("part", maintain_order=True):
        rows = {table: pq.ParquetFile(bronze / table / f"{source}.parquet").read() for table in BRONZE}
        paths = found["path"].to_arrow().cast(pa.string())
        for table in ("documents", "reports", "complaints", "decisions"):
            rows[table] = rows[table].filter(pc.is_in(rows[table]["path"], paths))
        reports = rows["reports"]["report_key"].combine_chunks()
        for table in ("tables", "cells", "claims"):
            rows[table] = rows[table].filter(pc.is_in(rows[table]["report_key"], reports))
        yield rows


def extract(read: pl.DataFrame) -> dict[str, pa.Table]:
    """The rows of all bronze tables for these documents (columns as documents.DOCUMENTS)."""
    texts = read.filter(pl.col("text").is_not_null()).select(INPUT.names).to_arrow()
    columns = [column.combine_chunks() for column in texts.cast(INPUT).columns]
    reading = extract_batch(pa.RecordBatch.from_arrays(columns, schema=INPUT))
    tables = {name: _rows(reading.column(name), BRONZE[name]) for name in LISTS}
    refused = read.filter(pl.col("text").is_null())
    tables["complaints"] = pa.concat_tables([tables["complaints"], _as_complaints(refused)])
    tables["documents"] = _documents(read, reading)
    return tables


def _rows(lists: pa.ListArray, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_arrays(lists.flatten().flatten(), schema=schema)


def _documents(read: pl.DataFrame, reading: pa.RecordBatch) -> pa.Table:
    """The documents with what was found in them. A reason not to read the file goes before any other."""
    found_in = pl.DataFrame(
        {
            "path": pl.Series(reading.column("path")),
            "document_class": pl.Series(reading.column("document_class")),
            "reports": pl.Series(reading.column("reports")).list.len(),
            "no_report_code": pl.Series(reading.column("rejection_code")),
            "no_report_message": pl.Series(reading.column("rejection_message")),
            "no_report_message_en": pl.Series(reading.column("rejection_message_en")),
        }
    )
    whole = read.join(found_in, on="path", how="left", maintain_order="left").with_columns(
        characters=pl.col("text").str.len_chars(),
        reports=pl.col("reports").fill_null(0),
        rejection_code=pl.coalesce("rejection_code", "no_report_code"),
        rejection_message=pl.coalesce("rejection_message", "no_report_message"),
        rejection_message_en=pl.coalesce("rejection_message_en", "no_report_message_en"),
    )
    return whole.select(BRONZE["documents"].names).to_arrow().cast(BRONZE["documents"])


def _as_complaints(refused: pl.DataFrame) -> pa.Table:
    """The files that could not be read, as complaints, so that one table holds everything that went wrong."""
    rows = refused.select(
        "path",
        report_key=pl.lit(None, pl.String),
        position=pl.lit(1, pl.Int32),
        code="rejection_code",
        message="rejection_message",
        message_en="rejection_message_en",
        start=pl.lit(None, pl.Int64),
        end=pl.lit(None, pl.Int64),
    )
    return rows.to_arrow().cast(BRONZE["complaints"])


def drop_other_parts(bronze: Path, keep: Collection[str]) -> None:
    """Delete every part that is not to be kept, and what interrupted runs left."""
    for table in reversed(_FILES):
        for file in (bronze / table).glob("*part-*"):
            if file.suffix != ".parquet" or file.stem not in keep:
                file.unlink()
