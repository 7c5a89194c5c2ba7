"""The checks that begin and end a run: nothing is lost on the way in, and what is published is what was checked.

Belongs here: checks on what is not a model. Does not belong here: what dbt tests of the models (it appears as checks by
itself), the identities within a report (checks_within.py), those of several reports (checks_across.py).
"""

import dagster as dg
import polars as pl

from dagster_project import paths
from dagster_project.defs.bronze import RAW_FILES
from dagster_project.defs.describe import POOL, WORST, markdown_table
from dagster_project.load.publish import contents_of_database, contents_of_export


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
        because.len("files").sort("files", "rejection_code", descending=[True, False]).head(WORST).collect().to_dicts()
    )


@dg.asset_check(
    asset=dg.AssetKey(["published", "warehouse"]),
    additional_deps=[["published", "parquet"]],
    pool=POOL,
    description="发布的每张表，数据库与 Parquet 均与核验过的逐行一致。"
    "/ Every published table holds what was checked, row by row, in the warehouse and as Parquet.",
)
def published_is_what_was_checked() -> dg.AssetCheckResult:
    """Compare the rows of every published table, and of its Parquet file, with those of the built one."""
    contents = {
        "built": contents_of_database(paths.build_warehouse()),
        "published": contents_of_database(paths.published()),
        "parquet": contents_of_export(paths.export()),
    }
    tables = sorted({table for held in contents.values() for table in held})
    compared = [{"table": table, **{place: held.get(table) for place, held in contents.items()}} for table in tables]
    differing = [row for row in compared if not row["built"] == row["published"] == row["parquet"]]
    return dg.AssetCheckResult(
        passed=bool(tables) and not differing,
        description=f"{len(tables)} 张表，{len(differing)} 张不一致 / tables, differing",
        metadata={"tables": len(tables), "differing": dg.MetadataValue.md(markdown_table(differing))},
    )
