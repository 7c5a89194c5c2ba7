"""What the warehouse promises of the reports that it is given."""

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import ask, built_db, dbt, modelled

pytestmark = pytest.mark.xdist_group("warehouse")

CURRENT_REPORTS = {
    "annex_2016.txt",
    "chengguan_2021.txt",
    "contradicted_2022.txt",
    "guodong_2022.txt",
    "hongze_2023.txt",
    "hongze_2024.txt",
    "odd_reporters.txt",
    "other_chengguan_2021.txt",
    "prose_2012.txt",
    "renfang_2021.txt",
    "xiangtan_2021.txt",
    "yuetang_2021.txt",
    "zero_2020.txt",
    *(f"财政局_{year}.txt" for year in range(2019, 2024)),
    *(f"教育局_{year}.txt" for year in (2019, 2020)),
}
NOT_COUNTED = {
    "mirror/hongze_2023.txt": ("hongze_2023.txt", "same_figures"),
    "yuetang_2021_with_city.txt": ("yuetang_2021.txt", "same_figures"),
    "hongze_2024_first.txt": ("hongze_2024.txt", "superseded"),
    "xiangtan_2021_region.txt": ("xiangtan_2021.txt", "other_scope"),
}


def test_every_cell_of_a_zero_report_is_there_again() -> None:
    ((outcomes, flows, reviews, items),) = ask(
        """
        select
            (select count(*) from marts.fct_application_outcomes as f where f.report_key = r.report_key),
            (select count(*) from marts.fct_application_flows as f where f.report_key = r.report_key),
            (select count(*) from marts.fct_reviews as f where f.report_key = r.report_key),
            (select count(*) from marts.fct_disclosures as f where f.report_key = r.report_key)
        from marts.dim_report as r where r.source_path = 'zero_2020.txt'
        """
    )
    ((totals,),) = ask(
        """
        select count(distinct (t.table_code, t.row_code, t.column_code))
        from audit.printed_totals as t inner join marts.dim_report as r on t.report_key = r.report_key
        where r.source_path = 'zero_2020.txt' and t.column_code = 'total'
        """
    )
    assert (outcomes + flows + reviews + totals, items) == (161 + 15, 22)


def test_one_version_of_a_report_counts_and_no_other() -> None:
    counted = ask("select source_path from marts.dim_report where is_current")
    assert {path for (path,) in counted} == CURRENT_REPORTS
    in_facts = ask(
        "select distinct source_path from marts.fct_application_flows inner join marts.dim_report using (report_key)"
    )
    assert {path for (path,) in in_facts} == CURRENT_REPORTS - {
        "annex_2016.txt",
        "contradicted_2022.txt",
        "odd_reporters.txt",
        "prose_2012.txt",
    }


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("mirror/hongze_2023.txt", "a copy"),
        ("yuetang_2021_with_city.txt", "a copy that writes the city before the name"),
        ("hongze_2024_first.txt", "a version that was corrected"),
        ("xiangtan_2021_region.txt", "a report in a second scope"),
    ],
)
def test_what_does_not_count_is_visible_with_the_reason(path: str, what: str) -> None:
    counted, reason = NOT_COUNTED[path]
    shown = ask(
        "select c.source_path, r.duplicate_reason from marts.dim_report as r"
        " inner join marts.dim_report as c on r.duplicate_of = c.report_key"
        " where r.source_path = ? and not r.is_current and c.is_current",
        path,
    )
    assert shown == [(counted, reason)], what
    kept = ask(
        "select distinct reason_code, count(*) from audit.quarantined_cells as q"
        " inner join marts.dim_report as r on q.report_key = r.report_key"
        " where r.source_path = ? and q.table_code = 'applications' group by all",
        path,
    )
    assert kept == [(reason, 175)], what


