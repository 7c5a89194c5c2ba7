"""The titles of reports: lines that name an annual report on open government information.

Belongs here: finding such lines, also cut over lines or inside a page title, and what they name. Does not belong here:
what kind of document that makes (parts.py), nor the full name of the organization (organization.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dagster_project.extract import divisions
from dagster_project.extract.bodies import kind_of
from dagster_project.extract.dates import CHINESE_YEAR, YEAR, years

# Each begins with one character, so that a text is passed quickly, as by no choice of them.
_ANCHORS = tuple(map(re.compile, (r"报[ \t]*\n?[ \t]*告", r"年[ \t]*报", r"总[ \t]*结")))
_TOPIC = re.compile(r"(?:信息|政务)公开")
_KIND = re.compile(
    r"(?:年度?|工作|情况|公开)(?:工作|情况)*的?(?:年度)?(?:工作)?(?:总结|自查)?(?:报告|年报|总结)$|年报$"
)
# What may follow a title in its line: a bracket, a file ending, a site name, a closing mark, a word of publication.
_AFTER = re.compile(
    r"(?:\([^()\n]{0,30}\)|\.(?:docx?|pdf|wps|xlsx?|html?|txt)|[-_|—–][^\n。,]{0,40}|[》】>\]\"”|]|全文|\[[^\]\n]{0,12}\]"
    r"|\*{2,3}(?=\s*$)|的?(?:公告|通告|函)|正文|[及和暨][^\n。,]{0,30}|(?:来源|发布[时日机单人者:]|时间|日期|字号|作者|浏览)[^\n]{0,90}|\d{4}[-/.年][^\n]{0,12}|\s)*+$"
)
# The first characters of those, and the end: most mentions in prose are passed by.
_MAY_FOLLOW = frozenset(["", *' \t\n(.-_|—–》】>]"”[全的公通函正来发时日字作浏及和暨*。0123456789'])
_BREAKS = re.compile(r"[:>|【】\[\]\t》]|[ ]{3,}")
# A line in bold, in Markdown; stars within it would mask what they stand for.
_BOLD = re.compile(r"[ ]*\*{2,3}(?=[^*\n]+\*{2,3}\s*?(?:\n|$))")
# A title as a string of JSON: its own quotes begin and end it.
_QUOTED = re.compile(r"\"[ ]?:[ ]?\"(?=[^\"]*$)")
_UNQUOTE = re.compile(r"\"[ ]?[,}\]]")
# Where a line can be parted into what stands before a title and the title: a blank, but not one within 2 0 2 0 年.
_GAP = re.compile(r"(?<=\S)[ ]+(?![年月度])(?<!(?<!\d)\d(?= \d(?!\d))[ ])")
# How a report goes on after its title where both stand on one line.
_OPENING = re.compile(
    r"[ \t]+(?:[\u3400-\u9fff]{0,20}(?:根据|按照|依据|依照|遵照|为了?[\u3400-\u9fff])|现将|现[予公]"
    r"|本(?:年度)?(?:报告|年报)|以下|[一1][ ]?[、.]|第一(?:部分|章)|概述|20\d\d[ ]?年度?[ ]?,"
    r"|\(?20\d\d[ ]?年[\d ]{1,4}月[\d ]{1,4}日\)?[ \t]+[\u3400-\u9fff])"
)
_CLAUSE = re.compile("[。,;!?]")
_NOT_A_TITLE = re.compile(
    "^(?:根据|按照|依据|现将|本报告|本年报|为|以下|附|上一篇|下一篇|详见|点击|查看)"
    # News that a report came out: 安徽省发布2021年…, but not 关于公布2021年….
    r"|^(?!关于)[\u3400-\u9fff]{2,}(?:发布|公布|晒出|亮出|推出|出台)了?[^\n]{0,12}20\d\d"
)
_YEARS = re.compile(
    rf"\(?(?:(?:20[0-3]\d|{CHINESE_YEAR})[-—至~]?)+年?(?:度)?"
    r"(?:(?<=年)\d{1,2}月(?:\d{1,2}日)?[-—–~至到]+\d{1,2}月(?:\d{1,2}日)?)?(?:的)?\)?"
)
# Of one set of first characters, so that the rest of a text is passed quickly: 20××, ××, xx, and 20 before a gap.
MASKED_YEAR = re.compile(
    r"[2*×Xx](?:(?<=2)0[0-3]?[*×xX_○□]{1,2}|(?<=[*×])[*×]+|(?<=[Xx])[Xx]+|(?<=2)(?<!\d2)0\s{2,6})\s*年"
)
MASKED_BODY = re.compile(
    r"[*×某Xx](?:(?<=[*×某])[*×某]*|(?<=[Xx])(?<![A-Za-z][Xx])[Xx]+)(?=[省市县区州旗镇乡局厅委办街政人])"
)
_PARTS = re.compile(r"(?P<name>.*?)(?:关于)?(?:推进|开展|做好)?(?:政府|政务)?(?:信息|政务)公开")
_NOISE = re.compile(
    r"^(?:关于|公布|发布|印发|报送|年度|附件\d*|图解|解读|文字解读|图文解读|一图读懂|政策解读|[-—_、\"“'(《\d.]+)+"
    r"|(?:年度|学年度?|\d\d年度?|(?<=[府局厅委办室会处队院站所部镇乡道区县市州])年|关于|的|有关|本级|[-—_、\"”《(])+$"
)
_MENU = re.compile("目录|指南|制度|首页|栏目|导航|网站|公开$|^[我本该]|^中华人民共和国$")
_NAME = re.compile(r"[\u3400-\u9fff·、()]{2,40}")
_BODY = re.compile(
    r"[\u3400-\u9fff()]{2,30}(?:政府|局|厅|委|委员会|办公室|办公厅|镇|乡|街道|办事处|中心|队|院|关|区|县|市)"
)
_BARE_YEAR = re.compile(rf"\s*(\(?(?:20[0-3]\d|{CHINESE_YEAR})[ ]?年?度?\)?)[ \t]*(?=\n|$)")
_SHORT_LINE = 44
_LONGEST_LINE = 200


@dataclass(slots=True, frozen=True)
class Title:
    """A title at readable offsets. `line` is the whole line, without blanks; `name` the organization as it names it."""

    text: str
    line: str
    name: str | None
    year: int | None
    masked: bool
    start: int
    end: int


def titles(text: str, start: int, end: int) -> tuple[Title, ...]:
    """Every title in a range, in order; a repeated one is given again."""
    return tuple(_titles(text, start, end))


def _titles(text: str, start: int, end: int) -> Iterator[Title]:
    seen = start
    for anchor in _anchors(text, start, end):
        if anchor.end() <= seen or text[anchor.end() : anchor.end() + 1] not in _MAY_FOLLOW:
            continue
        if found := _title(text, start, end, anchor):
            seen = found.end
            yield found


def _anchors(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The words with which a title may end, in order; of two that overlap (年报告) the first."""
    reached = start
    found = (match for word in _ANCHORS for match in word.finditer(text, start, end))
    for match in sorted(found, key=re.Match.start):
        if match.start() >= reached:
            reached = match.end()
            yield match


