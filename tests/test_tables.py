"""Tables in text: the cells as printed, at their places, and what is told where they cannot be read for certain."""

import random
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from bench.generator import figures as made_up
from dagster_project.extract import forms
from dagster_project.extract.labels import find
from dagster_project.extract.records import Cell, Complaint, Number, Table
from dagster_project.extract.tables import read
from dagster_project.extract.text import readable
from dagster_project.extract.tokens import number
from dagster_project.paths import ROOT
from tests.conftest import TABLES_OF_2020
from tests.printed import (
    KEEPS_BLANKS,
    PRINTED,
    PRINTERS,
    Printer,
    Values,
    figures,
    heading,
    in_blanks,
    in_cells,
    printed,
    read_one,
)

every_table = pytest.mark.parametrize(("table", "layout"), list(PRINTED))
every_printer = pytest.mark.parametrize("printer", PRINTERS, ids=lambda printer: printer.__name__)
where_blanks_are_kept = pytest.mark.parametrize("printer", KEEPS_BLANKS, ids=lambda printer: printer.__name__)
TOTAL_ROWS = ("received_new", "carried_in", "concluded_total", "carried_out")


def values(table: Table) -> dict[tuple[str, str], Number | None]:
    return {(cell.row, cell.column): cell.value for cell in table.cells}


def numbers(printed_values: Values) -> dict[tuple[str, str], Number | None]:
    return {key: number(value) if value else None for key, value in printed_values.items()}


def complaints(text: str) -> list[Complaint]:
    whole = readable(text)
    return read(whole, 0, len(whole.text)).complaints


def cell_of(table: Table, row: str, column: str) -> Cell:
    return next(cell for cell in table.cells if (cell.row, cell.column) == (row, column))


@every_table
@every_printer
def test_a_table_is_read_as_printed_and_proved(table: str, layout: str, printer: Printer) -> None:
    found = read_one(printed(table, layout, figures(table, layout), printer))
    assert (found.code, found.layout) == (table, layout if table != "reviews" else found.layout)
    assert values(found) == numbers(figures(table, layout))
    assert found.proof == ("unchecked" if table == "disclosure" else "proved")
    assert complaints(printed(table, layout, figures(table, layout), printer)) == []


@every_table
@every_printer
def test_every_cell_points_at_its_own_token(table: str, layout: str, printer: Printer) -> None:
    text = printed(table, layout, figures(table, layout), printer)
    cells = read_one(text).cells
    assert [text[cell.start : cell.end] for cell in cells] == list(figures(table, layout).values())
    assert all(one.end <= other.start for one, other in pairwise(cells))


@pytest.mark.parametrize("place", range(2, 7))
@pytest.mark.parametrize("table", ["applications", "reviews"])
def test_a_bare_page_number_among_cells_is_left_out_if_only_so_the_sums_close(table: str, place: int) -> None:
    text = printed(table, "E4", figures(table, "E4"), in_cells).rstrip("\n").split("\n")
    found = read_one("\n".join([*text[:-place], "17", *text[-place:]]))
    assert found.proof == "proved"
    assert values(found) == numbers(figures(table, "E4"))


def test_a_number_too_many_that_leaves_the_sums_open_is_told() -> None:
    text = printed("applications", "E4", figures("applications", "E4"), in_cells)
    found = read_one(text.replace("\n41\n6\n", "\n41\n6\n17\n").replace("\n2\n0\n50\n", "\n2\n0\n51\n", 1))
    assert found.proof == "incomplete"
    assert cell_of(found, "received_new", "total").value is None


@every_table
@pytest.mark.parametrize("footer", ["- 3 -", "第3页", "共12页 第3页", "3/12"])
def test_a_page_number_between_two_cells_is_none_of_them(table: str, layout: str, footer: str) -> None:
    text = printed(table, layout, figures(table, layout), in_cells).rstrip("\n").split("\n")
    found = read_one("\n".join([*text[:-1], footer, text[-1]]))
    assert found.proof == ("unchecked" if table == "disclosure" else "proved")
    assert values(found) == numbers(figures(table, layout))


