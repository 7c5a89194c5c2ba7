"""The checks of the identities within a report, one for each family of identities and table.

Belongs here: showing a person what must balance, how much was tested, and where it does not. Does not belong here:
judging (dbt/models/audit/identity_results.sql), the identities and their families (dbt/seeds).
"""

from collections.abc import Iterable, Iterator

import dagster as dg
import duckdb
import polars as pl

from dagster_project import paths
from dagster_project.defs.describe import POOL, READ_WHOLE, WORST, markdown_table
from dagster_project.excerpt import excerpt, line_number
from dagster_project.extract import forms
from dagster_project.extract.complaints import where_stands
from dagster_project.load.database import connect
from dagster_project.places import table_title

# A check that could test less than this part of what it should says so: silence is not consent.
_FLOOR = 0.5
_BLAMES = {
    "source": "原文 / source",
    "reading": "读取 / reading",
    "accepted": "原文，已由人工认可 / source, accepted by a reviewer",
}


def checks() -> Iterator[dg.AssetCheckSpec]:
    """One check for each family of identities of each table, as the seeds list them."""
    names = {line["family_code"]: line for line in forms.read_seed("identity_families")}
    for table, family in dict.fromkeys((i["table_code"], i["family_code"]) for i in forms.read_seed("identities")):
        name = names[family]
        yield dg.AssetCheckSpec(
            f"{table}_{family}",
            asset=dg.AssetKey(["audit", "identity_results"]),
            description=f"{table_title(table)}：{name['name_zh']}。不成立的只警告；硬性关系不成立的表已隔离，不会发布。"
            f" / {name['name_en']}. What fails warns; a table in which a hard identity fails is not published.",
            metadata={"table": table, "family": family},
        )


@dg.multi_asset_check(name="identities", specs=list(checks()), can_subset=True, pool=POOL)
def balances(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
    """Show for each table and family what must balance, how much was tested, and the worst failures."""
    with connect(paths.build_warehouse(), read_only=True) as warehouse:
        for spec in checks():
            if spec.key in context.selected_asset_check_keys:
                yield result(warehouse, spec)


def result(warehouse: duckdb.DuckDBPyConnection, spec: dg.AssetCheckSpec) -> dg.AssetCheckResult:
    """What a built warehouse says of one family: a warning if any of it fails, or if little of it could be tested."""
    family = spec.metadata["table"], spec.metadata["family"]
    verdicts: dict[str, int] = dict(warehouse.execute(_VERDICTS, family).fetchall())
    closed, failed, unknown = (verdicts.get(verdict, 0) for verdict in ("closes", "fails", "not_evaluable"))
    tested = closed + failed
    enough = tested >= _FLOOR * (tested + unknown)
    said = (
        f"核验 {tested} 处：成立 {closed}，不成立 {failed}；无法核验 {unknown} / tested, close, fail; not evaluable"
        if tested + unknown
        else "没有读到这种表 / no such table was read"
    )
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=failed == 0 and enough,
        severity=dg.AssetCheckSeverity.WARN,
        description=said if enough else f"{said}。能核验的不到一半 / less than half could be tested",
        metadata={
            "应当成立 / what must balance": _shown(warehouse, _MUST_BALANCE, family),
            "核验处数 / places tested": tested,
            "成立 / closed": closed,
            "不成立 / failed": failed,
            "无法核验 / not evaluable": unknown,
            "无法核验的原因 / why not": _shown(warehouse, _REASONS, family),
            "差最大的 / the worst": dg.MetadataValue.md(markdown_table(list(_worst(warehouse, family)), READ_WHOLE)),
        },
    )


def _shown(warehouse: duckdb.DuckDBPyConnection, sql: str, family: tuple[str, str]) -> dg.MetadataValue:
    rows = warehouse.sql(sql, params=list(family)).to_arrow_table().to_pylist()
    return dg.MetadataValue.md(markdown_table(rows, READ_WHOLE))


