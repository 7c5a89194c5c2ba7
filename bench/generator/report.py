"""Whole made-up reports: title, introduction, six sections of prose with numbers in it, tables, foot.

Belongs here: what stands around the tables, and the one function that turns a recipe into a document with its truth.
Tables come from grid.py by way of a layout; damage is applied where it belongs.
"""

import html
import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from . import figures, words
from .damage import DAMAGES, Damage
from .dress import DRESSES, plain
from .grid import Builder, Dress, Grid
from .layouts import LAYOUTS, Layout
from .marks import Document, Marker, unmarked

NUMERALS = "一二三四五六七"
SECTION_TABLES = {1: "disclosure", 2: "applications", 3: "reviews"}
OUTSIDE_TAGS = re.compile(r"(<[^>]*>|&\w+;)")


@dataclass(slots=True, frozen=True)
class Recipe:
    """What to make: a layout, damages in the order they befall it, and, if not to be drawn, shape and size."""

    layout: str
    damages: tuple[str, ...] = ()
    shape: str | None = None
    size: str | None = None

    @property
    def owed(self) -> bool:
        """Whether cells stay apart in spite of all, so that a reader owes every printed one."""
        layout, damages = LAYOUTS[self.layout], [DAMAGES[name] for name in self.damages]
        blanks_lost = not layout.keeps_blanks and any(damage.blanks for damage in damages)
        return layout.apart and all(damage.mild for damage in damages) and not blanks_lost


def render(recipe: Recipe, rng: random.Random) -> Document:
    """A document made by a recipe. The same recipe and the same state of `rng` give the same document."""
    press = Press(LAYOUTS[recipe.layout], [DAMAGES[name] for name in recipe.damages], rng)
    drawn = figures.make(rng, recipe.shape, recipe.size)
    reports = [drawn]
    if press.traits & {"two_reports", "side_by_side", "two_scopes"}:
        reports.append(figures.make(rng, drawn.shape, recipe.size))
    if press.traits & {"side_by_side", "two_scopes"}:
        blocks = press.report(reports)
    else:
        blocks = [block for number, one in enumerate(reports) for block in press.report([one], number)]
    return press.marker.finish(press.bound(blocks))


@dataclass(slots=True)
class Block:
    """A paragraph, or a table that is text already."""

    text: str
    table: bool = False


