"""Which parts of bronze stay, which are made, and why: the whole of the increments of bronze.

Belongs here: deciding. Does not belong here: reading and copying (bronze.py), running many at once (pool.py).

A part holds some documents in every table of bronze, and in the folder `parts` the list of them: path, key, reader.
The key is the hash of all that is known of a document before it is read, the reader that of the code that read it.

- A document that a part lists, with the same key and reader, is not read again.
- A part of which every document is still wanted stays as it is; of another, what is wanted is copied into a new one.
- Documents that no part has are read, into new parts.
- If anything is written, and more than eight parts are of one size (to a power of eight), they are copied into one:
  parts stay few, and a document is copied a few times in its life.
- A part is named by what it holds and is there if its list is, which is written last and deleted first: whatever was
  cut off is found done or not begun. If two parts list one document, after a cut-off copy, the greater part has it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from math import ceil, log
from pathlib import Path

import polars as pl

from dagster_project.extract.forms import SEEDS

LIST = "parts"  # the folder beside those of the tables
LISTED = {"part": pl.String, "path": pl.String, "key": pl.String, "reader": pl.String}

_MANY = 8  # parts of one size, and the ratio of one size to the next
# What is read is divided into parts of these sizes: work for every core, few files for an archive, and, where they are
# small, no more than may be of one size, or else the next run, with however little new, would copy them all.
_SHARES = _MANY
_FEWEST, _MOST = 256, 8192
_MOST_BYTES = 128 * 1024 * 1024
_FULL = 4096  # documents: a part of so many is not copied into a greater one

# Columns of files.FOUND that say nothing of the document.
_OF_THE_DISK = ("location", "stretch", "member", "stamp", "stated")
_NOT_READING = frozenset(
    f"{module}.py"
    for module in (
        *("database", "decisions", "export", "modelling", "origin"),
        *("parts", "pool", "progress", "publish", "slices"),
    )
)
_READING_LIBRARIES = ("ahocorasick-rs", "cn2an", "opencc", "orjson", "pypdfium2", "selectolax")


@dataclass(slots=True, frozen=True)
class Part:
    """Documents: rows of files.FOUND with their key and, if they are to be copied, with the part that has each."""

    name: str
    found: pl.DataFrame

    @property
    def is_copy(self) -> bool:
        """Whether its documents have been read."""
        return "part" in self.found.columns


@dataclass(slots=True, frozen=True)
class Counts:
    """What happens to how many documents in a run. `gone` are there no more, all others are."""

    new: int
    changed: int
    read_again: int
    reused: int
    gone: int
    other_reader: bool  # the code that reads has changed: why all are read again

    def told(self) -> str:
        """The same for people."""
        why = "（读取程序已更新 / the reader has changed）" if self.other_reader else ""
        return (
            f"新增 {self.new:,}，改动 {self.changed:,}，重读 {self.read_again:,}{why}，沿用 {self.reused:,}，"
            f"移除 {self.gone:,} / new, changed, read again, reused, gone"
        )


@dataclass(slots=True, frozen=True)
class Plan:
    """The names of parts that stay, the parts to be made, and what that means for the documents."""

    stays: list[str]
    made: list[Part]
    counts: Counts


@cache
def reader_version() -> str:
    """The hash of all that decides what is read from a file: code, seeds, libraries."""
    here = Path(__file__).resolve().parent
    load = (module for module in here.glob("*.py") if module.name not in _NOT_READING)
    sources = sorted([*load, *(here.parent / "extract").glob("*.py"), *SEEDS.glob("*.csv")])
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    for library in _READING_LIBRARIES:
        digest.update(f"{library}=={version(library)}\0".encode())
    return digest.hexdigest()[:20]


def plan(found: pl.DataFrame, listed: pl.DataFrame, again: Collection[str] = ()) -> Plan:
    """What to do so that bronze holds `found` (as files.FOUND), given what its whole parts list (as LISTED).

    `again` are paths below raw/ of files or folders, `.` for everything: they are read though nothing changed. Raises
    LookupError if there is nothing of that name.
    """
    keys = [_key(row) for row in found.drop(_OF_THE_DISK).iter_rows()]
    found = found.with_columns(key=pl.Series(keys, dtype=pl.String))
    had = _had(found.filter(~_named(found, again)), listed)
    fresh = found.join(had, on="path", how="anti", maintain_order="left")
    stays, made = _settle(had, listed, writing=not fresh.is_empty())
    made += [Part(_name(rows), rows) for rows in _cut(fresh)]
    if found.is_empty():
        made.append(Part(_name(found), found))  # so that every table can be read
    return Plan(stays, made, _count(found, fresh, listed))


def _key(row: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(row).encode()).hexdigest()[:20]


def _name(rows: pl.DataFrame) -> str:
    return "part-" + hashlib.sha256("\0".join([reader_version(), *sorted(rows["key"])]).encode()).hexdigest()[:20]


def _named(found: pl.DataFrame, again: Collection[str]) -> pl.Series:
    """Which of the documents are meant by these paths of files, bundles or folders."""
    meant = pl.Series([False]).new_from_index(0, found.height)
    for name in again:
        here = found["path"].str.starts_with(name.rstrip("/") + "/") | found["path"].str.starts_with(name + "#")
        here |= (found["path"] == name) | (name == ".")
        if not here.any():
            raise LookupError(f"输入文件夹中没有：{name} / There is no such file or folder in the input: {name}")
        meant |= here
    return meant


def _had(wanted: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """The documents that need not be read, each with the part that has it: the greatest, if several do."""
    of_now = listed.filter(reader=reader_version()).with_columns(size=pl.len().over("part"))
    read = of_now.sort("size", "part", descending=[True, False]).unique(["path", "key"], keep="first")
    return wanted.join(read.select("path", "key", "part"), on=["path", "key"], maintain_order="left")


def _settle(had: pl.DataFrame, listed: pl.DataFrame, *, writing: bool) -> tuple[list[str], list[Part]]:
    """The parts that stay, and those into which others are copied."""
    heights = dict(listed.group_by("part").len().iter_rows())
    held = {str(part): rows for (part,), rows in had.partition_by("part", as_dict=True).items()}
    torn = [part for part, rows in held.items() if rows.height < heights[part]]
    together = list(_crowded(held)) if writing or torn else []
    moved = {part for group in together for part in group}
    together += [[part] for part in torn if part not in moved]
    stays = [part for part in held if part not in moved and part not in torn]
    made = []
    for group in together:
        rows = pl.concat([held[part] for part in group])
        part = Part(_name(rows), rows)
        if part.name in heights:  # a run that was cut off had copied it already
            stays.append(part.name)
        else:
            made.append(part)
    return stays, made


def _crowded(held: dict[str, pl.DataFrame]) -> Iterator[list[str]]:
    """Groups of parts to be copied into one: the small ones, of a size of which there are too many."""
    by_size = defaultdict(list)
    for part, rows in sorted(held.items()):
        if rows.height < _FULL:
            by_size[int(log(rows.height, _MANY))].append(part)
    for parts in by_size.values():
        if len(parts) > _MANY:
            yield from _packed(parts, held)


def _packed(parts: list[str], held: dict[str, pl.DataFrame]) -> Iterator[list[str]]:
    group, documents, size = list[str](), 0, 0
    for part in parts:
        group.append(part)
        documents += held[part].height
        size += int(held[part]["bytes"].sum())
        if documents >= _FULL or size >= _MOST_BYTES:
            yield group
            group, documents, size = [], 0, 0
    if group:
        yield group


def _cut(fresh: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The documents that must be read, divided into parts."""
    most = min(max(ceil(fresh.height / _SHARES), _FEWEST), _MOST)
    start, size = 0, 0
    for at, length in enumerate(fresh["bytes"], 1):
        size += length or 0
        if at == fresh.height or at - start == most or size >= _MOST_BYTES:
            yield fresh[start:at]
            start, size = at, 0


def _count(found: pl.DataFrame, fresh: pl.DataFrame, listed: pl.DataFrame) -> Counts:
    known = fresh.join(listed, on="path", how="semi")
    same = known.join(listed, on=["path", "key"], how="semi")
    return Counts(
        new=fresh.height - known.height,
        changed=known.height - same.height,
        read_again=same.height,
        reused=found.height - fresh.height,
        gone=listed.join(found, on="path", how="anti")["path"].n_unique(),
        other_reader=not listed.filter(pl.col("reader") != reader_version()).is_empty(),
    )