@pytest.mark.parametrize("mark", ["[1]", "①", "¹"])
@every_table
def test_the_mark_of_a_note_is_no_part_of_the_number_before_it(table: str, layout: str, mark: str) -> None:
    bare = figures(table, layout)
    found = read_one(printed(table, layout, {key: value + mark for key, value in bare.items()}, in_blanks))
    assert values(found) == numbers(bare)
    assert [cell.raw for cell in found.cells] == list(bare.values())


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("applications", "社会公益组织", "法律服务机构"),
        ("applications", "自然人", "科研机构"),
        ("applications", "其他", "商业企业"),
        ("reviews", "结果维持", "尚未审结"),
        ("reviews", "未经复议直接起诉", "复议后起诉"),
        ("disclosure", "本年制发件数", "本年废止件数"),
    ],
)
def test_columns_in_another_order_than_the_forms_are_told_though_the_sums_close(
    table: str, one: str, other: str
) -> None:
    _, *heads = heading(forms.form(table, "E4")).split("\n")
    words = {one: other, other: one}
    swapped = "\n".join(" ".join(words.get(word, word) for word in line.split(" ")) for line in heads)
    text = printed(table, "E4", figures(table, "E4")).replace("\n".join(heads), swapped)
    assert read_one(text.replace(swapped, "\n".join(heads))).proof in ("proved", "unchecked")
    found = read_one(text)
    assert found.proof == "incomplete"
    assert set(values(found).values()) == {None}


@pytest.mark.parametrize(
    ("upper", "lower", "proof"),
    [
        ("商业 科研 社会 法律 其他", "企业 机构 公益 服务", "proved"),
        ("商业 科研 法律 社会 其他", "企业 机构 服务 公益", "incomplete"),
        ("社会 法律\n商业 科研", "公益 服务 其他\n企业 机构", "proved"),
        ("法律 社会\n商业 科研", "服务 公益 其他\n企业 机构", "incomplete"),
    ],
)
def test_heads_torn_over_lines_are_told_in_another_order_than_the_forms(upper: str, lower: str, proof: str) -> None:
    text = printed("applications", "E4", figures("applications", "E4"))
    whole = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"
    assert whole in text
    assert read_one(text.replace(whole, f"自然人 法人或其他组织 总计\n{upper}\n{lower}\n组织 机构")).proof == proof


@pytest.mark.parametrize("pending", ["0", "1"])
def test_reviews_whose_columns_are_printed_as_rows_are_not_read_across(pending: str) -> None:
    text = (
        "四、政府信息公开行政复议、行政诉讼情况\n类别 行政复议 未经复议直接起诉 复议后起诉\n结果维持 0 0 0\n"
        f"结果纠正 0 0 0\n其他结果 0 0 0\n尚未审结 0 0 {pending}\n总计 0 0 {pending}\n五、存在的主要问题\n"
    )
    found = read_one(text)
    places = {key: text.count("\n", 0, cell_of(found, *key).start) for key in values(found)}
    assert found.proof == "proved"
    assert {key: value for key, value in values(found).items() if value} == (
        {("litigation_after_review", "pending"): 1, ("litigation_after_review", "total"): 1} if pending == "1" else {}
    )
    assert {line for (_, column), line in places.items() if column == "pending"} == {5}


def test_columns_of_one_channel_in_another_order_are_told_though_the_sums_close() -> None:
    text = printed("reviews", "E4", figures("reviews", "E4"))
    heads = "结果维持 结果纠正 其他结果 尚未审结 总计"
    assert text.count(heads) == 3
    before, behind = text.rsplit(heads, 1)
    found = read_one(f"{before}结果纠正 结果维持 其他结果 尚未审结 总计{behind}")
    assert (found.proof, set(values(found).values())) == ("incomplete", {None})


