"""The export: every published table as one Parquet file, and a datapackage.json that says what they are.

Belongs here: files and their description (https://datapackage.org). Does not belong here: which tables, where they
lie, when they are put in place (publish.py).
"""

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

_TYPES = {
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DECIMAL": "number",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "VARCHAR": "string",
}


def write_export(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], folder: Path) -> None:
    """Write the tables (`schema.table`) of the attached database `published` to folder/schema/table.parquet.

    Rows keep the order of the table, so that the same tables give the same bytes. Keys and references are those that
    reporting.dictionary lists.
    """
    resources = []
    for table in tables:
        file = folder / f"{table.replace('.', '/')}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        place = str(file).replace("'", "''")
        connection.execute(f"copy published.{table} to '{place}' (format parquet, compression zstd)")
        resources.append(_resource(connection, table, file, folder))
    package = {
        "name": "ogi",
        "title": "政府信息公开工作年度报告数据 | Annual reports on open government information",
        "version": version("ogi"),
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def _resource(connection: duckdb.DuckDBPyConnection, table: str, file: Path, folder: Path) -> dict[str, Any]:
    of_table = "database_name = 'published' and schema_name || '.' || table_name = ?"
    comment = connection.execute(f"select comment from duckdb_tables() where {of_table}", [table]).fetchall()[0][0]  # noqa: S608
    columns = connection.execute(
        f"select column_name, data_type, comment from duckdb_columns() where {of_table} order by column_index",  # noqa: S608
        [table],
    ).fetchall()
    with file.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    return {
        "name": table,
        "path": file.relative_to(folder).as_posix(),
        "description": comment,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
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
