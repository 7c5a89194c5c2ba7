"""The standard forms, as objects: what the seeds say of tables, rows, columns, cells and identities.

Belongs here: reading dbt/seeds/form_*.csv and identities*.csv, which dbt reads too, and deriving from them
the list of cells and of identity instances. A new form, label variant or identity is a line in a seed, never a
line here. How labels are found in text is labels.py's; how identities are judged is proof.py's.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "dbt" / "seeds"


@dataclass(slots=True, frozen=True)
class Row:
    """One row of a form. `value_layouts` are the layouts in which it holds numbers, not a heading."""

    table: str
    code: str
    position: int
    block: str
    parent: str | None
    label: str
    name: str
    name_en: str
    unit: str | None
    value_layouts: frozenset[str]
    header_layouts: frozenset[str]


@dataclass(slots=True, frozen=True)
class Column:
    """One column of a block of a form."""

    table: str
    block: str
    code: str
    position: int
    layouts: frozenset[str]
    label: str
    name: str
    name_en: str
    unit: str | None


@dataclass(slots=True, frozen=True)
class Term:
    """One side's term of an identity. A null row or column takes that of the instance."""

    row: str | None
    column: str | None


@dataclass(slots=True, frozen=True)
class Identity:
    """A balance identity: `left operator right`, once a column, once a row or once a table."""

    code: str
    table: str
    layouts: frozenset[str]
    instance: str
    operator: str
    hard: bool
    proves: bool
    wording: str
    wording_en: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]


CellKey = tuple[str, str]


@dataclass(slots=True, frozen=True, eq=False)
class Instance:
    """An identity at one place of the form: the cells (row, column) of both its sides.

    `left_at` and `right_at` are their places among the cells of the form.
    """

    identity: Identity
    place: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]
    left_at: tuple[int, ...]
    right_at: tuple[int, ...]


@dataclass(slots=True, frozen=True, eq=False)
class Line:
    """One printed line of a form: a row and its cells, or all rows of a block that the form prints side by side.

    `depth` is the number of group cells printed before its label.
    """

    code: str
    depth: int
    cells: tuple[CellKey, ...]


@dataclass(slots=True, frozen=True, eq=False)
class Form:
    """One table in one layout: its value rows, their columns, its printed lines, its identities at each place.

    `cells` are all its (row, column), in printed order.
    """

    table: str
    layout: str
    rows: tuple[Row, ...]
    columns: dict[str, tuple[Column, ...]]
    lines: tuple[Line, ...]
    instances: tuple[Instance, ...]
    cells: tuple[CellKey, ...]


