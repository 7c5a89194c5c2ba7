"""The generator of made-up reports keeps its own promises: its truth balances, and its record of it is exact."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generator import figures
from bench.generator.damage import DAMAGES
from bench.generator.layouts import LAYOUTS
from bench.generator.report import Recipe, render
from dagster_project.extract import forms

SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS, shape=st.sampled_from(list(figures.SHAPES)), size=st.sampled_from(list(figures.SIZES)))
def test_every_hard_identity_of_the_forms_holds_in_made_up_figures(seed: int, shape: str, size: str) -> None:
    made = figures.make(random.Random(seed), shape, size)
    for table, cells in made.tables.items():
        form = forms.form(table, made.layout(table))
        assert set(cells) == set(form.cells)
        for instance in form.instances:
            left, right = (sum(cells[key] for key in keys) for keys in (instance.left, instance.right))
            holds = {"=": left == right, "<=": left <= right, ">=": left >= right}[instance.identity.operator]
            assert holds or not instance.identity.hard, (instance.identity.code, instance.place, left, right)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_undamaged_report_prints_every_figure_of_its_truth(layout: str) -> None:
    document = render(Recipe(layout), random.Random(7))
    assert {place: cell.value for place, cell in document.printed.items()} == document.truth


@given(
    seed=SEEDS,
    layout=st.sampled_from(list(LAYOUTS)),
    damages=st.lists(st.sampled_from(list(DAMAGES)), max_size=3, unique=True),
)
def test_the_record_of_a_cell_points_at_its_token(seed: int, layout: str, damages: list[str]) -> None:
    document = render(Recipe(layout, tuple(damages)), random.Random(seed))
    assert not any("\ue000" <= character <= "\uf8ff" for character in document.text)
    for cell in document.printed.values():
        assert document.text[cell.start : cell.end] == cell.raw


@given(seed=SEEDS, layout=st.sampled_from(list(LAYOUTS)), damage=st.sampled_from(list(DAMAGES)))
def test_the_same_seed_makes_the_same_document(seed: int, layout: str, damage: str) -> None:
    recipe = Recipe(layout, (damage,))
    assert render(recipe, random.Random(seed)) == render(recipe, random.Random(seed))


@given(seed=SEEDS, layout=st.sampled_from(list(LAYOUTS)))
def test_a_mutation_changes_one_digit_of_the_text_and_the_record_of_its_cell(seed: int, layout: str) -> None:
    document = render(Recipe(layout, shape="2021"), random.Random(seed))
    mutation = document.mutated(random.Random(seed))
    assert mutation is not None
    changed, place = mutation
    differing = [at for at, (old, new) in enumerate(zip(document.text, changed.text, strict=True)) if old != new]
    assert len(differing) == 1
    assert changed.printed[place].value == int(changed.printed[place].raw) != document.truth[place]