def _worst(warehouse: duckdb.DuckDBPyConnection, family: tuple[str, str]) -> Iterator[dict[str, object]]:
    """The greatest failures, each with its place in the words of the form and the line that it was read from."""
    failures = warehouse.sql(_FAILURES, params=list(family)).to_arrow_table().to_pylist()
    texts = _texts(failure["source_path"] for failure in failures)
    for failure in failures:
        yield {
            "文件 / file": failure["source_path"],
            "机关 / organ": failure["organization"],
            "年度 / year": failure["year"],
            "位置 / place": where_stands(
                failure["table_code"], failure["instance"], (failure["row_code"], failure["column_code"])
            ),
            "勾稽关系 / identity": failure["wording_zh"],
            "左边 / left": failure["left_value"],
            "右边 / right": failure["right_value"],
            "差 / difference": failure["difference"],
            "责任 / blame": _BLAMES.get("accepted" if failure["is_accepted"] else failure["blame"]),
            "可能的原因 / likely explanation": failure["explanation_zh"],
            "原文 / raw line": _raw_line(texts[failure["source_path"]], failure["source_start"], failure["source_end"]),
            "报告键 / report": failure["report_key"],
        }


def _raw_line(text: str, start: int, end: int) -> str:
    line = line_number(text, start)
    return f"第 {line} 行 / line {line}：{excerpt(text, start, end)}"


def _texts(document_paths: Iterable[str]) -> dict[str, str]:
    """The texts of some documents."""
    documents = pl.scan_parquet(paths.bronze() / "documents" / "*.parquet")
    wanted = documents.filter(pl.col("path").is_in(list(set(document_paths))))
    return dict(wanted.select("path", "text").collect().iter_rows())


_OF_FAMILY = """
    from audit.identity_results as i
    inner join seeds.identities as s on i.identity_code = s.identity_code
    where s.table_code = ? and s.family_code = ?
"""
_VERDICTS = f"select i.verdict, count(*) {_OF_FAMILY} group by all"
_REASONS = f"""
    select i.reason_zh || ' / ' || i.reason_en as "原因 / why", count(*) as "处 / places" {_OF_FAMILY}
    and i.reason is not null group by all order by all
"""
_MUST_BALANCE = """
    select
        s.wording_zh as "应当成立 / what must balance", s.wording_en as "in English",
        s.strength as "强度 / strength", string_agg(distinct s.layouts, ' ') as "版式 / forms"
    from seeds.identities as s where s.table_code = ? and s.family_code = ? group by all order by all
"""
# The line shown is that of the cell which the likely explanation points at or, without one, of the total.
_FAILURES = f"""
    select
        r.source_path, r.organization, r.year, i.report_key, i.table_code, s.instance, m.row_code, m.column_code,
        i.wording_zh, i.left_value, i.right_value, i.difference, i.blame, t.is_accepted, t.explanation_zh,
        coalesce(e.source_start, c.source_start) as source_start, coalesce(e.source_end, c.source_end) as source_end
    from audit.identity_results as i
    inner join seeds.identities as s on i.identity_code = s.identity_code
    inner join marts.dim_report as r on i.report_key = r.report_key
    inner join staging.stg_tables as t on i.report_key = t.report_key and i.table_code = t.table_code
    inner join intermediate.int_identity_terms as m
        on i.identity_code = m.identity_code and i.layout_code = m.layout_code and i.place_code = m.place_code
        and m.side = 'left' and m.position = 1
    inner join intermediate.int_cells as c
        on i.report_key = c.report_key and i.table_code = c.table_code
        and m.row_code = c.row_code and m.column_code = c.column_code
    left join audit.complaints as e
        on i.report_key = e.report_key and e.complaint_code = 'likely_explanation'
        and e.source_start between t.source_start and t.source_end
    where s.table_code = ? and s.family_code = ? and i.verdict = 'fails'
    order by t.is_accepted, abs(i.difference) desc, i.report_key, i.identity_code, i.place_code
    limit {WORST}
"""  # noqa: S608 - a constant
