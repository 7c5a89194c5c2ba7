"""The identities in SQL are the identities of the extractor: same places, same cells, same verdicts."""

from collections import defaultdict
from decimal import Decimal

import pytest

from dagster_project.extract import forms
from tests.bronze import failing
from tests.small_bronze import small_bronze
from tests.warehouse import ask

pytestmark = pytest.mark.xdist_group("warehouse")

TABLES = ("disclosure", "applications", "reviews", "annex_2014")
FORMS = [forms.form(table, layout) for table in TABLES for layout in forms.layouts(table)]


def test_sql_knows_the_cells_of_every_form() -> None:
    known = defaultdict(set)
    for table, layout, row, column in ask(
        "select table_code, layout_code, row_code, column_code from intermediate.int_form_cells"
    ):
        known[table, layout].add((row, column))
    assert known == {(form.table, form.layout): set(form.cells) for form in FORMS}


def test_sql_spells_out_every_identity_at_every_place_as_the_extractor_does() -> None:
    known: dict[tuple[str, ...], dict[str, set[forms.CellKey]]] = defaultdict(lambda: {"left": set(), "right": set()})
    for code, layout, place, side, row, column in ask(
        "select identity_code, layout_code, place_code, side, row_code, column_code"
        " from intermediate.int_identity_terms inner join seeds.identities using (identity_code)"
        " where reporters is null"
    ):
        known[code, layout, place][side].add((row, column))
    expected = {
        (at.identity.code, form.layout, at.place or "table"): {"left": set(at.left), "right": set(at.right)}
        for form in FORMS
        for at in form.instances
    }
    assert known == expected


def test_sql_judges_every_equation_as_plain_arithmetic_does() -> None:
    bronze = small_bronze()
    values: dict[tuple[str, str], dict[forms.CellKey, Decimal | None]] = defaultdict(dict)
    for cell in bronze.rows["cells"]:
        values[cell["report_key"], cell["table_code"]][cell["row_code"], cell["column_code"]] = cell["value"]
    expected = {
        (table["report_key"], at.identity.code, at.place or "table")
        for table in bronze.rows["tables"]
        if None not in values[table["report_key"], table["table_code"]].values()
        for at in failing(table["table_code"], table["layout"], values[table["report_key"], table["table_code"]])
    }
    failed = ask(
        "select i.report_key, i.identity_code, i.place_code from audit.identity_results as i"
        " where i.verdict = 'fails' and i.strength = 'hard'"
    )
    assert set(failed) == expected
    assert expected


def test_every_table_is_judged_by_every_instance_of_its_form() -> None:
    results = ask(
        "select report_key, table_code, count(*) from audit.identity_results"
        " inner join seeds.identities using (identity_code, table_code) where reporters is null group by all"
    )
    counts = {(key, table): count for key, table, count in results}
    assert counts == {
        (table["report_key"], table["table_code"]): len(forms.form(table["table_code"], table["layout"]).instances)
        for table in small_bronze().rows["tables"]
    }


def test_what_could_not_be_evaluated_is_told_with_the_reason() -> None:
    told = ask(
        "select identity_code, place_code, reason from audit.identity_results"
        " where verdict = 'not_evaluable' and reason <> 'reporter_unknown'"
    )
    assert told == [("reviews_results", "litigation_direct", "total_blank")]


@pytest.mark.parametrize("identity", [line for line in forms.read_seed("identities") if line["reporters"]])
def test_an_identity_asked_of_some_reporters_closes_fails_or_says_that_the_reporter_is_unknown(
    identity: dict[str, str],
) -> None:
    verdicts = ask(
        "select distinct r.organization, i.verdict, i.reason, i.blame, t.proof"
        " from audit.identity_results as i inner join marts.dim_report as r on i.report_key = r.report_key"
        " inner join staging.stg_tables as t on i.report_key = t.report_key and i.table_code = t.table_code"
        " where i.identity_code = ?",
        identity["identity_code"],
    )
    town = "洪泽区三河镇" if identity["layouts"] == "E3" else "洪泽区岔河镇"
    assert {row for row in verdicts if row[1] != "closes"} == {
        (town, "fails", None, None, "unchecked"),
        (None, "not_evaluable", "reporter_unknown", None, "unchecked"),
    }
    assert any(row[1] == "closes" for row in verdicts)
    assert (identity["strength"], identity["proves"]) == ("soft", "false")
