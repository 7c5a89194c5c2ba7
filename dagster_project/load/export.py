"""The export: every published table as Parquet, and a datapackage.json that says what they are.

A table is one file; a large one is a folder of that name, with a file for each report year (slices.py).

Belongs here: files and their description (https://datapackage.org). Does not belong here: which tables, where they
lie, when they are put in place (publish.py).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.load.slices import Slice

_TYPES = {
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DECIMAL": "number",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "VARCHAR": "string",
}


def write_slices(connection: duckdb.DuckDBPyConnection, parts: Iterable[Slice], folder: Path) -> None:
    """Write slices of the attached database `build` to their files below a folder.

    Rows are sorted by the key of the table, which comes first, so that the same rows give the same bytes.
    """
    for part in parts:
        file = folder / part.file
        file.parent.mkdir(parents=True, exist_ok=True)
        place = str(file).replace("'", "''")
        rows = f"from build.{part.table} where {part.condition('build')} order by all"
        connection.execute(f"copy ({rows}) to '{place}' (format parquet, compression zstd)")


def write_description(connection: duckdb.DuckDBPyConnection, parts: Iterable[Slice], folder: Path) -> None:
    """Write the datapackage.json of the slices of the attached database `published` that lie below a folder.

    Keys and references are those that reporting.dictionary lists.
    """
    files: dict[str, list[Path]] = {}
    for part in parts:
        files.setdefault(part.table, []).append(folder / part.file)
    package = {
        "name": "ogi",
        "title": "政府信息公开工作年度报告数据 | Annual reports on open government information",
        "version": version("ogi"),
        "resources": [_resource(connection, table, of_table, folder) for table, of_table in files.items()],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def _resource(connection: duckdb.DuckDBPyConnection, table: str, files: Sequence[Path], folder: Path) -> dict[str, Any]:
    """A table; the hash of several files is that of all of them, one after the other."""
    of_table = "database_name = 'published' and schema_name || '.' || table_name = ?"
    comment = connection.execute(f"select comment from duckdb_tables() where {of_table}", [table]).fetchall()[0][0]  # noqa: S608
    columns = connection.execute(
        f"select column_name, data_type, comment from duckdb_columns() where {of_table} order by column_index",  # noqa: S608
        [table],
    ).fetchall()
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as data:
            hashlib.file_digest(data, lambda: digest)
    places = [file.relative_to(folder).as_posix() for file in files]
    return {
        "name": table,
        "path": places if len(places) > 1 else places[0],
        "description": comment,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(file.stat().st_size for file in files),
        "hash": f"sha256:{digest.hexdigest()}",
        "schema": {
            "fields": [
                {"name": name, "type": _TYPES[kind.partition("(")[0]], "description": description}
                for name, kind, description in columns
            ],
            **_keys(connection, table),
        },
    }


def _keys(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    """The primary key and the foreign keys of a table, in the terms of datapackage.org."""
    columns = connection.execute(
        "select column_name, is_key, refers_to from published.reporting.dictionary"
        " where schema_name || '.' || table_name = ? and column_name <> '' order by column_name",
        [table],
    ).fetchall()
    primary = [name for name, is_key, _ in columns if is_key]
    foreign = [
        {"fields": [name], "reference": {"resource": resource, "fields": [field]}}
        for name, _, refers_to in columns
        if refers_to
        for resource, _, field in [refers_to.rpartition(".")]
    ]
    return {"primaryKey": primary, "foreignKeys": foreign}
