"""What a file holds: itself or, if it is a bundle, its members one after the other, never unpacked to disk.

Belongs here: telling bundles from other files, and asking the reader of their kind. Does not belong here: those
readers (records.py, archives.py), the text of a document (readers.py).
"""

from collections.abc import Callable, Container, Iterator
from itertools import accumulate, pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.load.archives import is_office, zipped
from dagster_project.load.member import MAX_BYTES, Member, too_large
from dagster_project.load.records import JSON_LINES, json_lines, parquet
from dagster_project.load.rejections import RejectedError, reason

Reader = Callable[[Path, str, Container[int] | None], Iterator[Member]]

_READERS: dict[str, Reader] = {**dict.fromkeys(JSON_LINES, json_lines), ".parquet": parquet, ".zip": zipped}


def is_bundle(name: str) -> bool:
    """Whether a file is a bundle, by its name."""
    return name.lower().endswith(tuple(_READERS))


def members(file: Path, path: str, wanted: Container[int] | None = None) -> Iterator[Member]:
    """The documents of a file, whose path for people is `path`: the file itself, or its members in their order.

    `wanted` are the numbers of those that are needed, all if None. Raises OSError if the file cannot be opened.
    """
    reader = _reader_of(file)
    if reader is None:
        yield _whole(file, path)
        return
    member = None
    try:
        for member in reader(file, path, wanted):
            yield member
        if member is None and wanted is None:
            raise RejectedError(reason("empty_file"))
    except RejectedError as rejected:
        yield Member(path, None, None, rejected.complaint)


def _reader_of(file: Path) -> Reader | None:
    """What reads a bundle; None if the file is none. An Office file is none, though it is a ZIP."""
    name = file.name.lower()
    reader = next((_READERS[ending] for ending in _READERS if name.endswith(ending)), None)
    return None if reader is zipped and is_office(file) else reader


def stretches(file: Path) -> list[range | None]:
    """Ranges of members that are read apart from each other at no cost; [None] if the file must be read from its start.

    Of Parquet, they are row groups.
    """
    if _reader_of(file) is not parquet:
        return [None]
    try:
        rows = pq.read_metadata(file)
    except (OSError, pa.ArrowException):
        return [None]  # members() says what is wrong with it
    ends = [0, *accumulate(rows.row_group(group).num_rows for group in range(rows.num_row_groups))]
    return [range(start, end) for start, end in pairwise(ends)] or [None]


def _whole(file: Path, path: str) -> Member:
    with file.open("rb") as content:
        data = content.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Member(path, None, None, too_large(file.stat().st_size))
    return Member(path, None, data or None, None if data else reason("empty_file"))
