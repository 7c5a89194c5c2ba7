"""Every physical layout in which the tables reach us, by name: the functions for plain text, and the table of all.

Belongs here: how a grid is laid flat as text, and the one list of layouts. HTML and Markdown are markup.py's, text as
PDF readers give it is pdf.py's. A renderer takes a grid and gives one chunk of text a row, so that damage can
come between rows.
"""

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from . import dumps, markup, pdf
from .grid import Grid, Slot

Renderer = Callable[[Grid, random.Random], list[str]]
Container = Literal["text", "one_line", "tags", "escaped", "html", "json"]


@dataclass(slots=True, frozen=True)
class Layout:
    """A way of laying tables flat.

    `apart`: numbers stay apart and in their place, so that a reader owes every cell. `keeps_blanks`: an empty
    cell leaves a trace; without one, an empty cell among numbers is anybody's guess.
    """

    render: Renderer
    apart: bool = True
    keeps_blanks: bool = True
    container: Container = "text"


def _joined(grid: Grid, _: random.Random, between: str, before: str = "", after: str = "") -> list[str]:
    return [before + between.join(slot.shown for slot in row) + after for row in grid.rows]


def _positions(grid: Grid, _: random.Random, between: str, before: str = "", after: str = "") -> list[str]:
    """Every position of the grid, covered ones empty."""
    return [before + between.join(slot.shown for slot in row) + after for row in grid.dense()]


def _present(grid: Grid, _: random.Random, between: str) -> list[str]:
    """Empty cells vanish without a trace."""
    return [between.join(slot.shown for slot in row if slot.text) for row in grid.rows]


def _bars_of(slot: Slot) -> str:
    return "|" * (slot.colspan - 1)


def _pipe_trailing(grid: Grid, _: random.Random) -> list[str]:
    """As text dumps of HTML have it: a bar behind each cell, those of all spans at the end, none behind the table."""
    width = sum(slot.colspan for slot in grid.rows[0])
    lines = ["".join(f"{slot.shown} | " for slot in row) + "|" * (width - len(row)) for row in grid.rows]
    lines[-1] = lines[-1].rstrip("| ")
    return [line.rstrip(" ") for line in lines]


def _line_bar(grid: Grid, _: random.Random) -> list[str]:
    """A cell a line, a bar behind it, the bars of its span on the next."""
    return [
        "\n".join(f"{slot.shown} |" + (f"\n{_bars_of(slot)}" if slot.colspan > 1 else "") for slot in row)
        for row in grid.rows
    ]


def _line_bar_mixed(grid: Grid, _: random.Random) -> list[str]:
    """The same, but spans stay on the line and the last cell of a row has bars of its own."""
    chunks = []
    for row in grid.rows:
        cells = [f"{slot.shown} | {_bars_of(slot)}".rstrip() for slot in row]
        chunks.append("\n".join(cells) + "||")
    return chunks


def _bar_lines(grid: Grid, _: random.Random, cell: str, end: str = "") -> list[str]:
    """Bars on lines of their own."""
    return ["\n".join(cell.format(slot.shown) for slot in row) + end for row in grid.rows]


def _padded(grid: Grid, rng: random.Random) -> list[str]:
    return ["\n\n".join(" " * rng.randint(0, 4) + slot.shown for slot in row) + "\n" for row in grid.rows]


def _indented(grid: Grid, _: random.Random, by: str) -> list[str]:
    """The text of a page's source: every cell on a line, indented as the tags around it were."""
    return [f"{by}\n" + "\n".join(f"{by}\t{slot.shown}" for slot in row) + f"\n{by}" for row in grid.rows]


def _aligned(grid: Grid, _: random.Random) -> list[str]:
    """Columns lined up with blanks."""
    return ["".join(slot.shown + " " * max(2, 12 - len(slot.text)) for slot in row).rstrip(" ") for row in grid.rows]


