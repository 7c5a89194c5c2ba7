"""The years of a body: the form it had to use in each, and figures that go on from one year to the next.

Belongs here: what a body has to say. Does not belong here: single tables (figures.py), how it is said (pages.py).
"""

import random
from dataclasses import dataclass
from functools import lru_cache

from . import figures
from .bodies import FIRST_YEAR, YEARS, body

SLOTS = YEARS + 1
"""Years of a body, the one after the archive's last included."""
BREAKS = 0.03
"""The share of years that do not go on from where the year before ended."""
SIZES = {
    "township": {"nothing": 70, "township": 30},
    "department": {"nothing": 40, "township": 45, "county": 15},
    "government": {"township": 10, "county": 70, "province": 20},
}


@dataclass(slots=True, frozen=True)
class Year:
    """What a body has to say of a year; without figures it says it in prose."""

    year: int
    shape: str
    figures: figures.Figures | None
    received: int
    reviews: int


@lru_cache(maxsize=4)
def history(seed: int, number: int) -> list[Year]:
    """The years of a body, each going on from the one before, but for a few."""
    whose = body(number)
    rng = random.Random(f"{seed}/{number}/history")
    weights = SIZES[whose.kind]
    size = rng.choices(list(weights), list(weights.values()))[0]
    with_annex, before = rng.random() < 0.6, None
    years: list[Year] = []
    for slot in range(SLOTS):
        year = FIRST_YEAR + slot
        shape = _shape(year, with_annex, rng)
        if shape == "prose":
            most = max(1, figures.SIZES[size].applications)
            received = rng.randint(1, most) if rng.random() < figures.SIZES[size].density * 2 else 0
            years.append(Year(year, shape, None, received, received // 40))
            continue
        drawn = figures.make(rng, shape, size, None if rng.random() < BREAKS else before)
        table, column = ("annex_2014", "value") if shape == "annex" else ("applications", "total")
        figure = drawn.tables[table]["received_new", column]
        years.append(Year(year, shape, drawn, int(figure), 0))
        before = drawn
    return years


def _shape(year: int, with_annex: bool, rng: random.Random) -> str:
    if year < 2014 or (year < 2019 and not with_annex):
        return "prose"
    if year < 2019:
        return "annex"
    if year < 2021:
        return "2019"
    return "hybrid" if year == 2021 and rng.random() < 0.1 else "2021"