def read_seed(name: str) -> list[dict[str, str]]:
    """The lines of dbt/seeds/{name}.csv as dictionaries of strings."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def rows(table: str) -> tuple[Row, ...]:
    """All rows of a table in any layout, headings included, in printed order."""
    return tuple(
        Row(
            table=line["table_code"],
            code=line["row_code"],
            position=int(line["position"]),
            block=line["block_code"],
            parent=line["parent_code"] or None,
            label=line["label_zh"],
            name=line["name_zh"],
            name_en=line["name_en"],
            unit=line["unit_zh"] or None,
            value_layouts=frozenset(line["value_layouts"].split()),
            header_layouts=frozenset(line["header_layouts"].split()),
        )
        for line in read_seed("form_rows")
        if line["table_code"] == table
    )


@cache
def columns(table: str) -> tuple[Column, ...]:
    """All columns of a table in any layout and block."""
    return tuple(
        Column(
            table=line["table_code"],
            block=line["block_code"],
            code=line["column_code"],
            position=int(line["position"]),
            layouts=frozenset(line["layouts"].split()),
            label=line["label_zh"],
            name=line["name_zh"],
            name_en=line["name_en"],
            unit=line["unit_zh"] or None,
        )
        for line in read_seed("form_columns")
        if line["table_code"] == table
    )


@cache
def identities() -> tuple[Identity, ...]:
    """Every identity of the seed that is asked of all reporters, with the terms of its two sides.

    The others say what is usual for a county, or for who makes no rules: whose a report is, SQL knows.
    """
    sides: dict[tuple[str, str], list[Term]] = {}
    for line in read_seed("identity_terms"):
        term = Term(row=line["row_code"] or None, column=line["column_code"] or None)
        sides.setdefault((line["identity_code"], line["side"]), []).append(term)
    return tuple(
        Identity(
            code=line["identity_code"],
            table=line["table_code"],
            layouts=frozenset(line["layouts"].split()),
            instance=line["instance"],
            operator=line["operator"],
            hard=line["strength"] == "hard",
            proves=line["proves"] == "true",
            wording=line["wording_zh"],
            wording_en=line["wording_en"],
            left=tuple(sides[line["identity_code"], "left"]),
            right=tuple(sides[line["identity_code"], "right"]),
        )
        for line in read_seed("identities")
        if not line["reporters"]
    )


@cache
def form(table: str, layout: str) -> Form:
    """The form of a table in a layout, e.g. `form("applications", "E3")` with 23 rows of 7 columns."""
    value_rows = tuple(row for row in rows(table) if layout in row.value_layouts)
    block_columns: dict[str, tuple[Column, ...]] = {}
    for row in value_rows:
        block_columns[row.block] = tuple(
            column for column in columns(table) if column.block == row.block and layout in column.layouts
        )
    cells = [(row.code, column.code) for row in value_rows for column in block_columns[row.block]]
    instances = tuple(
        instance
        for identity in identities()
        if identity.table == table and layout in identity.layouts
        for instance in _instances(identity, cells)
    )
    lines = _lines(table, value_rows, block_columns)
    return Form(table, layout, value_rows, block_columns, lines, instances, tuple(cells))


def layouts(table: str) -> tuple[str, ...]:
    """The layouts in which a table exists, oldest first."""
    return tuple(sorted({layout for row in rows(table) for layout in row.value_layouts}))


def place(table: str, row: str, column: str | None = None) -> str:
    """The Chinese name of a place in a form, as 表三 · （三）不予公开 · 1.属于国家秘密 · 自然人."""
    return " · ".join([number_of(table), *(line.label for line in _way(table, row, column))])


def place_en(table: str, row: str, column: str | None = None) -> str:
    """The same in English, as Applications received and processed · (3) Refused · state secrets · natural persons."""
    return " · ".join([name_en(table), *(line.name_en for line in _way(table, row, column))])


def _way(table: str, row: str, column: str | None) -> Iterator[Row | Column]:
    """The headings above a row, itself, a column; without 三、本年度办理结果, which stands over most of table three."""
    by_code = {line.code: line for line in rows(table)}
    down: list[Row] = []
    code: str | None = row
    while code:
        down.insert(0, by_code[code])
        code = by_code[code].parent
    yield from down[down[0].code == "outcomes" and len(down) > 1 :]
    yield from [line for line in columns(table) if line.code == column and line.block == by_code[row].block][:1]


@cache
def number_of(table: str) -> str:
    """What readers call a table: 表二, 表三, 表四 or 附表."""
    return _name_of(table, "number_zh")


@cache
def name_en(table: str) -> str:
    """What a table is called in English, as Proactive disclosure."""
    return _name_of(table, "name_en")


def _name_of(table: str, kind: str) -> str:
    return next(line[kind] for line in read_seed("form_tables") if line["table_code"] == table)


@cache
def _rows_on_a_line(table: str) -> dict[str, str]:
    """For each block of a table: `one` row on a printed line, or `all` its rows."""
    return {
        line["block_code"]: line["rows_on_a_line"] for line in read_seed("form_blocks") if line["table_code"] == table
    }


def _lines(table: str, value_rows: tuple[Row, ...], columns: dict[str, tuple[Column, ...]]) -> tuple[Line, ...]:
    parents = {row.code: row.parent for row in rows(table)}

    def depth(code: str) -> int:
        parent = parents[code]
        return 0 if parent is None else 1 + depth(parent)

    lines: dict[str, list[Row]] = {}
    for row in value_rows:
        lines.setdefault(row.code if _rows_on_a_line(table)[row.block] == "one" else row.block, []).append(row)
    return tuple(
        Line(
            code=members[0].code,
            depth=depth(members[0].code),
            cells=tuple((row.code, column.code) for row in members for column in columns[row.block]),
        )
        for members in lines.values()
    )


def _instances(identity: Identity, cells: list[CellKey]) -> Iterator[Instance]:
    """The places of a form at which an identity applies: all of whose cells the form has."""
    at = {key: place for place, key in enumerate(cells)}
    places: list[CellKey]
    if identity.instance == "row":
        places = [(code, "") for code in dict.fromkeys(row for row, _ in cells)]
    elif identity.instance == "column":
        places = [("", code) for code in dict.fromkeys(column for _, column in cells)]
    else:
        places = [("", "")]
    for row, column in places:
        left = tuple((term.row or row, term.column or column) for term in identity.left)
        right = tuple((term.row or row, term.column or column) for term in identity.right)
        if at.keys() >= {*left, *right}:
            left_at, right_at = (tuple(at[key] for key in side) for side in (left, right))
            yield Instance(identity, row or column, left, right, left_at, right_at)
