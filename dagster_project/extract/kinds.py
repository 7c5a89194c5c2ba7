"""What kind of document a text is: the signs of samples and of what is no report.

Belongs here: the signs and where each counts. Does not belong here: cutting a document into reports (parts.py). Signs
count in title lines and not in prose, since nearly every report mentions its guide, the notice that asked for it and
its 解读. One sentence on open government, with a number or a denial, is a report whose masthead is unknown.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from dagster_project.extract import other_pages
from dagster_project.extract.document_complaints import complaint
from dagster_project.extract.records import Complaint
from dagster_project.extract.text import LOST, Readable
from dagster_project.extract.titles import MASKED_BODY, MASKED_YEAR, Title, titles

Span = tuple[int, int]

TOPIC = re.compile(
    r"(?:信息|政务)\s*公开|公\s*开\s*申\s*请|申\s*请\s*公\s*开|主动公开|行政\s*(?:复\s*议|诉\s*讼)|规范性文件|信息处理费"
    r"|本年新收|结转下年|予以公开"
)
# In a few lines, any of its matters: one sentence of a report may be all that is asked.
_MATTER = re.compile(
    r"公\s*开|政府信息|申\s*请|复\s*议|诉\s*讼|答复|检索|咨询|投诉|收费|费用|国家秘密|不予处理|本机关不掌握|结转"
    r"|(?:发布|推送)[^。\n]{0,12}信息"
)
FORM_LABEL = re.compile(
    r"本年新收|上年结转|予以公开|部分公开|属于国家秘密|结转下年度|行政许可|行政处罚|行政强制|规范性文件|行政事业性收费|尚未审结"
    r"|主动公开政府信息数"
)
SECTION = re.compile(r"^[ \t]*[一二三四五六七][ \t]*、[^\n]{2,40}$", re.M)
_ANYTHING_SAID = re.compile(r"\d|[一二两三四五六七八九十百千]|无|没|未|免|零|不存在")
_PERIOD = re.compile(r"20\d\d\s*年\s*1\s*月\s*1\s*日[^。]{0,6}至[^。]{0,8}12\s*月\s*31\s*日")
# UTF-8 taken for GBK or Latin-1, and GBK taken for Latin-1.
_MOJIBAKE = re.compile("锟斤拷|涓€銆|鏀垮簻|淇℃伅|鍏紑|骞村害|ä¿¡æ¯|æ”¿åºœ|Õþ¸®")
# Control characters that no text has. They are counted as bytes, which costs a sixth of doing it by characters.
_CONTROLS = bytes((*range(0x01, 0x09), *range(0x0E, 0x20)))
_BINARY = ("ࡱ>", "%PDF-", "PK\x03\x04", "{\\rtf", "\x7fELF")

_GUIDE = re.compile(r"^[^\n。;,:]{0,40}信息公开(?:工作)?指南[ \t]*(?:\([^)\n]{0,20}\))?[ \t]*$", re.M)
_NOTICE = re.compile(
    r"关于[^\n。;]{0,30}(?:做好|编制|编写|撰写|填报|报送|上报|组织|规范)[^\n。;]{0,60}(?:年度报告|年报)"
    r"[^\n。;]{0,30}(?:通知|函|意见|提示)[ \t]*$",
    re.M,
)
_EXPLAINER = re.compile(
    r"^[ \t]*[【(\[]?(?:(?:文字|图文|政策|视频|音频|漫画|动漫)?解读|图解|一图(?:读懂|看懂|了解))"
    r"[^\n]{0,70}(?:报告|年报)"
    r"|(?:报告|年报)》?[ \t]*\(?(?:(?:文字|图文|政策)?解读|图解)\)?[ \t]*$",
    re.M,
)
_PART_YEAR = re.compile(
    r"20\d\d\s*年\s*(?:度\s*)?(?:[上下]半年|第?[一二三四1-4]\s*季度|前[一二三]季度"
    r"|[1-9]\s*[-—至]\s*(?:[1-9]|1[01])\s*月(?!\s*\d))"
)
_SAMPLE_WORDS = ("范文", "范本", "样本", "样表", "样例", "模板", "模版", "示例", "参考格式", "格式文本")
_SAMPLE_WORD = f"(?:{'|'.join(_SAMPLE_WORDS)})"
_SAMPLE = re.compile(_SAMPLE_WORD)
_SAMPLE_PAGE = re.compile(
    rf"^[^\n。,;]{{0,50}}(?:报告|年报|总结)[^\n。,;]{{0,10}}{_SAMPLE_WORD}[^\n。,;]{{0,10}}$"
    rf"|[十\d]+篇[^\n]{{0,12}}(?:范文|报告)|{_SAMPLE_WORD}[^\n]{{0,10}}(?:供|欢迎|参考|借鉴|大全|精选)",
    re.M,
)
_CHAPTER = re.compile(
    r"^[ \t]*(?:[^\n]{0,40}[ \t(])?\(?(?:(?:篇|范文|模板|样本)[ \t]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?"
    r"|第(?:\d{1,2}|[一二三四五六七八九十]{1,3})篇)[ \t]*[:.、]?[^\n。,]{0,40}$",
    re.M,
)
# What every such heading holds, found much sooner: a number behind one of its words, or 第N篇.
_N = r"[\d一二三四五六七八九十]"
_CHAPTER_WORDS = ("篇", "范文", "模板", "样本")
_CHAPTER_MARK = re.compile(rf"(?:篇|范文|模板|样本)(?:[ \t]*{_N}|(?<=第{_N}篇)|(?<=第{_N}{{2}}篇)|(?<=第{_N}{{3}}篇))")
FLIP_PAGE = re.compile(r"^[ \t]*(?:Page|P\.)[ \t]*(\d{1,3})(?:[ \t]*-[ \t]*[^\n]{0,60})?[ \t]*$", re.M)
_CELL = re.compile(r"(?<![\d.])(?:^|(?<=[|\s]))[-+减]?\d+(?:\.\d+)?(?=[|\s]|$)")
_SCREENFUL = 1500
_SHORT = 600
_OPENING = 200


@dataclass(frozen=True)
class Page:
    """A document and what decides its kind. Spans are readable offsets."""

    readable: Readable

    @property
    def text(self) -> str:
        """The readable text."""
        return self.readable.text

    @cached_property
    def titles(self) -> tuple[Title, ...]:
        """Every title of a report in it."""
        return titles(self.text, 0, len(self.text))

    @cached_property
    def real(self) -> list[Title]:
        """The titles that name a body and a whole year."""
        return [
            title
            for title in self.titles
            if title.name and title.year and not title.masked and not _PART_YEAR.search(title.text)
        ]

    @cached_property
    def said(self) -> bool:
        """Whether anything is said of open government: its words, and a number or a denial."""
        about = TOPIC.search(self.text) or (len(self.text) < _SHORT and _MATTER.search(self.text))
        return bool(about and _ANYTHING_SAID.search(self.text))

    @cached_property
    def has_body(self) -> bool:
        """Whether a report's own chapters or rows stand in it, not only its name."""
        return is_body(self.text, 0, len(self.text), chapters=3)

    @cached_property
    def chapters(self) -> list[Span]:
        """The pieces of an anthology, from each heading 篇N to the next; none if there are fewer than two."""
        # One character is found much sooner than a word.
        named = any(word[0] in self.text and word in self.text for word in _CHAPTER_WORDS)
        numbered = named and _CHAPTER_MARK.search(self.text)
        starts = [match.start() for match in _CHAPTER.finditer(self.text)] if numbered else []
        return list(zip(starts, [*starts[1:], len(self.text)], strict=True)) if len(starts) > 1 else []

    @cached_property
    def head(self) -> str:
        """Where titles stand: before the first chapter, and within a screenful."""
        first = SECTION.search(self.text, 0, _SCREENFUL)
        return self.text[: first.start() if first else _SCREENFUL]

    def heading(self, pattern: re.Pattern[str], *words: str) -> Span | None:
        """The first match among the title lines; sought only if one of some words stands there."""
        match = pattern.search(self.head) if any(word in self.head for word in words) else None
        return match.span() if match else None


