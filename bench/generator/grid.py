"""The standard tables as grids of slots with spans, the way a word processor holds them before anything flattens them.

Belongs here: header rows, group cells, labels and marked values of each form. How a grid becomes text is layouts.py's
and pdf.py's; how its labels and values get damaged is damage.py's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from dagster_project.extract import forms
from dagster_project.extract.records import Number

from .figures import Figures
from .marks import CLOSE, Marker

Role = Literal["head", "group", "label", "value"]
Dress = Callable[[Number, str, str, str], str]
"""(value, table, row, column) -> the token that is printed."""

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(slots=True)
class Slot:
    """One cell of a grid. Only values carry a mark."""

    text: str
    role: Role = "head"
    colspan: int = 1
    rowspan: int = 1
    mark: str = ""

    @property
    def shown(self) -> str:
        """Its text as it goes into the document, marks included."""
        return f"{self.mark}{self.text}{CLOSE}" if self.mark else self.text

    def show(self, text: str) -> str:
        """Another text in its place, in the same marks."""
        return f"{self.mark}{text}{CLOSE}" if self.mark else text


@dataclass(slots=True)
class Grid:
    """Rows of slots; cells that a span covers are left out. The first `head` rows are headings."""

    table: str
    rows: list[list[Slot]] = field(default_factory=list)
    head: int = 0

    def dense(self) -> Iterator[list[Slot]]:
        """The rows with an empty slot in every position that a span covers."""
        width = sum(slot.colspan for slot in self.rows[0])
        covered: dict[int, int] = {}
        for row in self.rows:
            line: list[Slot] = []
            slots = iter(row)
            while len(line) < width:
                if covered.get(len(line), 0):
                    covered[len(line)] -= 1
                    line.append(Slot(""))
                    continue
                slot = next(slots, Slot(""))
                for position in range(len(line), len(line) + slot.colspan):
                    covered[position] = slot.rowspan - 1
                line += [slot, *(Slot("") for _ in range(slot.colspan - 1))]
            yield line


@dataclass(slots=True)
class Builder:
    """Builds the grids of one report, dressing and marking its values."""

    figures: Figures
    marker: Marker
    dress: Dress
    report: int = 0
    traits: frozenset[str] = frozenset()

    def grids(self, table: str) -> list[Grid]:
        """The grids of a table: mostly one."""
        return BUILDERS[table](self)

    def value(self, table: str, row: str, column: str, colspan: int = 1) -> Slot:
        """The slot of one figure."""
        figure = self.figures.tables[table][row, column]
        mark = self.marker.mark((self.report, table, row, column), figure)
        return Slot(self.dress(figure, table, row, column), "value", colspan, 1, mark)


def _disclosure(build: Builder) -> list[Grid]:
    form = forms.form("disclosure", build.figures.layout("disclosure"))
    grid = Grid("disclosure")
    titles = {line["block_code"]: line["label_zh"] for line in forms.read_seed("form_blocks")}
    block = ""
    for row in form.rows:
        columns = form.columns[row.block]
        spans = [1] * (len(columns) - 1) + [4 - len(columns)]
        if row.block != block:
            block = row.block
            grid.rows.append([Slot(titles[block], colspan=4)])
            heads = [Slot(column.label, colspan=span) for column, span in zip(columns, spans, strict=True)]
            grid.rows.append([Slot("信息内容"), *heads])
        label = "行政规范性文件" if row.code == "normative_documents" and form.layout == "E4" else row.label
        values = [build.value("disclosure", row.code, c.code, s) for c, s in zip(columns, spans, strict=True)]
        grid.rows.append([Slot(label, "label"), *values])
    if "extra_row" in build.traits:
        grid.rows.insert(
            4, [Slot("其他主动公开文件（行政机关制定的其他文件）", "label"), *(Slot("3", "value") for _ in range(3))]
        )
    grid.head = 2
    return [grid]


def _applications(build: Builder) -> list[Grid]:
    layout = build.figures.layout("applications")
    columns = forms.form("applications", layout).columns["applications"]
    grid = Grid("applications", head=3)
    organizations = [Slot(column.label) for column in columns[1:-1]]
    grid.rows = [
        [Slot(NOTE, colspan=3, rowspan=3), Slot("申请人情况", colspan=7)],
        [Slot(columns[0].label, rowspan=2), Slot("法人或其他组织", colspan=5), Slot(columns[-1].label, rowspan=2)],
        organizations,
    ]
    rows = [row for row in forms.rows("applications") if layout in row.value_layouts | row.header_layouts]
    depth = {row.code: 0 for row in rows}
    groups: list[Slot] = []
    for row in rows:
        depth[row.code] = depth[row.parent] + 1 if row.parent else 0
        if layout in row.header_layouts:
            within = [each for each in rows if each.code != row.code and _inside(each, row.code, rows, layout)]
            groups.append(Slot(row.label, "group", rowspan=len(within)))
            continue
        label = Slot(row.label, "label", colspan=3 - depth[row.code])
        grid.rows.append([*groups, label, *(build.value("applications", row.code, c.code) for c in columns)])
        groups = []
    return [grid]


def _inside(row: forms.Row, group: str, rows: list[forms.Row], layout: str) -> bool:
    """Whether a value row stands below a group heading, at any depth."""
    if layout not in row.value_layouts:
        return False
    parents = {each.code: each.parent for each in rows}
    parent = row.parent
    while parent and parent != group:
        parent = parents[parent]
    return parent == group


def _reviews(build: Builder) -> list[Grid]:
    form = forms.form("reviews", build.figures.layout("reviews"))
    columns = form.columns["reviews"]
    review, direct, after = form.rows

    def heads(rowspan: int = 1) -> list[Slot]:
        return [Slot(column.label, rowspan=rowspan) for column in columns]

    def values(row: forms.Row) -> list[Slot]:
        return [build.value("reviews", row.code, column.code) for column in columns]

    if "reviews_in_three" in build.traits:
        titles = (review.label, f"行政诉讼（{direct.label}）", f"行政诉讼（{after.label}）")
        return [
            Grid("reviews", [[Slot(title, colspan=5)], heads(), values(row)], head=2)
            for title, row in zip(titles, form.rows, strict=True)
        ]
    if "reviews_in_rows" in build.traits:
        body = [[Slot(row.label, "label"), *values(row)] for row in form.rows]
        return [Grid("reviews", [[Slot("类别"), *heads()], *body], head=1)]
    numbers = [*values(review), *values(direct), *values(after)]
    if "reviews_glued_head" in build.traits:
        return [Grid("reviews", [[Slot("行政复议行政诉讼", colspan=15)], numbers], head=1)]
    top = [Slot("行政复议", colspan=5), Slot("行政诉讼", colspan=10)]
    middle = [*heads(rowspan=2), Slot(direct.label, colspan=5), Slot(after.label, colspan=5)]
    return [Grid("reviews", [top, middle, [*heads(), *heads()], numbers], head=3)]


def _annex(build: Builder) -> list[Grid]:
    coded, bare = "annex_codes" in build.traits, "annex_no_unit" in build.traits
    heads = ["代码"] * coded + ["统计指标"] + ["单位"] * (not bare) + ["统计数"]
    grid = Grid("annex_2014", [[Slot(head) for head in heads]], head=1)
    for number, row in enumerate(forms.rows("annex_2014"), start=1):
        headed = bool(row.header_layouts)
        line = [Slot(f"{number:02d}")] * coded + [Slot(row.label, "label")]
        line += [Slot("——" if headed else row.unit or "")] * (not bare)
        line.append(Slot("") if headed else build.value("annex_2014", row.code, "value"))
        grid.rows.append(line)
    return [grid]


BUILDERS: dict[str, Callable[[Builder], list[Grid]]] = {
    "disclosure": _disclosure,
    "applications": _applications,
    "reviews": _reviews,
    "annex_2014": _annex,
}
