"""The hard cases of real pages, each a small invented document in tests/hard_cases/, named for what makes it hard.

Unless a case says otherwise its document is the report of tests/printed.py, laid flat in the way of its name.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.extract import forms
from dagster_project.extract.records import Number, Reading, Report, Table
from dagster_project.extract.report import read_document
from dagster_project.extract.tokens import number
from tests.printed import PRINTERS, Printer, Values, figures, printed

CASES = sorted((Path(__file__).parent / "hard_cases").glob("*.txt"))
TABLES = ("disclosure", "applications", "reviews")
FORM_OF_2019 = {"disclosure": "E3", "applications": "E3", "reviews": "E3"}
FORM_OF_2021 = {"disclosure": "E4", "applications": "E4", "reviews": "E4"}
HYBRID = {"disclosure": "E4", "applications": "E3", "reviews": "E4"}
FLOWS = ("received_new", "carried_in", "concluded_total", "carried_out")
CellValues = dict[tuple[str, str], Number | None]

every_printer = pytest.mark.parametrize("printer", PRINTERS, ids=lambda printer: printer.__name__)


def raw_text(name: str) -> str:
    return (Path(__file__).parent / "hard_cases" / f"{name}.txt").read_text(encoding="utf-8")


def reading_of(name: str) -> Reading:
    return read_document(raw_text(name))


def report_of(name: str) -> Report:
    (report,) = reading_of(name).reports
    return report


def table_of(report: Report, code: str) -> Table:
    (table,) = [table for table in report.tables if table.code == code]
    return table


def values(table: Table) -> CellValues:
    return {(cell.row, cell.column): cell.value for cell in table.cells}


def numbers(printed_values: Values) -> CellValues:
    return {key: number(value) for key, value in printed_values.items()}


def codes(report: Report) -> set[str]:
    return {complaint.code for complaint in report.complaints}


def assert_whole(report: Report, layouts: dict[str, str]) -> None:
    """Every cell as printed; the tables that the form balances are proved."""
    assert {table.code: table.proof for table in report.tables} == {
        "disclosure": "unchecked",
        "applications": "proved",
        "reviews": "proved",
    }
    for table in report.tables:
        assert values(table) == numbers(figures(table.code, layouts[table.code])), table.code


def document(year: int, layouts: dict[str, str], printer: Printer) -> str:
    title = (
        f"青石县农业农村局{year}年政府信息公开工作年度报告\n一、总体情况\n{year}年，我局认真做好政府信息公开工作。\n"
    )
    return title + "".join(printed(code, layouts[code], figures(code, layouts[code]), printer) for code in TABLES)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_cell_of_every_hard_case_points_at_its_token(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    for table in (table for report in read_document(raw).reports for table in report.tables):
        for cell in table.cells:
            assert raw[cell.start : cell.end] == cell.raw
            if cell.state == "number":
                assert number(cell.raw.removesuffix(cell.unit or "")) == cell.value


@pytest.mark.parametrize(
    ("name", "layouts"),
    [
        ("hybrid", HYBRID),
        ("tables_of_2019_in_2022", FORM_OF_2019),
        ("rows_like_section_headings", FORM_OF_2021),
        ("blank_zeros", FORM_OF_2021),
        ("ocr_with_invented_heading", FORM_OF_2021),
        ("serial_numbers_and_footnotes", FORM_OF_2021),
        ("html_of_spans", FORM_OF_2021),
        ("rows_without_separators", FORM_OF_2021),
        ("one_line", FORM_OF_2021),
    ],
)
def test_every_cell_is_read_as_printed(name: str, layouts: dict[str, str]) -> None:
    assert_whole(report_of(name), layouts)


@every_printer
def test_a_hybrid_of_the_forms_has_each_table_in_its_own_layout(printer: Printer) -> None:
    (report,) = read_document(document(2023, HYBRID, printer)).reports
    assert_whole(report, HYBRID)
    assert (report.layout, table_of(report, "disclosure").layout) == ("mixed", "E4")
    assert table_of(report, "applications").layout == "E3"


@every_printer
@pytest.mark.parametrize(("year", "form", "layout"), [(2022, FORM_OF_2019, "E3"), (2020, FORM_OF_2021, "E4")])
def test_the_layout_is_told_by_what_is_printed_never_by_the_year(
    printer: Printer, year: int, form: dict[str, str], layout: str
) -> None:
    (report,) = read_document(document(year, form, printer)).reports
    assert_whole(report, form)
    assert (report.masthead.year, report.layout) == (year, layout)


def test_the_tables_of_2019_in_a_report_of_2022_are_those_of_2019() -> None:
    report = report_of("tables_of_2019_in_2022")
    assert (report.masthead.year, report.layout) == (2022, "E3")


def test_a_report_split_over_documents_is_read_page_by_page_and_each_part_told() -> None:
    first, second = reading_of("split_page_8"), reading_of("split_page_9")
    assert [complaint.code for reading in (first, second) for complaint in reading.complaints] == [
        "part_of_a_report",
        "part_of_a_report",
    ]
    applications = table_of(first.reports[0], "applications")
    assert applications.proof == "incomplete"
    assert {value for (row, _), value in values(applications).items() if row == "carried_out"} == {None}
    assert "结转下年度" in next(c.message for c in first.reports[0].complaints if c.code == "line_missing")
    assert [table.code for table in second.reports[0].tables] == ["reviews"]
    assert values(table_of(second.reports[0], "reviews")) == numbers(figures("reviews", "E4"))


def test_blank_zeros_are_marked_as_inferred() -> None:
    applications = table_of(report_of("blank_zeros"), "applications")
    inferred = {(cell.row, cell.column) for cell in applications.cells if cell.inferred == "blank_is_zero"}
    zeros = {key for key, value in figures("applications", "E4").items() if value == "0"}
    assert inferred == {key for key in zeros if key[0] not in FLOWS and key[1] != "total"}


def test_blank_totals_of_detail_rows_stay_null_in_html_within_json() -> None:
    report = report_of("html_in_json")
    applications = table_of(report, "applications")
    whole = figures("applications", "E3")
    unprinted = {key: None for key in whole if key[0] not in FLOWS and key[1] == "total" and whole[key] != "0"}
    assert values(applications) == numbers(whole) | unprinted
    assert applications.proof == "proved"
    assert values(table_of(report, "disclosure")) == numbers(figures("disclosure", "E3"))
    assert values(table_of(report, "reviews")) == numbers(figures("reviews", "E3"))


def test_signed_and_dressed_values_are_taken_as_printed() -> None:
    disclosure = table_of(report_of("signed_and_dressed"), "disclosure")
    dressed = {
        (cell.row, cell.column): (cell.value, cell.unit)
        for cell in disclosure.cells
        if cell.raw != figures("disclosure", "E3")[cell.row, cell.column]
    }
    assert dressed == {
        ("normative_documents", "newly_made"): (2, "件"),
        ("licences", "previous_items"): (1215, None),
        ("licences", "change"): (-35, None),
        ("licences", "decisions"): (1180, None),
        ("other_services", "change"): (-3, None),
        ("penalties", "change"): (1036, None),
        ("coercive_measures", "previous_items"): (None, None),
        ("fees", "change"): (None, None),
        ("procurement", "amount"): (251000, "元"),
    }


def test_numbers_of_eight_digits_are_numbers() -> None:
    report = report_of("eight_digits")
    disclosure = values(table_of(report, "disclosure"))
    assert disclosure["licences", "decisions"] == 11398889
    assert disclosure["fees", "amount"] == Decimal("72701.2578")
    applications = table_of(report, "applications")
    each = 1234567  # every number of the invented report is so many times larger
    assert values(applications) == {key: int(value) * each for key, value in figures("applications", "E4").items()}
    assert applications.proof == "proved"


def test_of_a_report_whose_repeated_lines_a_scraper_dropped_nothing_is_guessed() -> None:
    report = report_of("scraper_dropped_repeats")
    assert {value for table in report.tables for value in values(table).values()} == {None}
    assert {table.proof for table in report.tables} <= {"incomplete", "blank"}
    assert table_of(report, "disclosure").proof == "incomplete"
    assert "line_unreadable" in codes(report)


ANNEX = """
disclosed_items 318 disclosed_normative_documents 7 normative_documents_issued 9 disclosed_by_website 301
disclosed_by_microblog 17 responses 4 press_conferences 3 press_conferences_by_principal 1 policy_interpretations 6
received_new 23 received_in_person 5 received_online 16 received_by_letter 2 concluded_total 22 concluded_on_time 20
concluded_after_extension 2 replied_total 22 replied_already_public 6 granted 9 refused 4 refused_trade_secret 1
refused_privacy 3 replied_not_existing 3 administrative_reviews 2 reviews_upheld 1 reviews_other_result 1
information_fee 0.05 dedicated_bodies 1 reading_points 2 staff 8 staff_full_time 2 staff_part_time 6
dedicated_budget 3.5 meetings 2 training_courses 1 people_trained 46
"""


def annex() -> CellValues:
    words = ANNEX.split()
    listed = dict(zip(words[::2], map(number, words[1::2]), strict=True))
    return {(row, column): listed.get(row, 0) for row, column in forms.form("annex_2014", "E2").cells}


@pytest.mark.parametrize("name", ["annex_codes_before_labels", "annex_codes_behind_labels"])
def test_the_codes_of_the_annex_are_never_taken_for_values(name: str) -> None:
    found = values(table_of(report_of(name), "annex_2014"))
    assert {key: value for key, value in found.items() if value not in (None, annex()[key])} == {}


def test_of_two_reports_side_by_side_none_is_given_a_number_of_the_other_or_a_year() -> None:
    reading = reading_of("two_reports_side_by_side")
    assert "reports_not_separable" in {complaint.code for complaint in reading.complaints}
    for times, report in enumerate(reading.reports, 1):  # the second report's numbers are twice those of the first
        assert report.masthead.year is None
        for table in report.tables:
            whole = numbers(figures(table.code, "E4"))
            known = {key: value for key, value in values(table).items() if value is not None}
            assert known == {key: times * (whole.get(key) or 0) for key in known}


def test_the_blank_form_is_no_report() -> None:
    reading = reading_of("blank_form")
    assert (reading.document_class, reading.reports) == ("not_a_report", [])
    assert reading.complaints[0].code == "blank_form"


def test_a_report_whose_tables_were_left_blank_is_a_report_without_numbers() -> None:
    report = report_of("report_left_blank")
    assert {table.code: table.proof for table in report.tables} == dict.fromkeys(TABLES, "blank")
    assert {value for table in report.tables for value in values(table).values()} == {None}
    assert "table_blank" in codes(report)


@pytest.mark.parametrize("number_of_table", ["表三", "表四"])
def test_a_table_that_is_only_an_image_is_told_to_be_missing(number_of_table: str) -> None:
    report = report_of("tables_as_images")
    assert report.tables == []
    missing = [complaint.message for complaint in report.complaints if complaint.code == "table_missing"]
    assert any(message.startswith(number_of_table) for message in missing)


def test_the_statistics_of_half_a_year_are_no_report() -> None:
    reading = reading_of("half_year")
    assert (reading.document_class, reading.reports) == ("not_a_report", [])
    assert reading.complaints[0].code == "part_of_a_year"


def test_digits_without_separators_are_marked_as_cut() -> None:
    report = report_of("rows_without_separators")
    for code in ("applications", "reviews"):
        assert {cell.inferred for cell in table_of(report, code).cells} == {"digits_split"}


@pytest.mark.parametrize("name", ["annex_codes_before_labels", "annex_codes_behind_labels"])
def test_the_codes_of_the_annex_are_no_values(name: str) -> None:
    table = table_of(report_of(name), "annex_2014")
    assert (table.proof, values(table)) == ("proved", annex())


def test_of_two_reports_side_by_side_each_has_its_own_numbers_and_no_year() -> None:
    reading = reading_of("two_reports_side_by_side")
    assert "reports_not_separable" in {complaint.code for complaint in reading.complaints}
    first, second = reading.reports
    assert [report.masthead.year for report in reading.reports] == [None, None]
    for code in ("disclosure", "applications"):
        whole = numbers(figures(code, "E4"))
        assert values(table_of(first, code)) == whole
        assert values(table_of(second, code)) == {key: 2 * value for key, value in whole.items() if value is not None}
    assert {table_of(report, "applications").proof for report in reading.reports} == {"proved"}


def test_a_blank_table_is_of_the_layout_that_its_headings_tell() -> None:
    assert report_of("report_left_blank").layout == "E4"
