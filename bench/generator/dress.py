"""How figures are printed in their cells: blank zeros, slashes, measure words, separators, signs.

Belongs here: the token of one value. Everything about labels and the text around is damage.py's.
"""

from collections.abc import Callable, Container
from decimal import Decimal

from dagster_project.extract.records import Number

from .figures import FLOWS
from .grid import Dress


def plain(value: Number, _table: str, _row: str, _column: str) -> str:
    """Digits and nothing else."""
    return str(value)


def _zero_as(token: str) -> Dress:
    def dress(value: Number, table: str, row: str, column: str) -> str:
        return token if value == 0 else plain(value, table, row, column)

    return dress


def _whole_as(form: Callable[[int], str]) -> Dress:
    """Whole numbers that are not negative in another form."""

    def dress(value: Number, _table: str, _row: str, _column: str) -> str:
        return form(value) if isinstance(value, int) and value >= 0 else str(value)

    return dress


def _blank(*, zeros: bool = False, but: Container[str] = (), totals: bool = False) -> Dress:
    """Zeros are left empty, but not in some columns; or the totals of outcomes are, whatever they are."""

    def dress(value: Number, table: str, row: str, column: str) -> str:
        total = table == "applications" and column == "total" and row not in FLOWS
        empty = (totals and total) or (zeros and value == 0 and column not in but)
        return "" if empty else str(value)

    return dress


def _nothing(_value: Number, _table: str, _row: str, _column: str) -> str:
    return ""


def _signed(value: Number, _table: str, _row: str, column: str) -> str:
    if column != "change" or value == 0:
        return str(value)
    return f"{'减' if value < 0 else '增'}{abs(value)}" if value % 2 else f"{value:+}"


def _money(value: Number, _table: str, _row: str, column: str) -> str:
    if column != "amount" or value == 0:
        return str(value)
    return f"{value}{'元' if isinstance(value, int) else '万元'}"


def _spaced(value: int) -> str:
    return f"{value:,}".replace(",", " ")


DRESSES: dict[str, Dress] = {
    "blank_zeros": _blank(zeros=True),
    "blank_zeros_of_organizations": _blank(zeros=True, but=("natural_person", "total")),
    "blank_zeros_but_totals": _blank(zeros=True, but=("total",)),
    "blank_totals": _blank(totals=True),
    "blank_zeros_and_totals": _blank(zeros=True, totals=True),
    "all_blank": _nothing,
    "slash_zeros": _zero_as("/"),
    "backslash_zeros": _zero_as("\\"),
    "dash_zeros": _zero_as("-"),
    "long_dash_zeros": _zero_as("——"),
    "none_zeros": _zero_as("无"),
    "circle_zeros": _zero_as("〇"),
    "word_zeros": _zero_as("零"),
    "letter_zeros": _zero_as("O"),
    "ring_zeros": _zero_as("○"),
    "worded_zeros": _zero_as("不涉及"),
    "measure_words": _whole_as(lambda v: f"{v}件"),
    "measure_words_apart": _whole_as(lambda v: f"{v} 件"),
    "brackets": _whole_as(lambda v: f"（{v}）"),
    "leading_zeros": _whole_as(lambda v: f"{v:02d}"),
    "decimals": _whole_as(lambda v: str(Decimal(v).quantize(Decimal("0.0")))),
    "thousands": _whole_as(lambda v: f"{v:,}"),
    "wide_thousands": _whole_as(lambda v: f"{v:,}".replace(",", "，")),
    "spaced_thousands": _whole_as(_spaced),
    "full_stops": _whole_as(lambda v: f"{v}。"),
    "footnotes": _whole_as(lambda v: f"{v}①" if v else "0"),
    "bracketed_footnotes": _whole_as(lambda v: f"{v}[1]" if v else "0"),
    "superscripts": _whole_as(lambda v: f"{v}¹" if v else "0"),
    "last_year_beside": _whole_as(lambda v: f"{v}（上年{v + 1}）"),
    "parts_beside": _whole_as(lambda v: f"{v}（其中网络{v // 2}）" if v else "0"),
    "signed_changes": _signed,
    "money_units": _money,
}
BLANK = frozenset(name for name in DRESSES if "blank" in name)
"""Those that leave cells empty, which not every layout shows."""
AMBIGUOUS = frozenset(
    {
        "leading_zeros",
        "wide_thousands",
        "spaced_thousands",
        "last_year_beside",
        "parts_beside",
    }
)
"""Those that print more than the number, a separator that separates cells elsewhere, or a 0 like another cell."""
