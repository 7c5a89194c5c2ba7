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
    "contradicted_2022.txt",
    "hongze_2023.txt",
    "hongze_2024.txt",
    "prose_2012.txt",
    "zero_2020.txt",
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


def test_one_version_of_a_report_counts_and_the_others_say_why() -> None:
    counted = ask("select source_path from marts.dim_report where is_current")
    assert {path for (path,) in counted} == CURRENT_REPORTS
    others = ask("select source_path, duplicate_reason from marts.dim_report where duplicate_of is not null")
    assert dict(others) == {"mirror/hongze_2023.txt": "same_figures", "hongze_2024_first.txt": "superseded"}
    assert ask("select sum(applications) from marts.fct_application_flows where flow_code = 'received_new'") == [(55,)]


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
        "select quantity, unit, printed_quantity, printed_unit, proof from marts.fct_disclosures where quantity > 1e6"
    )
    assert ask(fees) == [(Decimal(77302800), "元", Decimal("7730.28"), "万元", "unchecked")]
    fees = "select quantity, unit, printed_unit from marts.fct_annex_2014 where indicator_code = 'information_fee'"
    assert ask(fees) == [(Decimal(4000), "元", "万元")]


def test_samples_are_kept_and_never_counted() -> None:
    assert ask("select reason_code, count(*) from audit.quarantined_claims group by all") == [("sample", 2)]
    claimed = ask(
        "select distinct r.document_class from marts.fct_claims inner join marts.dim_report as r using (report_key)"
    )
    assert claimed == [("report",)]


def test_every_document_is_reported_or_rejected() -> None:
    assert dict(ask("select outcome, count(*) from audit.documents group by all")) == {"reported": 9, "rejected": 3}
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
        " from reporting.disclosure_rates where rate_code = 'disclosure_rate' and year = 2023"
    )
    assert rates == [(Decimal(28), Decimal(43), 0.6512, True, False)]
    undefined = ask(
        "select rate, denominator from reporting.disclosure_rates"
        " where rate_code = 'discretionary_share' and year = 2024"
    )
    assert undefined == [(None, Decimal(0))]


def test_applications_received_are_one_series_over_all_forms() -> None:
    series = ask("select year, layout_code, source, applications, is_break from reporting.received_series order by 1")
    assert series == [
        (2012, "E1", "prose", 31, True),
        (2016, "E2", "table", 7, True),
        (2020, "E3", "table", 0, True),
        (2023, "E4", "table", 45, True),
        (2024, "E4", "table", 10, False),
    ]


def test_what_is_carried_over_is_compared_with_the_next_report() -> None:
    chain = ask(
        "select carried_out, carried_in_next_year, verdict from reporting.carry_over_chain"
        " where year = 2023 and column_code = 'total'"
    )
    assert chain == [(4, 3, "differs")]


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
        "contradicted_2022.txt": (None, None, None),
        "hongze_2023.txt": (45, 7, 0.6512),
        "hongze_2024.txt": (10, 0, 1.0),
        "hongze_2024_first.txt": (None, None, None),
        "mirror/hongze_2023.txt": (None, None, None),
        "prose_2012.txt": (31, None, None),
        "zero_2020.txt": (0, 0, None),
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
