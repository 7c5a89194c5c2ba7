"""Whose report it is: the organization, its kind and its division, as a document names them.

Belongs here: the places where a document names its author, in the order of trust below, and making the full official
name of that time out of them. Does not belong here: year and dates (masthead.py), the register (divisions.py).

Order of trust: the title; the sentence `由…编制`; the metadata block; the signature; the host in the footer; whom to
ask; the name of the file. Of those that only tell whose page it is, a name counts if the text speaks of itself
so (我局, 我镇), and a later name only leads to the earlier (dbt/seeds/organization_renames.csv) if that is printed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dagster_project.extract import divisions
from dagster_project.extract.dates import DATE
from dagster_project.extract.forms import read_seed
from dagster_project.extract.titles import Title

_REACH = 1600
_HAN = r"\u3400-\u9fff·"
_COMPILED = re.compile(rf"由([{_HAN}()]{{3,40}}?)(?:根据|依据|按照|依照|编制|编写|汇编)")
_METADATA = re.compile(
    r"(?:发布机构|发布机关|发布单位|发文机关|发文单位|制发机关|公开主体|公开责任单位|责任部门|编制单位|填报单位|信息来源|来源)"
    rf"[ \t:|]*([{_HAN}()]{{3,40}})"
)
_FOOTER = re.compile(rf"(?:主办单位|主办|主管单位|版权所有)[\s:]*([{_HAN}]{{4,40}}(?:\([{_HAN}]{{4,40}}\))?)")
_CONTACT = re.compile(rf"[请可]?[与向]([{_HAN}]{{4,40}}?)(?:联系|咨询)")
_PLACE_LABEL = re.compile(
    r"(?:地址|地点|主办单位|主办|版权所有|发布机构|发布机关|发布单位|信息来源|来源|网站名称)[ \t:|]*"
)
_SITE = re.compile(r"(?:人民)?政府(?:门户)?网")
_SELF = re.compile(r"我(街道|中心|公司|局|办|委|厅|镇|乡|院|队|处|所|会|社|部|署|馆|站|校|区|县|市|州|省|旗)")
_REGIONS = frozenset("区县市州省旗")
_SELF_ENDINGS = {
    "办": ("办", "办公室"),
    "委": ("委", "委员会"),
    "街道": ("街道", "街道办事处"),
    "镇": ("镇", "镇人民政府"),
    "乡": ("乡", "乡人民政府"),
    "院": ("院", "法院", "学院"),
    "校": ("学校", "大学", "学院"),
}
_NATIONAL = re.compile("^(?:国家税务总局|国家统计局|中华人民共和国|中国人民银行|中国|国家)")
_NOT_A_BODY = re.compile("^(?:中共|本|我|该|各|其|相关|有关|负责)|目录|首页|栏目|网站|以上|编辑|公开办")


@dataclass(slots=True, frozen=True)
class Organization:
    """A body with its full name as of the report; `doubt` is the code of what the document leaves open, if anything."""

    name: str | None = None
    kind: str | None = None
    evidence: str | None = None
    division_code: str | None = None
    doubt: str | None = None


@dataclass(slots=True, frozen=True)
class _Document:
    """What the search looks at: the head and tail of a report, and both without blanks, since lines cut names."""

    text: str
    year: int | None
    edges: str
    joined: str

    @classmethod
    def of(cls, text: str, start: int, end: int, year: int | None) -> "_Document":
        whole = text[start:end]
        edges = whole if len(whole) <= 2 * _REACH else whole[:_REACH] + "\n" + whole[-_REACH:]
        return cls(whole, year, edges, "".join(edges.split()))


def read(
    text: str, start: int, end: int, title: Title | None, year: int | None, file_title: Title | None
) -> Organization:
    """The organization of the report in a range; null name and a doubt if the document does not tell."""
    document = _Document.of(text, start, end, year)
    doubt = "unknown_organization"
    for source, printed in _sources(document, title, file_title):
        name = official(printed)
        if not name or (source not in ("title", "compiled_by") and not _speaks_as(document, name, source)):
            continue
        if source in ("publisher", "host", "contact"):
            earlier = _at_the_time(document, name)
            if not earlier:
                doubt = "renamed_organization"
                continue
            name = earlier
        return _placed(document, name, f"{source}: {printed}")
    return Organization(doubt=doubt)


def _sources(document: _Document, title: Title | None, file_title: Title | None) -> Iterator[tuple[str, str]]:
    """Where the document names its author, the surest first, as printed."""
    if title and title.name:
        yield "title", title.name
    yield from (("compiled_by", found) for found in _COMPILED.findall(document.joined))
    yield from (("publisher", found) for found in _METADATA.findall(document.edges))
    yield from (("signature", found) for found in _signatures(document.edges))
    yield from (("host", found) for found in _FOOTER.findall(document.edges))
    yield from (
        ("contact", re.sub("(?<=[局厅委会镇乡])(?:党政)?办公?室?$", "", found))
        for found in _CONTACT.findall(document.joined)
    )
    if file_title and file_title.name:
        yield "file_name", file_title.name


def _signatures(edges: str) -> Iterator[str]:
    """The names alone on a line just before the last date that stands alone on its own."""
    lines = [line.strip() for line in edges[-_REACH:].splitlines() if line.strip()]
    for at in range(len(lines) - 1, -1, -1):
        found = DATE.search(lines[at])
        if found and found.end() >= len(lines[at]) - 1 and found.start() <= 30:
            before = lines[at][: found.start()].strip()
            yield from (
                line
                for line in (before, *reversed(lines[max(at - 2, 0) : at]))
                if re.fullmatch(rf"[{_HAN}() ]{{3,40}}", line)
            )
            return


@cache
def _kinds() -> list[tuple[str, re.Pattern[str]]]:
    """The kinds of bodies and what names of each look like, in the order in which they are tried."""
    patterns: dict[tuple[str, str], list[str]] = {}
    for line in read_seed("organization_kinds"):
        end = "$" if line["position"] == "end" else ""
        patterns.setdefault((line["priority"], line["kind"]), []).append(re.escape(line["marker"]) + end)
    return [(kind, re.compile("|".join(markers))) for (_, kind), markers in sorted(patterns.items())]


def kind_of(name: str) -> str | None:
    """government, township, vertical or department (dbt/seeds/organization_kinds.csv); null if it is no body's name."""
    bare = re.sub(r"\(.*\)$", "", name)
    return next((kind for kind, pattern in _kinds() if pattern.search(bare)), None)


