"""The words in which a table's faults are told to the clerk who made it, in Chinese and in English.

Belongs here: one function a kind of fault, each saying what was expected, what was found and where. Does not belong
here: finding the fault.
"""

from collections.abc import Mapping
from itertools import islice

from dagster_project.extract import forms
from dagster_project.extract.forms import CellKey, Column, Form, Instance, Line
from dagster_project.extract.records import Cell, Complaint, Number
from dagster_project.extract.slips import SPLIT, Slip
from dagster_project.extract.suggestions import Split, Suggestion

Span = tuple[int | None, int | None]

# So many of the cells that a change concerns are named.
LISTED = 4


def identity_fails(form: Form, instance: Instance, left: Number, right: Number, span: Span) -> Complaint:
    """An identity does not close: both sides and the difference."""
    at = form.table, instance.identity.instance, instance.left[0]
    where, where_en = where_stands(*at), _where_stands_en(*at)
    return Complaint(
        "identity_fails",
        f"{where}：按“{instance.identity.wording}”，左边为 {left}，右边为 {right}，"
        f"相差 {left - right}。请核对这几格的数字。",
        f"{where_en}: by “{instance.identity.wording_en}”, left side {left}, right side {right},"
        f" difference {left - right}. Check the digits of these cells.",
        *span,
    )


def total_exceeds_parts(form: Form, instance: Instance, left: Number, right: Number, span: Span) -> Complaint:
    """A total that may be greater than its parts, as where some cases are pending, is so: nothing proves it."""
    at = form.table, instance.identity.instance, instance.left[0]
    where, where_en = where_stands(*at), _where_stands_en(*at)
    return Complaint(
        "total_exceeds_parts",
        f"{where}：总数为 {left}，各分项之和为 {right}，相差 {left - right}。"
        "有尚未审结的才会如此；这几个数无从核验，请核对。",
        f"{where_en}: the total is {left}, its parts come to {right}, difference {left - right}."
        " That is so only where some are pending; nothing proves these numbers. Check them.",
        *span,
    )


def line_unreadable(form: Form, line: Line, found: str, span: Span) -> Complaint:
    """Behind a label there are not the numbers that the form has there."""
    where, where_en = forms.place(form.table, line.code), forms.place_en(form.table, line.code)
    return Complaint(
        "line_unreadable",
        f"{where}：应有 {len(line.cells)} 个数，原文为“{found}”，无法确定每个数在哪一列。",
        f"{where_en}: expected {len(line.cells)} numbers, found '{found}'; their columns are not certain.",
        *span,
    )


def line_missing(form: Form, line: Line, span: Span) -> Complaint:
    """No label and no numbers of a line were found."""
    where, where_en = forms.place(form.table, line.code), forms.place_en(form.table, line.code)
    return Complaint(
        "line_missing",
        f"{where}：没有找到这一行。",
        f"{where_en}: this row was not found.",
        *span,
    )


def several_readings(form: Form, lines: tuple[str, ...], span: Span) -> Complaint:
    """More than one way to read the digits closes all identities."""
    where = "；".join(forms.place(form.table, code) for code in lines)
    where_en = "; ".join(forms.place_en(form.table, code) for code in lines)
    return Complaint(
        "several_readings",
        f"{where}：数字连在一起，有不止一种分法能使各项平衡，因此都不采用。",
        f"{where_en}: the digits run together and can be parted in more than one way that balances; none is taken.",
        *span,
    )


def heads_displaced(table: str, head: str, span: Span) -> Complaint:
    """The heads over the columns stand in another order than the form has them."""
    where, where_en = forms.number_of(table), forms.name_en(table)
    return Complaint(
        "heads_displaced",
        f"{where}：表头各列的次序与规定格式不同（见“{head}”），无法确定每个数在哪一列。请按规定格式的次序列出。",
        f"{where_en}: the heads stand in another order than the form's (see '{head}'), so no column is certain.",
        *span,
    )


def blanks_unproved(form: Form, cells: int, span: Span) -> Complaint:
    """Empty cells that no identity proves to be zero."""
    where, where_en = forms.number_of(form.table), forms.name_en(form.table)
    return Complaint(
        "blanks_unproved",
        f"{where}：有 {cells} 格空白，不能由合计推定为 0。没有的请填 0。",
        f"{where_en}: {cells} empty cells that no total proves to be 0. Print 0 where there is none.",
        *span,
    )


def numbers_unproved(form: Form, cells: int, span: Span) -> Complaint:
    """Printed numbers that stand in no identity that closes, because its total is not printed."""
    where, where_en = forms.number_of(form.table), forms.name_en(form.table)
    return Complaint(
        "numbers_unproved",
        f"{where}：有 {cells} 个数没有可核对的合计。",
        f"{where_en}: {cells} numbers have no printed total to check them against.",
        *span,
    )