def _apart(figures_of: Values, *, by_column: bool) -> str:
    """All labels of applications, then all figures, one a line, under the heads of their columns or without any."""
    form = forms.form("applications", "E4")
    columns = [column.code for column in form.columns["applications"]]
    rows = [row.code for row in form.rows]
    keys = [(row, column) for column in columns for row in rows] if by_column else list(figures_of)
    labels = "\n".join(row.label for row in form.rows)
    return f"三、收到和处理政府信息公开申请情况\n{labels}\n" + "\n".join(figures_of[key] for key in keys)


@pytest.mark.parametrize("by_column", [False, True])
def test_figures_apart_from_their_labels_are_read_in_the_only_order_that_closes(by_column: bool) -> None:
    whole = figures("applications", "E4")
    found = read_one(_apart(whole, by_column=by_column))
    assert (found.proof, values(found)) == ("proved", numbers(whole))
    assert read_one(_apart(whole | {("granted", "business"): "3"}, by_column=by_column)).proof != "proved"


def test_figures_apart_from_their_labels_that_are_alike_in_both_orders_are_not_read() -> None:
    zeros = dict.fromkeys(figures("applications", "E4"), "0")
    assert set(values(read_one(_apart(zeros, by_column=True))).values()) == {None}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(43) 3.其他", "3.其他"),
        ("(3) 3.其他", "3.其他"),
        ("(32) 政府网站公开政府信息数", "政府网站公开政府信息数"),
        ("0 (3)其他", "(3)其他"),
        ("01.属于国家秘密", "1.属于国家秘密"),
    ],
)
def test_a_number_in_brackets_lends_no_digit_to_the_label_behind_it(text: str, label: str) -> None:
    assert [text[hit.start : hit.end] for hit in find(text, 0, len(text))] == [label]


def test_a_number_in_a_remark_is_not_the_value_of_a_row_without_sums() -> None:
    text = printed("disclosure", "E4", figures("disclosure", "E4"), in_cells)
    found = read_one(text.replace("行政处罚\n86", "行政处罚\n含上年结转1件\n86"))
    assert found.proof == "incomplete"
    assert cell_of(found, "penalties", "decisions").value is None


@where_blanks_are_kept
@pytest.mark.parametrize("row", [row.code for row in forms.form("reviews", "E4").rows])
def test_a_blank_total_of_reviews_leaves_its_cell_empty_and_each_other_number_in_its_place(
    row: str, printer: Printer
) -> None:
    whole = figures("reviews", "E4")
    found = read_one(printed("reviews", "E4", whole | {(row, "total"): ""}, printer))
    assert found.proof == "incomplete"
    assert values(found) == numbers(whole) | {(row, "total"): None}
    assert cell_of(found, row, "total").state == "blank"


@where_blanks_are_kept
def test_blank_zeros_are_zero_where_the_totals_are_printed(printer: Printer) -> None:
    whole = figures("applications", "E4")
    blank = [key for key, value in whole.items() if value == "0" and key[1] != "total" and key[0] not in TOTAL_ROWS]
    found = read_one(printed("applications", "E4", whole | dict.fromkeys(blank, ""), printer))
    assert (found.proof, values(found)) == ("proved", numbers(whole))
    inferred = {(cell.row, cell.column): (cell.state, cell.inferred, cell.raw) for cell in found.cells if cell.inferred}
    assert inferred == dict.fromkeys(blank, ("blank", "blank_is_zero", ""))


@where_blanks_are_kept
def test_blank_totals_of_detail_rows_stay_null_in_a_table_that_is_proved(printer: Printer) -> None:
    whole = figures("applications", "E3")
    details = [key for key in whole if key[0] not in TOTAL_ROWS]
    blank = [key for key in details if whole[key] == "0" or key[1] == "total"]
    found = read_one(printed("applications", "E3", whole | dict.fromkeys(blank, ""), printer))
    totals = {key: None for key in details if key[1] == "total" and whole[key] != "0"}
    assert (found.proof, values(found)) == ("proved", numbers(whole) | totals)


@where_blanks_are_kept
def test_a_table_of_blanks_is_blank_and_holds_no_zeros(printer: Printer) -> None:
    found = read_one(printed("applications", "E4", dict.fromkeys(figures("applications", "E4"), ""), printer))
    assert found.proof == "blank"
    assert set(values(found).values()) == {None}


