"""Every identity of dbt/seeds/identities.csv, at every place of its form: it closes, fails, or cannot be evaluated.

The cases are made from the terms alone, so that a new line of the seed is tested by being there.
"""

from collections.abc import Iterable, Iterator

import pytest

from dagster_project.extract import forms
from dagster_project.extract.forms import CellKey, Form, Identity, Instance
from dagster_project.extract.proof import Grid, Verdict, judge
from dagster_project.extract.records import State
from dagster_project.extract.tokens import Token

EMPTY: list[State] = ["blank", "unreadable"]
# A failing pair of sides, left and right, for each operator; and pairs that close.
FAILING = {"=": [(1, 0), (0, 1), (9, 8)], "<=": [(1, 0), (9, 8)], ">=": [(0, 1), (8, 9)]}
CLOSING = {"=": [(0, 0), (7, 7)], "<=": [(0, 0), (7, 7), (7, 9)], ">=": [(0, 0), (7, 7), (9, 7)]}


def in_each_layout(identities: Iterable[Identity]) -> pytest.MarkDecorator:
    cases = [
        pytest.param(identity, forms.form(identity.table, layout), id=f"{identity.code}-{layout}")
        for identity in identities
        for layout in sorted(identity.layouts)
    ]
    return pytest.mark.parametrize(("identity", "form"), cases)


every_identity = in_each_layout(forms.identities())
every_hard_identity = in_each_layout(identity for identity in forms.identities() if identity.hard)
every_sum = in_each_layout(identity for identity in forms.identities() if len(identity.right) > 1)


def places(identity: Identity, form: Form) -> Iterator[Instance]:
    return (instance for instance in form.instances if instance.identity == identity)


def token(state: State = "number", value: int | None = None) -> Token:
    return Token(0, 0, state, value)


def sides(instance: Instance, left: int, right: int) -> Grid:
    """The cells of an instance, whose sides sum up to these: all in the first cell, the others being 0."""
    grid = dict.fromkeys(instance.left + instance.right, token(value=0))
    return grid | {instance.left[0]: token(value=left), instance.right[0]: token(value=right)}


def verdict(form: Form, instance: Instance, grid: Grid) -> Verdict:
    return judge(form, grid, plain=frozenset()).verdicts[instance]


def zeros(form: Form) -> Grid:
    return dict.fromkeys(form.cells, token(value=0))


@every_identity
def test_an_identity_has_a_place_in_each_of_its_layouts(identity: Identity, form: Form) -> None:
    assert list(places(identity, form))


@every_identity
def test_an_identity_closes_where_its_sides_agree(identity: Identity, form: Form) -> None:
    for instance in places(identity, form):
        for left, right in CLOSING[identity.operator]:
            assert verdict(form, instance, sides(instance, left, right)) == "closes", instance.place


@every_identity
def test_an_identity_closes_whichever_terms_make_up_a_side(identity: Identity, form: Form) -> None:
    for instance in places(identity, form):
        for key in instance.right:
            grid = sides(instance, 7, 0) | {key: token(value=7)}
            assert verdict(form, instance, grid) == "closes", key


@every_identity
def test_an_identity_fails_where_its_sides_do_not_agree(identity: Identity, form: Form) -> None:
    for instance in places(identity, form):
        for left, right in FAILING[identity.operator]:
            assert verdict(form, instance, sides(instance, left, right)) == "fails", instance.place


@every_identity
@pytest.mark.parametrize("state", EMPTY)
def test_an_identity_without_one_of_its_numbers_cannot_be_evaluated(
    identity: Identity, form: Form, state: State
) -> None:
    for instance in places(identity, form):
        unlike = dict.fromkeys(instance.left, token(value=3)) | dict.fromkeys(instance.right, token(value=5))
        for key in unlike:  # the others never make up the other side, which would prove that a blank is 0
            assert verdict(form, instance, unlike | {key: token(state)}) == "not_evaluable", key


