"""A report of a body and a year as a page of a site: chrome, chapters of prose, tables.

Belongs here: what stands where on the page. Does not belong here: sentences (prose.py), tables (laid.py), whose page
it is and what befalls its site (archive.py).
"""

import random
from dataclasses import dataclass

from dagster_project.extract.forms import CellKey

from . import figures, prose
from .bodies import FIRST_YEAR, Body
from .damage import DAMAGES
from .dress import DRESSES, plain
from .history import Year
from .laid import VARIANTS, laid
from .layouts import LAYOUTS
from .report import NUMERALS, Block, Press
from .words import HEADINGS, TITLES

MUTATED = 0.01
"""The share of reports with tables in which one printed digit is wrong."""


@dataclass(slots=True, frozen=True)
class Style:
    """How the pages of a site look. `plain` if nothing befell them and every cell stays apart."""

    layout: str
    damages: tuple[str, ...]

    @property
    def plain(self) -> bool:
        """Whether a reader must prove every table that adds up."""
        return not self.damages and LAYOUTS[self.layout].apart


def _words(whose: Body, year: int, rng: random.Random) -> dict[str, str | int]:
    """What the sentences of a report have in common."""
    return {
        "organ": whose.name(year),
        "place": whose.names[year],
        "code": whose.codes[year],
        "we": whose.we,
        "year": year,
        "next": year + 1,
        "day": rng.randint(5, 31),
        "first": "5月1日" if year == FIRST_YEAR else "1月1日",
        "n": rng.randint(10, 3000),
        "m": rng.randint(2, 60),
    }


def no_report(whose: Body, year: int, rng: random.Random) -> str:
    """The text of a page beside the reports that is none."""
    return rng.choice(prose.NO_REPORTS).format_map(_words(whose, year, rng))


def report(whose: Body, told: Year, style: Style, rng: random.Random) -> tuple[str, str | None]:
    """The text of a report, and the table in which a digit is wrong, if one is."""
    words = _words(whose, told.year, rng) | {"received": told.received, "litigations": 0, "reviews": told.reviews}
    wrong = _wrong_cell(told, rng)
    lines = [rng.choice(prose.CHROME_BEFORE), rng.choice(TITLES)]
    lines += _in_prose(told, rng) if told.figures is None else _by_form(told, rng)
    lines.append(rng.choice(prose.CHROME_AFTER))
    blocks = []
    for line in lines:
        if line in figures.SHAPES.get(told.shape, ()):
            blocks.append(Block(_table(told, line, style, wrong, rng), table=True))
        elif line:
            words["n"], words["m"] = rng.randint(10, 3000), rng.randint(2, 60)
            blocks.append(Block(line.format_map(words)))
    of_text = [DAMAGES[name] for name in style.damages if DAMAGES[name].text]
    text = Press(LAYOUTS[style.layout], of_text, rng).bound(blocks)
    return text, wrong[0] if wrong else None


def _in_prose(told: Year, rng: random.Random) -> list[str]:
    """The chapters of a report without tables."""
    chapters = (
        [*rng.sample(prose.WORK, rng.randint(3, 7)), *_sentences(rng, rng.randint(10, 30))],
        [*rng.sample(prose.DISCLOSED, 2), *rng.sample(prose.COUNTED, 3), *_sentences(rng, rng.randint(2, 8))],
        [rng.choice(prose.RECEIVED if told.received else prose.RECEIVED_NONE), *rng.sample(prose.APPLIED, 2)],
        [rng.choice(prose.FEES)],
        [prose.REVIEWED],
        [rng.choice(prose.PROBLEMS), *rng.sample(prose.PLANS, 2), *_sentences(rng, rng.randint(1, 6))],
    )
    lines = [prose.PREFACE_OLD]
    for numeral, heading, chapter in zip(NUMERALS, prose.HEADINGS_OLD, chapters, strict=False):
        lines += [f"{numeral}、{heading}", *chapter]
    return lines


def _sentences(rng: random.Random, many: int) -> list[str]:
    """So many paragraphs of two sentences each, put together from words."""
    drawn = [rng.choices(slot, k=2 * many) for slot in prose.SLOTS]
    made = [prose.SENTENCE.format(*words) for words in zip(*drawn, strict=True)]
    villages = rng.choices(prose.VILLAGES, k=6)
    visit = prose.VISIT.format(*("".join(villages[at : at + 2]) for at in (0, 2, 4)))
    return [first + second for first, second in zip(made[::2], made[1::2], strict=True)] + [visit]


def _by_form(told: Year, rng: random.Random) -> list[str]:
    """The chapters of a report with tables, each of which stands by its code."""
    tables = list(told.figures.tables) if told.figures else []
    work = [*rng.sample(prose.WORK, rng.randint(2, 6)), *rng.sample(prose.COUNTED, rng.randint(1, 3))]
    work += _sentences(rng, rng.randint(4, 18))
    if told.shape == "annex":
        return [*_in_prose(told, rng), "政府信息公开情况统计表", "（{year}年度）", "填报单位（盖章）：{organ}", *tables]
    last = [rng.choice(prose.PROBLEMS), *rng.sample(prose.PLANS, 2), *_sentences(rng, rng.randint(1, 5))]
    chapters = (work, [tables[0]], [tables[1]], [tables[2]], last, [rng.choice(prose.NOTHING_ELSE)])
    lines = [prose.PREFACE]
    for numeral, heading, chapter in zip(NUMERALS, HEADINGS, chapters, strict=False):
        lines += [f"{numeral}、{heading}", *chapter]
    return lines


def _wrong_cell(told: Year, rng: random.Random) -> tuple[str, CellKey] | None:
    """Where a wrong digit is printed, if one is."""
    if told.figures is None or told.shape == "annex" or rng.random() >= MUTATED:
        return None
    table = rng.choice(("applications", "reviews"))
    return table, rng.choice(list(told.figures.tables[table]))


def _table(told: Year, table: str, style: Style, wrong: tuple[str, CellKey] | None, rng: random.Random) -> str:
    assert told.figures is not None  # noqa: S101 - only reports with figures have tables
    values = told.figures.tables[table]
    if wrong and wrong[0] == table:
        values = {**values, wrong[1]: _with_a_wrong_digit(int(values[wrong[1]]), rng)}
    dress = next((DRESSES[name] for name in style.damages if name in DRESSES), plain)
    befall = tuple(name for name in style.damages if name not in DRESSES and not DAMAGES[name].text)
    form = laid(told.shape, table, style.layout, befall, rng.randrange(VARIANTS))
    if dress is plain:
        return form.filled(lambda key: str(values[key]))
    return form.filled(lambda key: dress(values[key], table, *key))


def _with_a_wrong_digit(value: int, rng: random.Random) -> int:
    digits = list(str(value))
    at = rng.randrange(len(digits))
    digits[at] = rng.choice([digit for digit in "123456789" if digit != digits[at]])
    return int("".join(digits))
