"""The likely explanation: a table damaged by one slip gets just that slip told, and nothing in it is changed."""

import random
import re
from collections.abc import Callable

import pytest

from bench.generator import figures as made_up
from dagster_project.extract import forms
from dagster_project.extract.forms import CellKey, Form
from dagster_project.extract.labels import TABLES
from dagster_project.extract.proof import Grid, judge
from dagster_project.extract.records import Complaint, Number, Table
from dagster_project.extract.slips import SLIPS
from dagster_project.extract.suggestions import Suggestion, suggest
from dagster_project.extract.tables import read
from dagster_project.extract.text import readable
from dagster_project.extract.tokens import Token
from tests.printed import (
    PRINTERS,
    Printer,
    figures,
    in_bars,
    in_blanks,
    in_cells,
    in_html,
    in_tabs,
    printed,
    read_one,
)

FORM = forms.form("applications", "E4")
APPLICANTS = [column.code for column in FORM.columns["applications"]]
ROWS = [row.code for row in FORM.rows]
SEEDS = range(20)

Values = dict[CellKey, Number]
Damage = Callable[[Values, random.Random], Values]


def one_number(change: Callable[[str, random.Random], str]) -> Damage:
    """Print one number of at least two digits otherwise."""

    def damage(values: Values, rng: random.Random) -> Values:
        key = rng.choice([key for key, value in values.items() if value >= 10 and len(set(str(value))) > 1])
        return {key: int(change(str(values[key]), rng))}

    return damage


def another_digit(digits: str, rng: random.Random) -> str:
    at = rng.randrange(len(digits))
    return digits[:at] + rng.choice([d for d in "123456789" if d != digits[at]]) + digits[at + 1 :]


def exchanged(digits: str, _: random.Random) -> str:
    at = next(at for at in range(len(digits) - 1) if digits[at] != digits[at + 1])
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def without_a_total(values: Values, rng: random.Random) -> Values:
    return {rng.choice([key for key in values if key[1] == "total" and values[key]]): 0}


def without_totals(values: Values, _: random.Random) -> Values:
    return {key: 0 for key in values if key[1] == "total"}


def swapped(values: Values, rng: random.Random) -> Values:
    one, other = rng.sample([(row, "natural_person") for row in ROWS if values[row, "natural_person"] > 1], 2)
    return {one: values[other], other: values[one]}


def split(values: Values, rng: random.Random) -> Values:
    """The number of a natural person over two cells, the rest of the row moved on, its total lost."""
    row = rng.choice([row for row in ROWS if re.fullmatch("[1-9]{2,}", str(values[row, "natural_person"]))])
    digits = str(values[row, "natural_person"])
    rest = [values[row, column] for column in APPLICANTS[1:-1]]
    return dict(zip(cells_of(row), [int(digits[:1]), int(digits[1:]), *rest], strict=True))


def glued(values: Values, rng: random.Random) -> Values:
    """The first two numbers of a row as one, the rest moved up, its last cell empty."""
    row = rng.choice([row for row in ROWS if values[row, "natural_person"]])
    first, second, *rest = (values[row, column] for column in APPLICANTS)
    return dict(zip(cells_of(row), [int(f"{first}{second}"), *rest, 0], strict=True))


def row_moved(values: Values, rng: random.Random) -> Values:
    row = rng.choice([row for row in ROWS if values[row, "natural_person"] not in (0, values[row, "total"])])
    numbers = [values[key] for key in cells_of(row)]
    return dict(zip(cells_of(row), [numbers[-1], *numbers[:-1]], strict=True))


def row_moved_left(values: Values, rng: random.Random) -> Values:
    """Its first number lost, its last cell empty."""
    row = rng.choice([row for row in ROWS if values[row, "natural_person"]])
    return dict(zip(cells_of(row), [*(values[key] for key in cells_of(row)[1:]), 0], strict=True))


def column_moved(values: Values, _: random.Random) -> Values:
    numbers = [values[row, "natural_person"] for row in ROWS]
    return {(row, "natural_person"): n for row, n in zip(ROWS, [*numbers[1:], numbers[0]], strict=True)}


def rows_moved(values: Values, _: random.Random) -> Values:
    above = dict(zip(ROWS, [ROWS[-1], *ROWS[:-1]], strict=True))
    return {(row, column): values[above[row], column] for row, column in values}


def columns_moved(values: Values, _: random.Random) -> Values:
    left = dict(zip(APPLICANTS, [APPLICANTS[-1], *APPLICANTS[:-1]], strict=True))
    return {(row, column): values[row, left[column]] for row, column in values}


