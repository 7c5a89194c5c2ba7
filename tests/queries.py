"""The queries of docs/queries.md and their answers on the five reports of raw/.

Belongs here: finding the queries in the document, asking a warehouse, writing the answers under them. Does not belong
here: the questions (docs/queries.md). `.venv/bin/python -m tests.queries` writes the answers anew.
"""

import re
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb

from dagster_project.load import bronze, files
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
    for part in bronze.parts(files.find(raw)):
        bronze.write_part(raw, out / "parquet" / "bronze", part)
    (out / "build").mkdir()
    result = dbt(out, "build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    assert result.returncode == 0, result.stdout
    publish(built_db(out), out / "warehouse.duckdb", out / "parquet" / "export")
    return out / "warehouse.duckdb"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        text = answered(DOCUMENT.read_text(encoding="utf-8"), sample_warehouse(Path(folder)))
    DOCUMENT.write_text(text, encoding="utf-8")
