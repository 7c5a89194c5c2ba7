"""When a report was published.

Belongs here: finding its dates and choosing. Does not belong here: decoding them (dates.py).

The report's own date comes first, in a bracket at the title or at the end under the name, since that is when the organ
issued it; the page's posting date, which may be a copy's, counts where the report bears none. A date before the
report's year is none. Where both stand and differ, a complaint gives them.
"""

import re
from datetime import date

from dagster_project.extract.dates import DATE, Found, decode
from dagster_project.extract.document_complaints import complaint
from dagster_project.extract.records import Complaint
from dagster_project.extract.text import Readable
from dagster_project.extract.titles import Title

_POSTED = re.compile(r"(?:日[ \t]*期|时[ \t]*间)[ \t:|]*(?=20[0-3]\d)")
_BRACKET = re.compile(r"\s*\(\s*")
_CLOSED = re.compile(r"\s*\)")
_SIGNER = re.compile(r"[\s(]*(?:[\u3400-\u9fff()]{4,30}\s+)?")
_CLOSING = re.compile(r"[\s)。]*")
_EDGE = 1500


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
    """The date in the page's 发布日期, near its top."""
    for mark in _POSTED.finditer(text, start, min(start + _EDGE, end)):
        if found := DATE.match(text, mark.end()):
            return decode(found)
    return None


def _signed(text: str, start: int, end: int) -> Found | None:
    """The last date that stands alone in its line, or behind a name, in the tail."""
    last = None
    for found in DATE.finditer(text, max(start, end - _EDGE), end):
        line_start = max(text.rfind("\n", start, found.start()) + 1, start)
        line_end = text.find("\n", found.end(), end)
        after = text[found.end() : line_end if line_end >= 0 else end]
        if line_start > start and _SIGNER.fullmatch(text, line_start, found.start()) and _CLOSING.fullmatch(after):
            last = decode(found)
    return last


def _at_title(text: str, title: Title | None) -> Found | None:
    """The date in a bracket right after the title."""
    opened = _BRACKET.match(text, title.end) if title else None
    found = DATE.match(text, opened.end()) if opened else None
    return decode(found) if found and _CLOSED.match(text, found.end()) else None