def rows_of_2019(values: Values, _: random.Random) -> Values:
    """What stands below the one row for all other outcomes, two rows too high."""
    laid = ["other_fee_unpaid", "other_residual", "concluded_total", "carried_out"]
    meant = ["concluded_total", "carried_out"]
    columns = [[*(values[row, column] for row in meant), 0, 0] for column in APPLICANTS]
    return {
        (row, column): number
        for column, numbers in zip(APPLICANTS, columns, strict=True)
        for row, number in zip(laid, numbers, strict=True)
    }


def cells_of(row: str) -> list[CellKey]:
    return [(row, column) for column in APPLICANTS]


DAMAGES: dict[str, Damage] = {
    "total_not_filled_in": without_a_total,
    "digit_changed": one_number(another_digit),
    "digit_lost": one_number(lambda digits, _: digits[:-1]),
    "digit_added": one_number(lambda digits, rng: digits + rng.choice("123456789")),
    "digits_exchanged": one_number(exchanged),
    "cells_swapped": swapped,
    "number_split": split,
    "numbers_glued": glued,
    "number_replaced": one_number(lambda digits, _: str(int(digits) + 111_111)),
    "totals_not_filled_in": without_totals,
    "row_shifted": row_moved,
    "column_shifted": column_moved,
    "rows_shifted": rows_moved,
    "columns_shifted": columns_moved,
    "form_of_another_year": rows_of_2019,
}


SIDEWAYS = ("row_shifted", "columns_shifted")  # seen only where several kinds of applicants have numbers


def balanced(code: str, seed: int) -> Values:
    """A busy organ's table; for the form of 2019, one with nothing in the rows that this has not."""
    made = made_up.make(random.Random(seed), "2021", "absurd" if code in SIDEWAYS else "province")
    values = made.tables["applications"]
    if code == "form_of_another_year":
        for column in APPLICANTS:
            others = sum(values.pop((row, column)) for row in ("other_fee_unpaid", "other_residual"))
            values |= {("other_fee_unpaid", column): 0, ("other_residual", column): 0}
            values["other_not_corrected", column] += others
    return values


def explanation(values: Values, form: Form = FORM) -> Suggestion | None:
    grid: Grid = {key: Token(0, 1, "number", value) for key, value in values.items()}
    return suggest(form, grid, judge(form, grid, plain=frozenset()))


def test_every_slip_is_tested_here() -> None:
    assert [slip.code for slip in SLIPS] == list(DAMAGES)
    assert [slip.size for slip in SLIPS] == sorted(slip.size for slip in SLIPS)


@pytest.mark.parametrize("code", DAMAGES)
def test_a_table_damaged_by_a_slip_gets_that_slip_with_its_cells_and_their_values(code: str) -> None:
    right = 0
    for seed in SEEDS:
        values = balanced(code, seed)
        damaged = DAMAGES[code](values, random.Random(seed))
        found = explanation(values | damaged)
        assert found is not None, seed
        truth = {key: values[key] for key, number in damaged.items() if number != values[key]}
        if found.count == 1 and found.shown[0][0].code == code:
            assert found.shown[0][1] == truth, seed
            right += 1
    assert right >= len(SEEDS) * 3 / 4  # others are explained by something smaller


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_that_lost_its_first_number_gets_it_from_its_total(seed: int) -> None:
    values = balanced("row_shifted", seed)
    damaged = row_moved_left(values, random.Random(seed))
    found = explanation(values | damaged)
    assert found is not None
    slip, change = found.shown[0]
    truth = {key: values[key] for key, number in damaged.items() if number != values[key]}
    assert (found.count, slip.code, change) == (1, "row_shifted", truth)


def rows_a_row_lower(values: Values, rng: random.Random) -> Values:
    """From some row on, the last row lost and the first of them empty."""
    rows = ROWS[rng.randrange(len(ROWS) - 2) :]
    above = {row: values_of(values, other) for row, other in zip(rows[1:], rows[:-1], strict=True)}
    laid = {rows[0]: [0] * len(APPLICANTS), **above}
    return {key: number for row, numbers in laid.items() for key, number in zip(cells_of(row), numbers, strict=True)}