def official(printed: str) -> str | None:
    """The official form of a printed name, 岳塘区人民政府 for 岳塘区; null if it is no body's name."""
    name = "".join(printed.split())
    if _NOT_A_BODY.search(name):
        return None
    name = re.sub("(?<=[省市县区州旗镇乡])政府", "人民政府", name)
    name = re.sub("街道(?:办|人民政府)?$", "街道办事处", name)
    places, rest = divisions.leading(name)
    if (places and not rest) or re.search(r"[\u3400-\u9fff](?:镇|乡|苏木)$", name):
        name += "人民政府"
    return name if kind_of(name) and len(name) > 2 else None


def _speaks_as(document: _Document, name: str, source: str) -> bool:
    """Whether the text's own 我局, 我镇, 我区 fits a name that only the page shows."""
    selves = Counter(_SELF.findall(document.text))
    body = next((word for word, _ in selves.most_common() if word not in _REGIONS), None)
    bare = re.sub(r"\(.*\)$", "", name)
    if body:
        return bare.endswith(_SELF_ENDINGS.get(body, (body,)))
    if selves:
        return kind_of(name) == "government"
    return source != "host" or kind_of(name) != "government"


def _at_the_time(document: _Document, name: str) -> str | None:
    """The body's name in the report's year; null if it was renamed since and the text does not say from what."""
    bare = re.sub(r"\(.*\)$", "", name)
    renames = [line for line in _renames() if bare.endswith(line["later"])]
    renames = [line for line in renames if document.year is not None and document.year < int(line["since"])]
    if not renames:
        return bare
    text = document.text
    earlier = {line["earlier"] for line in renames if line["earlier"] in text or line["alias"] in text}
    if len(earlier) != 1:
        return None
    later = max((line["later"] for line in renames), key=len)
    return bare.removesuffix(later) + earlier.pop()


