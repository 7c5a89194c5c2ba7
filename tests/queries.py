"""The queries of docs/queries.md and their answers on the five reports of raw/.

Belongs here: finding the queries in the document, asking a warehouse, writing the answers under them. Does not belong
here: the questions (docs/queries.md), nor writing the document (documents.py).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from dagster_project.extract.schema import DECISION_FILE
from dagster_project.load import bronze, files, parts
from dagster_project.load.publish import publish
from dagster_project.paths import ROOT
from tests.warehouse import built_db, dbt

DOCUMENT = ROOT / "docs" / "queries.md"

# A query, and the table of its answer if there is one already.
_QUERY = re.compile(r"(```sql\n(.*?)```\n)(?:\n\|(?:[^\n]*\n)(?:\|[^\n]*\n)+|\n无 / none\n)?", re.DOTALL)


def queries(document: str) -> Iterator[str]:
    """The SQL of every query of the document, in order."""
    for match in _QUERY.finditer(document):
        yield match[2]


def answered(document: str, warehouse: Path) -> str:
    """The document with the answers of this warehouse under its queries."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        return _QUERY.sub(lambda match: f"{match[1]}\n{_answer(connection, match[2])}", document)


def _answer(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    relation = connection.sql(sql)
    rows = relation.fetchall()
    if not rows:
        return "无 / none\n"
    lines = [relation.columns, ["---"] * len(relation.columns), *([_shown(value) for value in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _shown(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    if isinstance(value, float):
        return f"{value:.4g}"
    return str(value).replace("|", "\\|")


def sample_warehouse(out: Path) -> Path:
    """The warehouse of the five reports, published under `out`."""
    raw = ROOT / "raw"
    folder = out / "parquet" / "bronze"
    found = files.find(raw)
    for part in parts.plan(found, bronze.listed(folder)).made:
        bronze.write_part(raw, folder, part)
    (folder / "decision_file").mkdir()
    pq.write_table(DECISION_FILE.empty_table(), folder / "decision_file" / "decisions.parquet")
    (out / "build").mkdir()
    result = dbt(out, "build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    assert result.returncode == 0, result.stdout
    publish(built_db(out), out / "warehouse.duckdb", out / "parquet" / "export")
    return out / "warehouse.duckdb"