@pytest.mark.parametrize(
    ("token", "value", "state", "unit"),
    [
        ("-35", -35, "number", None),
        ("减3", -3, "number", None),
        ("+1036", 1036, "number", None),
        ("增12", 12, "number", None),
        ("0", 0, "number", None),
        ("11398889", 11398889, "number", None),
        ("1,136", 1136, "number", None),
        ("12件", 12, "number", "件"),
        ("/", None, "not_applicable", None),
        ("-", None, "dash", None),
        ("——", None, "dash", None),
        ("无", None, "dash", None),
        ("O", None, "unreadable", None),
    ],
)
def test_a_value_is_taken_as_it_is_printed(token: str, value: int | None, state: str, unit: str | None) -> None:
    key = ("licences", "change")
    text = printed("disclosure", "E3", figures("disclosure", "E3") | {key: token})
    cell = cell_of(read_one(text), *key)
    assert (cell.value, cell.state, cell.unit, cell.raw) == (value, state, unit, token)
    assert cell.inferred is None


@pytest.mark.parametrize(
    ("token", "value", "unit"),
    [
        ("251000元", 251000, "元"),
        ("0.37万元", Decimal("0.37"), "万元"),
        ("59237.2449", Decimal("59237.2449"), None),
        ("96171.60", Decimal("96171.6"), None),
    ],
)
def test_an_amount_keeps_its_unit_and_its_decimals(token: str, value: Number, unit: str | None) -> None:
    key = ("procurement", "amount")
    cell = cell_of(read_one(printed("disclosure", "E3", figures("disclosure", "E3") | {key: token})), *key)
    assert (cell.value, cell.unit, cell.raw) == (value, unit, token)


def test_a_number_that_is_too_long_to_be_one_is_unreadable() -> None:
    key = ("licences", "decisions")
    cell = cell_of(read_one(printed("disclosure", "E4", figures("disclosure", "E4") | {key: "8" * 20})), *key)
    assert (cell.value, cell.state) == (None, "unreadable")


@pytest.mark.parametrize(("before", "between", "behind"), [("", "、", ""), ('["', '", "', '"],')])
def test_a_backslash_in_a_cell_of_its_own_says_that_it_does_not_apply(before: str, between: str, behind: str) -> None:
    lines = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "\\\\" if before else "\\", "7", "12"),
        ("行政规范性文件", "1", "0", "12"),
        ("行政许可", "5"),
        ("行政处罚", "6"),
        ("行政强制", "7"),
        ("行政事业性收费", "8"),
    ]
    found = read_one("".join(f"{before}{between.join(line)}{behind}\n" for line in lines))
    assert [cell.state for cell in found.cells] == ["not_applicable", *["number"] * 9]


@pytest.mark.parametrize("token", ["/", "-", "无"])
def test_a_row_that_does_not_apply_is_not_zero(token: str) -> None:
    slashes = {key: token for key in figures("disclosure", "E4") if key[0] == "rules"}
    found = read_one(printed("disclosure", "E4", figures("disclosure", "E4") | slashes))
    assert {cell.value for cell in found.cells if cell.row == "rules"} == {None}


def run_together(whole: Values, *rows: str) -> str:
    """The applications as lines of a PDF, in which the numbers of some rows have lost their blanks."""
    text = printed("applications", "E3", whole, in_blanks)
    for row in rows:
        tokens = [value for key, value in whole.items() if key[0] == row]
        apart, together = " ".join(tokens), "".join(tokens)
        label = next(line.label for line in forms.rows("applications") if line.code == row)
        assert f"{label} {apart}\n" in text
        text = text.replace(f"{label} {apart}\n", f"{label} {together}\n")
    return text


def test_digits_that_run_together_are_cut_where_the_identities_decide() -> None:
    whole = figures("applications", "E3")
    text = run_together(whole, "received_new")
    found = read_one(text)
    assert (found.proof, values(found)) == ("proved", numbers(whole))
    cut = [cell for cell in found.cells if cell.inferred]
    assert {(cell.row, cell.inferred) for cell in cut} == {("received_new", "digits_split")}
    assert [text[cell.start : cell.end] for cell in cut] == [v for key, v in whole.items() if key[0] == "received_new"]


