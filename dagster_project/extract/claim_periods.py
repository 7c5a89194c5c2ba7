"""Whether a number in a sentence is of the report's own year.

Belongs here: years, 上年, 上半年, 累计, 计划 and their like, and how far in the sentence each holds. Does not belong
here: finding those words (claim_words.py).
"""

import re
from enum import Enum, auto

from dagster_project.extract.claim_words import Mark

# 比上年, 计划 and 督促各部门 hold to the end of their clause; all other words of time until the next of their kind.
_OF_CLAUSE = frozenset(("COMPARED", "PLAN", "OTHER_BODY"))
_CLAUSE_ENDS = re.compile("[,;()。]")


class Period(Enum):
    """What a number is about: the year reported on, another year that is printed, or no one year's doings."""

    OWN = auto()
    OTHER_YEAR = auto()
    NOT_ANNUAL = auto()


def period(marks: list[Mark], text: str, offset: int, year: int | None) -> Period:
    """What the number at an offset of a sentence is about.

    `year` is the report's; if it is not known, the latest year of the sentence is taken for it. 累计 says nothing of
    one year, unless the sentence has named the year before it, without 截至.
    """
    own = year or max((mark.year for mark in marks if mark.year), default=None)
    state, named, as_of = Period.OWN, False, False
    for mark in marks:
        if mark.start >= offset:
            break
        if _closed(text, mark.start, offset):
            continue
        if mark.kind in _OF_CLAUSE:
            if not _CLAUSE_ENDS.search(text, mark.start, offset):
                return Period.NOT_ANNUAL
        elif mark.kind == "AS_OF":
            as_of = True
        elif mark.kind == "CUMULATIVE":
            state = state if named and not as_of else Period.NOT_ANNUAL
        elif mark.kind in ("YEAR", "THIS_YEAR", "NEWLY"):
            named = mark.year in (None, own)
            state = Period.OWN if named else Period.OTHER_YEAR
        else:
            named, state = False, Period.NOT_ANNUAL
    return state


def _closed(text: str, start: int, end: int) -> bool:
    """Whether a bracket that was open at `start` is closed before `end`."""
    close = text.find(")", start, end)
    return close >= 0 and text.find("(", start, close) < 0