def is_body(text: str, start: int, end: int, chapters: int) -> bool:
    """Whether a stretch of text holds so many chapters, or rows of the forms."""
    if len(SECTION.findall(text, start, end)) >= chapters:
        return True
    return len(set(FORM_LABEL.findall(text, start, end))) >= 6


def refusal(page: Page) -> Complaint | None:
    """Why a document is no report; null if nothing says so."""
    for code, decides in _REFUSALS:
        if span := decides(page):
            return complaint(page.readable, code, *span)
    if other := other_pages.other_heading(page.text, len(page.head), page.titles):
        span, kind = other
        return complaint(page.readable, "another_document", *span, kind_zh=kind["kind_zh"], kind_en=kind["kind_en"])
    span = _anothers_word(page)
    return complaint(page.readable, "anothers_word", *span) if span else None


def sample(page: Page) -> Span | None:
    """What makes a document a sample: a heading, the chapters of an anthology, or masks where no title is real."""
    for title in page.titles:
        if title.masked or _SAMPLE.search(title.line):
            return title.start, title.end
    if span := page.heading(_SAMPLE_PAGE, "篇", *_SAMPLE_WORDS):
        return span
    if page.chapters:
        return page.chapters[0]
    if page.real:
        return None
    match = MASKED_YEAR.search(page.text) or MASKED_BODY.search(page.text, 0, _OPENING)
    return match.span() if match else None