def test_bodies_that_cannot_be_told_apart_are_neither_merged_nor_chained() -> None:
    received = ask(
        "select sum(applications) from marts.fct_application_flows as f"
        " inner join marts.dim_organization as o on f.organization_key = o.organization_key"
        " where o.name = '城关镇人民政府' and f.flow_code = 'received_new'"
    )
    assert received == [(7,)]
    assert ask("select body_key, lineage_key from marts.dim_organization where name = '城关镇人民政府'") == [
        (None, None)
    ]
    chained = (
        "select count(*) from {} inner join marts.dim_organization using (organization_key) where name like '城关%'"
    )
    assert [ask(chained.format(table)) for table in ("reporting.carry_over_chain", "audit.coverage")] == [
        [(0,)],
        [(0,)],
    ]


def test_a_renamed_body_is_one_chain_under_the_names_of_the_time() -> None:
    chain = ask(
        "select r.year, r.organization from marts.dim_report as r"
        " inner join marts.dim_organization as o on r.organization_key = o.organization_key"
        " where o.lineage_name = '宣城市国防动员办公室' and r.is_current order by r.year"
    )
    assert chain == [(2021, "宣城市人民防空办公室"), (2022, "宣城市国防动员办公室")]
    carried = ask(
        "select c.carried_out, c.carried_in_next_year, c.verdict from reporting.carry_over_chain as c"
        " inner join marts.dim_organization as o on c.organization_key = o.organization_key"
        " where o.name = '宣城市人民防空办公室' and c.column_code = 'total'"
    )
    assert carried == [(5, 5, "closes")]


def test_joining_any_dimension_neither_doubles_nor_loses_a_number() -> None:
    references = ask(
        "select d.schema_name || '.' || d.table_name, d.column_name, d.refers_to, m.column_name"
        " from reporting.dictionary as d inner join reporting.dictionary as m on d.table_name = m.table_name"
        " where d.table_name like 'fct%' and d.refers_to is not null"
        " and m.column_name in ('applications', 'cases', 'quantity')"
    )
    assert len(references) == 6 * 3 + 2 + 2 + 2 + 2 + 1 + 1  # report, organization, division, and the codes of each
    for table, column, refers_to, measure in references:
        dimension, _, key = refers_to.rpartition(".")
        of_whole = "select sum(f.{1}), count(*) from {0} as f"
        of_joined = of_whole + " inner join {2} as d on f.{3} = d.{4}"
        whole, joined = (ask(sql.format(table, measure, dimension, column, key)) for sql in (of_whole, of_joined))
        assert joined == whole, (table, dimension)


def test_a_table_that_does_not_balance_is_quarantined_and_its_sister_published() -> None:
    (key,) = ask("select report_key from marts.dim_report where source_path = 'contradicted_2022.txt'")
    assert ask("select count(*) from marts.fct_application_outcomes where report_key = ?", *key) == [(0,)]
    quarantined = ask("select table_code, reason_code, blame from audit.quarantined_tables where report_key = ?", *key)
    assert quarantined == [("applications", "contradicted", "source")]
    assert ask("select count(*) from marts.fct_reviews where report_key = ?", *key) == [(12,)]
    assert ask("select count(*) from audit.quarantined_cells where report_key = ?", *key) == [(175,)]


def test_the_place_of_a_failed_identity_is_named() -> None:
    failed = ask(
        "select i.identity_code, i.place_zh, i.left_value, i.right_value, i.blame from audit.identity_results as i"
        " inner join marts.dim_report as r on i.report_key = r.report_key"
        " where r.is_current and i.verdict = 'fails' and i.strength = 'hard' order by all"
    )
    assert failed == [
        ("applications_applicants", "予以公开", Decimal(24), Decimal(25), "source"),
        ("applications_outcomes_e4", "自然人", Decimal(38), Decimal(39), "source"),
    ]


def test_a_blank_makes_no_fact_and_is_kept_apart_from_zero() -> None:
    empty = ask("select table_code, row_code, column_code, state from audit.empty_cells")
    assert empty == [("reviews", "litigation_direct", "total", "blank")]
    ((zeros,),) = ask("select count(*) from marts.fct_reviews where cases = 0 and raw = '0'")
    assert zeros > 0


