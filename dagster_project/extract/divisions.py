"""Administrative divisions: which one a name means at a time, and what in a document tells namesakes apart.

Belongs here: reading dbt/seeds/divisions.csv and place_clues.csv, and deciding among the divisions of a name. Does not
belong here: where in a document a name stands (organization.py). Names are full names: 岳塘区, not 岳塘.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from dagster_project.extract.forms import read_seed

_LONGEST = 15
_PEOPLES = re.compile(
    "(?:(?:布依|苗|侗|藏|羌|彝|哈尼|壮|傣|白|景颇|傈僳|回|蒙古|土家|朝鲜|瑶|满|畲|黎|土|撒拉|裕固|东乡|保安|达斡尔|佤|拉祜|布朗|纳西"
    "|普米|独龙|怒|仡佬|水|仫佬|毛南|鄂温克|锡伯|塔吉克|哈萨克|柯尔克孜|维吾尔|各)族|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)+自治(?=[州县]$)"
)
_ENDING = re.compile("(?:省|(?:壮族|回族|维吾尔)?自治区|特别行政区|市|县|区|地区|盟|旗|(?:自治)?州)$")
_CLUES = {
    "area_code": re.compile(r"(?<!\d)(0(?:10|2\d|[3-9]\d\d))[-—–) ]{1,2}\d{7,8}(?!\d)"),
    "postcode": re.compile(r"邮\s*(?:政\s*)?编\s*码?\s*[:为]?\s*(\d\d)\d{4}(?!\d)"),
    "icp": re.compile(r"([\u4e00-\u9fff])\s*ICP\s*备"),
}
# The first six digits of a site's number and of its police filing are the division that keeps the site.
_SITE = re.compile(r"(?:网站标识码\s*:?\s*|公网安备\s*)(\d{6})")


@dataclass(slots=True, frozen=True)
class Division:
    """A division under one code and name; `first` and `last` are the years at whose end it was so."""

    code: str
    name: str
    level: str
    parent: str
    unit: str
    first: int
    last: int

    def held(self, year: int | None) -> bool:
        """Whether it was so at the end of a year; a null year asks of the present."""
        return self.last == _FOREVER if year is None else self.first <= year <= self.last


_FOREVER = 9999


@cache
def _register() -> tuple[dict[str, list[Division]], dict[str, list[Division]], dict[str, list[Division]]]:
    """All divisions by name, by code and by unit."""
    by_name, by_code, by_unit = defaultdict(list), defaultdict(list), defaultdict(list)
    for line in read_seed("divisions"):
        division = Division(
            line["division_code"],
            line["name"],
            line["level"],
            line["parent_code"],
            line["unit_code"],
            int(line["valid_from"][:4]),
            int(line["valid_to"][:4] or _FOREVER),
        )
        for name in _forms(division.name):
            by_name[name].append(division)
        by_code[division.code].append(division)
        by_unit[division.unit].append(division)
    return dict(by_name), dict(by_code), dict(by_unit)


@cache
def _clue_codes() -> dict[tuple[str, str], frozenset[str]]:
    """The provinces and prefectures that a printed clue tells, by kind and clue."""
    codes = defaultdict(set)
    for line in read_seed("place_clues"):
        codes[line["kind"], line["clue"]].add(line["division_code"])
    return {key: frozenset(found) for key, found in codes.items()}


def _forms(name: str) -> set[str]:
    """A name, and that of an autonomous prefecture or county without its peoples: 黔南自治州 and 黔南州, 北川县."""
    if not name.endswith(("自治州", "自治县")):
        return {name}
    return {name, _PEOPLES.sub("", name), _PEOPLES.sub("自治", name)} - {"州", "县"}


def is_named(name: str, year: int | None) -> bool:
    """Whether a division had this name at the end of a year."""
    return any(division.held(year) for division in _register()[0].get(name, []))


def by_code(code: str, year: int | None) -> Division | None:
    """The division that had a code in a year."""
    held = [division for division in _register()[1].get(code, []) if division.held(year)]
    return held[0] if held else None


def named(name: str, year: int | None) -> list[Division]:
    """The divisions that a name means in a year: those so named then, or those that took or had left the name."""
    by_name, _, by_unit = _register()
    rows = by_name.get(name, [])
    held = [division for division in rows if division.held(year)]
    if held or not rows:
        return held
    units = dict.fromkeys(division.unit for division in rows)
    return [division for unit in units for division in by_unit[unit] if division.held(year)]


def leading(text: str) -> tuple[tuple[str, ...], str]:
    """The names of divisions at the head of a text, and the rest: (淮安市, 洪泽区), 人民政府."""
    places: list[str] = []
    at = 0
    while name := _longest_at(text, at):
        places.append(name)
        at += len(name)
    return tuple(places), text[at:]


def _longest_at(text: str, at: int) -> str:
    known, sizes = _register()[0], _lengths()[0].get(text[at : at + 2], ())
    return next((text[at : at + size] for size in sizes if text[at : at + size] in known), "")


@cache
def _lengths() -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """How long the names are that begin, and that end, with two characters: the longest first."""
    begun, ended = defaultdict(set), defaultdict(set)
    for name in _register()[0]:
        begun[name[:2]].add(len(name))
        ended[name[-2:]].add(len(name))
    in_order = ({two: sorted(sizes, reverse=True) for two, sizes in by.items()} for by in (begun, ended))
    return next(in_order), next(in_order)


def trailing(text: str, end: int) -> tuple[str, ...]:
    """The names of divisions that end at a place of a text, in printed order."""
    known, ended = _register()[0], _lengths()[1]
    places: list[str] = []
    while sizes := ended.get(text[max(end - 2, 0) : end]):
        name = next((text[end - size : end] for size in sizes if size <= end and text[end - size : end] in known), "")
        if not name:
            break
        places.append(name)
        end -= len(name)
    return tuple(reversed(places))


def chain(division: Division, year: int | None) -> list[Division]:
    """A division and what is above it, up to the province."""
    found = [division]
    while found[-1].parent and (parent := by_code(found[-1].parent, year)):
        found.append(parent)
    return found


@cache
def _short_names() -> dict[str, frozenset[str]]:
    """The full names that a name without its ending can be: 湛江 -> 湛江市."""
    short = defaultdict(set)
    for name in _register()[0]:
        bare = _ENDING.sub("", name)
        if len(bare) > 1:
            short[bare].add(name)
    return {bare: frozenset(names) for bare, names in short.items()}


def by_short_name(text: str, year: int | None) -> str | None:
    """The full name of the division by whose short name a text begins, the highest; null if several are as high."""
    for size in range(min(_LONGEST, len(text)), 1, -1):
        names = _short_names().get(text[:size], frozenset())
        found = [division for name in names for division in named(name, year)]
        for level in ("province", "prefecture", "county"):
            of_level = {division.name for division in found if division.level == level}
            if of_level:
                return of_level.pop() if len(of_level) == 1 else None
    return None


def only_by_short_name(text: str, year: int | None) -> tuple[Division, str] | None:
    """The one division by whose short name a text begins, and the rest: 腾冲县, 国土局. None if there are several."""
    for size in range(min(_LONGEST, len(text)), 1, -1):
        names = _short_names().get(text[:size], frozenset())
        units = {division.unit: division for name in names for division in named(name, year)}
        if units:
            return (next(iter(units.values())), text[size:]) if len(units) == 1 else None
    return None


def may_hold(outer: str, inner: str, year: int | None) -> bool:
    """Whether a division of one name can lie within one of another, as far as both are known."""
    above = {division.code for division in named(outer, year)}
    within = [{one.code for one in chain(division, year)} for division in named(inner, year)]
    return not above or not within or any(above & codes for codes in within)


def nested(places: Sequence[str], year: int | None) -> list[Division]:
    """The divisions that the last of some nested names can mean, each within one of the name before it."""
    *above, name = places
    found = named(name, year)
    for outer in above:
        inside = {division.code for division in named(outer, year)}
        found = [division for division in found if inside & {one.code for one in chain(division, year)}] or found
    return found


def decide(
    places: Sequence[str], year: int | None, text: str, mentioned: Callable[[], Iterable[Sequence[str]]]
) -> list[Division]:
    """The divisions that the last of some nested names can mean: one if the document decides it.

    `text` holds the printed clues (telephone, postcode, site numbers, filings); `mentioned` gives the nested names in
    it that are places of the body itself. A clue only chooses among namesakes, it never makes a division.
    """
    found = nested(places, year)
    if len(found) < 2:
        return found
    for codes in _told(text, mentioned(), year):
        kept = [division for division in found if codes & {one.code for one in chain(division, year)}]
        if kept:
            found = kept
    return found


def _told(text: str, mentioned: Iterable[Sequence[str]], year: int | None) -> list[frozenset[str]]:
    """The sets of codes that each clue of a text allows, the surest first. A name with namesakes tells nothing."""
    meant = [nested(places, year) for places in mentioned]
    told = [site_codes(text), frozenset(found[0].code for found in meant if len(found) == 1)]
    for kind, pattern in _CLUES.items():
        clues = set(pattern.findall(text))
        told.append(frozenset().union(*(_clue_codes().get((kind, clue), frozenset()) for clue in clues)))
    return [codes for codes in told if codes]


def site_codes(text: str) -> frozenset[str]:
    """The codes in the site numbers of a text, of counties, prefectures and provinces."""
    return frozenset(_SITE.findall(text))
