"""What a person calls a table, a row, a cell: the words of the form, in Chinese and in English.

Belongs here: putting the names of the seeds together. Does not belong here: any name (dbt/seeds).
"""

from functools import cache

from dagster_project.extract import forms

_TO_HALF_WIDTH = str.maketrans("（）", "()")


@cache
def table_title(table: str) -> str:
    """The number and the name of a table.

    >>> table_title("disclosure")
    '表二 主动公开政府信息情况'
    """
    name = next(line["name_zh"] for line in forms.read_seed("form_tables") if line["table_code"] == table)
    return f"{forms.number_of(table)} {name}"


def cell_name(table: str, row: str, column: str | None) -> str:
    """Where a cell, or without a column a row, stands in the words of the form. Raises KeyError if it has none such.

    >>> cell_name("applications", "refused_state_secret", "natural_person")
    '表三 · (三)不予公开 · 1.属于国家秘密 · 自然人'
    """
    return forms.place(table, row, column).translate(_TO_HALF_WIDTH)


@cache
def measure_name(measure: str) -> str:
    """What prose counts, in both languages. Raises KeyError for an unknown measure."""
    line = {line["measure"]: line for line in forms.read_seed("claim_measures")}[measure]
    return f"{line['name_zh']} / {line['name_en']}"
