"""The seeds of the warehouse speak of cells and codes that exist: a slip in them would silently lose a figure."""

from itertools import product

import pytest

from dagster_project.extract.forms import form, layouts, read_seed

CELLS = {
    (table, layout, *cell)
    for table in ("disclosure", "applications", "reviews", "annex_2014")
    for layout in layouts(table)
    for cell in form(table, layout).cells
}
MEASURES = {line["measure"] for line in read_seed("claim_measures")}


def test_the_crosswalk_names_cells_of_its_form_or_measures_of_the_prose() -> None:
    for line in read_seed("warehouse/crosswalk"):
        if line["table_code"] == "claims":
            assert line["row_code"] in MEASURES, line
        else:
            assert (line["table_code"], line["layout_code"], line["row_code"], line["column_code"]) in CELLS, line


def test_every_term_of_a_rate_is_a_cell_of_each_of_its_forms() -> None:
    for line in read_seed("warehouse/rate_terms"):
        for layout in line["layouts"].split():
            assert (line["table_code"], layout, line["row_code"], line["column_code"]) in CELLS, line


def test_every_term_of_an_identity_of_two_years_is_a_cell_of_its_own_table_in_each_of_the_forms() -> None:
    terms = read_seed("warehouse/cross_year_terms")
    for identity in read_seed("warehouse/cross_year_identities"):
        own = [line for line in terms if line["identity_code"] == identity["identity_code"]]
        assert {line["side"] for line in own} == {"left", "right"}
        assert identity["table_code"] in {line["term_table_code"] for line in own}
        assert {line["years_later"] for line in own} == {"0", "1"}, "of one year alone: identities.csv"
        for layout, term in product(identity["layouts"].split(), own):
            cells = {cell[2:] for cell in CELLS if cell[:2] == (term["term_table_code"], layout)}
            assert any(term["row_code"] in ("", row) and term["column_code"] in ("", column) for row, column in cells)


def test_every_rate_has_a_numerator_and_a_denominator_in_the_same_forms() -> None:
    sides: dict[tuple[str, str], set[str]] = {}
    for line in read_seed("warehouse/rate_terms"):
        for layout in line["layouts"].split():
            sides.setdefault((line["rate_code"], layout), set()).add(line["side"])
    assert {rate for rate, _ in sides} == {line["rate_code"] for line in read_seed("warehouse/rates")}
    assert all(found == {"numerator", "denominator"} for found in sides.values())


def test_prose_is_compared_with_cells_that_exist() -> None:
    anywhere = {(table, row, column) for table, _, row, column in CELLS}
    for line in read_seed("warehouse/measure_cells"):
        assert line["measure"] in MEASURES, line
        assert (line["table_code"], line["row_code"], line["column_code"]) in anywhere, line


def test_prose_is_compared_with_every_row_of_its_own_name() -> None:
    of_rows = {(row, table) for table, _, row, _ in CELLS if row in MEASURES}
    compared = {(line["measure"], line["table_code"]) for line in read_seed("warehouse/measure_cells")}
    assert of_rows - compared == set()


@pytest.mark.parametrize(
    ("seed", "column", "table", "of_rows"),
    [
        ("applicants", "applicant_code", "applications", False),
        ("review_results", "result_code", "reviews", False),
        ("disclosure_measures", "measure_code", "disclosure", False),
        ("flows", "flow_code", "applications", True),
    ],
)
def test_the_codes_of_a_dimension_are_those_of_the_form(seed: str, column: str, table: str, of_rows: bool) -> None:
    of_form = {row if of_rows else column for known, _, row, column in CELLS if known == table} - {"total"}
    codes = {line[column] for line in read_seed(f"warehouse/{seed}")}
    assert codes <= of_form
    assert of_rows or codes == of_form


def test_the_concepts_of_the_crosswalk_are_all_described() -> None:
    described = {line["concept_code"] for line in read_seed("warehouse/concepts")}
    assert described == {line["concept_code"] for line in read_seed("warehouse/crosswalk")}
