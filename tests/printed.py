"""One invented report whose tables balance, and plain ways to print them: what the tests of tables share.

Belongs here: the figures, as a person can check them, and printing. Does not belong here: damage and the many layouts
of real pages, which are bench/generator's and tests/hard_cases'.
"""

from collections.abc import Callable, Mapping

from dagster_project.extract import forms
from dagster_project.extract.forms import CellKey, Form
from dagster_project.extract.records import Table
from dagster_project.extract.tables import read
from dagster_project.extract.text import readable

Values = dict[CellKey, str]

APPLICATIONS = """
received_new                41 6 0 1 2 0 50
carried_in                   3 0 0 0 0 0  3
granted                     17 2 0 1 0 0 20
partially_granted            4 1 0 0 0 0  5
refused_by_law               1 0 0 0 0 0  1
refused_third_party          2 1 0 0 0 0  3
refused_deliberative         1 0 0 0 0 0  1
refused_enforcement_file     3 0 0 0 1 0  4
unavailable_not_held         9 1 0 0 1 0 11
unavailable_needs_creation   2 0 0 0 0 0  2
unprocessed_petition         1 0 0 0 0 0  1
other_all                    2 0 0 0 0 0  2
other_not_corrected          1 0 0 0 0 0  1
other_residual               1 0 0 0 0 0  1
concluded_total             42 5 0 1 2 0 50
carried_out                  2 1 0 0 0 0  3
"""
REVIEWS = """
administrative_review    2 1 0 1 4
litigation_direct        1 0 0 0 1
litigation_after_review  0 0 1 0 1
"""
DISCLOSURE_OF_2019 = """
normative_documents  2 2 12
licences             118 -3 452
other_services       6 0 31
penalties            240 5 86
coercive_measures    11 0 2
fees                 3 -1
procurement          14 251000
"""
DISCLOSURE_OF_2021 = """
normative_documents  2 1 12
licences             452
penalties            86
coercive_measures    2
fees                 0.37
"""
PRINTED = {
    ("applications", "E3"): APPLICATIONS,
    ("applications", "E4"): APPLICATIONS,
    ("reviews", "E3"): REVIEWS,
    ("reviews", "E4"): REVIEWS,
    ("disclosure", "E3"): DISCLOSURE_OF_2019,
    ("disclosure", "E4"): DISCLOSURE_OF_2021,
}


def figures(table: str, layout: str) -> Values:
    """Each cell of a table of the invented report as it is printed; a row that is not listed is 0."""
    listed = {row: values for row, *values in map(str.split, PRINTED[table, layout].strip().splitlines())}
    form = forms.form(table, layout)
    values: Values = {}
    for row in form.rows:
        columns = form.columns[row.block]
        printed = listed.get(row.code, ["0"] * len(columns))
        values |= {(row.code, column.code): value for column, value in zip(columns, printed, strict=True)}
    return values


def lines(form: Form, values: Mapping[CellKey, str], separator: str) -> list[str]:
    """A table with one row on a line, its label first; a cell without a value is not printed at all."""
    labels = {row.code: row.label for row in form.rows}
    cells = {line.code: [values[key] for key in line.cells if key in values] for line in form.lines}
    return [separator.join([labels[code], *row]) for code, row in cells.items()]


def in_bars(form: Form, values: Mapping[CellKey, str]) -> str:
    """As seed 002: bars between the cells of a row."""
    return "\n".join(f"{line} |" for line in lines(form, values, " | "))


def in_tabs(form: Form, values: Mapping[CellKey, str]) -> str:
    """Tabs between the cells of a row."""
    return "\n".join(lines(form, values, "\t"))


def in_blanks(form: Form, values: Mapping[CellKey, str]) -> str:
    """As the text of a PDF: blanks between the cells of a row."""
    return "\n".join(lines(form, values, " "))


def in_cells(form: Form, values: Mapping[CellKey, str]) -> str:
    """One cell a line."""
    return "\n".join(lines(form, values, "\n"))


def in_html(form: Form, values: Mapping[CellKey, str]) -> str:
    """Rows and cells as tags."""
    rows = (line.split("\t") for line in lines(form, values, "\t"))
    return "<table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows) + "</table>"


Printer = Callable[[Form, Mapping[CellKey, str]], str]
KEEPS_BLANKS: tuple[Printer, ...] = (in_bars, in_tabs, in_html)
PRINTERS: tuple[Printer, ...] = (*KEEPS_BLANKS, in_blanks, in_cells)

HEADINGS = {
    "disclosure": "二、主动公开政府信息情况\n信息内容 {columns}",
    "applications": "三、收到和处理政府信息公开申请情况\n自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计",
    "reviews": "四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼 未经复议直接起诉 复议后起诉"
    + "\n结果维持 结果纠正 其他结果 尚未审结 总计" * 3,
}


def heading(form: Form) -> str:
    """What stands above a table: its section's title and the names of its columns."""
    columns = dict.fromkeys(column.label for block in form.columns.values() for column in block)
    return HEADINGS[form.table].format(columns=" ".join(columns))


def printed(table: str, layout: str, values: Mapping[CellKey, str], printer: Printer = in_bars) -> str:
    """A section of a report that holds nothing but one table."""
    form = forms.form(table, layout)
    body = printer(form, values)
    if table == "reviews":  # its one line has no label
        body = body.replace(form.rows[0].label, "", 1)
    return f"{heading(form)}\n{body}\n五、存在的主要问题及改进情况\n"


def read_one(text: str) -> Table:
    """The only table of a text."""
    whole = readable(text)
    (table,) = read(whole, 0, len(whole.text)).tables
    return table
