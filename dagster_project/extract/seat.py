"""Where a body sits: its full name with the places above it, and its division.

Belongs here: how a document tells the place of a body whose name is known. Does not belong here: which body it is
(organization.py), the register of divisions (divisions.py).
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from dagster_project.extract import divisions
from dagster_project.extract.bodies import NATIONAL, is_department_of, is_generic, kind_of, may_be_short

_PLACE_LABEL = re.compile(
    r"(?:地址|地点|主办单位|主办|版权所有|发布机构|发布机关|发布单位|信息来源|来源|网站名称)[ \t:|]*"
)
# What stands before a name within a sentence.
_WITHIN = re.compile(r"[^\s:|(]")
_REACH = 1600
_SITE = re.compile("人民政府(?:门户)?网|政府(?:门户)?网")


@dataclass(slots=True, frozen=True)
class Seat:
    """The full name of a body, its division, and what is left open of it, if anything."""

    name: str
    division_code: str | None
    doubt: str | None
    evidence: str | None


@dataclass(frozen=True)
class Document:
    """What the search looks at: a report and its year, its head and tail, and both without blanks: lines cut names."""

    text: str
    year: int | None

    @cached_property
    def edges(self) -> str:
        """The head and tail."""
        short = len(self.text) <= 2 * _REACH
        return self.text if short else self.text[:_REACH] + "\n" + self.text[-_REACH:]

    @cached_property
    def joined(self) -> str:
        """The same without blanks."""
        return "".join(self.edges.split())


def find(document: Document, name: str) -> Seat:
    """The seat of a body by its own name, by what is printed before it, or by the document's own place.

    A place enters the name only if it was called so in the report's year.
    """
    places, _ = divisions.leading(NATIONAL.sub("", name).removeprefix("中共"))
    before = () if NATIONAL.search(name) else _printed_before(document, name)
    evidence = None
    if before and places and not divisions.may_hold(before[-1], places[0], document.year):
        before = ()
    if before and all(divisions.is_named(place, document.year) for place in before):
        name = "".join(before) + (name[1:] if is_generic(name) else name)
    places = before + places
    if not places:
        places = _mentioned_place(document, name)
        if places and is_generic(name):
            name, evidence = places[-1] + name[1:], places[-1]
    found = divisions.decide(places, document.year, document.edges, lambda: _mentions(document)) if places else []
    if not places and (only := _only_place(document, name)):
        found, evidence = [only], only.name
    if len(found) == 1:
        return Seat(name, found[0].code, None, evidence)
    national = not found and NATIONAL.search(name)
    return Seat(name, None, None if national else "ambiguous_division" if found else "unknown_division", evidence)


def _printed_before(document: Document, name: str) -> tuple[str, ...]:
    """The names of divisions most often printed right before a name, in its full or short form.

    A department's name without any place is also its superior's, so that it counts only where it stands for itself.
    """
    shift = 1 if is_generic(name) else 0
    alone = not shift and kind_of(name) == "department" and not divisions.leading(name)[0]
    text = document.edges if alone else document.joined
    short = re.sub("(?:人民政府|办事处)$", "", name)
    for form in dict.fromkeys((name, short)):
        found: Counter[tuple[str, ...]] = Counter()
        at = text.find(form)
        while at >= 0:
            places = divisions.trailing(text, at + shift)
            if places and not (alone and _WITHIN.match(text[at - len("".join(places)) - 1 : at])):
                found[places] += 1
            at = text.find(form, at + 1)
        if found:
            return found.most_common(1)[0][0]
    return ()


def _mentions(document: Document) -> list[tuple[str, ...]]:
    """The divisions, from the outermost, named where a document speaks of its own place: address, host, site."""
    edges, joined = document.edges, document.joined
    labels = _PLACE_LABEL.finditer(edges)
    found = [divisions.leading(edges[label.end() : label.end() + 40])[0] for label in labels]
    found += [divisions.trailing(joined, site.start()) for site in _SITE.finditer(joined)]
    return [places for places in dict.fromkeys(found) if places]


def _only_place(document: Document, name: str) -> divisions.Division | None:
    """The one division by whose short name that of a department begins, unless the document's places are others."""
    short = divisions.only_by_short_name(name, document.year)
    if not short or not is_department_of(name.removesuffix(short[1]), short[1]):
        return None
    own = {one.code for one in divisions.chain(short[0], document.year)}
    told = set(divisions.site_codes(document.edges))
    told.update(one.code for places in _mentions(document) for one in divisions.nested(places, document.year))
    return short[0] if not told or own & told else None


def _mentioned_place(document: Document, name: str) -> tuple[str, ...]:
    """The one division that the document's own place can be, for a body named without any."""
    found = [
        divisions.nested(places[:size], document.year)
        for places in _mentions(document)
        for size in range(1, len(places) + 1)
    ]
    codes = divisions.site_codes(document.edges)
    found.extend([division] for code in codes if (division := divisions.by_code(code, document.year)))
    level = name[0] if is_generic(name) else None
    short = divisions.by_short_name(NATIONAL.sub("", name), document.year) if may_be_short(name) else None
    if short:
        return (short,)
    if kind_of(name) == "township":
        fits = {one.name for some in found for one in some if one.level == "county"}
    elif level:
        fits = {one.name for some in found for one in some if one.name.endswith(level)}
    else:
        return ()
    return (fits.pop(),) if len(fits) == 1 else ()
