"""The checks that people look at: nothing lost, each table in balance, the published the same as the built.

Belongs here: checks on more than one table, or in the words of the form. Does not belong here: what dbt tests of a
single model (they appear as checks by themselves), nor any identity (dbt/seeds).
"""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl

from dagster_project import paths
from dagster_project.defs.bronze import RAW_FILES
from dagster_project.defs.describe import POOL, markdown_table
from dagster_project.extract.forms import read_seed
from dagster_project.load.publish import SCHEMAS

IDENTITY_RESULTS = dg.AssetKey(["audit", "identity_results"])
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


@dg.multi_asset_check(
    name="identities",
    specs=[
        dg.AssetCheckSpec(
            f"{table['table_code']}_balances",
            asset=IDENTITY_RESULTS,
            description=f"{table['number_zh']} {table['name_zh']}：各项勾稽关系成立；不成立的表已隔离，不会发布。"
            f" / {table['name_en']}: the identities close; tables in which one fails are not published.",
        )
        for table in read_seed("form_tables")
    ],
    can_subset=True,
    pool=POOL,
)
def balances(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
    """Show, table by table, which identities fail in which reports, the greatest difference first."""
    with duckdb.connect(paths.build_warehouse(), read_only=True) as warehouse:
        for key in sorted(context.selected_asset_check_keys):
            table = [key.name.removesuffix("_balances")]
            verdicts = dict(warehouse.sql(_VERDICTS, params=table).fetchall())
            worst = warehouse.sql(_FAILURES, params=table).to_arrow_table().to_pylist()
            yield dg.AssetCheckResult(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=not worst,
                severity=dg.AssetCheckSeverity.WARN,
                description="勾稽关系全部成立 / all close" if not worst else "有勾稽关系不成立 / some fail",
                metadata={**verdicts, "worst": dg.MetadataValue.md(markdown_table(worst))},
            )


_VERDICTS = "select verdict, count(*) from audit.identity_results where table_code = ? group by all order by verdict"
_FAILURES = f"""
    select
        r.report_key as "报告键 / report", r.organization as "机关 / organ", r.year as "年度 / year",
        i.wording_zh as "勾稽关系 / identity", i.place_zh as "位置 / place", i.left_value as "左边 / left",
        i.right_value as "右边 / right", i.difference as "差 / difference", i.blame as "责任 / blame"
    from audit.identity_results as i
    inner join marts.dim_report as r on i.report_key = r.report_key
    where i.table_code = ? and i.verdict = 'fails' and i.strength = 'hard'
    order by abs(i.difference) desc, i.report_key, i.identity_code, i.place_code
    limit {_WORST}
"""  # noqa: S608 - a constant


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
