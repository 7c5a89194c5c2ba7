"""Writes an archive of made-up reports of any size, and the ledger of what is true of each.

    python -m bench.archive FOLDER --documents 10000 --form parquet

FOLDER/raw is for `ogi build --raw`; FOLDER/ledger holds one row a document (generator.archive.Truth). All cores work,
each at a shard of its own, a document at a time.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .generator.archive import Entry, Truth, entry, numbers
from .generator.bodies import YEARS
from .generator.history import SLOTS

SHARD = 320 * YEARS
"""Documents of a shard: whole bodies, so that no year is drawn twice."""
FOLDER = 1000
"""Files of a folder."""
ROW_GROUP = 500
CORRECTION = "\n（更正：本报告已于{}重新发布。）"

_RECORD = pa.schema([(name, pa.string()) for name in ("path", "url", "retrieved_at", "text")])
_KINDS = {int: pa.int64(), str: pa.string(), bool: pa.bool_()}
_LEDGER = pa.schema(
    [
        (name, next((arrow for kind, arrow in _KINDS.items() if kind.__name__ in str(of)), pa.string()))
        for name, of in Truth.__annotations__.items()
    ]
)


def _record(one: Entry) -> dict[str, str]:
    return {"path": one.truth.name, "url": one.url, "retrieved_at": one.retrieved_at, "text": one.text}


def _as_parquet(entries: Iterator[Entry], raw: Path, shard: str) -> Iterator[Entry]:
    with pq.ParquetWriter(raw / f"{shard}.parquet", _RECORD, compression="zstd") as file:
        while group := list(islice(entries, ROW_GROUP)):
            file.write_table(pa.Table.from_pylist([_record(one) for one in group], _RECORD))
            yield from group


def _as_lines(entries: Iterator[Entry], raw: Path, shard: str) -> Iterator[Entry]:
    with pa.output_stream(raw / f"{shard}.jsonl.zst", compression="zstd") as file:
        for one in entries:
            file.write(json.dumps(_record(one), ensure_ascii=False).encode() + b"\n")
            yield one


def _as_files(entries: Iterator[Entry], raw: Path, shard: str) -> Iterator[Entry]:
    for one in entries:
        folder = raw / shard / f"{one.truth.number // FOLDER:06d}"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / one.truth.name
        if not file.exists() or file.read_text("utf-8") != one.text:  # what is as it was stays untouched
            file.write_text(one.text, encoding="utf-8")
        yield one


FORMS: dict[str, Callable[[Iterator[Entry], Path, str], Iterator[Entry]]] = {
    "files": _as_files,
    "jsonl": _as_lines,
    "parquet": _as_parquet,
}


def _write_shard(folder: Path, form: str, seed: int, corrected: int, shard: tuple[str, Sequence[int]]) -> int:
    """Write one shard and its part of the ledger; returns the bytes of its texts as UTF-8."""
    name, chosen = shard
    size, rows = 0, []
    made = (_corrected(entry(seed, number), corrected) for number in chosen)
    for one in FORMS[form](made, folder / "raw", name):
        size += len(one.text.encode())
        rows.append({field: getattr(one.truth, field) for field in Truth.__annotations__})
    pq.write_table(pa.Table.from_pylist(rows, _LEDGER), folder / "ledger" / f"{name}.parquet", compression="zstd")
    return size


def _corrected(one: Entry, every: int) -> Entry:
    """The document with a line more, if it is one of those that have changed."""
    if not every or one.truth.number // SLOTS % every or one.truth.kind == "copy":
        return one
    return Entry(one.truth, one.text + CORRECTION.format(one.retrieved_at), one.url, one.retrieved_at)


def write(
    folder: Path, chosen: Sequence[int], form: str, seed: int = 1, name: str = "reports", corrected: int = 0
) -> int:
    """Write the documents of these numbers (generator.archive.numbers); returns the bytes of their texts as UTF-8.

    With `corrected`, the documents of every so many-th body have a line more than they had. The same arguments give
    the same files.
    """
    for part in ("raw", "ledger"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    shards = [(f"{name}-{at // SHARD:05d}", chosen[at : at + SHARD]) for at in range(0, len(chosen), SHARD)]
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(shards))) as pool:
        return sum(pool.map(partial(_write_shard, folder, form, seed, corrected), shards))


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.archive", description=(__doc__ or "").split("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--documents", type=int, default=1000)
    options.add_argument("--form", choices=FORMS, default="files")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    size = write(chosen.folder, list(numbers(chosen.documents)), chosen.form, chosen.seed)
    print(f"{chosen.documents:,} documents, {size / 1e6:,.0f} MB of text, in {chosen.folder / 'raw'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
