"""Whose report, for which time, published when.

Belongs here: the report's year and period, and putting the masthead together. Does not belong here: finding titles
(titles.py), decoding dates (dates.py), naming the body (organization.py), the posting date (publication.py).

Year: the title's; else that of the period sentence; else the one in which the prose tells what was done; else that in
the heading of the statistics; else that of the file's name. A posting date is never the year. Period: as stated;
without a statement the calendar year, in 2008 from 1 May, when the Regulation of 2007 came into force (Art. 38).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from dagster_project.extract import organization, publication, scope
from dagster_project.extract.dates import Period, periods, years
from dagster_project.extract.document_complaints import complaint
from dagster_project.extract.records import Complaint, DocumentClass, Masthead
from dagster_project.extract.text import Readable, readable
from dagster_project.extract.titles import MASKED_YEAR, Title, titles

_TOLD = re.compile(
    r"20(?<![\d年月日〔至到—-]20)([0-3]\d)[ ]?年(?:度|以来|来|期间|内|全年)?[ ]?,?"
    r"(?:(?=[我本全各共市县区镇乡街局累主政受收依未没无])|(?<=[我本][局办委厅镇乡区县市]20\d\d年))"
    r"(?!.{0,4}(?:将|计划|工作打算|要|拟|继续|下一步))"
)

# Before a year inside the name of a document: 《关于印发2022年政务公开工作要点的通知》. That of a report bears its own.
_IN_NAME = re.compile(r"(?:《[^》\n]*|〈[^〉\n]*|关于[^,。;:、》〉\n]*)$")
_OF_REPORT = re.compile(r"(?:政府)?信息公开[^《》\n]{0,12}(?:报告|年报)[》〉]")
_LONGEST_NAME = 60

# The year in the heading of the statistics of 2014 to 2018, where they stand alone.
_FORM_YEAR = re.compile(
    r"(20[0-3]\d)[ ]?年度?(?:政府)?信息公开(?:工作)?情况统计(?:年?报)?表"
    r"|信息公开(?:工作)?情况统计(?:年?报)?表\s*\(?\s*(20[0-3]\d)[ ]?年度?\s*(?:\)|\n)"
)


def read(
    document: Readable,
    start: int,
    end: int,
    titled: Sequence[Title],
    *,
    name: str = "",
    document_class: DocumentClass = "report",
) -> tuple[Masthead, list[Complaint]]:
    """The masthead of the report at readable offsets [start, end), and what could not be decided.

    `titled` are the titles in it, in order; `name` is the file's, asked last. A sample has no organization, division or
    day of publication.
    """
    title = best(titled, end)
    stated = list(periods(document.text, start, end))
    file_title = partial(_file_title, name)
    year, complaints = _year(document, start, end, title, stated, file_title)
    first, last, damaged = _period(document, year, stated)
    complaints += damaged
    known = Masthead(title=title.text if title else None, year=year, period_start=first, period_end=last)
    if document_class == "sample":
        return known, complaints
    body = organization.read(document.text, start, end, title, year, file_title)
    if body.doubt:
        place = (title.start, title.end) if title else (start, start)
        complaints.append(complaint(document, body.doubt, *place, name=body.name))
    published_on, differing = publication.read(document, start, end, title, year)
    covers, scope_evidence = scope.read(document.text, start, end, body)
    masthead = Masthead(
        title=known.title,
        organization=body.name,
        organization_kind=body.kind,
        organization_evidence=body.evidence,
        division_code=body.division_code,
        year=year,
        period_start=first,
        period_end=last,
        published_on=published_on,
        scope=covers,
        scope_evidence=scope_evidence,
    )
    return masthead, complaints + differing


def best(every: Sequence[Title], end: int) -> Title | None:
    """The title that names most; of equals the one that the longest text follows, since a list of links has none."""
    nexts = [title.start for title in every[1:]] + [end]
    ranks = [
        (bool(title.name) + bool(title.year), after - title.end) for title, after in zip(every, nexts, strict=False)
    ]
    return every[ranks.index(max(ranks))] if every else None


def _file_title(name: str) -> Title | None:
    """The title that a file bears as its name, e.g. 桂阳县统计局2020年政府信息公开工作年度报告.txt."""
    stem = readable(re.split(r"[/\\]", name)[-1].rpartition(".")[0]).text
    return next(iter(titles(stem, 0, len(stem))), None)


def _year(
    document: Readable,
    start: int,
    end: int,
    title: Title | None,
    stated: list[Period],
    file_title: Callable[[], Title | None],
) -> tuple[int | None, list[Complaint]]:
    """The report's year by the order of trust, and a complaint where two sources differ or none tells."""
    of_periods = list(dict.fromkeys(period.year for period in stated))
    if title and title.year:
        if not of_periods:
            return title.year, _doubted_by_prose(document, title, title.year, end)
        if title.year in of_periods:
            return title.year, []
        place = stated[0].start, stated[0].end
        details = {"title": title.year, "period": of_periods[0]}
        return title.year, [complaint(document, "year_contradicts_period", *place, **details)]
    if title and title.masked and (mask := MASKED_YEAR.search(document.text, title.start, title.end)):
        return None, [complaint(document, "masked_year", *mask.span())]
    if len(of_periods) == 1:
        return of_periods[0], []
    told = _told(document.text, start, end)
    if len(told) > 1:
        return None, [complaint(document, "ambiguous_year", start, start, years="、".join(map(str, told)))]
    if year := told[0] if told else _year_of_form(document.text, start, end) or _year_of(file_title()):
        return year, []
    if mask := MASKED_YEAR.search(document.text, start, end):
        return None, [complaint(document, "masked_year", *mask.span())]
    return None, [complaint(document, "unknown_year", start, start)]