TWINS = """
received_new       12 12 0 0 0 0 24
carried_in          0  0 0 0 0 0  0
granted            11  1 0 0 0 0 12
partially_granted   1 11 0 0 0 0 12
concluded_total    12 12 0 0 0 0 24
"""


def twins() -> Values:
    """Applications in which two rows are the same string of digits, 111000012, if these run together."""
    found = dict.fromkeys(figures("applications", "E3"), "0")
    columns = [column.code for column in forms.columns("applications")]
    for row, *printed_values in map(str.split, TWINS.strip().splitlines()):
        found |= {(row, column): value for column, value in zip(columns, printed_values, strict=True)}
    return found


def test_one_of_two_rows_that_run_together_is_decided_by_the_other() -> None:
    found = read_one(run_together(twins(), "granted"))
    assert (found.proof, values(found)) == ("proved", numbers(twins()))


def test_of_several_readings_that_close_none_is_taken_and_the_complaint_names_the_rows() -> None:
    text = run_together(twins(), "granted", "partially_granted")
    found = read_one(text)
    assert found.proof == "incomplete"
    assert {cell.value for cell in found.cells if cell.row in ("granted", "partially_granted")} == {None}
    (told,) = [complaint for complaint in complaints(text) if complaint.code == "several_readings"]
    assert "予以公开" in told.message
    assert "部分公开" in told.message
    assert "属于国家秘密" not in told.message


@pytest.mark.parametrize(
    ("lawsuits", "proof"),
    [("5 6 0 0 11 0 0 0 11", "incomplete"), ("5 6 0 1 12 0 0 0 11", "proved")],
    ids=["or a total left no trace", "surely run together"],
)
def test_digits_are_not_cut_where_an_empty_cell_may_have_left_no_trace(lawsuits: str, proof: str) -> None:
    """The last two numbers, 1 and 1, ran together; or they are 11, and the total of the lawsuits before is empty."""
    text = printed("reviews", "E4", figures("reviews", "E4"), in_blanks)
    assert read_one(text.replace("1 0 0 0 1 0 0 1 0 1", lawsuits)).proof == proof


def test_digits_that_make_up_no_total_are_not_cut() -> None:
    whole = figures("applications", "E3")
    text = run_together(whole, "received_new").replace("416012050", "416012051")
    found = read_one(text)
    assert found.proof == "incomplete"
    assert {cell.value for cell in found.cells if cell.row == "received_new"} == {None}
    (told,) = [complaint for complaint in complaints(text) if complaint.code == "line_unreadable"]
    assert "416012051" in told.message


@pytest.mark.parametrize("row", sorted({row for row, _ in figures("applications", "E3")}))
def test_a_lost_row_is_told_by_its_name(row: str) -> None:
    whole = printed("applications", "E3", figures("applications", "E3"))
    lost = next(line.label for line in forms.rows("applications") if line.code == row)
    text = "\n".join(line for line in whole.split("\n") if not line.startswith(lost))
    assert text != whole
    assert read_one(text).proof == "incomplete"
    told = [complaint.message for complaint in complaints(text) if complaint.code == "line_missing"]
    assert told
    assert all(lost in message for message in told)


@every_printer
def test_a_cell_too_few_never_lets_a_wrong_number_pass(printer: Printer) -> None:
    whole = figures("applications", "E3")
    for lost in whole:
        fewer = {key: value for key, value in whole.items() if key != lost}
        found = read_one(printed("applications", "E3", fewer, printer))
        wrong = {key for key, value in values(found).items() if value is not None and value != number(whole[key])}
        assert not wrong or found.proof in ("incomplete", "contradicted"), lost
        assert found.blame != "source", lost


