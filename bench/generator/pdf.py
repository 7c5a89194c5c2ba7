"""Tables as PDF readers lay them flat: lines of text by their height on the page, not by their cell.

Belongs here: renderers of layouts.py in which a cell's text wraps, its row's numbers land on another line, and the
label of a group stands beside the middle of it.
"""

import random
from typing import Literal

from .grid import Grid, Slot

NumberPlace = Literal["after", "before", "inside", "any"]
GroupPlace = Literal["first", "middle", "torn", "upright", "any"]
WIDTH = 14
"""Characters of a label that fit on a line."""


def rows(
    grid: Grid,
    rng: random.Random,
    *,
    wrap: bool = False,
    number: NumberPlace = "after",
    group: GroupPlace = "first",
    shred: bool = False,
) -> list[str]:
    """One row a line, blanks between numbers; where numbers and group labels stand is as asked."""
    chunks = _shredded_head(grid) if shred else [_joined(row) for row in grid.rows[: grid.head]]
    for row, beside in zip(grid.rows[grid.head :], _beside(grid, rng, group), strict=True):
        values = " ".join(slot.shown for slot in row if slot.role == "value" and slot.text)
        label = " ".join(slot.text for slot in row if slot.role in ("label", "head"))
        place = rng.choice(("after", "before", "inside")) if number == "any" else number
        chunks.append(beside + (_wrapped(label, values, place) if wrap else f"{label} {values}").strip())
    return chunks


def cells(grid: Grid, _: random.Random) -> list[str]:
    """One line of a cell a line: long labels and narrow headings are cut, as a block-wise PDF reader gives them."""
    return [
        "\n".join("\n".join(_folded(slot.text, 4 if slot.role == "head" else 15)) or "" for slot in row)
        if not any(slot.mark for slot in row)
        else "\n".join(slot.shown if slot.mark else "\n".join(_folded(slot.text, 15)) for slot in row)
        for row in grid.rows
    ]


def _joined(row: list[Slot]) -> str:
    return " ".join(slot.shown for slot in row if slot.text)


def _folded(text: str, width: int) -> list[str]:
    """The text in pieces that fit; a short one stays whole."""
    return [text[at : at + width] for at in range(0, len(text), width)]


def _wrapped(label: str, values: str, place: str) -> str:
    """A long label on two lines; a short one may still have its numbers on the line before."""
    if place == "before":
        return f"{values}\n{label}"
    if len(label) <= WIDTH:
        return f"{label} {values}".strip()
    pieces = _folded(label, max(WIDTH, -(-len(label) // 2)))
    if place == "inside":
        return "\n".join((pieces[0], values, *pieces[1:]))
    return "\n".join((f"{pieces[0]} {values}", *pieces[1:]))


def _beside(grid: Grid, rng: random.Random, place: GroupPlace) -> list[str]:
    """What stands of group labels before each body row."""
    body = grid.rows[grid.head :]
    beside = [""] * len(body)
    for at, row in enumerate(body):
        for slot in row:
            if slot.role != "group":
                continue
            chosen = rng.choice(("first", "middle", "torn", "upright")) if place == "any" else place
            if chosen == "upright" and slot.rowspan < len(slot.text):
                chosen = "middle"
            if chosen == "first":
                beside[at] += slot.text + " "
            elif chosen == "middle":
                beside[at + slot.rowspan // 2] += slot.text + " "
            elif chosen == "torn":
                half = max(1, len(slot.text) // 2)
                middle = at + (slot.rowspan - 1) // 2
                beside[middle] += slot.text[:half] + " "
                beside[min(middle + 1, len(body) - 1)] += slot.text[half:] + ("" if rng.random() < 0.5 else " ")
            else:
                first = at + (slot.rowspan - len(slot.text)) // 2
                for offset, character in enumerate(slot.text):
                    beside[first + offset] += character + rng.choice((" ", "\n"))
    return beside


def _shredded_head(grid: Grid) -> list[str]:
    """Headings of narrow columns: two characters of each, line below line."""
    chunks: list[str] = []
    for row in grid.rows[: grid.head]:
        texts = [slot.text for slot in row]
        if max(map(len, texts)) <= 6:
            lines = ([text[at : at + 2] for text in texts] for at in range(0, max(map(len, texts)), 2))
            chunks.extend(" ".join(filter(None, line)) for line in lines)
        else:
            chunks.append(" ".join(texts))
    return chunks