@every_identity
def test_an_identity_with_a_cell_that_was_not_read_cannot_be_evaluated(identity: Identity, form: Form) -> None:
    for instance in places(identity, form):
        for key in instance.left + instance.right:
            grid = sides(instance, 7, 7)
            del grid[key]
            assert verdict(form, instance, grid) == "not_evaluable", key


@every_identity
@pytest.mark.parametrize("state", ["not_applicable", "dash"])
def test_an_identity_with_a_side_that_holds_no_number_cannot_be_evaluated(
    identity: Identity, form: Form, state: State
) -> None:
    for instance in places(identity, form):
        for side in (instance.left, instance.right):
            grid = sides(instance, 7, 7) | dict.fromkeys(side, token(state))
            assert verdict(form, instance, grid) == "not_evaluable"


@every_sum
def test_a_cell_that_does_not_apply_adds_nothing_to_its_side(identity: Identity, form: Form) -> None:
    for instance in places(identity, form):
        for key in instance.right[1:]:
            assert verdict(form, instance, sides(instance, 7, 7) | {key: token("not_applicable")}) == "closes"


@every_identity
def test_a_table_is_contradicted_just_when_a_hard_identity_fails(identity: Identity, form: Form) -> None:
    for instance in places(identity, form):
        for left, right in FAILING[identity.operator]:
            judgement = judge(form, zeros(form) | sides(instance, left, right), plain=frozenset())
            failed = {
                at.identity.code: at.identity.hard for at, found in judgement.verdicts.items() if found == "fails"
            }
            assert identity.code in failed
            assert (judgement.proof == "contradicted") == any(failed.values())


@every_hard_identity
def test_a_failed_hard_identity_contradicts_its_cells_and_blames_what_is_plain(identity: Identity, form: Form) -> None:
    every_line = frozenset(line.code for line in form.lines)
    for instance in places(identity, form):
        grid = zeros(form) | sides(instance, *FAILING[identity.operator][0])
        plain, doubtful = judge(form, grid, plain=every_line), judge(form, grid, plain=frozenset())
        assert (plain.blame, doubtful.blame) == ("source", "reading")
        assert {plain.cell_proofs[key] for key in instance.left + instance.right} == {"contradicted"}


def lines_of(form: Form, keys: tuple[CellKey, ...]) -> set[str]:
    return {line.code for line in form.lines if not set(keys).isdisjoint(line.cells)}


@every_hard_identity
def test_the_source_is_blamed_only_if_every_failed_line_is_plain(identity: Identity, form: Form) -> None:
    every_line = {line.code for line in form.lines}
    for instance in places(identity, form):
        grid = zeros(form) | sides(instance, *FAILING[identity.operator][0])
        for doubtful in lines_of(form, instance.left + instance.right):
            assert judge(form, grid, plain=frozenset(every_line - {doubtful})).blame == "reading"


@pytest.mark.parametrize(
    ("table", "layout", "places_of_each"),
    [
        (
            "applications",
            "E3",
            {
                "applications_flow": 7,
                "applications_outcomes_e3": 7,
                "applications_applicants": 23,
                "applications_carried_out_within_intake": 7,
            },
        ),
        (
            "applications",
            "E4",
            {
                "applications_flow": 7,
                "applications_outcomes_e4": 7,
                "applications_applicants": 25,
                "applications_carried_out_within_intake": 7,
            },
        ),
        ("reviews", "E3", {"reviews_results": 3}),
        ("reviews", "E4", {"reviews_results": 3}),
    ],
)
def test_the_forms_of_2019_and_2021_balance_in_every_row_and_column(
    table: str, layout: str, places_of_each: dict[str, int]
) -> None:
    found: dict[str, int] = {}
    for instance in forms.form(table, layout).instances:
        found[instance.identity.code] = found.get(instance.identity.code, 0) + 1
    assert found.items() >= places_of_each.items()


def test_every_term_belongs_to_an_identity_and_every_side_has_terms() -> None:
    codes = {line["identity_code"] for line in forms.read_seed("identities")}
    assert {line["identity_code"] for line in forms.read_seed("identity_terms")} == codes
    assert all(identity.left and identity.right for identity in forms.identities())
