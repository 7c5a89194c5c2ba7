"""Whole archives: the reports of thousands of bodies through the years, with mirrors, copies and pages that are none.

Belongs here: what each document of an archive is, and what is true of it. Does not belong here: who reports
(bodies.py), what of each year (history.py), how a page of it looks (pages.py), files (bench/archive.py).

A document is worked out from the seed and its number alone: body `number // SLOTS`, year `number % SLOTS`. So any part
of an archive can be made anywhere, and a larger archive begins with the smaller one. The last slot of a body is the
year after, for increments.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, islice
from typing import Literal

from .bodies import YEARS, Body, body
from .damage import DAMAGES, TRAITS
from .history import SLOTS, history
from .laid import NEEDS_FIGURES
from .layouts import LAYOUTS
from .pages import Style, no_report, report

KINDS = {"report": 92, "mirror": 4, "copy": 2, "no_report": 2}
"""How many of a hundred documents are what: a mirror is a report on another site, a copy the same file again."""
STYLES = 400
COMMON = {
    "pipe_trailing": 80, "html": 40, "html_styled": 15, "html_word": 6, "line": 15, "tabs": 15, "pipe_leading": 15,
    "markdown": 10, "pdf_rows": 10, "pdf_wrapped_labels": 10, "line_bar": 10, "row_of_blanks": 8, "csv": 5,
}  # fmt: skip
"""How often a layout is met, if not once in some three hundred."""
_BUILT = {"reviews_in_three", "reviews_in_rows", "reviews_glued_head", "extra_row", "annex_codes", "annex_no_unit"}

Kind = Literal["report", "mirror", "copy", "no_report"]


@dataclass(slots=True, frozen=True)
class Truth:
    """What is true of a document: a row of the ledger. `original` is the number of what a mirror or copy repeats."""

    number: int
    name: str
    kind: Kind
    original: int | None
    organization: str
    division_code: str
    year: int
    shape: str
    layout: str
    damages: str
    plain: bool
    mutated: str | None
    received_new: int | None
    carried_in: int | None
    carried_out: int | None


@dataclass(slots=True, frozen=True)
class Entry:
    """A document as it would be fetched."""

    truth: Truth
    text: str
    url: str
    retrieved_at: str


def numbers(documents: int) -> Iterator[int]:
    """The numbers of the documents of an archive of this size, in order."""
    return islice((number for number in count() if number % SLOTS < YEARS), documents)


def year_after(bodies: int) -> range:
    """The numbers of the reports that the first so many bodies publish in the year after the archive's last."""
    return range(YEARS, bodies * SLOTS, SLOTS)


def entry(seed: int, number: int) -> Entry:
    """The document of a number."""
    whose, slot = body(number // SLOTS), number % SLOTS
    rng = random.Random(f"{seed}/{number}")
    kind, of = _plan(seed, whose.number)[slot]
    told = history(seed, whose.number)[of]
    year, style = told.year, _style(seed, whose, rng)
    url, mutated = whose.page(year, number), None
    original = None if of == slot else whose.number * SLOTS + of
    if kind == "copy" and original is not None:
        copied = entry(seed, original)
        style = Style(copied.truth.layout, tuple(filter(None, copied.truth.damages.split())))
        text, mutated = copied.text, copied.truth.mutated
    elif kind == "no_report":
        text = no_report(whose, year, rng)
    else:
        if kind == "mirror":
            style, url = _styles(seed)[rng.randrange(STYLES)], f"https://mirror.example/{year}/{number}"
        text, mutated = report(whose, told, style, rng)
    flows = told.figures.tables.get("applications") if told.figures else None
    truth = Truth(
        number=number,
        name=f"{number:08d}{'.html' if LAYOUTS[style.layout].container == 'html' and kind != 'no_report' else '.txt'}",
        kind=kind,
        original=original,
        organization=whose.name(year),
        division_code=whose.codes[year],
        year=year,
        shape=told.shape,
        layout=style.layout,
        damages=" ".join(style.damages),
        plain=style.plain,
        mutated=mutated,
        received_new=told.received,
        carried_in=int(flows["carried_in", "total"]) if flows else None,
        carried_out=int(flows["carried_out", "total"]) if flows else None,
    )
    return Entry(truth, text, url, f"{year + 1}-03-{rng.randint(1, 28):02d}T0{rng.randint(0, 9)}:30:00Z")


@lru_cache(maxsize=4)
def _styles(seed: int) -> tuple[Style, ...]:
    """The styles of an archive: three in four without damage, most in a common layout."""
    rng = random.Random(f"{seed}/styles")
    usable = [
        name
        for name, damage in DAMAGES.items()
        if name not in NEEDS_FIGURES | {"all_blank"} and (name in _BUILT or name not in TRAITS)
    ]
    weights = [COMMON.get(layout, 1) for layout in LAYOUTS]
    layouts = [*LAYOUTS, *rng.choices(list(LAYOUTS), weights, k=STYLES - len(LAYOUTS))]
    return tuple(Style(layout, tuple(rng.sample(usable, rng.choices((0, 1, 2), (75, 20, 5))[0]))) for layout in layouts)


def _style(seed: int, whose: Body, rng: random.Random) -> Style:
    """That of the body's site, four times in five: sites change."""
    at = random.Random(f"{seed}/{whose.unit_code}/style").randrange(STYLES)
    return _styles(seed)[at if rng.random() < 0.8 else rng.randrange(STYLES)]


@lru_cache(maxsize=4)
def _plan(seed: int, number: int) -> list[tuple[Kind, int]]:
    """Of each slot of a body what the document is, and of which slot it tells. The first and the last are reports."""
    rng = random.Random(f"{seed}/{number}/plan")
    kinds: list[Kind] = rng.choices(list(KINDS), list(KINDS.values()), k=SLOTS)  # type: ignore[arg-type]
    kinds[0] = kinds[-1] = "report"
    reports = [slot for slot, kind in enumerate(kinds[:-1]) if kind == "report"]
    return [(kind, rng.choice(reports) if kind in ("mirror", "copy") else slot) for slot, kind in enumerate(kinds)]