def test_money_is_in_yuan_and_remembers_what_was_printed() -> None:
    fees = (
        "select quantity, unit, printed_quantity, printed_unit, proof from marts.fct_disclosures"
        " where quantity between 1e6 and 1e10"
    )
    assert ask(fees) == [(Decimal(77302800), "元", Decimal("7730.28"), "万元", "unchecked")]
    fees = "select quantity, unit, printed_unit from marts.fct_annex_2014 where indicator_code = 'information_fee'"
    assert ask(fees) == [(Decimal(4000), "元", "万元")]


def test_a_measure_of_several_items_has_the_name_that_each_form_prints() -> None:
    names = "select name_zh from marts.dim_disclosure_measure where measure_code = 'amount'"
    assert ask(names) == [("本年收费金额 / 采购总金额",)]


def test_no_total_stands_beside_its_parts() -> None:
    """What the report of 2023 prints in its total column, against the sums of its facts."""
    sums = ask(
        "select 'received', sum(applications) from marts.fct_application_flows as f"
        " inner join marts.dim_report as r using (report_key)"
        " where r.source_path = 'hongze_2023.txt' and f.flow_code = 'received_new'"
        " union all select 'concluded', sum(applications) from marts.fct_application_outcomes as f"
        " inner join marts.dim_report as r using (report_key) where r.source_path = 'hongze_2023.txt'"
        " union all select 'cases', sum(cases) from marts.fct_reviews as f"
        " inner join marts.dim_report as r using (report_key) where r.source_path = 'hongze_2023.txt'"
    )
    assert dict(sums) == {"received": 45, "concluded": 43, "cases": 6}
    codes = ask(
        "select applicant_code from marts.fct_application_outcomes union select applicant_code"
        " from marts.fct_application_flows union select outcome_code from marts.fct_application_outcomes"
        " union select result_code from marts.fct_reviews"
    )
    assert not {code for (code,) in codes} & {"total", "concluded_total"}


def test_samples_are_kept_and_never_counted() -> None:
    assert ask("select reason_code, count(*) from audit.quarantined_claims group by all") == [("sample", 2)]
    claimed = ask(
        "select distinct r.document_class from marts.fct_claims inner join marts.dim_report as r using (report_key)"
    )
    assert claimed == [("report",)]


def test_every_document_is_reported_or_rejected() -> None:
    assert dict(ask("select outcome, count(*) from audit.documents group by all")) == {"reported": 25, "rejected": 3}
    reasons: dict[str, str] = dict(ask("select path, rejection_code from audit.rejected_documents"))
    assert reasons == {"空 文件'.txt": "empty_file", "picture.txt": "not_text", "通知.txt": "not_a_report"}


def test_the_grounds_on_which_natural_persons_were_refused_in_a_province_are_one_query() -> None:
    grounds = ask(
        """
        select o.name_zh, sum(f.applications) filter (where o.group_code = 'refused') as refused, sum(f.applications)
        from marts.fct_application_outcomes as f
        inner join marts.dim_outcome as o on f.outcome_code = o.outcome_code
        inner join marts.dim_division as d on f.division_key = d.division_key
        inner join marts.dim_report as r on f.report_key = r.report_key
        where f.year = 2023 and d.province_name = '江苏省' and d.level = 'county'
            and f.applicant_code = 'natural_person' and r.scope_code = 'organ'
        group by o.name_zh having sum(f.applications) filter (where o.group_code = 'refused') > 0
        order by refused desc
        """
    )
    assert grounds == [("属于四类过程性信息", 6, 6), ("属于国家秘密", 1, 1)]


def test_rates_have_numerator_denominator_and_interval() -> None:
    rates = ask(
        "select numerator, denominator, round(rate, 4), interval_low < rate and rate < interval_high, is_unstable"
        " from reporting.disclosure_rates"
        " where rate_code = 'disclosure_rate' and year = 2023 and organization_kind = 'government'"
    )
    assert rates == [(Decimal(28), Decimal(43), 0.6512, True, False)]
    undefined = ask(
        "select rate, denominator from reporting.disclosure_rates"
        " where rate_code = 'discretionary_share' and year = 2024"
    )
    assert undefined == [(None, Decimal(0))]


