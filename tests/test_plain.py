"""The plain way to read a table gives what the search gives, and most tables are read by it."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generator.damage import DAMAGES
from bench.generator.layouts import LAYOUTS
from bench.generator.report import Recipe, render
from dagster_project import paths
from dagster_project.extract import forms, labels, plain
from dagster_project.extract.records import Table
from dagster_project.extract.stretches import stretches
from dagster_project.extract.tables import possible_forms, search
from dagster_project.extract.text import readable

RECIPES = st.builds(
    Recipe,
    layout=st.sampled_from(list(LAYOUTS)),
    damages=st.lists(st.sampled_from(list(DAMAGES)), max_size=2, unique=True).map(tuple),
)


def plain_tables(raw: str) -> list[Table]:
    """The tables that are read the plain way, each found to be read alike, and without complaint, by the search."""
    text = readable(raw)
    tables = []
    for stretch in stretches(labels.find(text.text, 0, len(text.text)), text.text, 0, len(text.text)):
        possible = possible_forms(stretch)
        if found := plain.read(text, stretch, possible[0]):
            searched = search(text, stretch, possible)
            assert searched is not None
            table, span, complaints = searched
            assert (found[0].cells, found[1], complaints) == (table.cells, span, [])
            assert (found[0].proof, found[0].layout, found[0].start) == (table.proof, table.layout, table.start)
            tables.append(found[0])
    return tables


@given(recipe=RECIPES, seed=st.integers(0, 2**32))
def test_a_plain_table_is_read_as_the_search_reads_it(recipe: Recipe, seed: int) -> None:
    rng = random.Random(seed)
    document = render(recipe, rng)
    plain_tables(document.text)
    if mutation := document.mutated(rng):
        plain_tables(mutation[0].text)


@pytest.mark.parametrize("file", sorted(paths.raw().glob("*.txt")), ids=lambda file: file.stem[:3])
def test_a_real_report_is_read_as_the_search_reads_it(file: Path) -> None:
    plain_tables(file.read_text("utf-8"))


USUAL = ["pipe_trailing", "line", "tabs", "tab_lines", "tab_indented", "bar_line_before", "row_of_blanks", "one_line"]


@pytest.mark.parametrize("layout", [*USUAL, "csv_quoted", "html", "pdf_rows"])
def test_tables_in_usual_layouts_are_plain(layout: str) -> None:
    document = render(Recipe(layout, (), "2021", "county"), random.Random(5))
    assert {table.code for table in plain_tables(document.text)} == {"disclosure", "applications", "reviews"}


def test_a_changed_digit_leaves_no_plain_table() -> None:
    rng = random.Random(7)
    mutation = render(Recipe("pipe_trailing", (), "2021", "county"), rng).mutated(rng)
    assert mutation is not None
    document, place = mutation
    assert place[1] not in {table.code for table in plain_tables(document.text)}


@pytest.mark.parametrize("table", labels.TABLES)
def test_the_lines_of_a_form_hold_its_cells_in_order(table: str) -> None:
    for form in (forms.form(table, layout) for layout in forms.layouts(table)):
        assert tuple(key for line in form.lines for key in line.cells) == form.cells