def values_of(values: Values, row: str) -> list[Number]:
    return [values[key] for key in cells_of(row)]


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_that_lost_the_last_of_them_get_it_from_the_sums_of_their_columns(seed: int) -> None:
    values = balanced("columns_shifted", seed)
    damaged = rows_a_row_lower(values, random.Random(seed))
    found = explanation(values | damaged)
    assert found is not None
    slip, change = found.shown[0]
    assert slip.code == "rows_shifted"
    assert found.count > 1 or change == {key: values[key] for key, number in damaged.items() if number != values[key]}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("by", [1, -1])
def test_a_line_of_reviews_that_lost_its_last_or_first_number_gets_it_from_its_sum(seed: int, by: int) -> None:
    values = made_up.make(random.Random(seed), "2021", "absurd").tables["reviews"]
    printed_numbers = list(values.values())
    moved = [0, *printed_numbers[:-1]] if by > 0 else [*printed_numbers[1:], 0]
    damaged = dict(zip(values, moved, strict=True))
    found = explanation(damaged, forms.form("reviews", "E4"))
    assert found is not None
    slip, change = found.shown[0]
    truth = {key: number for key, number in values.items() if number != damaged[key]}
    assert (found.count, slip.code, change) == (1, "row_shifted", truth)


def test_totals_left_at_zero_and_a_line_that_moved_are_told_alike_where_both_explain_a_table() -> None:
    """Reviews that begin a cell too early, 1 upheld lost, look like totals that were left at 0."""
    right = [1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]
    moved = dict(zip(forms.form("reviews", "E4").cells, [*right[1:], 0], strict=True))
    found = explanation(moved, forms.form("reviews", "E4"))
    assert found is not None
    assert {slip.code for slip, _ in found.shown} == {"totals_not_filled_in", "row_shifted"}


def rows_a_row_too_high(values: Values) -> Values:
    below = dict(zip(ROWS, [*ROWS[1:], ROWS[0]], strict=True))
    return {(row, column): values[below[row], column] for row, column in values}


@pytest.mark.parametrize("seed", SEEDS)
def test_where_several_changes_fit_none_is_claimed(seed: int) -> None:
    """Among the rows of a sum, a number could stand in any: so could all that stands a row too high."""
    found = explanation(rows_a_row_too_high(balanced("rows_shifted", seed)))
    assert found is not None
    assert found.count > 1


def told(table: str, values: dict[CellKey, str]) -> tuple[Table, list[Complaint]]:
    text = printed(table, "E4", values)
    whole = readable(text)
    complaints = read(whole, 0, len(whole.text)).complaints
    return read_one(text), [complaint for complaint in complaints if complaint.code == "likely_explanation"]


def test_a_suggestion_names_the_place_in_both_languages_and_points_at_it() -> None:
    values = figures("applications", "E4") | {("granted", "business"): "9"}
    table, (complaint,) = told("applications", values)
    assert (table.slip, table.explanation, table.explanation_en) == (
        "digit_changed",
        complaint.message,
        complaint.message_en,
    )
    assert "一位数字印错（表三 · （一）予以公开 · 商业企业 “9”应为“2”）" in complaint.message
    assert "one digit is wrong" in complaint.message_en
    assert printed("applications", "E4", values)[complaint.start : complaint.end] == "9"


def test_of_several_changes_the_number_and_three_are_told() -> None:
    table, (complaint,) = told("reviews", figures("reviews", "E4") | {("litigation_direct", "total"): "3"})
    assert table.slip is None
    assert "有 5 种同样小的改动" in complaint.message
    assert complaint.message.count("应为") == 3
    assert "5 changes" in complaint.message_en


def test_totals_left_at_zero_are_told_together() -> None:
    totals = dict.fromkeys([key for key in figures("reviews", "E4") if key[1] == "total"], "0")
    table, (complaint,) = told("reviews", figures("reviews", "E4") | totals)
    assert table.slip == "totals_not_filled_in"
    assert [f"“0”应为“{total}”" in complaint.message for total in (4, 1)] == [True, True]


def test_a_suggestion_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values = figures("applications", "E4") | {("granted", "business"): "9"}
    with_it, _ = told("applications", values)
    monkeypatch.setattr("dagster_project.extract.faults.suggest", lambda *_: None)
    without_it, nothing = told("applications", values)
    assert nothing == []
    assert with_it.cells == without_it.cells
    assert (with_it.proof, with_it.blame) == (without_it.proof, without_it.blame) == ("contradicted", "source")
    assert {cell.value for cell in with_it.cells if cell.raw == "9"} == {9}


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("applications", {}),
        ("disclosure", {("licences", "decisions"): ""}),
        ("applications", dict.fromkeys(figures("applications", "E4"), "")),
    ],
    ids=["proved", "without identities", "blank"],
)
def test_nothing_is_suggested_where_nothing_can_be_known(table: str, changed: dict[CellKey, str]) -> None:
    found, complaints = told(table, figures(table, "E4") | changed)
    assert (found.slip, found.explanation, complaints) == (None, None, [])


