"""What a person calls a table, a row, a cell: the words of the form.

Belongs here: putting the names of the seeds together. Does not belong here: any name (dbt/seeds).
"""

import re
from functools import cache

from dagster_project.extract import forms

_ORDINAL = re.compile(r"（[一二三四五六七八九十]+）|[0-9]+[.、]|[一二三四五六七八九十]+、")
_TO_HALF_WIDTH = str.maketrans("（）", "()")
_ROWS_SHOWN = 2  # of a chain of headings, the innermost


@cache
def table_number(table: str) -> str:
    """The number of a table in the form.

    >>> table_number("applications")
    '表三'
    """
    return next(line["number_zh"] for line in forms.read_seed("form_tables") if line["table_code"] == table)


@cache
def table_title(table: str) -> str:
    """The number and the name of a table.

    >>> table_title("disclosure")
    '表二 主动公开政府信息情况'
    """
    name = next(line["name_zh"] for line in forms.read_seed("form_tables") if line["table_code"] == table)
    return f"{table_number(table)} {name}"


def row_name(table: str, row: str) -> str:
    """A row with the heading above it. Raises KeyError if the form has no such row.

    >>> row_name("applications", "refused_state_secret")
    '(三)不予公开 · 1.属于国家秘密'
    """
    rows = {known.code: known for known in forms.rows(table)}
    chain = []
    above: str | None = row
    while above:
        chain.append(_short(rows[above]))
        above = rows[above].parent
    return " · ".join(reversed(chain[:_ROWS_SHOWN]))


def column_name(table: str, row: str, column: str, layout: str) -> str:
    """A column of the row's part of the table. Raises KeyError if the form has no such column.

    >>> column_name("disclosure", "rules", "issued", "E4")
    '本年制发件数'
    """
    block = next((known.block for known in forms.rows(table) if known.code == row), None)
    for known in forms.columns(table):
        if (known.block, known.code) == (block, column) and layout in known.layouts:
            return known.name
    raise KeyError(column)


def cell_name(table: str, row: str, column: str, layout: str) -> str:
    """Where a cell stands, in the words of the form.

    >>> cell_name("applications", "refused_state_secret", "natural_person", "E4")
    '表三 · (三)不予公开 · 1.属于国家秘密 · 自然人'
    """
    return " · ".join([table_number(table), row_name(table, row), column_name(table, row, column, layout)])


def _short(row: forms.Row) -> str:
    """The name of a row with its number, without the form's remarks on it."""
    ordinal = _ORDINAL.match(row.label)
    return ((ordinal.group() if ordinal else "") + row.name).translate(_TO_HALF_WIDTH)