def _empty(page: Page) -> Span | None:
    return None if page.text.strip() else (0, len(page.text))


def _binary(page: Page) -> Span | None:
    head = page.text[:1000]
    printed = head.encode("ascii", "ignore")
    noise = len(printed) - len(printed.translate(None, _CONTROLS)) + head.count(LOST)
    if not head.startswith(_BINARY) and noise * 10 <= len(head):
        return None
    return None if page.said and noise * 4 < len(head) else (0, len(page.text))


def _mojibake(page: Page) -> Span | None:
    match = None if page.said else _MOJIBAKE.search(page.text)
    return match.span() if match else None


def _nothing_said(page: Page) -> Span | None:
    return None if page.said else (0, 0)


def _notice(page: Page) -> Span | None:
    span = page.heading(_NOTICE, "关于")
    return span if span and not any(title.start >= span[1] for title in page.real) else None


def _guide(page: Page) -> Span | None:
    return None if page.titles or _PERIOD.search(page.text) else page.heading(_GUIDE, "指南")


def _explainer(page: Page) -> Span | None:
    span = page.heading(_EXPLAINER, "解读", "图解", "一图")
    return span if span and not page.has_body else None


def _part_of_a_year(page: Page) -> Span | None:
    """A half-year or a quarter: in a title line, or the only time of a short text."""
    span = None if page.real or _PERIOD.search(page.text) else page.heading(_PART_YEAR, "半年", "季度", "月")
    if not span:
        return None
    line = page.text[span[0] :].partition("\n")[0]
    in_title = len(line) < 60 and TOPIC.search(line) and not re.search("[。,]", line)
    return span if in_title or (len(page.text) < _SHORT and not page.has_body) else None


def _blank_form(page: Page) -> Span | None:
    """The official form without figures: its labels, no cell, and no name or year of a report."""
    named = any(title.name or title.year for title in page.titles) or _PERIOD.search(page.text)
    if named or len(set(FORM_LABEL.findall(page.text))) < 6 or _CELL.search(page.text):
        return None
    return 0, len(page.text)


def _list_of_reports(page: Page) -> Span | None:
    return other_pages.list_of_reports(page.text, page.titles)


def _anothers_word(page: Page) -> Span | None:
    """What is somebody else's word; not so if it states its period, is a page of a flip-book, or masks its body."""
    span = other_pages.anothers_word(page.text, page.titles)
    return span if span and not (_PERIOD.search(page.text) or FLIP_PAGE.search(page.text) or sample(page)) else None


_REFUSALS: tuple[tuple[str, Callable[[Page], Span | None]], ...] = (
    ("empty", _empty),
    ("binary_noise", _binary),
    ("mojibake", _mojibake),
    ("no_report_found", _nothing_said),
    ("notice", _notice),
    ("guide", _guide),
    ("explainer", _explainer),
    ("part_of_a_year", _part_of_a_year),
    ("blank_form", _blank_form),
    ("list_of_reports", _list_of_reports),
)
