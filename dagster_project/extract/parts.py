"""What a document is, and which reports are in it.

Belongs here: cutting a document into its reports or samples. Does not belong here: the signs of a document's kind
(kinds.py), whose report it is (masthead.py), and what it says.
"""

import re
from dataclasses import dataclass, field
from itertools import groupby

from dagster_project.extract.document_complaints import complaint
from dagster_project.extract.kinds import FLIP_PAGE, TOPIC, Page, is_body, refusal, sample
from dagster_project.extract.records import Complaint, DocumentClass
from dagster_project.extract.text import Readable
from dagster_project.extract.titles import Title, titles

_FIRST_ROW = re.compile(r"本年新收\s*政\s*府\s*信\s*息\s*公\s*开\s*申\s*请")
_SHORTEST = 260


@dataclass(slots=True, frozen=True)
class Part:
    """One report of a document, at readable offsets, and the titles in it."""

    start: int
    end: int
    document_class: DocumentClass
    titles: tuple[Title, ...]


@dataclass(slots=True)
class Division:
    """What a document is. No parts means no report; `complaints` then begins with the reason."""

    document_class: DocumentClass
    parts: list[Part] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


def divide(readable: Readable) -> Division:
    """The class of a document and its parts."""
    page = Page(readable)
    if refused := refusal(page):
        return Division("not_a_report", complaints=[refused])
    if evidence := sample(page):
        chapters = page.chapters or [(0, len(page.text))]
        parts = [_part(page, start, end, "sample") for start, end in chapters]
        return Division("sample", parts, [complaint(readable, "sample", *evidence)])
    starts = _report_starts(page)
    ends = [*starts[1:], len(page.text)]
    parts = [_part(page, start, end, "report") for start, end in zip(starts, ends, strict=True)]
    return Division("report", parts, _doubts(page, parts))


def _part(page: Page, start: int, end: int, document_class: DocumentClass) -> Part:
    whole = (start, end) == (0, len(page.text))
    return Part(start, end, document_class, page.titles if whole else titles(page.text, start, end))


def _doubts(page: Page, parts: list[Part]) -> list[Complaint]:
    """Reports that could not be parted, and a page of a flip-book that is only a part of one."""
    found = []
    for part in parts:
        rows = [match.span() for match in _FIRST_ROW.finditer(page.text, part.start, part.end)]
        if len(rows) > 1:
            found.append(complaint(page.readable, "reports_not_separable", *rows[1]))
    flip = FLIP_PAGE.search(page.text) if "P" in page.text else None
    if flip and int(flip[1]) > 1:
        found.append(complaint(page.readable, "part_of_a_report", *flip.span()))
    return found


def _report_starts(page: Page) -> list[int]:
    """Where each report begins: the first at 0, the others at a title of another body or year before a report."""
    groups = [next(group).start for _, group in groupby(page.real, key=lambda title: (title.year, title.name))]
    if len(groups) < 2:
        return [0]
    ends = [*groups[1:], len(page.text)]
    starts = [start for start, end in zip(groups, ends, strict=False) if _is_report(page.text, start, end)]
    return [0, *starts[1:]]


def _is_report(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text can be a report: long enough, about open government, with chapters or rows."""
    return end - start >= _SHORTEST and TOPIC.search(text, start, end) is not None and is_body(text, start, end, 2)
