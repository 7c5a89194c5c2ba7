"""Into what published tables are divided, so that of a large one only the years in which something changed are written.

Belongs here: which rows make a slice, where it lies in the export, what it holds. Does not belong here: writing it
(export.py, publish.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

LARGE = 1 << 16
"""Rows from which on a table is divided: of a smaller one, years would make many small files."""
REPORTS = "marts.dim_report"
"""The table that says of which year a report is."""


@dataclass(slots=True, frozen=True)
class Content:
    """What rows there are, in whatever order: how many, and the sum of their hashes, null if there are none.

    DuckDB hashes alike what it reads from its own file and from Parquet; another version of it may hash otherwise.
    """

    rows: int
    digest: int | None

    def __str__(self) -> str:
        return f"{self.rows} 行 / rows, {self.digest or 0:x}"


@dataclass(slots=True, frozen=True)
class Slice:
    """A whole table (`schema.table`), or its rows of one report year, null among the years.

    `by` is the column that tells the year: its own `year`, or the `report_key` of a report that has one.
    """

    table: str
    by: str | None = None
    year: int | None = None

    @property
    def file(self) -> str:
        """Where it lies in the export; a divided table is a folder under the name that the file would have."""
        name = f"{self.table.replace('.', '/')}.parquet"
        return name if self.by is None else f"{name}/{self.year or 'unknown'}.parquet"

    def condition(self, database: str) -> str:
        """What is true of its rows, in an attached database, as SQL."""
        if self.by is None:
            return "true"
        if self.by == "year":
            return f"year is not distinct from {self.year or 'null'}"
        dated = f"select report_key from {database}.{REPORTS} where year"  # noqa: S608 - our own names
        if self.year is None:
            return f"coalesce(report_key, '') not in ({dated} is not null)"
        return f"report_key in ({dated} = {self.year})"


def content(connection: duckdb.DuckDBPyConnection, source: str) -> Content:
    """The content of a table or, as an SQL string, a file or folder of Parquet."""
    return Content(*connection.sql(f"select count(*), sum(hash(*columns(*))) from {source}").fetchall()[0])  # noqa: S608


def tables(connection: duckdb.DuckDBPyConnection, database: str, schemas: Iterable[str]) -> list[str]:
    """The tables of these schemas of an attached database, as `schema.table`."""
    known = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where database_name = ? and list_contains(?, schema_name) order by all",
        [database, list(schemas)],
    ).fetchall()
    return [table for (table,) in known]


def divided(connection: duckdb.DuckDBPyConnection, database: str, schemas: Iterable[str]) -> dict[Slice, Content]:
    """The tables of these schemas of an attached database, the large ones in slices, each with its content."""
    found: dict[Slice, Content] = {}
    for table in tables(connection, database, schemas):
        rows = connection.table(f"{database}.{table}")
        by = next((column for column in ("year", "report_key") if column in rows.columns), None)
        if by and rows.count("*").fetchall()[0][0] >= LARGE:
            found |= _years(connection, database, table, by)
        else:
            found[Slice(table)] = content(connection, f"{database}.{table}")
    return found


def _years(connection: duckdb.DuckDBPyConnection, database: str, table: str, by: str) -> dict[Slice, Content]:
    """The slices of a table, in the order of years."""
    year = "t.year" if by == "year" else "r.year"
    reports = "" if by == "year" else f"left join {database}.{REPORTS} as r on t.report_key = r.report_key"
    counted = connection.sql(
        f"select {year} as year, count(*), sum(hash(*columns(t.*))) from {database}.{table} as t {reports}"  # noqa: S608
        " group by all order by 1 nulls last"
    ).fetchall()
    return {Slice(table, by, year): Content(rows, digest) for year, rows, digest in counted}
