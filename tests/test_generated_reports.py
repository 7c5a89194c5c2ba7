"""Whatever is printed, in any layout and with any damage, is read right or told, and a changed digit never passes.

The small companion of `python -m bench.accuracy`, on the same generator: always the same documents, so that a failure
is a change of ours. Looking for new ones is the bench's.
"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.generator.damage import DAMAGES
from bench.generator.layouts import LAYOUTS
from bench.generator.report import Recipe, render
from bench.scoring import score, score_mutated
from dagster_project.extract import forms
from dagster_project.extract.report import read_document

SEEDS = st.integers(0, 2**32)
RECIPES = st.builds(
    Recipe,
    layout=st.sampled_from(list(LAYOUTS)),
    damages=st.lists(st.sampled_from(list(DAMAGES)), max_size=2, unique=True).map(tuple),
)
APART = [name for name, layout in LAYOUTS.items() if layout.apart]
WORDS = st.sampled_from(
    [row.label for table in ("disclosure", "applications", "reviews", "annex_2014") for row in forms.rows(table)]
    + [
        "总计",
        "自然人",
        "\n",
        " ",
        " | ",
        "|",
        "0",
        "12",
        "1,136",
        "/",
        "-35",
        "0.37万元",
        "<td>",
        "</td>",
        "&nbsp;",
        "（",
    ]
)


@given(recipe=RECIPES, seed=SEEDS)
def test_no_cell_is_wrong_in_a_table_that_is_trusted(recipe: Recipe, seed: int) -> None:
    document = render(recipe, random.Random(seed))
    scored = score(document, read_document(document.text))
    assert [fault for fault in scored.faults if fault.kind in ("silent", "phantom")] == []


@given(recipe=RECIPES, seed=SEEDS)
def test_every_cell_points_at_the_token_that_it_was_read_from(recipe: Recipe, seed: int) -> None:
    document = render(recipe, random.Random(seed))
    scored = score(document, read_document(document.text))
    assert [fault for fault in scored.faults if fault.kind == "misplaced"] == []


@given(recipe=RECIPES, seed=SEEDS)
def test_one_changed_digit_is_always_told(recipe: Recipe, seed: int) -> None:
    rng = random.Random(seed)
    mutation = render(recipe, rng).mutated(rng)
    if mutation:
        document, place = mutation
        assert score_mutated(document, place, read_document(document.text), recipe.owed).counts["missed"] == 0


@pytest.mark.parametrize("layout", APART)
@pytest.mark.parametrize("shape", ["2019", "2021", "hybrid", "annex"])
def test_a_layout_that_keeps_cells_apart_gives_every_cell(layout: str, shape: str) -> None:
    document = render(Recipe(layout, (), shape, "county"), random.Random(11))
    scored = score(document, read_document(document.text))
    assert scored.counts["right"] == scored.counts["cells"]
    assert scored.counts["proved"] + scored.counts["unchecked"] == scored.counts["tables"]


@pytest.mark.parametrize("layout", APART)
def test_a_changed_digit_is_read_as_printed_and_laid_to_the_source(layout: str) -> None:
    rng = random.Random(13)
    mutation = render(Recipe(layout, (), "2021", "county"), rng).mutated(rng)
    assert mutation is not None
    document, place = mutation
    assert score_mutated(document, place, read_document(document.text), owed=True).counts["blamed"] == 1


@given(layout=st.sampled_from(APART), seed=SEEDS)
@settings(max_examples=40)
def test_one_changed_digit_of_an_annex_is_told_with_its_place_wherever_a_sum_guards_it(layout: str, seed: int) -> None:
    rng = random.Random(seed)
    document = render(Recipe(layout, (), "annex", "county"), rng)
    instance = rng.choice([i for i in forms.form("annex_2014", "E2").instances if i.identity.proves])
    cell = document.printed[0, "annex_2014", *rng.choice(instance.left + instance.right)]
    at = rng.randrange(len(cell.raw))
    digit = rng.choice([d for d in "0123456789" if d != cell.raw[at]])
    start = cell.start + at
    (report,) = read_document(document.text[:start] + digit + document.text[start + 1 :]).reports
    (table,) = report.tables
    assert table.proof in ("contradicted", "incomplete")
    told = [c for c in report.complaints if c.code in ("identity_fails", "total_exceeds_parts")]
    assert any(c.start is not None and c.end is not None and c.start <= start < c.end for c in told)


@given(text=st.text(max_size=400) | st.lists(WORDS | st.text("0123456789 |\n", max_size=8), max_size=120).map("".join))
def test_any_text_gives_an_answer(text: str) -> None:
    reading = read_document(text)
    for table in (table for report in reading.reports for table in report.tables):
        assert 0 <= table.start <= table.end <= len(text)
        assert all(text[cell.start : cell.end] == cell.raw for cell in table.cells)
