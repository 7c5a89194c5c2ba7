"""Whether a number in a sentence is of the report's own year.

Belongs here: years, 上年, 上半年, 累计, 计划 and their like, and how far in the sentence each holds. Does not belong
here: which words these are (dbt/seeds/claim_words.csv, role `mark`).
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache

# 比上年, 计划 and 督促各部门 hold to the end of their clause, 如收到 and 例如 to that of the sentence, …的,应当 for the
# clause that it ends; all other words of time until the next of their kind.
_EXCLUDING = frozenset(("COMPARED", "PLAN", "OTHER_BODY", "SUPPOSED", "CONSEQUENCE"))
# What stands before a year to which something has lasted (施行以来至2010年底).
_UNTIL = ("至", "到", "截止")
_CLAUSE_ENDS = re.compile("[,;()。]")
_YEAR = re.compile(
    r"(?=[0-9截较比])(?:(?P<span>(?:19|20)[0-9]{2}[至到—–~-]{1,2}(?:19|20)[0-9]{2}年)|(?P<as_of>截[至止]到?(?:20[0-9]{2}年)?(?:[1-9]|1[01])月)|(?P<than>[较比])?(?<![0-9])(?<!转)(?<!转至)(?<!转到)(?<!转入)(?<!延至)(?<!延到)(?P<year>(?:19|20)[0-9]{2})年(?!度?结转[至到]?本年)(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?"
    r"(?:[至到—–~-](?P<until>20[0-9]{2})年)?|(?<![0-9])(?P<first>[0-9]{1,2})月?[至到—–~-](?P<last>[0-9]{1,2})月(?![0-9]))"
)


class Period(Enum):
    """What a number is about: the year reported on, another year that is printed, or no one year's doings.

    LONGER is a time that holds the year: what there was none of since 2008, there was none of in the year.
    """

    OWN = auto()
    OTHER_YEAR = auto()
    NOT_ANNUAL = auto()
    LONGER = auto()


def period(marks: list[tuple[int, str]], text: str, offset: int, year: int | None) -> Period:
    """What the number at an offset of a sentence is about, by the words of time at `marks` and the years printed.

    `year` is the report's; if it is not known, the latest year of the sentence is taken for it. 累计 says nothing of
    one year, unless the sentence has named the year before it, without 截至.
    """
    printed = _years(text)
    own = year or max((number for _, _, number in printed if number), default=None)
    state, named, as_of = Period.OWN, False, False
    words = sorted([*printed, *[(start, kind, 0) for start, kind in marks]])
    if any(_excludes(start, kind, text, offset) for start, kind, _ in words if kind in _EXCLUDING):
        return Period.NOT_ANNUAL
    for start, kind, number in words:
        if start >= offset:
            break
        if kind in _EXCLUDING or _closed(text, start, offset):
            continue
        if kind == "AS_OF" or (state is Period.LONGER and kind == "YEAR" and text.endswith(_UNTIL, 0, start)):
            as_of = True
        elif kind == "CUMULATIVE":
            state = state if named and not as_of else Period.LONGER
        elif kind in ("YEAR", "THIS_YEAR", "NEWLY", "NEWLY_DISCLOSED"):
            named = number in (0, own)
            state = Period.OWN if named else Period.OTHER_YEAR
        else:
            named, state = False, Period.LONGER if kind == "SINCE" else Period.NOT_ANNUAL
    return state


def _excludes(start: int, kind: str, text: str, offset: int) -> bool:
    """Whether a word at `start`, of the kinds that exclude, makes the number at an offset no count of any year."""
    if kind == "SUPPOSED":
        return start < offset
    first, last = (offset, start) if kind == "CONSEQUENCE" else (start, offset)
    return first < last and not _CLAUSE_ENDS.search(text, first, last)


@lru_cache(maxsize=1)
def _years(text: str) -> tuple[tuple[int, str, int], ...]:
    """The years and spans of months of a sentence; kept, since each of its numbers asks.

    A span of years is SINCE; part of a year, or what is told as of a month before December, is PART_YEAR.
    """
    return tuple(_read_years(text))


def _read_years(text: str) -> Iterator[tuple[int, str, int]]:
    for match in _YEAR.finditer(text):
        if match["span"]:
            yield match.start(), "SINCE", 0
        elif match["as_of"]:
            yield match.start(), "PART_YEAR", 0
        elif match["first"]:
            yield match.start(), "THIS_YEAR" if (match["first"], match["last"]) == ("1", "12") else "PART_YEAR", 0
        elif match["than"]:
            yield match.start(), "COMPARED", 0
        elif match["until"] and match["until"] != match["year"]:
            yield match.start(), "SINCE", 0
        else:
            yield match.start(), "YEAR", int(match["year"])


def _closed(text: str, start: int, end: int) -> bool:
    """Whether a bracket that was open at `start` is closed before `end`."""
    close = text.find(")", start, end)
    return close >= 0 and text.find("(", start, close) < 0