def likely_explanation(form: Form, suggestion: Suggestion, cells: Mapping[CellKey, Cell]) -> Complaint:
    """The smallest changes with which all identities would close: one, or how many and the first of them."""
    told = [_change(form, slip, change, cells) for slip, change in suggestion.shown]
    zh, en = "；".join(text for text, _ in told), "; ".join(text for _, text in told)
    only = suggestion.count == 1
    keys = suggestion.shown[0][1]
    return Complaint(
        "likely_explanation",
        (
            f"可能的原因：{zh}。"
            if only
            else f"有 {suggestion.count} 种同样小的改动都能使各项平衡，无法判定，例如：{zh}。"
        )
        + "仅供核对，没有据此改动任何数字。",
        (f"Perhaps {en}." if only else f"{suggestion.count} changes as small as each other would do, such as: {en}.")
        + " Only to help in checking: no figure was changed.",
        min(cells[key].start for key in keys),
        max(cells[key].end for key in keys),
    )


def number_split(form: Form, split: Split, span: Span) -> Complaint:
    """A number printed as two, so that its line holds one too many."""
    one, other = (f"{piece.value:0{piece.end - piece.start}}" for piece in split.pieces)
    where, where_en = forms.place(form.table, *split.key), forms.place_en(form.table, *split.key)
    return Complaint(
        "likely_explanation",
        f"可能的原因：{SPLIT.name}（{where} “{one}”“{other}”应为“{split.number}”）。仅供核对，没有据此改动任何数字。",
        f"Perhaps {SPLIT.name_en} ({where_en} '{one}' '{other}' for '{split.number}')."
        " Only to help in checking: no figure was changed.",
        *span,
    )


def _change(form: Form, slip: Slip, change: Mapping[CellKey, Number], cells: Mapping[CellKey, Cell]) -> tuple[str, str]:
    """One change in words: the slip, and of the first cells what is printed and what it would be."""
    listed = [
        (key, "" if cells[key].value is None else str(cells[key].value), str(number))
        for key, number in islice(change.items(), LISTED)
    ]
    more, more_en = (f"，等 {len(change)} 格", f", {len(change)} cells in all") if len(change) > LISTED else ("", "")
    zh = "，".join(
        f"{forms.place(form.table, *key)} “{printed or '空白'}”应为“{number}”" for key, printed, number in listed
    )
    en = ", ".join(
        f"{forms.place_en(form.table, *key)} '{printed or 'blank'}' for '{number}'" for key, printed, number in listed
    )
    return f"{slip.name}（{zh}{more}）", f"{slip.name_en} ({en}{more_en})"


def table_blank(table: str, span: Span) -> Complaint:
    """The labels of a table without any figure."""
    where, where_en = forms.number_of(table), forms.name_en(table)
    return Complaint(
        "table_blank", f"{where}：只有表格，没有数字。", f"{where_en}: the table is there, but without figures.", *span
    )


def table_missing(table: str, span: Span) -> Complaint:
    """The title of a section without its table, which may be a picture or an attachment."""
    where, where_en = forms.number_of(table), forms.name_en(table)
    return Complaint(
        "table_missing",
        f"{where}：有标题，但没有找到表格，可能是图片或附件。请以文字形式公开表格。",
        f"{where_en}: the section is there, but not its table; it may be a picture or an attachment.",
        *span,
    )


def repeated_lines_lost(span: Span) -> Complaint:
    """A page that lost every line that repeats an earlier one, so that most zeros are gone."""
    return Complaint(
        "repeated_lines_lost",
        "网页抓取时丢掉了重复的行（如多个“0”只剩一个），表格无法还原。请重新获取原文。",
        "The page lost every repeated line (of many zeros, one is left); its tables are lost. Fetch it anew.",
        *span,
    )


def where_stands(table: str, instance: str, key: CellKey) -> str:
    """The place of an identity that begins with a cell, in words: a column or, if it is not asked of each, a row."""
    row, column = key
    if instance == "column":
        return f"{forms.number_of(table)} · {_column(table, column).label}"
    return forms.place(table, row)


def _where_stands_en(table: str, instance: str, key: CellKey) -> str:
    """The same in English."""
    row, column = key
    if instance == "column":
        return f"{forms.name_en(table)} · {_column(table, column).name_en}"
    return forms.place_en(table, row)


def _column(table: str, code: str) -> Column:
    return next(column for column in forms.columns(table) if column.code == code)
