"""Numbers as sentences print them: Arabic or Chinese, with 万 or 亿, an approximating word and a measure word.

Belongs here: finding such figures in one line of text, and their value. Does not belong here: what a figure
counts (claim_rules.py), nor the cells of tables (tokens.py), where a number stands without measure word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

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
_MEASURE_WORDS = "件次|条次|人次|项次|宗次|件|条|份|宗|起|次|项|个|篇|只|笔|例|封|期|册|则|批|户|人"
_HANZI = "零〇一二两三四五六七八九十百千万"


def _any(words: dict[str, Qualifier]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# A number without measure word counts only where its clause ends; 第3条, 9至12条, 5-6件, A4 and 12:30 are none.
_FIGURE = re.compile(
    rf"""(?:(?P<before>{_any(_BEFORE)})为?)?
    (?<![0-9A-Za-z第])(?<![0-9][ .,:/~—至-])
    (?:(?P<digits>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?)
       |(?<![{_HANZI}数几上])(?P<hanzi>[{_HANZI}]{{1,12}}))
    (?:(?P<more>[余多])?(?P<scale>[百千万亿])(?![分]))?
    (?P<after>[余多])?
    (?:(?P<money>元)|(?P<unit>{_MEASURE_WORDS})|(?=[,;)。](?![0-9])))
    (?P<late>{_any(_AFTER)})?""",
    re.VERBOSE,
)
# Not things counted in reports: 一起 is "together" unless something happened, 3个月, 20个工作日, 一件事, 一次性.
_IDIOMS = re.compile(
    r"(?<!发生)(?<!出现)(?<!收到)(?<!受理)一起|[0-9一二两三四五六七八九十]+(?:个(?:工作日|月|百分点)|件事|次性|条龙)"
)


# What a text must match to hold a figure: cheap, and matched by much else.
HINT = f"[0-9余多万亿{_HANZI}] ?[{''.join(sorted(set(_MEASURE_WORDS) - {'|'}))}元]|[0-9][,;)。]|零"


@dataclass(slots=True, frozen=True)
class Figure:
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


def figures(text: str) -> Iterator[Figure]:
    """The figures of a line in readable form. One whose value is not certain (十几件, 1.2件) is left out."""
    for match in _FIGURE.finditer(text):
        if (figure := _figure(match)) and not _IDIOMS.match(text, figure.start):
            yield figure


def _figure(match: re.Match[str]) -> Figure | None:
    scale = match["scale"]
    value = _value(match["digits"], match["hanzi"], _SCALES[scale] if scale else 1)
    unit = match["unit"]
    spoken = match["hanzi"] is not None
    if value is None or (spoken and not match["money"] and unit is None and value):
        return None
    numeral = "hanzi" if spoken else "digits"
    return Figure(
        match.start(),
        match.start(numeral),
        match.end("scale" if scale else numeral),
        match.end(),
        value,
        _qualifier(match),
        f"{scale or ''}元" if match["money"] else unit,
        match["money"] is not None,
    )


def _qualifier(match: re.Match[str]) -> Qualifier:
    if match["more"] or match["after"]:
        return "more_than"
    if match["late"]:
        return _AFTER[match["late"]]
    return _BEFORE[match["before"]] if match["before"] else "exact"


@lru_cache(maxsize=4096)
def _value(digits: str | None, hanzi: str | None, scale: int) -> Number | None:
    """The value of a numeral; null if it is none, or is a fraction of things that are counted whole."""
    if digits is None:
        try:
            return int(cn2an(hanzi, "smart")) * scale
        except ValueError:
            return None
    value = Decimal(digits.replace(",", "")) * scale
    return int(value) if value == int(value) else value