def test_applications_received_are_one_series_over_all_forms() -> None:
    series = ask(
        "select year, layout_code, source, applications, is_break from reporting.received_series"
        " where scope_code = 'organ' order by 1"
    )
    assert series == [
        (2012, "E1", "prose", 31, True),
        (2016, "E2", "table", 7, True),
        (2019, "E3", "table", 18, True),
        (2020, "E3", "table", 18, False),
        (2021, "E4", "table", 23, True),
        (2022, "E4", "table", 9, False),
        (2023, "E4", "table", 54, False),
        (2024, "E4", "table", 10, False),
    ]


def test_what_is_carried_over_is_compared_with_the_next_report() -> None:
    chain = ask(
        "select carried_out, carried_in_next_year, verdict from reporting.carry_over_chain"
        " inner join marts.dim_organization as o using (organization_key)"
        " where year = 2023 and column_code = 'total' and o.organization_kind = 'government'"
    )
    assert chain == [(4, 3, "fails")]


def test_prose_is_compared_with_the_tables_of_its_report() -> None:
    verdicts = ask(
        "select c.measure_code, c.verdict from audit.claim_reconciliation as c"
        " inner join marts.dim_report as r on c.report_key = r.report_key where r.year = 2023 order by c.position"
    )
    assert verdicts == [
        ("received_new", "agrees_new_plus_carried"),
        ("granted", "one_column_only"),
        ("refused", "agrees"),
        ("concluded_total", "differs"),
    ]


def test_the_summary_has_a_row_for_every_report_and_figures_only_of_published_tables() -> None:
    summary = ask("select source_path, received_new, refused, disclosure_rate from reporting.report_summary")
    figures = {path: (received, refused, rate and round(rate, 4)) for path, received, refused, rate in summary}
    assert figures == {
        "annex_2016.txt": (7, 2, 0.7143),
        "anthology.txt": (None, None, None),
        "chengguan_2021.txt": (3, 0, None),
        "contradicted_2022.txt": (None, None, None),
        "guodong_2022.txt": (0, 0, 1.0),
        "hongze_2023.txt": (45, 7, 0.6512),
        "hongze_2024.txt": (10, 0, 1.0),
        "hongze_2024_first.txt": (None, None, None),
        "mirror/hongze_2023.txt": (None, None, None),
        "odd_reporters.txt": (None, None, None),
        "other_chengguan_2021.txt": (4, 0, None),
        "prose_2012.txt": (31, None, None),
        "renfang_2021.txt": (5, 0, None),
        "xiangtan_2021.txt": (30, 0, None),
        "xiangtan_2021_region.txt": (None, None, None),
        "yuetang_2021.txt": (2, 0, None),
        "yuetang_2021_with_city.txt": (None, None, None),
        "zero_2020.txt": (0, 0, None),
        **{path: (9, 0, 1.0) for path in CURRENT_REPORTS if "局_" in path},
    }


def test_a_warehouse_made_wrong_on_purpose_fails_its_tests(tmp_path: Path) -> None:
    out = tmp_path / "wrong"
    shutil.copytree(modelled(), out)
    with duckdb.connect(built_db(out)) as warehouse:
        for table, change in {
            "marts.fct_application_outcomes": "delete from {} where applications > 0 and outcome_code = 'granted'",
            "marts.fct_reviews": "insert into {} select * replace ('unknown' as report_key) from {} limit 1",
            "marts.fct_application_flows": "insert into {} from {} limit 1",
            "audit.documents": "update {} set outcome = 'lost' where path = 'zero_2020.txt'",
            "audit.empty_cells": "delete from {}",
            "audit.quarantined_claims": "delete from {}",
        }.items():
            warehouse.execute(change.replace("{}", table))
        printed_totals = (out / "target/compiled/ogi/models/audit/printed_totals.sql").read_text(encoding="utf-8")
        warehouse.execute(f"create or replace table audit.printed_totals as {printed_totals}")
    result = dbt(out, "test", "--select", "marts", "audit")
    assert result.returncode == 1
    for promise in (
        "facts_add_up_to_printed_totals",
        "marts_hold_only_what_balances",
        "grain_fct_application_flows",
        "documents_are_reported_or_rejected",
        "cells_are_accounted_for",
        "claims_are_accounted_for",
    ):
        assert f"Failure in test {promise}" in result.stdout