@cache
def report_of_2020() -> str:
    """Seed 002 with figures that balance in the place of its zeros."""
    raw = (ROOT / "raw" / TABLES_OF_2020).read_text(encoding="utf-8")
    made = made_up.make(random.Random(2020), "2019", "province")
    pieces, end = [], 0
    for table in _tables(raw):
        for cell in table.cells if table.code != "disclosure" else ():
            pieces += [raw[end : cell.start], str(made.tables[table.code][cell.row, cell.column])]
            end = cell.end
    return "".join(pieces) + raw[end:]


def _tables(text: str) -> list[Table]:
    whole = readable(text)
    start, end = text.index("三、收到和处理"), text.index("五、存在的主要问题")
    return read(whole, start, end).tables


def digits_of_2020() -> Iterator[tuple[int, int, str, str]]:
    """Every digit of the applications and reviews: table, its number in the text, row and column."""
    for index, table in enumerate(_tables(report_of_2020())):
        for cell in table.cells:
            for at in range(cell.start, cell.end):
                yield index, at, cell.row, cell.column


def test_the_report_of_2020_with_figures_put_in_is_proved() -> None:
    assert [(table.code, table.proof) for table in _tables(report_of_2020())] == [
        ("applications", "proved"),
        ("reviews", "proved"),
    ]
    assert len(list(digits_of_2020())) > 161 + 15


@pytest.mark.parametrize("step", [1, 9])
def test_any_one_changed_digit_is_told_and_laid_to_the_source(step: int) -> None:
    text = report_of_2020()
    for index, at, row, column in digits_of_2020():
        changed = text[:at] + str((int(text[at]) + step) % 10) + text[at + 1 :]
        table = _tables(changed)[index]
        cell = cell_of(table, row, column)
        assert (table.proof, table.blame, cell.proof) == ("contradicted", "source", "contradicted"), (row, column)
        assert changed[cell.start : cell.end] == cell.raw


@pytest.mark.parametrize("times", [0, 2])
def test_a_digit_lost_or_doubled_never_lets_a_wrong_number_pass(times: int) -> None:
    text = report_of_2020()
    truth = [values(table) for table in _tables(text)]
    for index, at, row, column in digits_of_2020():
        table = _tables(text[:at] + text[at] * times + text[at + 1 :])[index]
        wrong = {key for key, value in values(table).items() if value is not None and value != truth[index].get(key)}
        assert not wrong or table.proof in ("incomplete", "contradicted"), (row, column)


@pytest.mark.parametrize("words", ["若干", "九", "9x", "^9^", "&lt;9&gt;", "见附件"])
def test_words_in_the_place_of_a_number_let_no_other_number_take_it(words: str) -> None:
    text = report_of_2020()
    for index, at, row, column in digits_of_2020():
        table = _tables(text[:at] + words + text[at + 1 :])[index]
        assert table.proof in ("incomplete", "contradicted"), (row, column)


def test_a_line_of_zeros_does_not_close_up_over_a_cell_of_words() -> None:
    text = (ROOT / "raw" / TABLES_OF_2020).read_text(encoding="utf-8")
    for words in ("若干", "九", "9x", "^9^", "&lt;9&gt;"):
        changed = text.replace("(一)予以公开 | 0 |", f"(一)予以公开 | {words} |")
        [table] = [table for table in _tables(changed) if table.code == "applications"]
        assert table.proof == "incomplete", words
        assert cell_of(table, "granted", "natural_person").value is None, words


@pytest.mark.parametrize(
    "prose",
    [
        "因政府信息公开工作被申请行政复议2件,结果维持1件,结果纠正1件。行政诉讼3件,其他结果2件,尚未审结1件。",
        "被提起行政诉讼1件,结果维持。\n四、其他\n"
        + "收到申请51件(含上年结转3件),予以公开32件,部分公开4件,不予公开6件,无法提供7件,结转1件。" * 3,
    ],
)
def test_sentences_under_the_title_of_the_reviews_are_no_table(prose: str) -> None:
    whole = readable(f"三、行政复议、行政诉讼情况\n{prose}\n")
    assert read(whole, 0, len(whole.text)).tables == []
