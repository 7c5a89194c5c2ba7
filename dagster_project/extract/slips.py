"""The slips by which a table that balances comes to be printed so that it does not, the smallest first.

Belongs here: for each kind of slip, its wording and what the cells would hold without it. Does not belong here: which
of them makes a table balance (suggestions.py). A new kind of slip is a generator and a line in SLIPS.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, combinations, pairwise

from dagster_project.extract import forms
from dagster_project.extract.forms import Form, Instance
from dagster_project.extract.proof import evaluate
from dagster_project.extract.records import Number

# What the cells of a form hold, in their order. A cell is told by its place in it: thousands of changes are made.
Values = Sequence[Number | None]
# What some cells would hold, each of them something else than what is printed.
Change = dict[int, Number]


@dataclass(slots=True, frozen=True)
class Slip:
    """A kind of slip. `size` ranks it: of changes that explain a table alike, only those of the least size count."""

    code: str
    size: int
    name: str
    name_en: str
    changes: Callable[[Form, Values], Iterator[Change]]


def missed_by(instance: Instance, values: Values) -> Number:
    """Left minus right of an identity, a cell without a number adding nothing."""
    left, right = evaluate(instance, values)
    return left - right


@cache
def _equations(form: Form) -> list[Instance]:
    return [instance for instance in form.instances if instance.identity.hard and instance.identity.operator == "="]


def _totals_not_filled_in(fits: Callable[[Change], bool], form: Form, values: Values) -> Iterator[Change]:
    """Every total left at 0, or if there is none, left blank, beside parts that are not; if their number fits."""
    for empty in (0, None):
        filled = list(values)
        change: Change = {}
        for instance in [i for i in form.instances if i.identity.proves and len(i.left) == 1] * 2:  # totals of totals
            (total,) = instance.left_at
            if values[total] == empty:
                filled[total] = change[total] = _sum(filled[key] for key in instance.right_at)
        change = {total: number for total, number in change.items() if number != empty}
        if change:
            if fits(change):
                yield change
            return


def _is_of_one_cell(change: Change) -> bool:
    return len(change) == 1


def _one_number(fits: Callable[[str, str], bool], form: Form, values: Values) -> Iterator[Change]:
    """Any one number that the equations around it ask to be another, if that is how it may have come about."""
    wanted: dict[int, set[Number]] = {}
    for instance in _equations(form):
        if missed := missed_by(instance, values):
            for keys, sign in ((instance.left_at, -1), (instance.right_at, 1)):
                for key in keys:
                    wanted.setdefault(key, set()).add((values[key] or 0) + sign * missed)
    for key, numbers in wanted.items():
        number = next(iter(numbers))
        printed = "" if values[key] is None else str(values[key])
        if len(numbers) == 1 and number >= 0 and fits(printed, str(number)):
            yield {key: number}


def _digit_changed(printed: str, number: str) -> bool:
    """12 for 17."""
    return len(printed) == len(number) and sum(a != b for a, b in zip(printed, number, strict=True)) == 1


def _digit_lost(printed: str, number: str) -> bool:
    """1 for 17."""
    return any(number[:at] + number[at + 1 :] == printed for at in range(len(number)) if printed)


def _digit_added(printed: str, number: str) -> bool:
    """117 for 17."""
    return _digit_lost(number, printed)


def _digits_exchanged(printed: str, number: str) -> bool:
    """71 for 17."""
    pairs = range(len(number) - 1)
    return any(number[:at] + number[at + 1] + number[at] + number[at + 2 :] == printed != number for at in pairs)


def _cells_swapped(form: Form, values: Values) -> Iterator[Change]:
    """Any two numbers of a row, or of a column."""
    for keys in (*_rows(form), *_columns(form)):
        for one, other in combinations(keys, 2):
            if (first := values[one] or 0) != (second := values[other] or 0):
                yield {one: second, other: first}


def _number_split(form: Form, values: Values) -> Iterator[Change]:
    """10 printed as 1 and 0: over the next cell, or so that the rest of the row moved on and its total fell out."""
    for keys in _rows(form):
        printed = [values[key] for key in keys]
        for at, (one, other) in enumerate(pairwise(printed)):
            if one and _is_count(one) and _is_count(other):
                whole = int(f"{one}{other}")
                yield _differing(values, keys[at : at + 2], (whole, 0))
                if keys[-1] in _twice_in_sums(form):
                    parts = [*printed[:at], whole, *printed[at + 2 :]]
                    yield _differing(values, keys, [*parts, _sum(parts)])


def _numbers_glued(form: Form, values: Values) -> Iterator[Change]:
    """1 and 0 printed as 10: over the next cell, or so that the rest of the row moved up and its last cell is empty."""
    for keys in _rows(form):
        printed = [values[key] for key in keys]
        for at, number in enumerate(printed[:-1]):
            for pair in _cuts(number):
                if not printed[at + 1]:
                    yield _differing(values, keys[at : at + 2], pair)
                if not printed[-1]:
                    yield _differing(values, keys, [*printed[:at], *pair, *printed[at + 1 : -1]])


def _cuts(number: Number | None) -> Iterator[tuple[int, int]]:
    digits = str(number) if _is_count(number) else ""
    for at in range(1, len(digits)):
        if digits[at] != "0" or at == len(digits) - 1:
            yield int(digits[:at]), int(digits[at:])


def _row_shifted(form: Form, values: Values) -> Iterator[Change]:
    """The figures of a row, with its total or without, or of a line of several rows, a column too far on either side.

    The figure that has no column left comes in again on the other side, or it is lost and the vacated cell is empty.
    """
    lines = _lines_of_rows(form)
    for keys in (*lines, *_rows(form), *(keys[:-1] for keys in _rows(form))):
        yield from (_moved(values, keys, by) for by in (1, -1))
    for line in lines:
        for vacated, lost, own, beside in (
            (line[0], line[-1:], line[:-1], line[1:]),
            (line[-1], line[:1], line[1:], line[:-1]),
        ):
            if not values[vacated]:
                yield _lost_again(form, values, _printed_at(values, own, beside), lost)
    for keys in _rows(form):
        if len(keys) == 1 or keys[-1] not in _twice_in_sums(form):
            continue
        printed = [values[key] for key in keys]
        if not printed[0]:
            yield _differing(values, keys, [*printed[1:], _sum(printed[1:])])
        if not printed[-1]:
            yield _differing(values, keys, [(printed[-2] or 0) - _sum(printed[:-2]), *printed[:-1]])


def _column_shifted(form: Form, values: Values) -> Iterator[Change]:
    """The figures of one column, from some row on, a row too high or too low; the last one comes in again."""
    for keys in _columns(form):
        for first in range(len(keys) - 1):
            yield from (_moved(values, keys[first:], by) for by in (1, -1))


def _rows_shifted(form: Form, values: Values) -> Iterator[Change]:
    """The figures of all columns, from some row on, a row too high or too low.

    The last ones come in again, or they are lost and the vacated row is empty.
    """
    rows, cells = _rows(form), range(len(form.cells))
    width = len(rows[0])
    for first in range(len(rows) - 1):
        if width > 1:  # the rows of one column are that column
            yield from (_together(_moved(values, keys[first:], by) for keys in _columns(form)) for by in (1, -1))
        above, below = cells[first * width : -width], cells[(first + 1) * width :]
        for vacated, lost, own, beside in (
            (rows[first], rows[-1], above, below),
            (rows[-1], rows[first], below, above),
        ):
            if not any(values[key] for key in vacated) and all(_asked_down(form, key) for key in lost):
                yield _lost_again(form, values, _printed_at(values, own, beside), lost)


def _columns_shifted(form: Form, values: Values) -> Iterator[Change]:
    """The figures of all rows a column too far; the last ones come in again, or are lost and a column is empty."""
    for by in (1, -1):
        yield _together(_moved(values, keys, by) for keys in _rows(form))
    if not any(values[keys[0]] for keys in _rows(form)):
        printed = {tuple(keys): [values[key] for key in keys[1:]] for keys in _rows(form)}
        yield _together(_differing(values, keys, [*row, _sum(row)]) for keys, row in printed.items())


def _form_of_another_year(form: Form, values: Values) -> Iterator[Change]:
    """The figures in the order of the rows of another form, which has one row for a group of ours."""
    ours = [row.code for row in form.rows]
    for layout in forms.layouts(form.table):
        theirs = [row.code for row in forms.form(form.table, layout).rows]
        only_ours = iter([code for code in ours if code not in theirs])
        if len(theirs) >= len(ours):
            continue
        meant = [code if code in ours else next(only_ours) for code in theirs]
        laid = [(keys, dict(zip(meant, (values[key] for key in keys), strict=False))) for keys in _columns(form)]
        yield _together(_differing(values, keys, [column.get(row) for row in ours]) for keys, column in laid)


SPLIT = Slip("number_split", 2, "一个数被拆成两格", "a number is split over two cells", _number_split)
SLIPS = (
    Slip(
        "total_not_filled_in",
        1,
        "合计漏填",
        "a total was not filled in",
        partial(_totals_not_filled_in, _is_of_one_cell),
    ),
    Slip("digit_changed", 1, "一位数字印错", "one digit is wrong", partial(_one_number, _digit_changed)),
    Slip("digit_lost", 1, "漏印一位数字", "a digit is lost", partial(_one_number, _digit_lost)),
    Slip("digit_added", 1, "多印一位数字", "there is a digit too many", partial(_one_number, _digit_added)),
    Slip("digits_exchanged", 1, "两位数字颠倒", "two digits changed places", partial(_one_number, _digits_exchanged)),
    Slip("cells_swapped", 2, "两格的数字对调", "two cells are swapped", _cells_swapped),
    SPLIT,
    Slip("numbers_glued", 2, "两个数连成一个", "two numbers run together", _numbers_glued),
    Slip("number_replaced", 2, "一个数填错", "one number is wrong", partial(_one_number, lambda *_: True)),
    Slip(
        "totals_not_filled_in",
        3,
        "各合计漏填",
        "the totals were not filled in",
        partial(_totals_not_filled_in, lambda change: not _is_of_one_cell(change)),
    ),
    Slip("row_shifted", 3, "一行数字错了一列", "the figures of a row stand a column too far", _row_shifted),
    Slip("column_shifted", 3, "一列数字错了一行", "figures of a column stand a row too high or low", _column_shifted),
    Slip("rows_shifted", 4, "几行数字错了一行", "whole rows stand a row too high or low", _rows_shifted),
    Slip("columns_shifted", 4, "全表数字错了一列", "all figures stand a column too far", _columns_shifted),
    Slip("form_of_another_year", 4, "按另一年度的格式填写", "the form of another year was used", _form_of_another_year),
)


@cache
def _twice_in_sums(form: Form) -> frozenset[int]:
    """The cells that stand in several equations: if one of these gives such a cell its number, another checks it."""
    counts = Counter(key for instance in _equations(form) for key in instance.left_at + instance.right_at)
    return frozenset(key for key, count in counts.items() if count > 1)


@cache
def _rows(form: Form) -> list[list[int]]:
    widths = [len(form.columns[row.block]) for row in form.rows]
    ends = accumulate(widths)
    return [list(range(end - width, end)) for width, end in zip(widths, ends, strict=True)]


@cache
def _columns(form: Form) -> list[list[int]]:
    return [list(keys) for keys in zip(*_rows(form), strict=True)]


@cache
def _lines_of_rows(form: Form) -> list[list[int]]:
    """The lines that hold several rows."""
    places = {key: place for place, key in enumerate(form.cells)}
    lines = [line.cells for line in form.lines if len({row for row, _ in line.cells}) > 1]
    return [[places[key] for key in keys] for keys in lines]


@cache
def _asked(form: Form, cell: int) -> list[Instance]:
    """The equations in which a cell stands."""
    return [i for i in _equations(form) if cell in i.left_at + i.right_at]


@cache
def _asked_down(form: Form, cell: int) -> list[Instance]:
    """Those of them that do not stay within a row: they tell of a row what it held."""
    return [i for i in _asked(form, cell) if len({row for row, _ in i.left + i.right}) > 1]


def _lost_again(form: Form, values: Values, change: Change, lost: Sequence[int]) -> Change:
    """A change and the numbers that are lost by it, as the equations beside them give them; none if these disagree.

    Of several, those of other rows are asked, so that the sum of the row checks what they say.
    """
    changed = list(values)
    for key, number in change.items():
        changed[key] = number
    for key in lost:
        changed[key] = 0
    whole = dict(change)
    for key in lost:
        asked = (_asked if len(lost) == 1 else _asked_down)(form, key)
        wanted = {(-1 if key in i.left_at else 1) * missed_by(i, changed) for i in asked}
        if len(wanted) != 1:
            return {}
        whole |= _differing(values, [key], [wanted.pop()])
    return whole


def _printed_at(values: Values, keys: Sequence[int], printed: Sequence[int]) -> Change:
    """Each number where it belongs, if it is printed at another cell."""
    return _differing(values, keys, [values[key] for key in printed])


def _moved(values: Values, keys: Sequence[int], by: int) -> Change:
    """Each number as many cells on, the last ones at the beginning."""
    printed = [values[key] for key in keys]
    return _differing(values, keys, printed[-by:] + printed[:-by])


def _differing(values: Values, keys: Sequence[int], numbers: Sequence[Number | None]) -> Change:
    """Those of the cells that would not hold what is printed, an empty one holding 0."""
    wanted = zip(keys, numbers, strict=True)
    return {key: number or 0 for key, number in wanted if (number or 0) != (values[key] or 0)}


def _together(changes: Iterable[Change]) -> Change:
    return {key: number for change in changes for key, number in change.items()}


def _sum(numbers: Iterable[Number | None]) -> Number:
    return sum(number or 0 for number in numbers)


def _is_count(number: Number | None) -> bool:
    return isinstance(number, int) and number >= 0
