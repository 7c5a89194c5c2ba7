"""Dates of the masthead: printed, in Chinese numerals, or damaged by lost 年, 月, 日.

Belongs here: finding a date or a period and decoding it where only one calendar reading is possible. Does not belong
here: which of several dates is the report's (masthead.py).
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# Besides 〇, what is typed for it between numerals; besides the plain numerals, those of documents of value.
_ZEROS = "〇○零OoО0"
_DIGITS = str.maketrans(_ZEROS + "一二三四五六七八九壹贰叁肆伍陆柒捌玖", "0" * len(_ZEROS) + 2 * "123456789")
_OF_2000 = f"[{_ZEROS}][{_ZEROS}一二三壹贰叁][{_ZEROS}一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
CHINESE_YEAR = f"[二贰]{_OF_2000}"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
YEAR = re.compile(rf"(20(?<!\d20)[0-3]\d)(?!\d)|({CHINESE_YEAR})")
# It begins with one set of characters: that is what a text is passed by quickly. Of 20.. only the last two are a group.
DATE = re.compile(
    rf"[2二贰](?:(?<=2)(?<![\d〔]2)0(?P<year>[0-3]\d)|(?<!2)(?P<chinese>{_OF_2000}))[ \t]*(?:(?:年|[-/.])[ \t]*)?"
    rf"(?P<month>\d{{1,4}}|{_NUMERAL})(?:[ \t]*(?P<parted>[月/.-]))?"
    rf"(?:[ \t]*(?P<day>\d{{1,2}}(?!\d)|{_NUMERAL}))?(?:[ \t]*日)?(?!\d)"
)
_MONTH_DAY = r"(\d{1,4})(?:\s*(月)(?:\s*(\d{1,2}))?)?(?:\s*(日))?"
# A bare number behind a dash is no end of a period, but that of a page.
_PERIOD = re.compile(
    rf"20(?<!\d20)([0-3]\d)\s*(?:年\s*)?{_MONTH_DAY}(?:\s*起)?\s*(?:至|到|[-—–~]+)\s*(?:20([0-3]\d)\s*(?:年\s*)?)?"
    rf"(?=\d{{3}}|\d{{1,2}}\s*月){_MONTH_DAY}"
)
_STATED = re.compile("统计期限|统计时限|统计时间|统计范围|所列数据|统计数据|报告期|时限|期限")


@dataclass(slots=True, frozen=True)
class Found:
    """A date in the text, at readable offsets; `value` is null if its digits allow none or several calendar days."""

    value: date | None
    start: int
    end: int


@dataclass(slots=True, frozen=True)
class Period:
    """A period in the text, at readable offsets; null at an end that cannot be decoded."""

    first: date | None
    last: date | None
    year: int
    start: int
    end: int


def years(text: str) -> list[int]:
    """The years that a short text names, in order, in either numerals."""
    return [int(match[1] or match[2].translate(_DIGITS)) for match in YEAR.finditer(text)]


def number(numeral: str) -> int:
    """A month or day in either numerals: 3, 三, 十二, 二十, 三十一."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int(numeral.translate(_DIGITS))
    return 10 * (int(tens.translate(_DIGITS)) if tens else 1) + (int(ones.translate(_DIGITS)) if ones else 0)


def days(year: int, month: str, day: str | None, *, parted: bool) -> list[date]:
    """Every calendar day that the printed month and day can mean.

    Where nothing parts them, each cut of the digits is tried, so that 215 is only 15 February and 111 is two days.
    """
    if parted:
        cuts = [(month, day)] if day else []
    else:
        digits = month + (day or "")
        cuts = [(digits[:at], digits[at:]) for at in (1, 2) if at < len(digits) and digits.isdecimal()]
    return [found for cut in cuts if (found := _day(year, *cut))]


def _day(year: int, month: str, day: str) -> date | None:
    """The calendar day, if there is one."""
    if month == "0" or day == "0":
        return None
    try:
        return date(year, number(month), number(day))
    except ValueError:
        return None


def decode(match: re.Match[str]) -> Found:
    """The day that a match of DATE means."""
    year = 2000 + int(match["year"] or match["chinese"].translate(_DIGITS))
    found = days(year, match["month"], match["day"], parted=bool(match["parted"]))
    return Found(found[0] if len(found) == 1 else None, match.start(), match.end())


def periods(text: str, start: int, end: int) -> Iterator[Period]:
    """The periods that a report may state of itself: said to be so, or a whole calendar year (2008: from 1 May)."""
    for match in _PERIOD.finditer(text, start, end):
        year, last_year = 2000 + int(match[1]), 2000 + int(match[6] or match[1])
        first = _edge(year, match.group(2, 3, 4, 5), last=False, bare_month=bool(match[8] and not match[9]))
        last = _edge(last_year, match.group(7, 8, 9, 10), last=True, bare_month=False)
        whole = first in (date(year, 1, 1), date(2008, 5, 1)) and last == date(year, 12, 31)
        if whole or _STATED.search(text, max(start, match.start() - 40), match.start()):
            yield Period(first, last, year, match.start(), match.end())


def _edge(year: int, printed: tuple[str | None, ...], *, last: bool, bare_month: bool) -> date | None:
    """One end of a period: month, 月, day, 日 as printed. A month alone is taken from its first to its last day."""
    month, parted, day, closed = printed
    month = month or ""
    if not day and not closed and (parted or bare_month):
        number_of_month = int(month)
        if not 1 <= number_of_month <= 12:
            return None
        return date(year, number_of_month, monthrange(year, number_of_month)[1] if last else 1)
    found = days(year, month, day, parted=bool(parted))
    return found[0] if len(found) == 1 else None
