"""Tables as programs dump them as data: data frames, lists, JSON objects, merged cells repeated.

Belongs here: renderers of layouts.py that come from a library's view of a grid. Each gives one chunk of text a row.
"""

import csv
import io
import json
import random
from collections.abc import Iterator

from .grid import Grid, Slot


def _spread(grid: Grid) -> Iterator[list[tuple[Slot, bool]]]:
    """Every position of the grid with the slot that covers it, and whether it begins there."""
    width = sum(slot.colspan for slot in grid.rows[0])
    above: list[tuple[Slot, int]] = [(Slot(""), 0)] * width
    for row in grid.rows:
        line: list[tuple[Slot, bool]] = []
        slots = iter(row)
        while len(line) < width:
            covering, left = above[len(line)]
            if left:
                above[len(line)] = covering, left - 1
                line.append((covering, False))
                continue
            slot = next(slots, Slot(""))
            first = len(line)
            for at in range(first, min(width, first + slot.colspan)):
                above[at] = slot, slot.rowspan - 1
                line.append((slot, at == first))
        yield line


def merged_repeated(grid: Grid, _: random.Random, between: str) -> list[str]:
    """A merged cell again in every position that it covers, as word processors' libraries give rows."""
    chunks = []
    for line in _spread(grid):
        cells, last = [], Slot("")
        for slot, _begins in line:
            cells.append(slot.shown if slot is not last else slot.text)
            last = slot
        chunks.append(between.join(cells))
    return chunks


def _rows(grid: Grid, nothing: str, empty: str = "") -> list[list[str]]:
    return [
        [(slot.shown if slot.text else empty) if begins else nothing for slot, begins in line] for line in _spread(grid)
    ]


def data_frame_csv(grid: Grid, _: random.Random) -> list[str]:
    """A data frame as CSV: its columns and its lines are numbered."""
    chunks = []
    for at, row in enumerate(_rows(grid, "")):
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([str(at), *row])
        chunks.append(line.getvalue())
    chunks[0] = "," + ",".join(map(str, range(len(_rows(grid, "")[0])))) + "\n" + chunks[0]
    return chunks


def data_frame_text(grid: Grid, _: random.Random) -> list[str]:
    """A data frame as it is shown: aligned by blanks, NaN for nothing."""
    chunks = [
        f"{at:<3} " + "  ".join(f"{cell:>10}" for cell in row) for at, row in enumerate(_rows(grid, "NaN", "NaN"))
    ]
    chunks[0] = "    " + "  ".join(f"{at:>10}" for at in range(len(_rows(grid, "")[0]))) + "\n" + chunks[0]
    return chunks


def data_frame_markdown(grid: Grid, _: random.Random) -> list[str]:
    """A data frame as Markdown."""
    rows = _rows(grid, "nan", "nan")
    chunks = [f"| {at:>2} | " + " | ".join(row) + " |" for at, row in enumerate(rows)]
    head = "|    | " + " | ".join(map(str, range(len(rows[0])))) + " |"
    chunks[0] = f"{head}\n|---:|{'|'.join([':---'] * len(rows[0]))}|\n{chunks[0]}"
    return chunks


def python_lists(grid: Grid, _: random.Random) -> list[str]:
    """Lists as Python prints them, None where a span covers a position."""
    return [
        "[" + ", ".join(f"'{slot.shown}'" if begins else "None" for slot, begins in line) + "]"
        for line in _spread(grid)
    ]


def _beside_names(grid: Grid) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    """The labels of each row, and its values with the names of their columns, if they are those of applications."""
    natural, _, total = [slot.text for slot in grid.rows[1] if slot.text][:3]
    columns = [natural, *(slot.text for slot in grid.rows[2] if slot.text), total]
    for row in grid.rows[grid.head :]:
        names = [slot.text for slot in row if slot.role != "value"]
        yield names, list(zip(columns, (slot.shown for slot in row if slot.role == "value"), strict=False))


def json_objects(grid: Grid, _: random.Random) -> list[str]:
    """An object for each row of applications, its columns by their names; other tables as they are."""
    if grid.table != "applications":
        return [json.dumps(row, ensure_ascii=False) + "," for row in _rows(grid, "")]
    return [
        json.dumps({"group": "".join(names[:-1]), "item": names[-1], **dict(values)}, ensure_ascii=False) + ","
        for names, values in _beside_names(grid)
    ]


def under_names(grid: Grid, _: random.Random) -> list[str]:
    """Each figure of applications under the name of its column, as pages made for telephones have it."""
    if grid.table != "applications":
        return ["\n".join(slot.shown for slot in row) for row in grid.rows]
    return [
        "\n".join([*names, *(f"{name}\n{value}" for name, value in values)]) for names, values in _beside_names(grid)
    ]


def listed_by_name(grid: Grid, _: random.Random) -> list[str]:
    """Each figure of applications behind the name of its column, in sentences."""
    if grid.table != "applications":
        return [" ".join(slot.shown for slot in row) for row in grid.rows]
    return [
        f"{' '.join(names)}：" + "，".join(f"{name}{value}" for name, value in values) + "；"
        for names, values in _beside_names(grid)
    ]
