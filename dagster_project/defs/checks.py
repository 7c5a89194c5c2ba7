"""The checks that begin and end a run: nothing is lost on the way in, and what is published is what was checked.

Belongs here: checks on what is not a model. Does not belong here: what dbt tests of the models (it appears as checks by
itself), the identities within a report (checks_within.py), those of several reports (checks_across.py).
"""

from pathlib import Path

import dagster as dg
import duckdb
import polars as pl

from dagster_project import paths
from dagster_project.defs.bronze import RAW_FILES
from dagster_project.defs.describe import POOL, markdown_table
from dagster_project.load.publish import SCHEMAS

_WORST = 20


@dg.asset_check(
    asset=dg.AssetKey(["bronze", "documents"]),
    additional_deps=[RAW_FILES, ["bronze", "reports"]],
    blocking=True,
    pool=POOL,
    description="每个文件要么读出报告，要么有未收录的原因。/ documents = reported + rejected, and no file is missing.",
)
def nothing_lost() -> dg.AssetCheckResult:
    """Compare the files found with the documents read, and these with the reports in them."""
    documents = pl.scan_parquet(paths.bronze() / "documents" / "*.parquet")
    reports = pl.scan_parquet(paths.bronze() / "reports" / "*.parquet")
    counts = documents.select(
        documents=pl.len(),
        reported=(pl.col("reports") > 0).sum(),
        rejected=((pl.col("reports") == 0) & pl.col("rejection_code").is_not_null()).sum(),
        reports_promised=pl.col("reports").sum(),
    ).collect()
    files = pl.scan_parquet(paths.found()).select(pl.len()).collect().item()
    row = {"files": files, **counts.row(0, named=True), "reports": reports.select(pl.len()).collect().item()}
    return dg.AssetCheckResult(
        passed=row["files"] == row["documents"] == row["reported"] + row["rejected"]
        and row["reports_promised"] == row["reports"],
        description="{files} 个文件：读出报告 {reported}，未收录 {rejected} / files, reported, rejected".format(**row),
        metadata={**row, "rejected_because": dg.MetadataValue.md(markdown_table(_rejections(documents)))},
    )


def _rejections(documents: pl.LazyFrame) -> list[dict[str, object]]:
    because = documents.filter(pl.col("rejection_code").is_not_null()).group_by("rejection_code", "rejection_message")
    return (
        because.len("files").sort("files", "rejection_code", descending=[True, False]).head(_WORST).collect().to_dicts()
    )


@dg.asset_check(
    asset=dg.AssetKey(["published", "warehouse"]),
    pool=POOL,
    description="发布的每张表与核验过的一致。/ Every published table has the rows that were checked.",
)
def published_is_what_was_checked() -> dg.AssetCheckResult:
    """Compare the number of rows of every published table with the built one."""
    published, built = _row_counts(paths.published()), _row_counts(paths.build_warehouse())
    differing = [
        {"table": table, "published": published.get(table), "built": built.get(table)}
        for table in sorted(published.keys() | built.keys())
        if published.get(table) != built.get(table)
    ]
    return dg.AssetCheckResult(
        passed=bool(published) and not differing,
        description=f"{len(published)} 张表，{len(differing)} 张不一致 / tables, differing",
        metadata={"tables": len(published), "differing": dg.MetadataValue.md(markdown_table(differing))},
    )


def _row_counts(warehouse: Path) -> dict[str, int]:
    """The number of rows of every table of the published schemas."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        known = connection.sql("select schema_name, table_name from duckdb_tables() order by all").fetchall()
        names = [f"{schema}.{table}" for schema, table in known if schema in SCHEMAS]
        return {name: connection.table(name).count("*").fetchall()[0][0] for name in names}
