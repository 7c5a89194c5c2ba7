"""Publishing: the built warehouse becomes the file that analysts open and the Parquet that researchers load.

Belongs here: copying the published schemas, whole and in order, and putting them in place at one stroke. Does not
belong here: what is in them (dbt/), whether they may be published (the checks), the shape of the export (export.py).

Readers keep whatever they have open; whoever opens the warehouse next sees all of the new one, never a part of it.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from dagster_project.load.database import connect
from dagster_project.load.export import write_description, write_slices
from dagster_project.load.slices import REPORTS, Content, Slice, content, divided, tables

SCHEMAS = ("marts", "audit", "reporting")

# DuckDB 1.x, and with it most tools that people have, cannot open a file in the format of 2.0.
_STORAGE_VERSION = "v1.2.0"


class NothingToPublishError(RuntimeError):
    """The built warehouse holds none of the published tables."""


class TornError(RuntimeError):
    """What was written to be published does not hold every row that was built, as it was built."""


@dataclass(slots=True, frozen=True)
class Published:
    """What was published, slice by slice (slices.py), how many of them were written, and sizes in bytes."""

    contents: dict[Slice, Content]
    written: int
    database_bytes: int
    export_bytes: int

    @property
    def rows(self) -> dict[str, int]:
        """Rows by table (`schema.table`)."""
        return {table: held.rows for table, held in _by_table(self.contents).items()}


def publish(
    build_db: Path, published_db: Path, export_dir: Path, upon: Mapping[Slice, Content] | None = None
) -> Published:
    """Put the tables of the built warehouse in the place of the published one, and of its export.

    The same tables give byte-identical exports. `upon`: what is published, if it is as the same version left it; of it
    the slices in which nothing changed stay. Raises NothingToPublishError, TornError, or duckdb.Error if a file cannot
    be read; what was published before then stays as it was.
    """
    had = upon or {}
    new_db, new_export = _beside(published_db), _beside(export_dir)
    if had:
        shutil.copyfile(published_db, new_db)
    with connect(spill=build_db.parent / "spill") as connection:
        connection.execute(f"attach {_text(build_db)} as build (read_only)")
        connection.execute(f"attach {_text(new_db)} as published (storage_version '{_STORAGE_VERSION}')")
        built = divided(connection, "build", SCHEMAS)
        if not built:
            raise NothingToPublishError(
                f"{build_db} 中没有可发布的表，请先运行 ogi build。"
                f" / {build_db} holds no table to publish; run ogi build first."
            )
        stay = [part for part in built if had.get(part) == built[part]]
        changed = [part for part in built if part not in stay]
        for part in stay:
            _keep(export_dir / part.file, new_export / part.file)
        write_slices(connection, changed, new_export)
        _forget(connection, [part for part in had if part not in stay])
        _insert(connection, changed, new_export)
        contents = _by_table(built)
        _comment(connection)
        _write_meta(connection, {table: held.rows for table, held in contents.items()})
        connection.execute("checkpoint published")
        write_description(connection, built, new_export)
        connection.execute("detach published")
        written = {part: content(connection, _text(new_export / part.file)) for part in changed}
    # What stays of the export is the very file that was compared when it was written; the database was written into.
    for copy in (contents_of_database(new_db), _by_table(built | written)):
        if copy != contents:
            raise TornError(_torn(contents, copy))
    _replace_file(new_db, published_db)
    _replace_folder(new_export, export_dir)
    exported = (file.stat().st_size for file in export_dir.rglob("*") if file.is_file())
    return Published(built, len(changed), published_db.stat().st_size, sum(exported))


def contents_of_database(database: Path) -> dict[str, Content]:
    """The content of every table of the published schemas (`schema.table`) of a warehouse."""
    with connect(database, read_only=True) as connection:
        known = connection.sql("select schema_name, table_name from duckdb_tables() order by all").fetchall()
        names = [f"{schema}.{table}" for schema, table in known if schema in SCHEMAS]
        return {name: content(connection, name) for name in names}


def contents_of_export(folder: Path) -> dict[str, Content]:
    """The same of an export: the content of every Parquet file, or folder of them."""
    files = sorted(folder.glob("*/*.parquet"))
    with connect() as connection:
        return {f"{file.parent.name}.{file.stem}": content(connection, _text(file)) for file in files}


def _torn(contents: dict[str, Content], copy: dict[str, Content]) -> str:
    table = next(table for table in sorted(contents.keys() | copy.keys()) if contents.get(table) != copy.get(table))
    found, built = copy.get(table, "没有 / none"), contents.get(table, "没有 / none")
    return (
        f"写出的 {table} 与核验过的不一致（{found}，应为 {built}），没有发布。请检查磁盘后重新运行。"
        f" / {table} was written as {found} for {built}; what is published stays. Check the disk, and run again."
    )


def _beside(target: Path) -> Path:
    """The place where the successor of a file or folder is made, emptied of what an interrupted run left there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(target.name + ".new")
    if new.is_dir():
        shutil.rmtree(new)
    for path in (new, _wal(new)):
        path.unlink(missing_ok=True)
    return new