def _title(text: str, start: int, end: int, anchor: re.Match[str]) -> Title | None:
    """The title that ends at an anchor, if its line is one."""
    line_start = _line_start(text, start, anchor.start())
    line_end = text.find("\n", anchor.end(), min(anchor.end() + _LONGEST_LINE, end))
    line_end = min(anchor.end() + _LONGEST_LINE, end) if line_end < 0 else line_end
    whole = text[line_start : min(line_end, anchor.end() + 60)]
    ends_line = _ends_here(text, start, line_start, line_end, anchor.end())
    goes_on = _OPENING.match(text, anchor.end(), end) is not None
    if bold := _BOLD.match(text, line_start, end):
        line_start = bold.end()
    clause_start, in_menu = line_start, False
    if _UNQUOTE.match(text, anchor.end(), end) and (opened := _QUOTED.search(text, line_start, anchor.start())):
        clause_start, ends_line = opened.end(), True
    if not ends_line and not goes_on:
        return None
    for break_ in _BREAKS.finditer(text, line_start, anchor.start()):
        line_start, in_menu = break_.end(), True
    title_start, printed = _within_line(text, line_start, anchor.end())
    if title_start == line_start:
        title_start, printed = _with_lines_before(text, start, title_start, anchor.end())
    if _CLAUSE.search(text, title_start if goes_on else clause_start, anchor.start()):
        return None
    if len(printed) > 80 or not _TOPIC.search(printed) or not _KIND.search(printed) or _NOT_A_TITLE.search(printed):
        return None
    name, year = _name(printed), _year(text, printed, anchor.end(), end)
    if (in_menu and name is None and year is None) or (not ends_line and not (name and year)):
        return None
    return Title(
        text=printed,
        line=_squeeze(whole),
        name=name,
        year=year,
        masked=_is_masked(printed),
        start=title_start,
        end=anchor.end(),
    )