@cache
def _renames() -> list[dict[str, str]]:
    """The renamings of bodies, as lines of dbt/seeds/organization_renames.csv."""
    return read_seed("organization_renames")


def _placed(document: _Document, name: str, evidence: str) -> Organization:
    """The full name and the division of a body whose name is known."""
    places, _ = divisions.leading(_NATIONAL.sub("", name))
    before = _printed_before(document, name)
    doubt = None
    if before and _NATIONAL.search(name) is None:
        if all(divisions.is_named(place, document.year) for place in before):
            name = name[1:] if _is_generic(name) else name
            name = "".join(before) + name
        places = before + places
    if not places:
        places = _mentioned_place(document, name)
        if places and _is_generic(name):
            name, evidence = places[-1] + name[1:], f"{evidence}; place: {places[-1]}"
    found = divisions.decide(places, document.year, document.edges, lambda: _mentions(document)) if places else []
    if len(found) > 1:
        doubt = "ambiguous_division"
    elif not found and not _NATIONAL.search(name):
        doubt = "unknown_division"
    code = found[0].code if len(found) == 1 else None
    return Organization(name, kind_of(name), evidence, code, doubt)


def _by_short_name(name: str) -> bool:
    """Whether a body can be named by the short name of its division: 湛江海关, 苏州工业园区管委会, but no street."""
    return kind_of(name) in ("vertical", "government") or ("人民政府" in name and kind_of(name) == "department")


def _is_generic(name: str) -> bool:
    """Whether a name begins with the level of a division in place of its name: 区统计局, 县人民政府."""
    return name[0] in _REGIONS and not divisions.leading(name)[0]


def _printed_before(document: _Document, name: str) -> tuple[str, ...]:
    """The names of divisions most often printed right before a name, in its full or short form."""
    shift = 1 if _is_generic(name) else 0
    short = re.sub("(?:人民政府|办事处)$", "", name)
    for form in dict.fromkeys((name, short)):
        found: Counter[tuple[str, ...]] = Counter()
        at = document.joined.find(form)
        while at >= 0:
            if places := divisions.trailing(document.joined, at + shift):
                found[places] += 1
            at = document.joined.find(form, at + 1)
        if found:
            return found.most_common(1)[0][0]
    return ()


def _mentions(document: _Document) -> list[str]:
    """The divisions named where a document speaks of its own place: address, host, publisher, site."""
    found = [
        place
        for label in _PLACE_LABEL.finditer(document.edges)
        for place in divisions.leading(document.edges[label.end() : label.end() + 40])[0]
    ]
    for site in _SITE.finditer(document.joined):
        found.extend(divisions.trailing(document.joined, site.start()))
    return list(dict.fromkeys(found))


def _mentioned_place(document: _Document, name: str) -> tuple[str, ...]:
    """The one division that the document's own place can be, for a body named without any."""
    found = [divisions.named(place, document.year) for place in _mentions(document)]
    codes = divisions.site_codes(document.edges)
    found.extend([division] for code in codes if (division := divisions.by_code(code, document.year)))
    level = name[0] if _is_generic(name) else None
    short = divisions.by_short_name(_NATIONAL.sub("", name), document.year) if _by_short_name(name) else None
    if short:
        return (short,)
    if kind_of(name) == "township":
        fits = {one.name for some in found for one in some if one.level == "county"}
    elif level:
        fits = {one.name for some in found for one in some if one.name.endswith(level)}
    else:
        return ()
    return (fits.pop(),) if len(fits) == 1 else ()
