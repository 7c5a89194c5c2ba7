"""Numbers as sentences print them: Arabic or Chinese, with 万 or 亿, an approximating word and a measure word.

Belongs here: finding such figures in one line of text, and their value. Does not belong here: what a figure
counts (claim_rules.py), nor the cells of tables (tokens.py), where a number stands without measure word.
"""

import re
import string
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from cn2an import cn2an

from dagster_project.extract.records import Number, Qualifier

_BEFORE: dict[str, Qualifier] = {
    **dict.fromkeys(("超过", "突破", "多达", "逾", "超"), "more_than"),
    **dict.fromkeys(("大约", "大概", "约", "约为"), "about"),
    **dict.fromkeys(("将近", "接近", "不足", "不到", "近"), "approximately_below"),
}
_AFTER: dict[str, Qualifier] = {
    **dict.fromkeys(("以上", "余", "多"), "more_than"),
    **dict.fromkeys(("左右", "上下"), "about"),
}
_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_MEASURE_WORDS = "件次|条次|人次|项次|宗次|件|条|份|宗|起|次|项|个|篇|只|笔|例|封|期|册|则|批"
_FIRST_OF_MEASURE = "件条份宗起次项个篇只笔例封期册则批人元"
_HANZI = "零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟"


def _any(words: dict[str, Qualifier]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# A number without measure word counts only where its clause ends. That it begins behind another digit, or that
# something else follows, is seen at once, since most numbers of a sentence are years.
_FIGURE = re.compile(
    rf"""(?P<numeral>[0-9{_HANZI}](?<![0-9{_HANZI}]{{2}})
        (?:(?<=[0-9])[0-9,.]{{0,15}}|(?<=[{_HANZI}])[{_HANZI}]{{0,11}}))(?=[{_FIRST_OF_MEASURE}百千万亿余多”",;)。])
    (?:(?<=[“"][0-9])[”"])?
    (?:(?P<more>[余多])?(?P<scale>[百千万亿])(?!分))?
    (?P<after>[余多])?
    (?:(?P<money>元)|(?P<unit>{_MEASURE_WORDS})|(?=[,;)。](?![0-9])))
    (?P<late>{_any(_AFTER)})?""",
    re.VERBOSE,
)
_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12}(?:\.[0-9]{1,6})?")
_BEFORE_FIGURE = re.compile(rf"(?:(?<![共合总])计|(?P<word>{_any(_BEFORE)}))$")
# The last character of that: most figures stand behind another. The line end is there because `$` passes over one.
_ENDS_BEFORE_FIGURE = frozenset((*(word[-1] for word in _BEFORE), "计", "\n"))
# Two digits on end are no number but a guess: 两三件, 十七八件.
_ABOUT = re.compile("[一二两三四五六七八九]{2}")
# What may not stand before a figure: 第3条, 9至12条, A4, 12:30.
_PART_OF_MORE = re.compile(rf"(?:[0-9A-Za-z第{_HANZI}]|[0-9][ .,:/~—至-])$")
_MAY_BEGIN_MORE = frozenset((*string.digits, *string.ascii_letters, *_HANZI, *"第 .,:/~—至-\n"))
# Not things counted in reports: 一起 is "together" unless something happened, 3个月, 20个工作日, 一件事, 一次性; nor is
# 数十件 a certain number, whereas 申请数10件 is.
_IDIOM = re.compile(
    rf"(?:(?<=[数几])[{_HANZI}]|(?<=上)[百千万]|(?<!发生)(?<!出现)(?<!收到)(?<!受理)一起|[0-9{_HANZI}]+(?:个(?:工作日|月|百分点)|件事|次性|条龙))"
)
# No idiom stands but behind or before these, or begins with 一.
_BEFORE_IDIOM, _IN_IDIOM = frozenset("数几上"), frozenset("工月百事性龙")

# A text that holds a figure holds one of these characters with this behind it: cheap, and matched by much else.
IN_FIGURE = f"0-9余多万亿{_HANZI}"
BEHIND_FIRST = (
    rf"(?<=[0-9余多万亿])(?:[”\"]?\s?[{_FIRST_OF_MEASURE}]|[,;)。])|(?<=[{_HANZI}])(?:[件条份宗起次项例篇封元]|(?<=零))"
)


class Figure(NamedTuple):
    """A figure: `start:end` is its numeral (26.8万), `first:last` all of it (约26.8万条左右).

    `unit` is the measure word as printed, for money with its scale (万元); `value` of money is in yuan.
    """

    first: int
    start: int
    end: int
    last: int
    value: Number
    qualifier: Qualifier
    unit: str | None
    money: bool


def figures(text: str) -> list[Figure]:
    """The figures of a line in readable form. One whose value is not certain (十几件, 1.2件) is left out."""
    found = []
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        before = text[start - 1 : start]
        if before in _MAY_BEGIN_MORE and _PART_OF_MORE.search(text, max(start - 2, 0), start):
            continue
        may_be_idiom = before in _BEFORE_IDIOM or text[start] == "一" or text[end : end + 1] in _IN_IDIOM
        if may_be_idiom and _IDIOM.match(text, start):
            continue
        if figure := _figure(text, match, before):
            found.append(figure)
    return found


def _figure(text: str, match: re.Match[str], before: str) -> Figure | None:
    """The figure of a match behind the character `before`; null if its value is not certain."""
    numeral, more, scale, after, money, unit, late = match.groups()
    value = _value(numeral, _SCALES[scale] if scale else 1)
    if value is None or (value and not numeral[0].isdigit() and not unit and not money):
        return None
    if not money and not isinstance(value, int):
        return None
    first, end = match.span()
    qualifying = _BEFORE_FIGURE.search(text, max(first - 2, 0), first) if before in _ENDS_BEFORE_FIGURE else None
    qualifier: Qualifier = "exact"
    if more or after:
        qualifier = "more_than"
    elif late:
        qualifier = _AFTER[late]
    elif qualifying and qualifying["word"]:
        qualifier = _BEFORE[qualifying["word"]]
    return Figure(
        qualifying.start() if qualifying else first,
        first,
        match.end("scale" if scale else "numeral"),
        end,
        value,
        qualifier,
        f"{scale or ''}元" if money else unit,
        money is not None,
    )


@lru_cache(maxsize=4096)
def _value(numeral: str, scale: int) -> Number | None:
    """The value of a numeral; null if it is none (一二, 1,23)."""
    if _DIGITS.fullmatch(numeral):
        value = Decimal(numeral.replace(",", "")) * scale
        return int(value) if value == int(value) else value
    if _ABOUT.search(numeral):
        return None
    try:
        return None if numeral[0].isdigit() else int(cn2an(numeral, "smart")) * scale
    except ValueError:
        return None