def _wal(database: Path) -> Path:
    return database.with_name(database.name + ".wal")


def _text(value: object) -> str:
    """A value as an SQL string."""
    return "'" + str(value).replace("'", "''") + "'"


def _forget(connection: duckdb.DuckDBPyConnection, parts: Iterable[Slice]) -> None:
    """Delete slices from what was published before."""
    for part in sorted(parts, key=lambda part: part.table == REPORTS):  # of others, too, it tells the year
        if part.by is None:
            connection.execute(f"drop table published.{part.table}")
        else:
            connection.execute(f"delete from published.{part.table} where {part.condition('published')}")  # noqa: S608


def _insert(connection: duckdb.DuckDBPyConnection, parts: Iterable[Slice], export: Path) -> None:
    """Put slices that were written into the tables."""
    for schema in SCHEMAS:
        connection.execute(f"create schema if not exists published.{schema}")
    known = set(tables(connection, "published", SCHEMAS))
    for part in parts:
        rows = f"from read_parquet({_text(export / part.file)})"
        if part.table in known:
            connection.execute(f"insert into published.{part.table} {rows}")
        else:
            connection.execute(f"create table published.{part.table} as {rows}")
            known.add(part.table)


def _keep(old: Path, new: Path) -> None:
    """Have a file that did not change in the new export, too: the same file, where the disk can do that."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        new.hardlink_to(old)
    except OSError:
        shutil.copyfile(old, new)


def _by_table(parts: Mapping[Slice, Content]) -> dict[str, Content]:
    """The contents of whole tables."""
    whole: dict[str, Content] = {}
    for part, held in parts.items():
        before = whole.get(part.table, Content(0, None))
        digests = [digest for digest in (before.digest, held.digest) if digest is not None]
        whole[part.table] = Content(before.rows + held.rows, sum(digests) if digests else None)
    return whole


def _comment(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every table and column the words of the dictionary, in Chinese and in English."""
    described = connection.execute(
        "select case column_name when '' then 'table' else 'column' end,"
        " concat_ws('.', schema_name, table_name, nullif(column_name, '')), description_zh || ' | ' || description_en"
        " from published.reporting.dictionary where description_zh is not null"
    ).fetchall()
    # At one stroke: each by itself would be brought to the disk by itself.
    comments = (f"comment on {kind} published.{place} is {_text(words)};" for kind, place, words in described)
    connection.execute(f"begin; {' '.join(comments)} commit")


def _write_meta(connection: duckdb.DuckDBPyConnection, rows: dict[str, int]) -> None:
    """Say in the file itself which version made it, and how many rows each table has. No time: same in, same out."""
    connection.execute(
        "create or replace table published.meta"
        " (version varchar not null, table_name varchar not null, row_count bigint not null)"
    )
    connection.executemany(
        "insert into published.meta values (?, ?, ?)", [(version("ogi"), table, count) for table, count in rows.items()]
    )
    connection.execute(
        "comment on table published.meta is '版本与各表行数。 | Version of the program, and rows of each table.'"
    )


def _replace_file(new: Path, target: Path) -> None:
    """Rename a database onto another, safely on disk first. A log that the old one left would spoil the new."""
    with new.open("rb") as file:
        os.fsync(file.fileno())
    _wal(target).unlink(missing_ok=True)
    new.replace(target)


def _replace_folder(new: Path, target: Path) -> None:
    """Put a folder in the place of another, which no single rename can do: the old one steps aside first."""
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