@pytest.mark.parametrize("printer", PRINTERS)
@pytest.mark.parametrize(
    ("table", "key", "pieces"),
    [
        ("applications", ("received_new", "natural_person"), "4 1"),
        ("applications", ("granted", "total"), "2 0"),
        ("reviews", ("administrative_review", "total"), "1 02"),
    ],
)
def test_a_number_split_in_two_is_told_though_its_line_cannot_be_read(
    printer: Printer, table: str, key: CellKey, pieces: str
) -> None:
    """The line holds a number too many, so that no number of it has a place."""
    one, other = pieces.split()
    values = figures(table, "E4")
    if table == "reviews":
        values |= {("administrative_review", "upheld"): "100", key: "102"}
        values |= {("administrative_review", "corrected"): "1", ("administrative_review", "pending"): "1"}
    at = list(values).index(key)
    text = printed(table, "E4", values | {key: f"{one}@{other}"}, printer)
    between = {in_bars: " | ", in_tabs: "\t", in_html: "</td><td>", in_blanks: " ", in_cells: "\n"}[printer]
    read = read_one(text.replace("@", between))
    assert (read.proof, read.slip) == ("incomplete", "number_split")
    assert f"“{one}”“{other}”应为“{values[key]}”" in str(read.explanation)
    assert read.cells[at].value is None


def test_a_number_too_many_that_is_no_part_of_another_is_explained_by_nothing() -> None:
    text = printed("applications", "E4", figures("applications", "E4") | {("granted", "business"): "2 | 0"})
    assert read_one(text).explanation is None


def test_a_table_whose_numbers_are_all_wrong_gets_no_suggestion() -> None:
    rng = random.Random(7)
    assert explanation({key: rng.randint(1, 99) for key in FORM.cells}) is None


def test_a_search_that_is_given_up_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values = balanced("digit_changed", 1)
    damaged = values | DAMAGES["digit_changed"](values, random.Random(1))
    for limit in ("MOST_CHANGES", "MOST_JUDGED"):
        with monkeypatch.context() as given_up:
            given_up.setattr(f"dagster_project.extract.suggestions.{limit}", 0)
            assert explanation(damaged) is None
    assert explanation(damaged) is not None


@pytest.mark.parametrize("layout", [(table, layout) for table in TABLES for layout in forms.layouts(table)])
def test_a_table_of_any_form_with_any_cell_empty_and_a_wrong_total_gets_an_answer(layout: tuple[str, str]) -> None:
    form = forms.form(*layout)
    for empty in form.cells:
        grid = {key: Token(0, 1, "number", 1) for key in form.cells} | {empty: Token(0, 0, "dash")}
        suggest(form, grid, judge(form, grid, plain=frozenset()))


def grid_with_holes(rng: random.Random) -> Grid:
    """A table that balances or nearly does, with cells, rows or columns of it empty in some way."""
    made = made_up.make(rng, "2021", rng.choice(list(made_up.SIZES)))
    grid: Grid = {key: Token(0, 1, "number", value) for key, value in made.tables["applications"].items()}
    rows, columns, cells = (
        rng.sample(of, rng.choice((0, 0, 1, 2))) for of in (ROWS, [*APPLICANTS, "total"], FORM.cells)
    )
    for key in FORM.cells:
        if key[0] in rows or key[1] in columns or key in cells:
            grid[key] = Token(0, 0, rng.choice(("blank", "blank", "dash", "not_applicable")))
    if rng.random() < 1 / 2:
        grid[rng.choice(FORM.cells)] = Token(0, 1, "number", rng.randint(0, 3))
    return grid


@pytest.mark.parametrize("seed", SEEDS)
def test_no_change_that_would_prove_a_table_is_passed_over(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    grid = grid_with_holes(random.Random(seed))
    judgement = judge(FORM, grid, plain=frozenset())
    monkeypatch.setattr("dagster_project.extract.suggestions.MOST_JUDGED", 1_000_000)
    found = suggest(FORM, grid, judgement)
    monkeypatch.setattr("dagster_project.extract.suggestions._needed", lambda *_: [])
    assert found == suggest(FORM, grid, judgement)
