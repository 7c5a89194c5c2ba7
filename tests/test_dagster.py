"""The graph that the UI shows."""

import re
import shutil
from decimal import Decimal
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest

from dagster_project.defs.checks_within import checks, result
from dagster_project.defs.describe import markdown_table
from dagster_project.defs.lineage import column_lineage
from dagster_project.defs.proof_shares import percent_proved, proof_shares
from dagster_project.extract.forms import read_seed
from dagster_project.extract.schema import BRONZE
from dagster_project.lock import alone
from tests.conftest import Build, evaluation, query
from tests.warehouse import built_db, modelled

LONGEST_NAME = 45


@pytest.fixture(scope="module")
def graph() -> dg.Definitions:
    from dagster_project.definitions import defs

    return defs()


@pytest.fixture(scope="module")
def specs(graph: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in graph.resolve_all_asset_specs()}


def test_the_way_from_raw_to_published_is_whole(specs: dict[str, dg.AssetSpec]) -> None:
    """Every published table can be followed back, step by step, to the raw files."""
    sources = {key: {dep.asset_key.to_user_string() for dep in spec.deps} for key, spec in specs.items()}
    reached, frontier = set(), {"published/warehouse", "published/parquet"}
    while frontier:
        reached |= frontier
        frontier = {source for key in frontier for source in sources[key]} - reached
    assert {"raw/files", *(f"bronze/{table}" for table in BRONZE)} <= reached
    assert {key for key in specs if key.startswith(("marts/", "audit/", "reporting/"))} <= reached


def test_every_asset_says_what_it_is_and_whose(specs: dict[str, dg.AssetSpec]) -> None:
    groups = {"raw", "bronze", "forms", "staging", "intermediate", "marts", "audit", "reporting", "published"}
    assert {spec.group_name for spec in specs.values()} == groups
    for key, spec in specs.items():
        assert spec.kinds, key
        assert spec.owners, key
        assert spec.description, key
        assert "Build and test every model" not in spec.description, key


def test_every_check_says_what_it_promises(graph: dg.Definitions) -> None:
    definitions = [part for part in [*graph.assets, *graph.asset_checks] if isinstance(part, dg.AssetsDefinition)]
    for check in (check for part in definitions for check in part.check_specs):
        assert len(check.name) <= LONGEST_NAME, "the list of checks would show its beginning and its end only"
        chinese, english = re.split(r" ?[|/] ", str(check.description), maxsplit=1)
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese), check.description
        assert english.isprintable(), check.description


def test_the_share_proved_is_that_of_the_tables_that_can_be() -> None:
    rows = [("applications", "E3", proof) for proof in ("proved", "proved", "incomplete")]
    rows += [("disclosure", "E3", "unchecked"), ("disclosure", "E3", "incomplete"), ("annex_2014", "E2", "proved")]
    tables = pl.LazyFrame(rows, ["table_code", "layout", "proof"], orient="row")
    share, proved = "已核验占比 / share proved", "已核验 / proved"
    shown = {(row["版式 / form"], row["表 / table"]): (row[share], row[proved]) for row in proof_shares(tables)}
    assert shown == {
        ("E2 2014年统计表", "附表 annex_2014"): ("██████████\xa0100%", 1),
        ("E3 2019年格式", "表三 applications"): ("██████░░░░\xa066%", 2),
        ("E3 2019年格式", "表二 disclosure"): ("—", 0),
    }
    assert percent_proved(tables) == 75
    assert percent_proved(tables.filter(table_code="disclosure")) is None


def test_a_decimal_shows_without_noughts_behind_it() -> None:
    assert markdown_table([{"a": Decimal("3.000000")}]).endswith("| 3 |")


def test_each_family_of_identities_of_each_table_has_its_check(graph: dg.Definitions) -> None:
    definitions = [part for part in graph.asset_checks if isinstance(part, dg.AssetsDefinition)]
    names = {check.name for part in definitions for check in part.check_specs}
    families = {f"{line['table_code']}_{line['family_code']}" for line in read_seed("identities")}
    assert families < names
    assert {line["family_code"] for line in read_seed("identities")} == {
        line["family_code"] for line in read_seed("identity_families")
    }


def test_a_check_of_identities_tells_what_must_balance_how_much_was_tested_and_the_worst(built: Build) -> None:
    check = evaluation(built, "applications_outcomes")
    told = {name: value.value for name, value in check.metadata.items()}
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert "（七）总计等于（一）至（六）各项之和" in str(told["应当成立 / what must balance"])
    ((tested, failed),) = query(
        built,
        "select count(*) filter (where verdict <> 'not_evaluable'), count(*) filter (where verdict = 'fails')"
        " from audit.identity_results where identity_code like 'applications_outcomes%'",
    )
    counts = ("核验处数 / places tested", "不成立 / failed", "无法核验 / not evaluable")
    assert [told[name] for name in counts] == [tested, failed, 0]
    assert f"核验 {tested} 处" in str(check.description)
    worst = str(told["差最大的 / the worst"])
    for shown in (
        "改过一个数字",
        "衡山县财政局",
        "表三 · 自然人",
        " 0 ",
        " 7 ",
        " -7 ",
        "原文 / source",
        "“7”应为“0”",
        "【7】",
    ):
        assert shown in worst, shown
    assert "已由人工认可" in worst