def _csv(grid: Grid, _: random.Random, delimiter: str = ",", quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> list[str]:
    chunks = []
    for row in grid.dense():
        line = io.StringIO()
        csv.writer(line, delimiter=delimiter, quoting=quoting, lineterminator="").writerow([slot.shown for slot in row])
        chunks.append(line.getvalue())
    return chunks


def _boxes(grid: Grid, _: random.Random, upright: str) -> list[str]:
    rows = [f"{upright} " + f" {upright} ".join(slot.shown for slot in row) + f" {upright}" for row in grid.dense()]
    rule = "├" + "┼".join("─" * 6 for _ in next(iter(grid.dense()))) + "┤"
    return [f"{row}\n{rule}" for row in rows]


def _json_rows(grid: Grid, _: random.Random) -> list[str]:
    return [json.dumps([slot.shown for slot in row], ensure_ascii=False) + "," for row in grid.dense()]


def _json_cells(grid: Grid, _: random.Random) -> list[str]:
    """JSON with every cell on a line of its own."""
    return [json.dumps([slot.shown for slot in row], ensure_ascii=False, indent=1) + "," for row in grid.dense()]


def _listed(grid: Grid, _: random.Random) -> list[str]:
    """`规章：0、0、0`."""
    return [
        "、".join(slot.shown for slot in row)
        if row[-1].role != "value"
        else " ".join(slot.shown for slot in row if slot.role != "value")
        + "："
        + "、".join(slot.shown for slot in row if slot.role == "value")
        for row in grid.rows
    ]


def _labels_first(grid: Grid, _: random.Random, *, by_column: bool = False) -> list[str]:
    """All labels, a line each, then all figures: row by row, or column by column with a figure a line."""
    labels = [slot.text for row in grid.rows for slot in row if slot.role != "value" and slot.text]
    rows = [values for row in grid.rows if (values := [slot.shown for slot in row if slot.role == "value"])]
    if by_column and len({len(row) for row in rows}) == 1:
        return [*labels, *("\n".join(column) for column in zip(*rows, strict=True))]
    return [*labels, *(" ".join(row) for row in rows)]


def _turned(grid: Grid, _: random.Random) -> list[str]:
    """Rows for columns: each head before its figures, all labels above them."""
    return ["\t".join(slot.shown for slot in column) for column in zip(*grid.dense(), strict=True)]


def _glued(grid: Grid, rng: random.Random, chance: float) -> list[str]:
    """No separator between cells, always or by chance."""
    return [
        "".join(slot.shown + ("" if rng.random() < chance else " ") for slot in row).rstrip(" ") for row in grid.rows
    ]


LAYOUTS: dict[str, Layout] = {
    "pipe_trailing": Layout(_pipe_trailing),
    "pipe_leading": Layout(partial(_joined, between=" | ", before="| ", after=" | ")),
    "pipe_no_spans": Layout(partial(_joined, between=" | ", after=" |")),
    "pipe_empty_groups": Layout(partial(_positions, between=" | ", before="| ", after=" |")),
    "pipe_tight": Layout(partial(_joined, between="|")),
    "line_bar": Layout(_line_bar),
    "line_bar_mixed": Layout(_line_bar_mixed),
    "line_bar_leading": Layout(partial(_bar_lines, cell="{} |", end="\n|")),
    "bar_line": Layout(partial(_bar_lines, cell="{}\n|")),
    "bar_line_before": Layout(partial(_bar_lines, cell="| {}\n|")),
    "bar_line_first": Layout(partial(_bar_lines, cell="| {}", end="\n|")),
    "line": Layout(partial(_joined, between="\n")),
    "line_blank_between": Layout(partial(_joined, between="\n\n", after="\n"), keeps_blanks=False),
    "line_padded": Layout(_padded, keeps_blanks=False),
    "line_blanks_vanish": Layout(partial(_present, between="\n"), keeps_blanks=False),
    "row_of_blanks": Layout(partial(_present, between=" "), keeps_blanks=False),
    "row_aligned": Layout(_aligned, keeps_blanks=False),
    "row_wide_blanks": Layout(partial(_present, between="\u3000"), keeps_blanks=False),
    "tabs": Layout(partial(_positions, between="\t")),
    "tabs_spans_lost": Layout(partial(_joined, between="\t")),
    "tabs_before": Layout(partial(_joined, between="\t", before="\t")),
    "tab_lines": Layout(partial(_joined, between="\n\t\n", after="\n")),
    "tab_paragraphs": Layout(partial(_joined, between="\n\n\t\n", after="\n\n")),
    "tab_indented": Layout(partial(_indented, by="\t\t\t"), keeps_blanks=False),
    "cell_marks": Layout(partial(_joined, between="\x07", after="\x07\x07"), keeps_blanks=False),
    "csv": Layout(_csv),
    "csv_quoted": Layout(partial(_csv, quoting=csv.QUOTE_ALL)),
    "semicolons": Layout(partial(_csv, delimiter=";")),
    "tabs_doubled": Layout(partial(_joined, between="\t\t")),
    "bars_doubled": Layout(partial(_joined, between="||", before="||", after="||")),
    "dots_between": Layout(partial(_present, between=" · "), keeps_blanks=False),
    "blanks_of_pages": Layout(partial(_present, between="&nbsp;&nbsp;"), keeps_blanks=False),
    "bulleted": Layout(partial(_joined, between="\n- ", before="- "), keeps_blanks=False),
    "wide_bars": Layout(partial(_joined, between="｜", before="｜", after="｜")),
    "boxes": Layout(partial(_boxes, upright="│")),
    "double_boxes": Layout(partial(_boxes, upright="║")),
    "json_rows": Layout(_json_rows),
    "json_cells": Layout(_json_cells),
    "json_objects": Layout(dumps.json_objects, keeps_blanks=False),
    "python_lists": Layout(dumps.python_lists),
    "data_frame_csv": Layout(dumps.data_frame_csv),
    "data_frame_text": Layout(dumps.data_frame_text),
    "data_frame_markdown": Layout(dumps.data_frame_markdown),
    "merged_repeated_bars": Layout(partial(dumps.merged_repeated, between=" | ")),
    "merged_repeated_tabs": Layout(partial(dumps.merged_repeated, between="\t")),
    "under_names": Layout(dumps.under_names, keeps_blanks=False),
    "listed": Layout(_listed, keeps_blanks=False),
    "listed_by_name": Layout(dumps.listed_by_name, keeps_blanks=False),
    "one_line": Layout(partial(_present, between=" "), keeps_blanks=False, container="one_line"),
    "one_line_bars": Layout(partial(_joined, between=" | ", before="| ", after=" |"), container="one_line"),
    "labels_first": Layout(_labels_first, apart=False, keeps_blanks=False),
    "labels_first_by_column": Layout(partial(_labels_first, by_column=True), apart=False, keeps_blanks=False),
    "turned": Layout(_turned, apart=False),
    "glued": Layout(partial(_glued, chance=1), apart=False, keeps_blanks=False),
    "glued_here_and_there": Layout(partial(_glued, chance=0.3), apart=False, keeps_blanks=False),
    "one_line_glued": Layout(partial(_glued, chance=1), apart=False, keeps_blanks=False, container="one_line"),
    "markdown": Layout(markup.markdown),
    "markdown_row_by_row": Layout(markup.markdown_row_by_row),
    "markdown_placeholders": Layout(markup.markdown_placeholders),
    "html": Layout(markup.html, container="html"),
    "html_in_text": Layout(markup.html, container="tags"),
    "html_escaped": Layout(markup.html, container="escaped"),
    "xml_of_scraper": Layout(markup.scraper_xml, container="tags"),
    "xml_of_word": Layout(markup.word_xml, container="tags"),
    "html_empty_heads": Layout(markup.html_empty_heads, container="html"),
    "html_styled": Layout(markup.html_styled, container="html"),
    "html_unclosed": Layout(markup.html_unclosed, container="html"),
    "html_word": Layout(markup.html_word, container="html"),
    "html_in_json": Layout(markup.html_styled, container="json"),
    "pdf_rows": Layout(pdf.rows, keeps_blanks=False),
    "pdf_wrapped_labels": Layout(partial(pdf.rows, wrap=True), keeps_blanks=False),
    "pdf_numbers_first": Layout(partial(pdf.rows, wrap=True, number="before"), apart=False, keeps_blanks=False),
    "pdf_numbers_inside": Layout(partial(pdf.rows, wrap=True, number="inside"), apart=False, keeps_blanks=False),
    "pdf_group_inside": Layout(partial(pdf.rows, group="middle"), keeps_blanks=False),
    "pdf_group_torn": Layout(partial(pdf.rows, wrap=True, group="torn"), apart=False, keeps_blanks=False),
    "pdf_group_upright": Layout(partial(pdf.rows, group="upright"), keeps_blanks=False),
    "pdf_everything": Layout(
        partial(pdf.rows, wrap=True, number="any", group="any", shred=True), apart=False, keeps_blanks=False
    ),
    "pdf_cells": Layout(pdf.cells, keeps_blanks=False),
}
