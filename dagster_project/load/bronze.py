"""Bronze: what was read from each file, as Parquet parts that are written whole or not at all.

Belongs here: dividing the files into parts, which parts must be made, writing and dropping them. Does not belong
here: reading (readers.py, extract/), running many at once (pool.py).

A part holds the same few hundred documents in each of the six tables. Its name is the hash of their paths and
contents and of the code that reads them: a part that exists is a part that need not be made again.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.extract.batch import INPUT, LISTS, extract_batch
from dagster_project.extract.forms import SEEDS
from dagster_project.extract.schema import BRONZE
from dagster_project.load.documents import documents

# A part ends after a path whose hash says so, on the average every 1,024 documents: so that a file more or less
# changes one part and not all that follow. It never grows beyond these limits.
_ENDS = 1024
_MAX_DOCUMENTS = 4096
_MAX_BYTES = 64 * 1024 * 1024
_SLICE = 256  # documents whose records are in memory at a time, and a row group of `documents`

_READING_LIBRARIES = ("ahocorasick-rs", "cn2an", "opencc", "selectolax")


@dataclass(slots=True, frozen=True)
class Part:
    """Some found files (rows of files.FOUND) and the name of the part of bronze that they make."""

    key: str
    found: pl.DataFrame

    @property
    def file_name(self) -> str:
        """The same in the folder of every table."""
        return f"part-{self.key}.parquet"

    def exists(self, bronze: Path) -> bool:
        """Whether every table has it."""
        return all((bronze / table / self.file_name).exists() for table in BRONZE)


@cache
def reader_version() -> str:
    """The hash of all that decides what is read from a file: code, seeds, libraries."""
    here = Path(__file__).resolve().parent
    sources = sorted([*here.glob("*.py"), *(here.parent / "extract").glob("*.py"), *SEEDS.glob("*.csv")])
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    for library in _READING_LIBRARIES:
        digest.update(f"{library}=={version(library)}\0".encode())
    return digest.hexdigest()


def parts(found: pl.DataFrame) -> list[Part]:
    """The parts that these files make, in order; one empty part if there are none."""
    return [Part(_key(rows), rows) for rows in _cut(found)]


def _cut(found: pl.DataFrame) -> Iterator[pl.DataFrame]:
    start, size = 0, 0
    for at, (path, length) in enumerate(found.select("path", "bytes").iter_rows()):
        size += length or 0
        last = at + 1 == found.height
        ends = int.from_bytes(hashlib.sha256(path.encode()).digest()[:4], "big") % _ENDS == 0
        if last or ends or at + 1 - start == _MAX_DOCUMENTS or size >= _MAX_BYTES:
            yield found[start : at + 1]
            start, size = at + 1, 0
    if found.is_empty():
        yield found


def _key(rows: pl.DataFrame) -> str:
    digest = hashlib.sha256(reader_version().encode())
    for row in rows.select("path", "sha256", "bytes", "rejection_code", "rejection_message").iter_rows():
        digest.update(repr(row).encode())
    return digest.hexdigest()[:20]


def write_part(raw: Path, bronze: Path, part: Part) -> int:
    """Read the files of a part and write it into the folder of every table; returns the number of files.

    Each file appears whole, by rename, and `documents` last.
    """
    order = [*LISTS, "documents"]
    paths = {table: bronze / table / f".{part.file_name}.{os.getpid()}" for table in order}
    for path in paths.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    writers = {table: pq.ParquetWriter(path, BRONZE[table], compression="zstd") for table, path in paths.items()}
    try:
        for start in range(0, part.found.height, _SLICE):
            for table, rows in read_files(raw, part.found[start : start + _SLICE]).items():
                writers[table].write_table(rows)
    finally:
        for writer in writers.values():
            writer.close()
    for table in order:
        paths[table].replace(bronze / table / part.file_name)
    return part.found.height


def read_files(raw: Path, found: pl.DataFrame) -> dict[str, pa.Table]:
    """The rows of all six bronze tables for these found files (rows of files.FOUND)."""
    read = documents(raw, found)
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
        }
    )
    whole = read.join(found_in, on="path", how="left", maintain_order="left").with_columns(
        characters=pl.col("text").str.len_chars(),
        reports=pl.col("reports").fill_null(0),
        rejection_code=pl.coalesce("rejection_code", "no_report_code"),
        rejection_message=pl.coalesce("rejection_message", "no_report_message"),
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


def drop_other_parts(bronze: Path, keep: list[Part]) -> int:
    """Delete every part that the present files do not make, and what interrupted runs left; returns how many."""
    wanted = {part.file_name for part in keep}
    dropped = 0
    for table in BRONZE:
        for path in (bronze / table).glob("*part-*"):
            if path.name not in wanted:
                path.unlink()
                dropped += 1
    return dropped