def test_a_check_of_which_most_could_not_be_tested_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OGI_OUT", str(modelled()))
    warehouse = tmp_path / "warehouse.duckdb"
    shutil.copyfile(built_db(modelled()), warehouse)
    (spec,) = [spec for spec in checks() if spec.name == "reviews_results"]
    with duckdb.connect(warehouse) as connection:
        before = result(connection, spec)
        connection.execute(
            "update audit.identity_results set verdict = 'not_evaluable', reason_zh = '空', reason_en = 'blank',"
            " reason = 'total_blank' where identity_code = 'reviews_results' and place_code <> 'litigation_direct'"
        )
        after = result(connection, spec)
    assert (before.passed, after.passed) == (True, False)
    assert "不到一半" in str(after.description)
    assert "空 / blank" in str(after.metadata["无法核验的原因 / why not"].value)


def test_a_test_of_dbt_that_fails_shows_the_rows_that_it_found(built: Build) -> None:
    check = evaluation(built, "no_table_awaits_review")
    assert not check.passed
    assert "source_path" in str(check.description)
    assert "改过一个数字" in str(check.metadata["查出的行 / rows found"].value)


def test_what_would_let_unbalanced_rows_through_blocks(graph: dg.Definitions) -> None:
    definitions = [part for part in [*graph.assets, *graph.asset_checks] if isinstance(part, dg.AssetsDefinition)]
    checks = [check for part in definitions for check in part.check_specs]
    (nothing_lost,) = [check for check in checks if check.name == "nothing_lost"]
    assert nothing_lost.blocking
    of_marts = [check for check in checks if check.asset_key.to_user_string().startswith("marts/fct_")]
    assert of_marts
    assert all(check.blocking for check in of_marts)


@pytest.mark.parametrize("name", ["build_everything", "read_again", "rebuild_from_scratch"])
def test_each_job_covers_every_asset(graph: dg.Definitions, specs: dict[str, dg.AssetSpec], name: str) -> None:
    job = graph.resolve_job_def(name)
    assert {key.to_user_string() for key in job.asset_layer.executable_asset_keys} == specs.keys()


def test_the_sensor_runs_once_for_what_two_looks_in_a_row_have_seen(
    graph: dg.Definitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OGI_RAW", str(tmp_path))
    sensor = graph.resolve_sensor_def("raw_folder")
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    cursor: str | None = None

    def look() -> bool:
        nonlocal cursor
        seen = sensor(dg.build_sensor_context(cursor=cursor))
        assert isinstance(seen, dg.SensorResult)
        cursor = seen.cursor
        return bool(seen.run_requests)

    assert [look(), look(), look()] == [False, True, False]
    (tmp_path / "new.txt").write_text("新的。", encoding="utf-8")
    assert not look()
    (tmp_path / "new.txt").write_text("还在写。", encoding="utf-8")
    assert [look(), look(), look()] == [False, True, False]
    (tmp_path / "new.txt").unlink()
    assert [look(), look(), look()] == [False, True, False]


def test_a_run_in_the_ui_is_told_of_one_that_goes_on(
    graph: dg.Definitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OGI_OUT", str(tmp_path))
    job = graph.resolve_job_def("build_everything")
    with alone("ogi build"), pytest.raises(dg.DagsterError) as told:
        job.execute_in_process()
    assert "ogi build" in str(told.value.__cause__)
    assert not (tmp_path / "parquet").exists()


def test_a_column_shows_which_columns_it_is_made_from() -> None:
    sql = """
        with counted as (
            select c.report_key, sum(c.quantity) as cases from warehouse.intermediate.int_cells as c group by all
        )
        select counted.report_key, counted.cases, r.year, 1 as one
        from counted inner join warehouse.marts.dim_report as r on counted.report_key = r.report_key
    """
    assets = {("intermediate", "int_cells"): dg.AssetKey(["cells"]), ("marts", "dim_report"): dg.AssetKey(["reports"])}
    made = column_lineage(sql, assets).deps_by_column
    assert {
        column: [(dep.asset_key.to_user_string(), dep.column_name) for dep in deps] for column, deps in made.items()
    } == {
        "report_key": [("cells", "report_key")],
        "cases": [("cells", "quantity")],
        "year": [("reports", "year")],
        "one": [],
    }


def test_every_column_of_a_fact_leads_back_to_another_asset(built: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(built.out / ".dagster"))
    with dg.DagsterInstance.get() as instance:
        event = instance.get_latest_materialization_event(dg.AssetKey(["marts", "fct_reviews"]))
    assert event
    assert event.asset_materialization
    lineage = event.asset_materialization.metadata["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    assert all(lineage.deps_by_column.values())


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a|b", "**bold**", "[x](javascript:y)", "`c`", "line\nbreak"]
)
def test_text_of_reports_shows_as_text_in_a_table(text: str) -> None:
    header, _, row = markdown_table([{"text": text}]).splitlines()
    assert header == "| text |"
    unescaped = row.removeprefix("| ").removesuffix(" |").replace("\\", "")
    assert unescaped == " ".join(text.split())
    assert not any(row[at] in "<|*[`" and row[at - 1] != "\\" for at in range(2, len(row) - 2))
