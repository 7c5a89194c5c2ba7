"""When a report was published.

Belongs here: finding its dates and choosing. Does not belong here: decoding them (dates.py).

The report's own date comes first, in a bracket at the title or at the end under the name, since that is when the organ
issued it; the page's posting date, which may be a copy's, counts where the report bears none. A date before the
report's year is none. Where both stand and differ, a complaint gives them.
"""

import re
from datetime import date

from dagster_project.extract.bodies import kind_of, without_seal
from dagster_project.extract.dates import DATE, Found, decode
from dagster_project.extract.document_complaints import complaint
from dagster_project.extract.records import Complaint
from dagster_project.extract.text import Readable
from dagster_project.extract.titles import Title

_POSTED = re.compile(r"(?:日[ \t]*期|时[ \t]*间)[ \t:|*\"]*(?=20[0-3]\d)")
# Of the days that a page gives, the one on which it was posted: not that of writing, nor of the last change.
_OF_POSTING = re.compile("(?:发[ \\t]*布|公[ \\t]*开|发[ \\t]*文)[ \\t]*$")
# What stands beside a posting date that no word marks.
_BESIDE = re.compile(
    r"[ \t]*(?:T?[0-2]?\d:[0-5]\d|[|【\[]?[ \t]*(?:信息)?(?:来源|作者|浏览|点击|阅读|访问|字体|字号|大 中 小|打印))"
)
_TODAY = re.compile("(?:今天|现在|当前)[^\n]{0,6}$")
_BRACKET = re.compile(r"\s*\(\s*")
_CLOSED = re.compile(r"\s*\)")
_SIGNER = re.compile(r"[\s(]*(?P<name>[\u3400-\u9fff()]{4,30}(?=\s))?\s*")
# The line before a date that stands alone: the name of who signs, or the end of the report; a heading is of other news.
_HEADING = re.compile(r"[^\n。;:)|”\d]{5,60}")
_NEWS = re.compile("关于|召开|举行|举办|参加|开展|通知|公告|的")
_CLOSING = re.compile(r"[\s)。]*")
_EDGE = 1500
_LINE = 120


def read(
    document: Readable, start: int, end: int, title: Title | None, year: int | None
) -> tuple[date | None, list[Complaint]]:
    """The day of publication of the report at readable offsets [start, end), and what is wrong with its dates."""
    text = document.text
    own = _signed(text, start, end) or _at_title(text, title)
    complaints, days = [], []
    for found in (own, _posted(text, start, end)):
        if found and found.value is None:
            complaints.append(complaint(document, "ambiguous_date", found.start, found.end))
        elif found and found.value and (year is None or found.value.year >= year):
            days.append((found.value, found))
    if len({day for day, _ in days}) > 1:
        (signed, place), (posted, _) = days
        complaints.append(
            complaint(document, "publication_dates_differ", place.start, place.end, own=signed, posted=posted)
        )
    return days[0][0] if days else None, complaints


def _posted(text: str, start: int, end: int) -> Found | None:
    """The date in the page's 发布日期 near its top, or beside the time of day, 来源 and the like."""
    head = min(start + _EDGE, end)
    marks = list(_POSTED.finditer(text, start, head))
    for mark in sorted(
        marks, key=lambda mark: not _OF_POSTING.search(text, max(start, mark.start() - 4), mark.start())
    ):
        if found := DATE.match(text, mark.end()):
            return decode(found)
    for found in DATE.finditer(text, start, head):
        if _BESIDE.match(text, found.end(), head) and not _TODAY.search(
            text, max(found.start() - 9, start), found.start()
        ):
            return decode(found)
    return None


def _signed(text: str, start: int, end: int) -> Found | None:
    """The last date in the tail that ends a line and stands alone, or behind a name, in it or after a sentence."""
    last = None
    for found in DATE.finditer(text, max(start, end - _EDGE), end):
        line_end = text.find("\n", found.end(), end)
        if not _CLOSING.fullmatch(text, found.end(), line_end if line_end >= 0 else end):
            continue
        line_start = max(text.rfind("\n", start, found.start()), text.rfind("。", start, found.start())) + 1
        signer = _SIGNER.fullmatch(text, line_start, found.start())
        if line_start > start and signer and _is_signed(text, start, line_start, signer):
            last = decode(found)
    return last


def _is_signed(text: str, start: int, line_start: int, signer: re.Match[str]) -> bool:
    """Whether a date at the end of a line closes a report: a body, no heading, stands before it."""
    name = signer["name"]
    if name is None:
        lines = text[max(line_start - _LINE, start) : line_start].split("\n")
        before = next(("".join(line.split()) for line in reversed(lines) if line.strip()), "")
        name = before if _HEADING.fullmatch(before) else None
    return name is None or (kind_of(without_seal(name)) is not None and not _NEWS.search(name))


def _at_title(text: str, title: Title | None) -> Found | None:
    """The date in a bracket right after the title."""
    opened = _BRACKET.match(text, title.end) if title else None
    found = DATE.match(text, opened.end()) if opened else None
    return decode(found) if found and _CLOSED.match(text, found.end()) else None
