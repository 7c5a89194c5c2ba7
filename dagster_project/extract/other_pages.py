"""What pages beside the reports are: lists of reports, news, and documents whose heading names another kind.

Belongs here: telling such a page where no report follows a title in it. Does not belong here: the kinds of headings
(dbt/seeds/other_pages.csv), nor pages that name the report itself, as its notice and its 解读 do (kinds.py).

A report shows itself: a title with a text behind it, its chapters, the rows of its forms, or an organ that speaks of
itself (我局). Where nothing of it is there, a page with numbers on open government is somebody else's word on it, and
its numbers are nobody's.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dagster_project.extract.dates import YEAR
from dagster_project.extract.forms import read_seed
from dagster_project.extract.titles import Title

Span = tuple[int, int]

_CHAPTER = re.compile(
    r"^[ \t]*(?:[一二三四五六七八][ \t]*、|\([一二三四五六七八]\))[^\n。]{0,12}"
    r"(?:主动公开|依申请公开|申请公开|公开申请|复议|收费|减免)[^\n。]{0,20}(?:情况|数量)",
    re.M,
)
_ROW = re.compile(
    "本年新收|上年结转|结转下年度|属于国家秘密|尚未审结|公开政府信息数|申请办结数|公开答复数"
    "|复议数量|诉讼数量|投诉数量|依法纠错数|专门机构数|专职人员数"
)
_SELF = re.compile(
    "我(?:街道|中心|公司|单位|[局办委厅镇乡院队处所会社部署馆站校区县市州省旗])"
    "|本(?:街道|机关|单位|部门|报告|年报|[局办委厅镇乡院队所会社馆站校级区县市州省旗])"
)
_NEWS = re.compile(
    "记者|通讯员|获悉|本报讯|本网讯|讯[ \t]*[)】]|出席(?:了)?会议|会议(?:指出|强调|通报|认为)"
    "|主持人|嘉宾|您好|网友|阅读原文"
)
_PART = re.compile(r"[^\n>|【】:\t]+?(?=[ ]{2,}|[\n>|【】:\t]|$)")
_PART_OF_A_LONG_LINE = re.compile(r"[^\n>|【】:\t ]+")
_BODY = re.compile(r"[\u3400-\u9fff]{2,}?(?:[省市县区州旗镇乡局厅委办院队]|政府|街道|中心)")
_SHORT_LINE = 60
_LEAST_HEADING = 8
_ONE_SENTENCE = 200


def list_of_reports(text: str, titles: Sequence[Title]) -> Span | None:
    """The first of several titles behind none of which a text stands."""
    several = len({(title.name, title.year) for title in titles}) > 1
    return (titles[0].start, titles[0].end) if several and not _with_text(text, titles) else None


def other_heading(text: str, head: int, titles: Sequence[Title]) -> tuple[Span, dict[str, str]] | None:
    """The heading before `head` that names another kind of document, and the names of that kind; null if a report."""
    if _with_text(text, titles) or _has_chapters(text):
        return None
    for start, end in _heading_lines(text, titles[0].start if titles else head):
        if kind := _kind_of_heading("".join(text[start:end].split())):
            return (start, end), kind
    return None


def anothers_word(text: str, titles: Sequence[Title]) -> Span | None:
    """The whole of a text, or a sign of news in it, if no organ speaks of itself. One sentence may be anyone's."""
    one_sentence = "\n" not in text.strip() and len(text) <= _ONE_SENTENCE
    if one_sentence or _with_text(text, titles) or has_row(text) or _has_chapters(text):
        return None
    if news := _NEWS.search(text):
        return news.span()
    return None if titles or _SELF.search(text) else (0, len(text))


def has_row(text: str) -> bool:
    """Whether a row of a report's forms is there."""
    return _ROW.search(text) is not None


def _with_text(text: str, titles: Sequence[Title]) -> bool:
    """Whether something is said behind a title, before the next."""
    nexts = [title.start for title in titles[1:]] + [len(text)]
    return any(_is_text(text, title.end, end) for title, end in zip(titles, nexts, strict=False))


def _is_text(text: str, start: int, end: int) -> bool:
    stops = text.count("。", start, end)
    return stops > 1 or any(pattern.search(text, start, end) for pattern in (_CHAPTER, _ROW))


def _has_chapters(text: str) -> bool:
    return len(_CHAPTER.findall(text)) > 1 or len(set(_ROW.findall(text))) > 1


def _heading_lines(text: str, end: int) -> Iterator[Span]:
    """The lines before the first sentence, parted where navigation and labels are; long ones at blanks, too."""
    stop = text.find("。", 0, end)
    end = stop if stop >= 0 else end
    at = 0
    while at < end:
        line_end = text.find("\n", at, end)
        in_line = line_end < 0 and stop >= 0
        line_end = end if line_end < 0 else line_end
        parted = _PART_OF_A_LONG_LINE if in_line or line_end - at > _SHORT_LINE else _PART
        yield from (part.span() for part in parted.finditer(text, at, line_end))
        at = line_end + 1


def _kind_of_heading(heading: str) -> dict[str, str] | None:
    """The kind that a heading names. One that names no body, year or subject is a link in the navigation."""
    if not _LEAST_HEADING <= len(heading) <= _SHORT_LINE or any(mark in heading for mark in "。;,!?"):
        return None
    for pattern, kind in _kinds():
        if pattern.search(heading):
            return kind if YEAR.search(heading) or heading.startswith("关于") or _BODY.match(heading) else None
    return None


@cache
def _kinds() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """What headings look like, in the order of dbt/seeds/other_pages.csv, and the names of each kind."""
    return [
        (re.compile(line["pattern"]), {"kind_zh": line["kind_zh"], "kind_en": line["kind_en"]})
        for line in read_seed("other_pages")
    ]
