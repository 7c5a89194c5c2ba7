"""The names of public bodies: their kinds, their official form, what makes one no name of a body.

Belongs here: what can be told from a name alone. Does not belong here: finding names in a document (organization.py),
nor the divisions that they begin with (divisions.py).
"""

import re
from functools import cache, lru_cache

from dagster_project.extract import divisions
from dagster_project.extract.forms import read_seed

REGIONS = frozenset("区县市州省旗")
NATIONAL = re.compile(
    "^(?:国家税务总局|国家统计局|中华人民共和国|中国人民银行|国家金融监督管理总局|中国(?:银行业监督管理委员|银行保险监督管理委员|证券监督管理委员|银保监|银监|证监)会|国家外汇管理局|国家能源局|中国|国家)"
)
# Places whose short names are also words with which the names of bodies begin: 资源规划局, 平安建设办公室.
_WORDS = re.compile("公安|资源|合作|港口|平安|安居|新建|通道|共和|解放|惠民|富民|振兴|友好|工农|东方|兴业|运河|海港")
_OTHER_NAME = re.compile(r"\(.*\)$")
_SEAL = re.compile(r"\(.{0,2}[章印]\)")
# What is put in full: 县政府, 街道办, 镇.
_GOVERNMENT = re.compile("(?<=[省市县区州旗镇乡])政府")
_STREET = re.compile("街道(?:办|人民政府)?$")
_TOWN = re.compile(r"[\u3400-\u9fff](?:镇|乡|苏木)$")
_PLAQUE = re.compile(r"\([加并]?挂.*\)$")
_NOT_A_BODY = re.compile(
    "^(?:本|我|该|各|其|相关|有关|负责)|^中共.*委(?:员会)?$|[省市县区州旗]委$|目录|首页|栏目|网站|以上|编辑|公开办"
)


@cache
def _kinds() -> list[tuple[str, re.Pattern[str]]]:
    """The kinds of bodies and what names of each look like, in the order in which they are tried."""
    patterns: dict[tuple[str, str], list[str]] = {}
    for line in read_seed("organization_kinds"):
        end = "$" if line["position"] == "end" else ""
        patterns.setdefault((line["priority"], line["kind"]), []).append(re.escape(line["marker"]) + end)
    return [(kind, re.compile("|".join(markers))) for (_, kind), markers in sorted(patterns.items())]


@lru_cache(maxsize=64)
def kind_of(name: str) -> str | None:
    """government, township, vertical or department (dbt/seeds/organization_kinds.csv); null if it is no body's name."""
    bare = without_bracket(name)
    return next((kind for kind, pattern in _kinds() if pattern.search(bare)), None)


def without_bracket(name: str) -> str:
    """A name without the other name that follows it in brackets."""
    return _OTHER_NAME.sub("", name)


def without_seal(name: str) -> str:
    """A name without the mark of where its seal was set: (盖章)."""
    return _SEAL.sub("", name)


def official(printed: str) -> str | None:
    """The official form of a printed name, 岳塘区人民政府 for 岳塘区; null if it is no body's name."""
    name = _PLAQUE.sub("", without_seal("".join(printed.split())))
    if _NOT_A_BODY.search(name):
        return None
    name = _GOVERNMENT.sub("人民政府", name)
    name = _STREET.sub("街道办事处", name)
    places, rest = divisions.leading(name)
    if (places and not rest) or _TOWN.search(name):
        name += "人民政府"
    return name if kind_of(name) and len(name) > 2 else None


@cache
def _departments() -> re.Pattern[str]:
    """What a name says after its place if it is that of an ordinary department: 国土局, 审计局, 信访办公室."""
    stems = "|".join(line["department"] for line in read_seed("organization_departments"))
    return re.compile(f"(?:{stems})(?:局|委|委员会|办|办公室)")


def is_department_of(place: str, rest: str) -> bool:
    """Whether the short name of a place and the rest are that of an ordinary department: 腾冲, 国土局."""
    return not _WORDS.fullmatch(place) and bool(_departments().fullmatch(rest))


def may_be_short(name: str) -> bool:
    """Whether a body can be named by the short name of its division: 湛江海关, 苏州工业园区管委会, but no street."""
    return kind_of(name) in ("vertical", "government") or ("人民政府" in name and kind_of(name) == "department")


def is_generic(name: str) -> bool:
    """Whether a name begins with the level of a division in place of its name: 区统计局, 县人民政府."""
    return name[0] in REGIONS and not divisions.leading(name)[0]
