"""What the figures of a report cover, where it says so.

Belongs here: finding what a report says of its own figures. Does not belong here: the wordings
(dbt/seeds/scope_statements.csv), nor whose report it is (organization.py).

Of a government counts what is said of the report (本报告…, 统计数据…), and who received the applications: 全县共收到
sums the county, 市本级共收到 does not. If two scopes are told, neither is taken: figures of different scope are never
summed, and a guess would let them be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dagster_project.extract.forms import read_seed
from dagster_project.extract.organization import Organization

_STATEMENT = re.compile(r"(?:本报告|本年度报告|本年报|年度报告|报告数据|所列数据|统计数据|统计范围)[^。]{0,160}")
_OFFICE = re.compile("人民政府(?:办公室|办公厅)$")
_NAMES = {
    "COVERS": "(?:涵盖|包括|包含|汇总|综合|统计)[^。;不]{0,24}",
    "LOWER": (
        r"各?(?:乡\(?镇|镇街|镇\(街道\)|街道|县\(市、区\)|县\(市\)区|县市区|区县|县区|区\(县\)|市州|州市|地级以上市|地级市"
        r"|设区市)"
    ),
}
_CLAUSE = r"(?:[,。;:)、\n])(?:20\d\d年度?,?|全年,?|本年度?,?|一年来,?)?"
_RECEIVED = (
    r"(?:累计|共计|总共|共|依法|新|总计)*(?:收到|受理|接到)[^,。;]{0,14}(?:公开[^,。;]{0,6}申请|依申请公开|申请公开)"
)
_SPACE = re.compile(r"[^\S\n]+")
_RECEIVING = ("收到", "受理", "接到", "代表")
_REACH = 40
_HEAD = 1500


@dataclass(slots=True, frozen=True)
class _Wording:
    """How a scope is told: of which kinds of bodies, where, by which words."""

    scope: str
    of: frozenset[str]
    where: str
    pattern: re.Pattern[str]


@cache
def _wordings() -> list[_Wording]:
    """The lines of dbt/seeds/scope_statements.csv."""
    wordings = []
    for line in read_seed("scope_statements"):
        pattern = line["pattern"]
        for name, meaning in _NAMES.items():
            pattern = pattern.replace(name, meaning)
        if line["where"] == "subject":
            pattern = f"{_CLAUSE}(?:{pattern}){_RECEIVED}"
        wordings.append(_Wording(line["scope"], frozenset(line["of"].split()), line["where"], re.compile(pattern)))
    return wordings


def read(text: str, start: int, end: int, body: Organization) -> tuple[str, str | None]:
    """The scope that a report tells, and the words that tell it.

    Where it tells none, or two: the organ itself for a department, a vertical body or a township, else `unknown`.
    """
    if not body.name or not body.kind:
        return "unknown", None
    kind = "office" if _OFFICE.search(body.name) else body.kind
    wordings = [wording for wording in _wordings() if kind in wording.of]
    silent = "unknown" if kind in ("government", "office") else "organ"
    if not wordings:
        return silent, None
    statements = _STATEMENT.findall("".join(text[start : min(start + _HEAD, end)].split()))
    received = _SPACE.sub("", "…".join(_around(text, start, end)))
    told = {
        wording.scope: found.group().lstrip(",。;:)、\n")
        for wording in wordings
        for said in (statements if wording.where == "statement" else [received])
        if (found := wording.pattern.search(said))
        if wording.where != "subject" or not _of_part(said, found.start())
    }
    return next(iter(told.items())) if len(told) == 1 else (silent if not told else "unknown", None)


def _around(text: str, start: int, end: int) -> Iterator[str]:
    """What stands around each word of receiving in [start, end)."""
    for word in _RECEIVING:
        at = text.find(word, start, end)
        while at >= 0:
            yield text[max(at - _REACH, start) : min(at + _REACH, end)]
            at = text.find(word, at + 1, end)


def _of_part(text: str, at: int) -> bool:
    """Whether a clause only tells a part: 其中."""
    return text[max(at - 3, 0) : at + 3].find("其中") >= 0