@dataclass(slots=True)
class Press:
    """Everything that stays the same within one document."""

    layout: Layout
    damages: list[Damage]
    rng: random.Random
    marker: Marker = field(default_factory=Marker)

    @property
    def traits(self) -> frozenset[str]:
        """The traits that its damages ask for."""
        return frozenset(damage.trait for damage in self.damages if damage.trait)

    @property
    def markup(self) -> bool:
        """Whether there are tags, which damage to characters and rows must leave alone."""
        return self.layout.container in ("html", "json", "tags", "escaped")

    def report(self, of: list[figures.Figures], number: int = 0) -> list[Block]:
        """One report; the tables of a second one stand beside or below those of the first."""
        rng, traits = self.rng, self.traits
        year = (2015 if of[0].shape == "annex" else 2021 if of[0].shape == "2021" else 2019) + rng.randint(0, 3)
        fill = self._filler(year)
        blocks = [Block(fill(line)) for line in (words.NAVIGATION if "navigation" in traits else ())]
        if "table_before" in traits:
            blocks.append(Block("\n".join(" | ".join(map(fill, row)) for row in words.TABLE_BEFORE)))
        title = fill(rng.choice(words.TITLES))
        blocks += [Block(title)] * (2 if "title_repeated" in traits else 1)
        blocks.append(Block(fill(rng.choice(words.INTRODUCTIONS))))
        if "blank_form_before" in traits:
            blocks += [Block("附件：年度报告格式"), *self._blank_form(of[0])]
        headings = words.OTHER_HEADINGS if "headings_otherwise" in traits else words.HEADINGS
        builders = [Builder(one, self.marker, self._dress(), number + at, traits) for at, one in enumerate(of)]
        for at, heading in enumerate(headings):
            blocks += self._section(at, heading, builders, fill)
        if of[0].shape == "annex":
            blocks += [
                Block("政府信息公开情况统计表"),
                Block(f"（{year}年度）"),
                Block(fill("填报单位（盖章）：{organ}")),
            ]
            blocks.append(Block(self.tables(builders, "annex_2014"), table=True))
            blocks.append(Block("单位负责人： 审核人： 填报人：\n联系电话：87222589 填报日期：1月20日"))
        if "navigation" in traits:
            blocks.append(Block(fill(words.FOOT)))
        return blocks

    def _section(self, at: int, heading: str, builders: list[Builder], fill: Callable[[str], str]) -> Iterable[Block]:
        rng, traits = self.rng, self.traits
        code = SECTION_TABLES.get(at, "")
        title = [] if "headings_missing" in traits and rng.random() < 0.5 else [Block(f"{NUMERALS[at]}、{heading}")]
        if code not in builders[0].figures.tables:
            few = 1 if at == 5 else rng.randint(1, 3)
            return [*title, *(Block(fill(rng.choice(words.SENTENCES))) for _ in range(few))]
        prose = [Block(fill(rng.choice(words.SENTENCES)))] if "numbers_before_tables" in traits else []
        if "rows_told_in_prose" in traits:
            prose.append(Block(fill(words.ROWS_IN_PROSE[at - 1])))
        table = [
            block
            for side in self._sides(builders)
            for block in (*side[1], Block(self.tables(side[0], code), table=True))
        ]
        if "reviews_before_heading" in traits and code == "reviews":
            return [*prose, *table, *title]
        return [*title, *prose, *table]

    def _sides(self, builders: list[Builder]) -> list[tuple[list[Builder], list[Block]]]:
        """Whose tables stand together, and under which title."""
        if "two_scopes" not in self.traits or len(builders) == 1:
            return [(builders, [])]
        return [([one], [Block(title)]) for one, title in zip(builders, words.SCOPES, strict=True)]

    def _blank_form(self, one: figures.Figures) -> Iterable[Block]:
        """The same tables without any figure."""
        builder = Builder(one, Marker(), DRESSES["all_blank"], 0, self.traits)
        return [Block(unmarked(self.tables([builder], code)), table=True) for code in one.tables]

    def tables(self, builders: list[Builder], code: str) -> str:
        """A table as text; those of several reports side by side."""
        sides = [[self._rows(grid) for grid in builder.grids(code)] for builder in builders]
        joint = "" if self.layout.container == "html" else "\n"
        return joint.join(
            joint.join(" ".join(pair) for pair in zip_longest(*grids, fillvalue=""))
            for grids in zip(*sides, strict=True)
        )

    def _rows(self, grid: Grid) -> list[str]:
        """The rows of a grid as chunks of text, damaged."""
        for damage in self.damages:
            if damage.label:
                for slot in (slot for row in grid.rows for slot in row if slot.role != "value" and slot.text):
                    slot.text = damage.label(slot.text, self.rng)
            if damage.grid:
                damage.grid(grid, self.rng)
        rows = self.layout.render(grid, self.rng)
        for damage in self.damages:
            if damage.rows and not self.markup:
                rows = damage.rows(rows, grid.head, self.rng)
        return rows

    def bound(self, blocks: list[Block]) -> str:
        """The blocks as one document, its characters damaged."""
        if self.layout.container in ("html", "json"):
            text = "\n".join(block.text if block.table else f"<p>{block.text}</p>" for block in blocks)
        else:
            text = "\n".join(block.text for block in blocks)
        for damage in self.damages:
            if damage.text:
                text = self._damaged(text, damage.text)
        if self.layout.container == "one_line":
            return re.sub(r"\s*\n\s*", " ", text)
        if self.layout.container == "escaped":
            return html.escape(text)
        if self.layout.container == "json":
            return json.dumps({"code": 200, "data": {"id": 4163, "content": text}}, ensure_ascii=False)
        return f"<html><body>{text}</body></html>" if self.layout.container == "html" else text

    def _damaged(self, text: str, change: Callable[[str, random.Random], str]) -> str:
        if not self.markup:
            return change(text, self.rng)
        pieces = OUTSIDE_TAGS.split(text)
        return "".join(piece if at % 2 else change(piece, self.rng) for at, piece in enumerate(pieces))

    def _dress(self) -> Dress:
        """How its values are printed: by the last damage that says so."""
        return next((damage.dress for damage in reversed(self.damages) if damage.dress), plain)

    def _filler(self, year: int) -> Callable[[str], str]:
        """Puts this report's names and numbers into a sentence."""
        organ = self.rng.choice(words.ORGANS)

        def fill(sentence: str) -> str:
            numbers = {"a": self.rng.randint(0, 9999), "b": self.rng.randint(0, 400), "c": self.rng.randint(1, 9)}
            return sentence.format(organ=organ, year=year, next=year + 1, **numbers)

        return fill
