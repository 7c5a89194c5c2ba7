"""Bundles of records: JSON Lines (plain, gzip, zstd) and Parquet, a record a document, streamed.

Belongs here: reading records in bounded memory, and what can be wrong with one. Does not belong here: what their
columns are called (columns.py).

The path of a record is that of its bundle, `#` and the number of its line or row, from 1; and `/` and its own name if
it has one, which may say whose report it is.
"""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.extract.records import Complaint
from dagster_project.load.columns import Columns, columns_of
from dagster_project.load.member import MAX_BYTES, Member, too_large
from dagster_project.load.rejections import RejectedError, reason

# What the name of a bundle of lines ends with, and how it is compressed.
JSON_LINES = {
    f"{ending}{packed}": codec
    for ending in (".jsonl", ".ndjson")
    for packed, codec in (("", None), (".gz", "gzip"), (".zst", "zstd"))
}
_CHUNK = 1 << 16  # of a stream: what stands in the chunk in which it breaks off is lost
_MAX_LINE = 2 * MAX_BYTES  # since JSON may escape every character
_ROWS = 128  # of Parquet in memory at a time


def json_lines(file: Path, path: str, wanted: Container[int] | None) -> Iterator[Member]:
    """Every line that is not blank. A file that breaks off gives its whole lines, then says that it is broken.

    Raises RejectedError if its columns cannot be known, OSError if it cannot be opened.
    """
    columns = columns_of(file)
    codec = next(JSON_LINES[ending] for ending in JSON_LINES if file.name.lower().endswith(ending))
    with file.open("rb"):  # or a file that may not be read would count as damaged
        pass
    number = -1
    try:
        with pa.input_stream(file, compression=codec) as stream:
            for number, line in enumerate(_lines(stream)):
                if (wanted is None or number in wanted) and (line is None or line.strip()):
                    yield _line(path, number, line, columns)
    except OSError as error:
        raise RejectedError(reason("damaged_bundle", last=number + 1, error=error)) from error


def _lines(stream: pa.NativeFile) -> Iterator[bytes | None]:
    """The lines of a stream; None for one that is longer than any document."""
    begun: list[bytes] = []  # joined once: a long line would else be copied with every chunk
    length = 0
    while chunk := stream.read(_CHUNK):
        first, *others = chunk.split(b"\n")
        length += len(first)
        if length <= _MAX_LINE:
            begun.append(first)
        if others:
            yield b"".join(begun) if length <= _MAX_LINE else None
            yield from others[:-1]
            begun, length = [others[-1]], len(others[-1])
    if length:
        yield b"".join(begun) if length <= _MAX_LINE else None


def _line(path: str, number: int, line: bytes | None, columns: Columns) -> Member:
    if line is None:
        return Member(_place(path, number), number, None, too_large(_MAX_LINE))
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Member(_place(path, number), number, None, reason("damaged_record", error=error))
    if not isinstance(record, dict):
        return Member(_place(path, number), number, None, reason("damaged_record", error="no JSON object"))
    return _member(path, number, {name.lower(): value for name, value in record.items()}, columns)


def parquet(file: Path, path: str, wanted: Container[int] | None) -> Iterator[Member]:
    """Every row; row groups in which nothing is wanted are passed over.

    Raises RejectedError if the file is damaged or its columns cannot be known.
    """
    columns = columns_of(file)
    number = 0
    try:
        with pq.ParquetFile(file, memory_map=True) as rows:
            names = {name for known in columns.values() for name in known}
            needed = [field.name for field in rows.schema_arrow if field.name.lower() in names]
            if not any(name.lower() in columns["text"] for name in needed):
                raise RejectedError(reason("no_text_column", names=", ".join(rows.schema_arrow.names[:20])))
            for group in range(rows.num_row_groups):
                count = rows.metadata.row_group(group).num_rows
                if _any_wanted(range(number, number + count), wanted):
                    yield from _group(rows, group, needed, path, number, wanted, columns)
                number += count
    except (pa.ArrowException, OSError) as error:
        raise RejectedError(reason("damaged_bundle", last=number, error=error)) from error


def _any_wanted(numbers: range, wanted: Container[int] | None) -> bool:
    if isinstance(wanted, range):
        return numbers.start < wanted.stop and wanted.start < numbers.stop
    return wanted is None or any(number in wanted for number in numbers)


def _group(
    rows: pq.ParquetFile,
    group: int,
    needed: list[str],
    path: str,
    number: int,
    wanted: Container[int] | None,
    columns: Columns,
) -> Iterator[Member]:
    """The wanted rows of a row group, whose first has this number."""
    for batch in rows.iter_batches(_ROWS, row_groups=[group], columns=needed):
        if _any_wanted(range(number, number + batch.num_rows), wanted):
            values = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            names = [name.lower() for name in batch.schema.names]
            for at, row in enumerate(values, number):
                if wanted is None or at in wanted:
                    yield _member(path, at, dict(zip(names, row, strict=True)), columns)
        number += batch.num_rows


def _member(path: str, number: int, record: Mapping[str, Any], columns: Columns) -> Member:
    """A record as a document. The names of its values are in lower case."""
    content = _first(record, columns, "text")
    place = _place(path, number, _first(record, columns, "name"))
    refusal = _refusal(content, record, columns)
    url, retrieved_at = (_as_text(_first(record, columns, wanted)) for wanted in ("url", "retrieved_at"))
    return Member(place, number, None if refusal else content, refusal, url, retrieved_at)


def _refusal(content: Any, record: Mapping[str, Any], columns: Columns) -> Complaint | None:
    if content is None:
        has_column = any(name in record for name in columns["text"])
        return reason("empty_file") if has_column else reason("no_text_column", names=", ".join(list(record)[:20]))
    if not isinstance(content, bytes | str):
        return reason("damaged_record", error=f"{type(content).__name__} {columns['text']}")
    return too_large(len(content)) if len(content) > MAX_BYTES else None


def _place(path: str, number: int, name: Any = None) -> str:
    last = PurePosixPath(str(name or "").replace("\\", "/")).name
    own = "".join(character for character in last if character.isprintable())
    return f"{path}#{number + 1:06d}" + (f"/{own}" if own else "")


def _first(record: Mapping[str, Any], columns: Columns, wanted: str) -> Any:
    """The first value that is not empty, of the columns that may hold what is wanted."""
    return next((record[name] for name in columns[wanted] if record.get(name) not in (None, "", b"")), None)


def _as_text(value: Any) -> str | None:
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)
