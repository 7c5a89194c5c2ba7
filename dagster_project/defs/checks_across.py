"""The checks on more than one report: a body's years against each other, a region's report against those within it.

Belongs here: showing a person which reports do not join, and what may explain it. Does not belong here: judging
(dbt/models/audit), the identities of two years (dbt/seeds/warehouse), checks of one report (checks_within.py).
"""

import dagster as dg

from dagster_project import paths
from dagster_project.defs.describe import POOL, WORST, markdown_table
from dagster_project.load.database import connect


@dg.asset_check(
    asset=dg.AssetKey(["audit", "cross_year_results"]),
    additional_deps=[["marts", "dim_report"]],
    pool=POOL,
    description="跨年勾稽：结转、项目数、现行有效件数等，本年与次年的报告应当衔接；不衔接的照登，可能有正当理由。"
    " / What a report says joins what the next one says; where it does not, there may be a reason, and both are kept.",
)
def years_join() -> dg.AssetCheckResult:
    """Show which reports do not join that of the next year, the greatest difference first."""
    return _shown("audit.cross_year_results", _YEARS)


@dg.asset_check(
    asset=dg.AssetKey(["audit", "rollup_results"]),
    additional_deps=[["marts", "dim_report"]],
    pool=POOL,
    description="上下级核对：汇总口径的政府报告，应不小于所含各报告之和；口径不明的不核对。"
    " / A report that sums up others is not less than those within it; none of unknown scope is compared.",
)
def regions_contain_their_parts() -> dg.AssetCheckResult:
    """Show which governments report less than the reports within theirs add up to."""
    return _shown("audit.rollup_results", _REGIONS)


def _shown(table: str, failures: str) -> dg.AssetCheckResult:
    """A warning with the failures, if there are any, and how many rows of the table had which verdict."""
    with connect(paths.build_warehouse(), read_only=True) as warehouse:
        verdicts = dict(warehouse.table(table).aggregate("verdict, count(*)").order("verdict").fetchall())
        worst = warehouse.sql(failures).to_arrow_table().to_pylist()
    failed, closed = verdicts.get("fails", 0), verdicts.get("closes", 0)
    return dg.AssetCheckResult(
        passed=not worst,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{closed} 处成立，{failed} 处不成立，{sum(verdicts.values()) - closed - failed} 处不可比或无从核验"
        " / close, fail, cannot be compared or evaluated",
        metadata={**verdicts, "worst": dg.MetadataValue.md(markdown_table(worst))},
    )


_YEARS = f"""
    select
        r.organization as "机关 / organ", c.year as "本年 / year", c.wording_zh as "应有 / what should hold",
        c.place_zh as "位置 / place", c.left_value as "左边 / left", c.right_value as "右边 / right",
        c.difference as "差 / difference", c.reason_zh as "可能的理由 / what may explain it",
        c.comparability as "两年 / the two years", c.report_key as "报告键 / report"
    from audit.cross_year_results as c
    inner join marts.dim_report as r on c.report_key = r.report_key
    where c.verdict = 'fails'
    order by abs(c.difference) desc, c.report_key, c.identity_code, c.place_code
    limit {WORST}
"""  # noqa: S608 - a constant
_REGIONS = f"""
    select
        r.organization as "机关 / organ", r.year as "年度 / year", c.row_zh as "数字 / figure",
        c.parent_value as "汇总 / its figure", c.children_value as "所含之和 / sum of its parts",
        c.children_found as "已有 / found", c.children_expected as "应有 / expected", c.report_key as "报告键 / report"
    from audit.rollup_results as c
    inner join marts.dim_report as r on c.report_key = r.report_key
    where c.verdict = 'fails'
    order by c.difference, c.report_key, c.table_code, c.row_code
    limit {WORST}
"""  # noqa: S608 - a constant
