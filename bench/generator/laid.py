"""Tables laid flat once, with a hole for each figure, so that a million reports need not be laid out a million times.

Belongs here: a table of a form, layout and damage as text with holes, and filling them. Damage that needs the figures
themselves (merged zeros, sums beside) cannot be had this way.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from dagster_project.extract.forms import CellKey

from .damage import DAMAGES
from .figures import Figures, make
from .grid import Builder
from .layouts import LAYOUTS
from .marks import FIRST, MARK, unmarked
from .report import Press

NEEDS_FIGURES = frozenset({"zero_rows_merged", "subtotals", "sum_row", "blank_form_before"})
VARIANTS = 3
"""How often a layout that leaves something to chance is laid anew."""


@dataclass(slots=True, frozen=True)
class Laid:
    """The pieces of a table's text, every other one a gap, and which figure stands in each gap."""

    between: tuple[str, ...]
    holes: tuple[CellKey, ...]

    def filled(self, token: Callable[[CellKey], str]) -> str:
        """The table with a token in each hole."""
        pieces = list(self.between)
        pieces[1::2] = map(token, self.holes)
        return "".join(pieces)


@lru_cache(maxsize=1 << 14)
def laid(shape: str, table: str, layout: str, damages: tuple[str, ...], variant: int) -> Laid:
    """A table of a shape (figures.SHAPES) in a layout, with those of the damages that befall labels, grids and rows."""
    rng = random.Random(f"{shape}/{table}/{layout}/{damages}/{variant}")
    press = Press(LAYOUTS[layout], [DAMAGES[name] for name in damages], rng)
    text = press.tables([Builder(_zeros(shape), press.marker, _zero, 0, press.traits)], table)
    pieces = MARK.split(text)
    between = [unmarked(piece) for piece in pieces[::3]]
    places = [press.marker.places[ord(mark) - FIRST] for mark in pieces[1::3]]
    gapped = [""] * (2 * len(between) - 1)
    gapped[::2] = between
    return Laid(tuple(gapped), tuple((row, column) for _, _, row, column in places))


@lru_cache
def _zeros(shape: str) -> Figures:
    return make(random.Random(0), shape, "nothing")


def _zero(_value: object, _table: str, _row: str, _column: str) -> str:
    return "0"
