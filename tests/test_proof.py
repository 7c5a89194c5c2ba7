"""The judge, on grids: what is proved, contradicted or incomplete, which blanks are zero, and who is to blame."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generator import figures
from dagster_project.extract import forms
from dagster_project.extract.forms import CellKey
from dagster_project.extract.proof import Grid, Judgement, judge
from dagster_project.extract.records import Number, State
from dagster_project.extract.tokens import Token

APPLICATIONS = forms.form("applications", "E4")
REVIEWS = forms.form("reviews", "E4")
TOTAL_ROWS = ("received_new", "carried_in", "concluded_total", "carried_out")
ONE_REVIEW = {("administrative_review", "upheld"), ("administrative_review", "total")}


def number(value: Number) -> Token:
    return Token(0, 1, "number", value)


def empty(state: State = "blank") -> Token:
    return Token(0, 0, state)


def balanced(table: str = "applications", shape: str = "2021", seed: int = 1) -> Grid:
    """A table of a made-up report, full of numbers that balance."""
    made = figures.make(random.Random(seed), shape, "province").tables[table]
    return {key: number(value) for key, value in made.items()}


def verdict(grid: Grid, table: str = "applications", layout: str = "E4") -> Judgement:
    form = forms.form(table, layout)
    return judge(form, grid, plain=frozenset(line.code for line in form.lines))


def with_empty(grid: Grid, keys: Iterable[CellKey], state: State = "blank") -> Grid:
    return grid | dict.fromkeys(keys, empty(state))


def zeros_of(grid: Grid) -> set[CellKey]:
    return {key for key, token in grid.items() if token.value == 0}


@pytest.mark.parametrize(
    ("table", "shape", "layout"),
    [
        ("applications", "2019", "E3"),
        ("applications", "2021", "E4"),
        ("reviews", "2019", "E3"),
        ("reviews", "2021", "E4"),
        ("annex_2014", "annex", "E2"),
    ],
)
def test_a_table_whose_identities_all_close_is_proved(table: str, shape: str, layout: str) -> None:
    judgement = verdict(balanced(table, shape), table, layout)
    assert (judgement.proof, judgement.blame, judgement.zeros) == ("proved", None, {})


@pytest.mark.parametrize(("shape", "layout"), [("2019", "E3"), ("2021", "E4")])
def test_a_table_without_hard_identities_is_unchecked(shape: str, layout: str) -> None:
    judgement = verdict(balanced("disclosure", shape), "disclosure", layout)
    assert judgement.proof == "unchecked"
    assert set(judgement.cell_proofs.values()) == {"unchecked"}


def test_a_number_under_no_identity_is_unchecked_within_a_proved_table() -> None:
    judgement = verdict(balanced("annex_2014", "annex"), "annex_2014", "E2")
    assert judgement.cell_proofs["meetings", "value"] == "unchecked"
    assert judgement.cell_proofs["staff", "value"] == "proved"


def test_labels_without_any_figure_are_blank_and_no_zeros() -> None:
    judgement = verdict(with_empty({}, APPLICATIONS.cells))
    assert (judgement.proof, judgement.zeros) == ("blank", {})


def test_a_row_that_was_not_read_makes_the_table_incomplete() -> None:
    grid = {key: token for key, token in balanced().items() if key[0] != "granted"}
    assert verdict(grid).proof == "incomplete"


def test_one_unreadable_cell_makes_the_table_incomplete() -> None:
    for key in APPLICATIONS.cells:
        assert verdict(with_empty(balanced(), [key], "unreadable")).proof == "incomplete", key


def test_blank_zeros_are_zero_where_printed_totals_prove_it() -> None:
    grid = balanced()
    blank = {key for key in zeros_of(grid) if key[1] != "total" and key[0] not in TOTAL_ROWS}
    judgement = verdict(with_empty(grid, blank))
    assert judgement.proof == "proved"
    assert judgement.zeros == dict.fromkeys(blank, "blank_is_zero")


def test_a_dash_is_zero_only_where_a_total_proves_it_and_then_says_so() -> None:
    judgement = verdict(with_empty(balanced(), list(zeros_of(balanced()))[:1], "dash"))
    assert set(judgement.zeros.values()) == {"dash_is_zero"}


def test_blank_totals_of_detail_rows_are_never_filled_with_a_sum_and_the_columns_prove_the_rest() -> None:
    totals = {key for key in balanced() if key[1] == "total" and key[0] not in TOTAL_ROWS}
    judgement = verdict(with_empty(balanced(), totals))
    assert judgement.proof == "proved"
    assert set(judgement.zeros) == totals & zeros_of(balanced())  # the total of a row that is printed as all 0 is 0
    assert {judgement.cell_proofs[key] for key in balanced() if key not in totals} == {"proved"}


def test_a_table_without_any_printed_total_is_not_proved_since_its_columns_might_be_shifted() -> None:
    totals = {key for key in balanced() if key[1] == "total"}
    assert verdict(with_empty(balanced(), totals)).proof == "incomplete"


def test_a_zero_that_was_proved_may_prove_another() -> None:
    grid = {key: number(0) for key in REVIEWS.cells} | dict.fromkeys(ONE_REVIEW, number(1))
    blank = {(row, column) for row, column in grid if row == "litigation_direct" and column != "total"}
    assert verdict(with_empty(grid, blank), "reviews").zeros == dict.fromkeys(blank, "blank_is_zero")


@given(blank=st.sets(st.sampled_from(list(APPLICATIONS.cells))), seed=st.integers(0, 20))
def test_no_blank_is_ever_given_a_value_that_was_not_its_own(blank: set[CellKey], seed: int) -> None:
    grid = balanced(seed=seed)
    judgement = verdict(with_empty(grid, blank))
    assert judgement.proof != "contradicted"
    assert set(judgement.zeros) <= blank & zeros_of(grid)


@given(blank=st.sets(st.sampled_from(list(APPLICATIONS.cells)), min_size=1), seed=st.integers(0, 20))
def test_a_table_is_proved_without_a_number_only_where_the_number_is_a_total(blank: set[CellKey], seed: int) -> None:
    judgement = verdict(with_empty(balanced(seed=seed), blank))
    totals = {key for key in APPLICATIONS.cells if key[0] == "concluded_total" or key[1] == "total"}
    if blank - judgement.zeros.keys() - totals:
        assert judgement.proof == "incomplete"


def test_a_blank_cell_that_must_hold_what_is_missing_stays_null() -> None:
    grid = {key: number(0) for key in REVIEWS.cells} | dict.fromkeys(ONE_REVIEW, number(1))
    judgement = verdict(with_empty(grid, [("administrative_review", "upheld")]), "reviews")
    assert (judgement.proof, judgement.zeros) == ("incomplete", {})


def test_a_row_that_does_not_apply_stays_without_numbers_and_the_others_prove_themselves() -> None:
    grid = {key: number(0) for key in REVIEWS.cells} | dict.fromkeys(ONE_REVIEW, number(1))
    slashes = {key for key in grid if key[0] == "litigation_after_review"}
    judgement = verdict(with_empty(grid, slashes, "not_applicable"), "reviews")
    assert (judgement.proof, judgement.zeros) == ("proved", {})
    assert slashes.isdisjoint(key for key, proof in judgement.cell_proofs.items() if proof == "proved")


def test_any_one_number_changed_contradicts_the_table() -> None:
    for key, token in balanced().items():
        judgement = verdict(balanced() | {key: number((token.value or 0) + 1)})
        assert (judgement.proof, judgement.blame) == ("contradicted", "source"), key
        assert judgement.cell_proofs[key] == "contradicted", key


def test_cells_apart_from_a_failed_identity_are_not_contradicted_and_yet_not_proved() -> None:
    judgement = verdict(balanced("reviews") | {("litigation_direct", "total"): number(10**6)}, "reviews")
    proofs = {row: judgement.cell_proofs[row, "total"] for row in ("administrative_review", "litigation_direct")}
    assert proofs == {"administrative_review": "incomplete", "litigation_direct": "contradicted"}


def test_no_number_that_stands_in_anothers_place_is_proved_because_its_own_sums_close() -> None:
    """Fifteen numbers printed a cell too far: 1 lawsuit pending passes for 1 upheld, and that row adds up."""
    right = [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    moved = verdict(dict(zip(REVIEWS.cells, map(number, [0, *right[:-1]]), strict=True)), "reviews")
    closing = {at.place for at, found in moved.verdicts.items() if found == "closes"}
    assert "litigation_direct" in closing
    assert moved.proof == "contradicted"
    assert "proved" not in moved.cell_proofs.values()


@given(lost=st.sampled_from(list(APPLICATIONS.cells)), state=st.sampled_from(["blank", "unreadable", "dash"]))
def test_a_cell_is_proved_only_in_a_table_that_is(lost: CellKey, state: State) -> None:
    judgement = verdict(with_empty(balanced(), [lost], state))
    assert ("proved" in judgement.cell_proofs.values()) == (judgement.proof == "proved")


def test_totals_left_at_zero_are_contradicted_and_laid_to_the_source() -> None:
    litigation = dict(zip(("upheld", "corrected", "other_result", "pending", "total"), (2, 0, 1, 0, 0), strict=True))
    grid = {key: number(0) for key in REVIEWS.cells}
    grid |= {("litigation_direct", column): number(value) for column, value in litigation.items()}
    judgement = verdict(grid, "reviews")
    assert (judgement.proof, judgement.blame) == ("contradicted", "source")


def test_a_line_whose_digits_had_to_be_cut_lays_the_fault_to_the_reading() -> None:
    grid = balanced() | {("granted", "total"): number(10**6)}
    plain = frozenset(line.code for line in APPLICATIONS.lines) - {"granted"}
    assert judge(APPLICATIONS, grid, plain=plain).blame == "reading"
