"""Which columns a column of a model is made from, read off the SQL that dbt ran.

Belongs here: column lineage, as the Dagster UI shows it. Does not belong here: lineage of tables, which dagster-dbt
takes from the manifest.
"""

from collections.abc import Mapping

import dagster as dg
from sqlglot import exp
from sqlglot.lineage import Node, lineage

Assets = Mapping[tuple[str, str], dg.AssetKey]


def column_lineage(sql: str, assets: Assets) -> dg.TableColumnLineage:
    """For each column of a query the columns that it depends on, of the tables that are assets.

    `assets` holds these by schema and name. A column made from none, such as a constant, depends on nothing.
    """
    made = lineage(None, sql, schema={}, dialect="duckdb")
    return dg.TableColumnLineage({column: _sources(node, assets) for column, node in made.items()})


def _sources(made: Node, assets: Assets) -> list[dg.TableColumnDep]:
    found = {
        dg.TableColumnDep(asset_key=assets[place], column_name=node.name.rpartition(".")[2].strip('"'))
        for node in made.walk()
        if (place := _place(node)) in assets
    }
    return sorted(found, key=lambda dep: (dep.asset_key, dep.column_name))


def _place(node: Node) -> tuple[str, str]:
    """Schema and name of the table that a leaf of the lineage is a column of."""
    table = node.expression
    return (table.db, table.name) if isinstance(table, exp.Table) else ("", "")
