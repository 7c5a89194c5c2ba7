"""What the warehouse says of a body over the years: what joins, what does not, and what cannot be compared."""

from decimal import Decimal

import pytest

from dagster_project.extract.forms import read_seed
from tests.warehouse import Rows, ask

pytestmark = pytest.mark.xdist_group("warehouse")

# Identity, place, and for each verdict the report of which it is true, with the reason where there is none.
VERDICTS = [
    ("carried_over", "natural_person", "财政局_2019", "教育局_2019", ("财政局_2023", "no_next_report")),
    ("carried_over", "total", "财政局_2020", "教育局_2019", ("财政局_2023", "no_next_report")),
    ("listed_items", "licences", "财政局_2019", "教育局_2019", ("财政局_2020", "form_changed")),
    ("documents_in_force", "normative_documents", "财政局_2021", "财政局_2022", ("财政局_2023", "no_next_report")),
    ("documents_published", "normative_documents", "财政局_2019", "教育局_2019", ("财政局_2020", "form_changed")),
    ("lawsuits_after_review", "table", "财政局_2022", "教育局_2019", ("财政局_2023", "no_next_report")),
    ("cases_within_conclusions", "table", "财政局_2022", "教育局_2019", ("财政局_2023", "no_next_report")),
]


def verdict(path: str, identity: str, place: str) -> Rows:
    return ask(
        "select c.verdict, c.reason_code, c.reason_zh is not null and c.reason_en is not null"
        " from audit.cross_year_results as c inner join marts.dim_report as r on c.report_key = r.report_key"
        " where r.source_path = ? and c.identity_code = ? and c.place_code = ?",
        f"{path}.txt",
        identity,
        place,
    )


@pytest.mark.parametrize(("identity", "place", "closing", "failing", "unknown"), VERDICTS)
def test_an_identity_of_two_years_closes_fails_with_its_excuse_or_says_why_it_cannot_be_evaluated(
    identity: str, place: str, closing: str, failing: str, unknown: tuple[str, str]
) -> None:
    path, reason = unknown
    assert verdict(closing, identity, place) == [("closes", None, False)]
    assert verdict(failing, identity, place) == [("fails", None, True)]
    assert verdict(path, identity, place) == [("not_evaluable", reason, True)]


def test_every_identity_of_two_years_is_tried_in_all_three_ways() -> None:
    assert {identity for identity, *_ in VERDICTS} == {
        line["identity_code"] for line in read_seed("warehouse/cross_year_identities")
    }


def test_the_carry_over_chain_has_all_seven_columns_and_passes_from_the_form_of_2019_to_that_of_2021() -> None:
    chain = ask(
        "select c.year, c.column_code, c.carried_out, c.carried_in_next_year, c.verdict"
        " from reporting.carry_over_chain as c inner join marts.dim_organization as o using (organization_key)"
        " where o.name = '洪泽区财政局' and c.year between 2019 and 2022"
    )
    assert len(chain) == 4 * 7
    assert {verdict for *_, verdict in chain} == {"closes"}
    assert (2020, "natural_person", 6, 6, "closes") in chain
    assert (2020, "total", 6, 6, "closes") in chain


def test_a_renaming_and_a_restated_figure_are_listed_as_breaks() -> None:
    breaks = ask(
        "select b.kind, b.identity_code, b.place_code, b.what_zh, b.own_value, b.restated_value"
        " from audit.year_breaks as b inner join marts.dim_organization as o using (organization_key)"
        " where o.name in ('宣城市人民防空办公室', '洪泽区教育局') and b.place_code not in ('total') order by all"
    )
    assert breaks == [
        ("renamed", "", "", "“宣城市人民防空办公室”改为“宣城市国防动员办公室”", None, None),
        (
            "restated",
            "carried_over",
            "natural_person",
            "次年“二、上年结转政府信息公开申请数量”=本年“四、结转下年度继续办理”（自然人）不成立",
            Decimal(6),
            Decimal(0),
        ),
        (
            "restated",
            "listed_items",
            "licences",
            "次年“上一年项目数量”=本年“上一年项目数量”+本年“本年增/减”（行政许可）不成立",
            Decimal(17),
            Decimal(20),
        ),
    ]


def test_the_chain_of_a_body_is_one_query_through_its_renaming() -> None:
    chain = ask(
        "select year, organization, received_new, carried_in, carried_out, comparability, carried_in_verdict"
        " from reporting.body_chain where lineage_name = '宣城市国防动员办公室' order by year"
    )
    assert chain == [
        (2021, "宣城市人民防空办公室", 5, 0, 5, None, None),
        (2022, "宣城市国防动员办公室", 0, 5, 0, "renamed", "closes"),
    ]
    ours = ask(
        "select year, failed_with_last_year, repeats_last_year from reporting.body_chain"
        " where lineage_name = '洪泽区教育局' order by year"
    )
    assert ours == [(2019, 0, None), (2020, 6, True)]  # 自然人, 总计, 行政许可, 规范性文件, 复议后起诉, 复议与起诉
