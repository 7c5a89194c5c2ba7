"""Every kind of damage that befalls a report between the office and us, by name.

Belongs here: changes of labels, of grids, of rows of text and of characters; the one list of damages. How values are
dressed is dress.py's; what stands around the tables is report.py's, which does as its traits say.

A damage is `mild` if what it leaves can still be read without guessing: in a layout that keeps cells apart, a reader
owes every printed cell in spite of it.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import characters, words
from .dress import AMBIGUOUS, BLANK, DRESSES
from .grid import Dress, Grid, Slot

LabelChange = Callable[[str, random.Random], str]
GridChange = Callable[[Grid, random.Random], None]
RowsChange = Callable[[list[str], int, random.Random], list[str]]
TextChange = Callable[[str, random.Random], str]


@dataclass(slots=True, frozen=True)
class Damage:
    """One kind of damage; only one of its changes is set, or a trait that grid.py or report.py knows.

    `rows` gets the rows of a table as text and the number of heading rows; it suits plain text only.
    """

    mild: bool = True
    dress: Dress | None = None
    blanks: bool = False
    label: LabelChange | None = None
    grid: GridChange | None = None
    rows: RowsChange | None = None
    text: TextChange | None = None
    trait: str | None = None


def _renamed(names: Mapping[str, str]) -> LabelChange:
    return lambda text, _: names.get(text, text)


def _replaced(old: str, new: str) -> LabelChange:
    return lambda text, _: text.replace(old, new)


def _now_and_then(change: LabelChange, chance: float) -> LabelChange:
    return lambda text, rng: change(text, rng) if len(text) > 2 and rng.random() < chance else text


def _lose_character(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _misprint_character(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice("的了未末己巳人入正止己已白自") + text[at + 1 :]


def _blank_inside(text: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(text))
    return f"{text[:at]} {text[at:]}"


def _no_ordinal(text: str, _: random.Random) -> str:
    for mark in ("）", "、", "."):
        head, found, rest = text.partition(mark)
        if found and rest and len(head) <= 2:
            return rest
    return text


def _renumbered(mark: str) -> LabelChange:
    return lambda text, _: text[0] + mark + text[2:] if text[:1].isdigit() and text[1:2] == "." else text


def _body(grid: Grid) -> range:
    return range(grid.head, len(grid.rows))


def _drop_row(grid: Grid, rng: random.Random) -> None:
    """A row without group labels is gone."""
    rows = [at for at in _body(grid) if grid.rows[at][0].role == "label" and len(_body(grid)) > 1]
    if rows:
        del grid.rows[rng.choice(rows)]


def _swap_rows(grid: Grid, rng: random.Random) -> None:
    """Two neighbouring rows of a group change places."""
    rows = [at for at in _body(grid)[:-1] if grid.rows[at][0].role == grid.rows[at + 1][0].role == "label"]
    if rows:
        at = rng.choice(rows)
        grid.rows[at : at + 2] = grid.rows[at + 1], grid.rows[at]


def _merge_zero_rows(grid: Grid, rng: random.Random) -> None:
    """A row of zeros is one wide cell with one 0, whose column nobody knows."""
    for row in grid.rows[grid.head :]:
        values = [slot for slot in row if slot.role == "value"]
        if len(values) > 1 and all(slot.text == "0" for slot in values) and rng.random() < 0.5:
            row[-len(values) :] = [Slot("0", "value", colspan=len(values))]


def _empty_row(grid: Grid, rng: random.Random) -> None:
    """One row has a label and nothing else."""
    for slot in grid.rows[rng.choice(_body(grid))]:
        if slot.role == "value":
            slot.text = ""


def _serial_numbers(grid: Grid, _: random.Random) -> None:
    """A column of serial numbers in front of everything."""
    for at, row in enumerate(grid.rows):
        if any(slot.mark for slot in row) and row[0].role == "label":
            row.insert(0, Slot(str(at - grid.head + 1)))
        elif at < grid.head:
            row.insert(0, Slot("序号" if at == 0 else ""))


def _subtotals(grid: Grid, _: random.Random) -> None:
    """An eighth column, 小计 of all organizations."""
    if grid.table != "applications":
        return
    grid.rows[grid.head - 1].append(Slot("小计"))
    for wider in (grid.rows[0][-1], grid.rows[1][-2]):
        wider.colspan += 1
    for row in grid.rows[grid.head :]:
        numbers = [int(slot.text) for slot in row if slot.role == "value" and slot.text.isdecimal()]
        row.insert(len(row) - 1, Slot(str(sum(numbers[1:-1])) if numbers else "", "value"))


def _remarks(grid: Grid, rng: random.Random) -> None:
    """A last column of remarks, some of them with numbers."""
    grid.rows[0].append(Slot("备注"))
    for row in grid.rows[1:]:
        row.append(Slot(rng.choice(("", "", "", "含上年2件", "3件正在办理", "见附件1"))))


def _sum_row(grid: Grid, _: random.Random) -> None:
    """A row 合计 that the form does not know, below the others."""
    values = [[slot for slot in row if slot.role == "value"] for row in grid.rows]
    last = [slot.text for slot in values[-1]]
    grid.rows.append([Slot("合计", "label"), *(Slot(text, "value") for text in last)])


def _swap_columns(grid: Grid, rng: random.Random) -> None:
    """Two kinds of organisation change places, heads and figures: the sums still close."""
    if grid.table == "applications":
        one, other = rng.sample(range(4), 2)
        heads = grid.rows[grid.head - 1]
        heads[one], heads[other] = heads[other], heads[one]
        for row in grid.rows[grid.head :]:
            values = [at for at, slot in enumerate(row) if slot.role == "value"]
            if max(one, other) + 1 < len(values):
                first, second = values[one + 1], values[other + 1]
                row[first], row[second] = row[second], row[first]


def _lose_column(grid: Grid, rng: random.Random) -> None:
    """A column of figures is gone from every row of applications."""
    if grid.table == "applications":
        column = rng.randrange(7)
        for row in grid.rows[grid.head :]:
            values = [at for at, slot in enumerate(row) if slot.role == "value"]
            if column < len(values) > 1:
                del row[values[column]]


def _between_rows(make: Callable[[random.Random, int], str], times: int) -> RowsChange:
    def change(rows: list[str], _: int, rng: random.Random) -> list[str]:
        page = rng.randint(1, 5)
        for _turn in range(min(times, len(rows) - 1)):
            rows.insert(rng.randint(1, len(rows) - 1), make(rng, page))
            page += 1
        return rows

    return change


def _repeated_heads(rows: list[str], head: int, rng: random.Random) -> list[str]:
    if len(rows) > head + 2:
        at = rng.randint(head + 1, len(rows) - 1)
        rows[at:at] = rows[:head]
    return rows


def _wrapped_rows(rows: list[str], _: int, rng: random.Random) -> list[str]:
    """Some rows go on, after a blank, on the next line."""
    return [
        "\n".join(row.rsplit(" ", rng.randint(1, 3))) if "\n" not in row and rng.random() < 0.3 else row for row in rows
    ]


def _note_inside(rng: random.Random, _: int) -> str:
    return rng.choice(
        ("注：1.本表统计期限为2023年1月1日至12月31日。", "说明：上述3项数据由12个部门报送。", "（续表2）", "单位：件")
    )


LABELS: dict[str, tuple[bool, LabelChange]] = {
    "short_labels": (True, _renamed(words.SHORT_LABELS)),
    "long_labels": (True, _renamed(words.LONG_LABELS)),
    "other_words": (True, _renamed(words.OTHER_WORDS)),
    "lost_second_lines": (True, _renamed(words.LOST_HEADS)),
    "lost_characters": (True, _now_and_then(_lose_character, 0.1)),
    "misprints": (True, _now_and_then(_misprint_character, 0.1)),
    "blanks_in_labels": (True, _now_and_then(_blank_inside, 0.3)),
    "no_ordinals": (True, _no_ordinal),
    "ordinals_with_comma": (True, _renumbered("、")),
    "ordinals_with_blank": (True, _renumbered(". ")),
    "ordinals_with_wide_dot": (True, _renumbered("．")),
    "opening_brackets_lost": (True, _replaced("（", "")),
    "straight_quotes": (True, lambda text, _: text.replace("“", '"').replace("”", '"')),
    "lone_quotes": (True, _replaced("”", "“")),
}

GRIDS: dict[str, tuple[bool, GridChange]] = {
    "row_lost": (False, _drop_row),
    "rows_swapped": (False, _swap_rows),
    "remarks": (False, _remarks),
    "sum_row": (False, _sum_row),
    "column_lost": (False, _lose_column),
    "columns_swapped": (False, _swap_columns),
    "zero_rows_merged": (False, _merge_zero_rows),
    "row_without_figures": (False, _empty_row),
    "serial_numbers": (False, _serial_numbers),
    "subtotals": (False, _subtotals),
}

ROWS: dict[str, tuple[bool, RowsChange]] = {
    "page_footers": (True, _between_rows(lambda _, page: f"- {page} -", 2)),
    "page_footers_in_words": (True, _between_rows(lambda _, page: f"第 {page} 页 共 6 页", 2)),
    "bare_page_numbers": (False, _between_rows(lambda _, page: str(page), 2)),
    "form_feeds": (True, _between_rows(lambda _, page: f"\f— {page} —", 1)),
    "notes_inside": (True, _between_rows(_note_inside, 1)),
    "headings_repeated": (True, _repeated_heads),
    "rows_wrapped": (True, _wrapped_rows),
    "blank_lines": (True, _between_rows(lambda _, __: "\u3000\n", 4)),
}

TRAITS: dict[str, bool] = {
    "reviews_in_three": True,
    "reviews_in_rows": True,
    "reviews_glued_head": True,
    "extra_row": False,
    "annex_codes": False,
    "annex_no_unit": True,
    "navigation": True,
    "table_before": True,
    "headings_missing": True,
    "headings_otherwise": True,
    "numbers_before_tables": True,
    "rows_told_in_prose": True,
    "blank_form_before": True,
    "reviews_before_heading": True,
    "title_repeated": True,
    "two_reports": True,
    "two_scopes": False,
    "side_by_side": False,
}
"""What grid.py and report.py do, and whether it is mild."""

DAMAGES: dict[str, Damage] = {
    **{name: Damage(name not in AMBIGUOUS, dress, name in BLANK) for name, dress in DRESSES.items()},
    **{name: Damage(mild, label=change) for name, (mild, change) in LABELS.items()},
    **{name: Damage(mild, grid=change) for name, (mild, change) in GRIDS.items()},
    **{name: Damage(mild, rows=change) for name, (mild, change) in ROWS.items()},
    **{name: Damage(mild, trait=name) for name, mild in TRAITS.items()},
    **{name: Damage(mild, text=change) for name, (mild, change) in characters.CHANGES.items()},
}
