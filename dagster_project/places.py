"""What a person calls a table, a row, a cell: the words of the form, in Chinese and in English.

Belongs here: putting the names of the seeds together. Does not belong here: any name (dbt/seeds).
"""

from functools import cache

from dagster_project.extract import forms

_UNSAID = "outcomes"  # 三、本年度办理结果, over most of table three: forms.place() leaves it out too
_TO_HALF_WIDTH = str.maketrans("（）", "()")


@cache
def table_title(table: str) -> str:
    """The number and the name of a table.

    >>> table_title("disclosure")
    '表二 主动公开政府信息情况'
    """
    return f"{forms.number_of(table)} {_table_names(table)['name_zh']}"


def cell_name(table: str, row: str, column: str | None) -> str:
    """Where a cell, or without a column a row, stands in the words of the form. Raises KeyError if it has none such.

    >>> cell_name("applications", "refused_state_secret", "natural_person")
    '表三 · (三)不予公开 · 1.属于国家秘密 · 自然人'
    """
    return forms.place(table, row, column).translate(_TO_HALF_WIDTH)


def cell_name_en(table: str, row: str, column: str | None) -> str:
    """The same in English: the table, the row with the heading above it, the column.

    >>> cell_name_en("applications", "refused_state_secret", "natural_person")
    'Applications received and processed · (3) Refused · state secrets · natural persons'
    """
    rows = _names("form_rows", table, "row_code")
    above = rows[row]["parent_code"]
    heading = [rows[above]["name_en"]] if above and above != _UNSAID else []
    columns = [_names("form_columns", table, "column_code")[column]["name_en"]] if column else []
    return " · ".join([_table_names(table)["name_en"], *heading, rows[row]["name_en"], *columns])


@cache
def measure_name(measure: str) -> str:
    """What prose counts, in both languages. Raises KeyError for an unknown measure."""
    line = {line["measure"]: line for line in forms.read_seed("claim_measures")}[measure]
    return f"{line['name_zh']} / {line['name_en']}"


def _table_names(table: str) -> dict[str, str]:
    return next(line for line in forms.read_seed("form_tables") if line["table_code"] == table)


@cache
def _names(seed: str, table: str, code: str) -> dict[str, dict[str, str]]:
    return {line[code]: line for line in forms.read_seed(seed) if line["table_code"] == table}
