"""Whose report it is: the organization, its kind and its division, as a document names them.

Belongs here: the places where a document names its author, in the order of trust below, and the name of that time.
Does not belong here: year and dates (masthead.py), what a name tells (bodies.py), its place (seat.py).

Order of trust: the title; the sentence `由…编制`; the metadata block; the signature; the host in the footer; whom to
ask; the name of the file. Of those that only tell whose page it is, a name counts if the text speaks of itself
so (我局, 我镇), and a later name only leads to the earlier (dbt/seeds/organization_renames.csv) if that is printed.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from dagster_project.extract.bodies import REGIONS, kind_of, official, without_bracket
from dagster_project.extract.dates import DATE
from dagster_project.extract.forms import read_seed
from dagster_project.extract.seat import Document, find
from dagster_project.extract.titles import Title

_HAN = r"\u3400-\u9fff·"
_COMPILED = re.compile(
    rf"(?:报告|年报)(?:[^。;]{{0,90}}?[^。;{_HAN}])?由([{_HAN}()]{{3,40}}?)(?:根据|依据|按照|依照|编制|编写|汇编)"
)
_METADATA = re.compile(
    r"(?:发布机构|发布机关|发布单位|发文机关|发文单位|制发机关|公开主体|公开责任单位|责任部门|编制单位|填报单位|报送单位|单位(?<![\u3400-\u9fff]单位)|信息来源|来源)(?:\(盖章\))?"
    rf"[ \t:|]*(?![^\n]{{0,20}}(?:融媒体|新闻|日报|电视台))([{_HAN}()]{{3,40}})"
)
_FOOTER = re.compile(rf"(?:主办单位|主办|主管单位|版权所有)[\s:]*([{_HAN}]{{4,40}}(?:\([{_HAN}]{{4,40}}\))?)")
_CONTACT = re.compile(rf"[与向]([{_HAN}]{{4,40}}?)(?:联系|咨询)")
_SELF = re.compile(r"我(街道|中心|公司|局|办|委|厅|镇|乡|院|队|处|所|会|社|部|署|馆|站|校|区|县|市|州|省|旗)")
_SELF_ENDINGS = {
    "办": ("办", "办公室"),
    "委": ("委", "委员会"),
    "街道": ("街道", "街道办事处"),
    "镇": ("镇", "镇人民政府"),
    "乡": ("乡", "乡人民政府"),
    "院": ("院", "法院", "学院"),
    "校": ("学校", "大学", "学院"),
}


@dataclass(slots=True, frozen=True)
class Organization:
    """A body with its full name as of the report; `doubt` is the code of what the document leaves open, if anything."""

    name: str | None = None
    kind: str | None = None
    evidence: str | None = None
    division_code: str | None = None
    doubt: str | None = None


def read(
    text: str, start: int, end: int, title: Title | None, year: int | None, file_title: Callable[[], Title | None]
) -> Organization:
    """The organization of the report in a range; null name and a doubt if the document does not tell.

    `file_title` is asked for the title that the file bears, if all else does not tell.
    """
    document = Document(text[start:end], year)
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
        seat = find(document, name)
        evidence = f"{source}: {printed}" + (f"; place: {seat.evidence}" if seat.evidence else "")
        return Organization(seat.name, kind_of(seat.name), evidence, seat.division_code, seat.doubt)
    return Organization(doubt=doubt)


def _sources(
    document: Document, title: Title | None, file_title: Callable[[], Title | None]
) -> Iterator[tuple[str, str]]:
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
    if (last := file_title()) and last.name:
        yield "file_name", last.name


def _signatures(edges: str) -> Iterator[str]:
    """The names alone before the last date that ends a line, in its line or just above it."""
    lines = [line.strip() for line in edges.splitlines() if line.strip()]
    for at in range(len(lines) - 1, -1, -1):
        closing = re.split("[。;]", lines[at].rstrip("。)"))[-1]
        *_, found = (None, *DATE.finditer(closing))
        if found and found.end() >= len(closing) - 1 and found.start() <= 30:
            before = closing[: found.start()]
            yield from (
                line.strip()
                for line in (before.lstrip("( "), *reversed(lines[max(at - 2, 0) : at]))
                if re.fullmatch(rf"[{_HAN}() ]{{3,40}}", line) and not _is_of_several(line)
            )
            return


def _is_of_several(line: str) -> bool:
    """Whether several bodies sign beside each other."""
    return sum(len(name) > 3 and kind_of(name) is not None for name in line.split()) > 1


def _speaks_as(document: Document, name: str, source: str) -> bool:
    """Whether the text's own 我局, 我镇, 我区 fits a name that only the page shows."""
    selves = Counter(_SELF.findall(document.text))
    body = next((word for word, _ in selves.most_common() if word not in REGIONS), None)
    bare = without_bracket(name)
    if body:
        return bare.endswith(_SELF_ENDINGS.get(body, (body,)))
    if selves:
        return kind_of(name) == "government"
    return source != "host" or kind_of(name) != "government"


def _at_the_time(document: Document, name: str) -> str | None:
    """The body's name in the report's year; null if it was renamed since and the text does not say from what."""
    bare = without_bracket(name)
    renames = [line for line in _renames() if bare.endswith(line["later"])]
    renames = [line for line in renames if document.year is not None and document.year < int(line["since"])]
    if not renames:
        return bare
    text = document.text
    known = [line for line in renames if line["earlier"]]
    earlier = {line["earlier"] for line in known if line["earlier"] in text or line["alias"] in text}
    if len(earlier) != 1:
        return None
    later = max((line["later"] for line in renames), key=len)
    return bare.removesuffix(later) + earlier.pop()


@cache
def _renames() -> list[dict[str, str]]:
    """The renamings of bodies, as lines of dbt/seeds/organization_renames.csv."""
    return read_seed("organization_renames")