def _year_of(title: Title | None) -> int | None:
    return title.year if title else None


def _year_of_form(text: str, start: int, end: int) -> int | None:
    found = _FORM_YEAR.search(text, start, end)
    return int(found[1] or found[2]) if found else None


def _doubted_by_prose(document: Readable, title: Title, year: int, end: int) -> list[Complaint]:
    """A complaint if the prose, again and again, tells what was done in one other year, and never names this one."""
    told = list(_tellings(document.text, title.end, end))
    others = {2000 + int(match[1]) for match in told}
    if len(told) < 2 or len(others) != 1 or year in years(document.text[title.end : end]):
        return []
    return [complaint(document, "year_contradicts_prose", *told[0].span(), title=year, prose=others.pop())]


def _tellings(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where the prose tells what was done in a year, not names a document by the year that it was for."""
    for match in _TOLD.finditer(text, start, end):
        named = _IN_NAME.search(text, max(start, match.start() - _LONGEST_NAME), match.start())
        if not named or _OF_REPORT.match(text, match.end()):
            yield match


def _told(text: str, start: int, end: int) -> list[int]:
    """The years in which the prose tells what was done: the one named clearly most, else all of them."""
    found = Counter(2000 + int(match[1]) for match in _tellings(text, start, end))
    if not found:
        return []
    (first, most), *others = found.most_common()
    return [first] if not others or most >= 3 * others[0][1] else sorted(found)


def _period(
    document: Readable, year: int | None, stated: list[Period]
) -> tuple[date | None, date | None, list[Complaint]]:
    """The period as stated for that year, or the calendar year; null and a complaint if damaged past decoding."""
    if year is None:
        return None, None, []
    own = next((period for period in stated if period.year == year), None)
    if own is None:
        if stated:
            return None, None, []
        return date(year, 5 if year == 2008 else 1, 1), date(year, 12, 31), []
    if own.first is None or own.last is None or own.last < own.first:
        return None, None, [complaint(document, "ambiguous_date", own.start, own.end)]
    return own.first, own.last, []