def _within_line(text: str, line_start: int, title_end: int) -> tuple[int, str]:
    """Where in its line a title begins, behind navigation or other text, and the title without blanks.

    A line that blanks part into single characters, as OCR does, is a title from its start.
    """
    gaps = [gap.end() for gap in _GAP.finditer(text, line_start, title_end)]
    printed = _squeeze(text[line_start:title_end])
    if not gaps or len(printed) < 3 * len(gaps):
        return line_start, printed
    title_start = title_end
    for gap in (*reversed(gaps), line_start):
        if title_start < title_end and not _continues(text[gap:title_start], printed):
            break
        title_start = gap
        printed = _squeeze(text[title_start:title_end])
    return title_start, printed


def _with_lines_before(text: str, start: int, title_start: int, title_end: int) -> tuple[int, str]:
    """Where a title begins that is cut over at most three lines, and the title without blanks."""
    printed = _squeeze(text[title_start:title_end])
    for _ in range(3):
        previous = _previous_line(text, start, title_start)
        if not previous or not _continues(text[slice(*previous)], printed):
            break
        title_start = previous[0]
        printed = _squeeze(text[title_start:title_end])
    return title_start, printed


def _line_start(text: str, start: int, at: int) -> int:
    """Where the line of a place begins, or as far back as a title line can be long."""
    floor = max(start, at - _LONGEST_LINE)
    return max(text.rfind("\n", floor, at) + 1, floor)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _ends_here(text: str, start: int, line_start: int, line_end: int, at: int) -> bool:
    """Whether a title can end here: only trimmings follow, or the report begins so, on one line or as a sentence."""
    if line_end - at < 100 and _AFTER.match(text, at, line_end):
        return True
    at_top = at - start < 120 and not text[start:line_start].strip()
    return at_top and (text[at : at + 1].isspace() or text[at : at + 2] == "。\n")


def _previous_line(text: str, start: int, before: int) -> tuple[int, int] | None:
    """The span of the last line before a place that is not blank."""
    floor = max(start, before - _LONGEST_LINE)
    stop = floor + len(text[floor:before].rstrip())
    return (_line_start(text, start, stop), stop) if stop > floor else None


def _continues(line: str, rest: str) -> bool:
    """Whether a line can be the head of a title whose tail is `rest`."""
    squeezed = _squeeze(line)
    if (
        not squeezed
        or len(squeezed) > _SHORT_LINE
        or _BREAKS.search(line.strip())
        or _CLAUSE.search(line)
        or _KIND.search(squeezed)
    ):
        return False
    if _TOPIC.search(rest):
        if _breaks_name(squeezed, rest):
            return True
        if _name(rest):
            return not YEAR.search(rest) and not _YEARS.sub("", squeezed)
        bare = squeezed.removeprefix("关于")
        return bool(YEAR.match(bare) or _name_like(bare.removesuffix("关于")))
    return bool(YEAR.search(squeezed) or _TOPIC.search(squeezed) or "公开" in rest or "信息" in squeezed)


def _breaks_name(line: str, rest: str) -> bool:
    """Whether a line begins the name of a body, with its place, that the rest of the title goes on with."""
    name = _name(line + rest)
    if not name or not name.startswith(line) or not kind_of(name) or divisions.leading(rest)[0]:
        return False
    places, begun = divisions.leading(line)
    return bool(places) and not _BODY.fullmatch(begun)


def _is_masked(printed: str) -> bool:
    return MASKED_YEAR.search(printed) is not None or MASKED_BODY.search(printed) is not None


def _name_like(line: str) -> bool:
    """Whether a line is the name of an authority and nothing else."""
    bare = _YEARS.sub("", line)
    return _BODY.fullmatch(bare) is not None


@lru_cache(maxsize=16)
def _name(title: str) -> str | None:
    """The organization that a title names, as it names it: what stands before 政府信息公开, years and masks aside.

    Kept, since it is asked for each line before that may belong to the title.
    """
    found = _PARTS.match(_YEARS.sub("", title))
    if not found:
        return None
    name = re.split("[-—_–|]", _NOISE.sub("", found["name"]))[-1]
    if name.endswith("人民"):
        name += "政府"
    return name if _NAME.fullmatch(name) and not _is_masked(name) and not _MENU.search(name) else None


def _year(text: str, title: str, after: int, end: int) -> int | None:
    """The one year that a title names, in itself or in a bracket right after it."""
    named = set(years(title)) or set(years(_bracket(text, after, end)))
    return named.pop() if len(named) == 1 else None


def _bracket(text: str, after: int, end: int) -> str:
    """A year that stands alone behind a title: (2023年), 2023年度."""
    found = _BARE_YEAR.match(text, after, end)
    return found[1] if found else ""
