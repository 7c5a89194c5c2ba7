"""The truth of a made-up report: figures of the standard tables that balance by construction.

Belongs here: numbers. How they are printed is grid.py's, layouts.py's and damage.py's.
Figures are made leaf by leaf and summed; the identities of the seeds are never consulted, so that a test may.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.extract import forms
from dagster_project.extract.forms import CellKey
from dagster_project.extract.records import Number

Values = dict[CellKey, Number]

SHAPES: dict[str, dict[str, str]] = {
    "2019": {"disclosure": "E3", "applications": "E3", "reviews": "E3"},
    "2021": {"disclosure": "E4", "applications": "E4", "reviews": "E4"},
    "hybrid": {"disclosure": "E4", "applications": "E3", "reviews": "E4"},
    "annex": {"annex_2014": "E2"},
}
"""The tables of a report, each with its layout. `hybrid` is the 2021 form with the one-row 其他处理."""


@dataclass(slots=True, frozen=True)
class Size:
    """How busy an organ is: how likely a cell is not zero, and how large it may then be."""

    density: float
    applications: int
    reviews: int
    decisions: int


SIZES: dict[str, Size] = {
    "nothing": Size(0, 0, 0, 0),
    "township": Size(0.04, 4, 1, 300),
    "county": Size(0.2, 60, 20, 20_000),
    "province": Size(0.5, 3_000, 500, 30_000_000),
    "absurd": Size(0.8, 99_999_999, 9_999_999, 99_999_999),
}
WEIGHTS = (35, 30, 20, 12, 3)
"""How often each size is drawn: most organs report zeros and little else."""

APPLICANTS = tuple(column.code for column in forms.columns("applications") if column.code != "total")
FLOWS = ("received_new", "carried_in", "concluded_total", "carried_out")
RESULTS = ("upheld", "corrected", "other_result", "pending")


@dataclass(slots=True, frozen=True)
class Figures:
    """All figures of one report: by table code, the value of every (row, column) of its form."""

    shape: str
    size: str
    tables: dict[str, Values]

    def layout(self, table: str) -> str:
        """The layout, E2 to E4, of one of its tables."""
        return SHAPES[self.shape][table]


def make(
    rng: random.Random, shape: str | None = None, size: str | None = None, before: Figures | None = None
) -> Figures:
    """Figures of a shape and a size, drawn if not given; those of the next year if `before` is given."""
    shape = shape or rng.choices(list(SHAPES), (35, 40, 15, 10))[0]
    size = size or rng.choices(list(SIZES), WEIGHTS)[0]
    last = before.tables if before else {}
    tables = {
        code: MAKERS[code](rng, SIZES[size], layout, last.get(code, {})) for code, layout in SHAPES[shape].items()
    }
    return Figures(shape, size, tables)


def _count(rng: random.Random, density: float, most: int) -> int:
    """Mostly zero; else of any magnitude up to `most`, small ones as likely as large ones."""
    if rng.random() >= density:
        return 0
    return rng.randint(1, min(most, 10 ** rng.randint(1, 8) - 1))


def _applications(rng: random.Random, size: Size, layout: str, before: Values) -> Values:
    """What the year before carried out is carried in; if that is more than is dealt with, the rest is granted."""
    leaves = [row.code for row in forms.form("applications", layout).rows if row.code not in FLOWS]
    cells: Values = {}
    for applicant in APPLICANTS:
        density = size.density if applicant == "natural_person" or rng.random() < size.density else 0.0
        concluded = 0
        for leaf in leaves:
            cells[leaf, applicant] = count = _count(rng, density, size.applications)
            concluded += count
        carried_out = _count(rng, density * 2, max(1, size.applications // 4))
        carried_in = min(_count(rng, density * 2, max(1, size.applications // 4)), concluded + carried_out)
        if before:
            carried_in = int(before["carried_out", applicant])
            late = max(0, carried_in - concluded - carried_out)
            cells["granted", applicant] += late
            concluded += late
        flows = (concluded + carried_out - carried_in, carried_in, concluded, carried_out)
        cells.update({(flow, applicant): count for flow, count in zip(FLOWS, flows, strict=True)})
    for row in (*leaves, *FLOWS):
        cells[row, "total"] = sum(cells[row, applicant] for applicant in APPLICANTS)
    return cells


def _reviews(rng: random.Random, size: Size, layout: str, _: Values) -> Values:
    cells: Values = {}
    for row in forms.form("reviews", layout).rows:
        counts = {result: _count(rng, size.density * 1.5, size.reviews) for result in RESULTS}
        cells.update({(row.code, result): count for result, count in counts.items()})
        cells[row.code, "total"] = sum(counts.values())
    return cells


STOCKS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "E3": ("published_total", ("newly_published",), ()),
    "E4": ("in_force", ("issued",), ("repealed",)),
}
"""Of rules and normative documents in each layout: the stock, what adds to it and what is taken from it in a year."""


def _disclosure(rng: random.Random, size: Size, layout: str, before: Values) -> Values:
    """Stocks go on from the year before, if its form has them."""
    cells: Values = {}
    for row, column in forms.form("disclosure", layout).cells:
        value: Number = _count(rng, min(1, size.density * 3), size.decisions)
        if column == "change" and rng.random() < 0.3:
            value = -value
        if column == "amount" and rng.random() < 0.5:
            value = Decimal(int(value)) + Decimal(rng.randint(0, 9999)).scaleb(-rng.choice((1, 2, 4)))
        cells[row, column] = value if size.density else 0
    if layout == "E3":
        for row in ("rules", "normative_documents"):
            cells[row, "published_total"] = max(cells[row, "published_total"], cells[row, "newly_published"])
    stock, more, less = STOCKS[layout]
    for row in ("rules", "normative_documents"):
        if (row, stock) in before:
            there = before[row, stock] + sum(cells[row, column] for column in more)
            for column in less:
                cells[row, column] = min(cells[row, column], there)
            cells[row, stock] = there - sum(cells[row, column] for column in less)
    return cells


SUMS: dict[str, tuple[str, ...]] = {
    "refused": (
        "refused_state_secret", "refused_trade_secret", "refused_privacy", "refused_security_stability",
        "refused_not_government_information", "refused_other_law",
    ),
    "replied_total": (
        "replied_already_public", "granted", "partially_granted", "refused", "replied_not_this_organ",
        "replied_not_existing", "replied_amend_request", "replied_other_channel",
    ),
    "received_new": ("received_in_person", "received_by_fax", "received_online", "received_by_letter"),
    "administrative_reviews": ("reviews_upheld", "reviews_corrected", "reviews_other_result"),
    "litigations": ("litigations_upheld", "litigations_corrected", "litigations_other_result"),
    "staff": ("staff_full_time", "staff_part_time"),
}  # fmt: skip
"""Rows of the 2014 annex that are sums of others (国办发〔2014〕32号), inner sums first."""

WITHIN: dict[str, str] = {
    "disclosed_normative_documents": "disclosed_items",
    "press_conferences_by_principal": "press_conferences",
    "online_interviews_by_principal": "online_interviews",
}
"""Rows of the annex headed 其中 that may not exceed another."""


def _annex(rng: random.Random, size: Size, layout: str, _: Values) -> Values:
    counts: dict[str, Number] = {
        row.code: _count(rng, min(1, size.density * 2), size.applications)
        for row in forms.form("annex_2014", layout).rows
    }
    for whole, parts in SUMS.items():
        counts[whole] = sum(counts[part] for part in parts)
    late = rng.randint(0, int(counts["replied_total"]))
    counts["concluded_total"] = counts["replied_total"]
    counts["concluded_after_extension"] = late
    counts["concluded_on_time"] = counts["concluded_total"] - late
    for part, whole in WITHIN.items():
        counts[part] = min(counts[part], counts[whole])
    if counts["dedicated_budget"]:
        counts["dedicated_budget"] += Decimal(rng.randint(0, 99)).scaleb(-2)
    return {(row, "value"): count for row, count in counts.items()}


MAKERS: dict[str, Callable[[random.Random, Size, str, Values], Values]] = {
    "applications": _applications,
    "reviews": _reviews,
    "disclosure": _disclosure,
    "annex_2014": _annex,
}
