"""Invisible marks that follow each cell through rendering and damage, and the record of where it ended up.

Belongs here: setting marks, taking them out again, and the finished document with its truth. A mark is one private
character before the token and one behind it, so that whatever moves, cuts or rewrites the text carries the truth along.
"""

import random
import re
from dataclasses import dataclass, field, replace

from dagster_project.extract.records import Number

CLOSE = "\uf8ff"
FIRST = 0xE000
MARK = re.compile(f"([{chr(FIRST)}-\uf8fe])([^{chr(FIRST)}-{CLOSE}]*){CLOSE}")
STRAY = re.compile(f"[{chr(FIRST)}-{CLOSE}]")
DIGITS = frozenset("0123456789０１２３４５６７８９")
FIGURE = re.compile(r"[0-9０-９]|[零〇]")
PLAIN = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*")
SEPARATORS = str.maketrans("", "", ",，")

Place = tuple[int, str, str, str]
"""Report (from 0), table, row and column."""


@dataclass(slots=True, frozen=True)
class Printed:
    """A cell as it stands in the document: its token, and the number that it prints, null for blanks and dashes."""

    value: Number | None
    raw: str
    start: int
    end: int


@dataclass(slots=True, frozen=True)
class Document:
    """A rendered document, the true figure of every cell, and what is printed of it. Vanished cells are not printed."""

    text: str
    truth: dict[Place, Number]
    printed: dict[Place, Printed]

    def mutated(self, rng: random.Random) -> tuple["Document", Place] | None:
        """The same with one printed digit of applications or reviews changed, and where; null if none is printed."""
        plain = [
            place
            for place, cell in self.printed.items()
            if place[1] in ("applications", "reviews") and PLAIN.fullmatch(cell.raw)
        ]
        if not plain:
            return None
        place = rng.choice(plain)
        cell = self.printed[place]
        at = rng.choice([index for index, character in enumerate(cell.raw) if character in DIGITS])
        zero = "0" if cell.raw[at] < "：" and cell.raw[at].isascii() else "０"
        digit = rng.choice([chr(ord(zero) + d) for d in range(10) if chr(ord(zero) + d) != cell.raw[at]])
        raw = cell.raw[:at] + digit + cell.raw[at + 1 :]
        text = self.text[: cell.start] + raw + self.text[cell.end :]
        changed = replace(cell, raw=raw, value=int(raw.translate(SEPARATORS)))
        return Document(text, self.truth, {**self.printed, place: changed}), place


@dataclass(slots=True)
class Marker:
    """Hands out the marks of one document."""

    truth: dict[Place, Number] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def mark(self, place: Place, value: Number) -> str:
        """The opening mark of a cell."""
        self.truth[place] = value
        self.places.append(place)
        return chr(FIRST + len(self.places) - 1)

    def finish(self, text: str) -> Document:
        """The document without its marks."""
        pieces: list[str] = []
        printed: dict[Place, Printed] = {}
        taken = at = 0
        for found in MARK.finditer(text):
            before = STRAY.sub("", text[taken : found.start()])
            at += len(before)
            raw = found[2]
            place = self.places[ord(found[1]) - FIRST]
            value = self.truth[place] if FIGURE.search(raw) else None
            printed[place] = Printed(value, raw, at, at + len(raw))
            pieces += (before, raw)
            at += len(raw)
            taken = found.end()
        pieces.append(STRAY.sub("", text[taken:]))
        return Document("".join(pieces), self.truth, printed)


def unmarked(text: str) -> str:
    """The text without marks: what a scraper would compare."""
    return STRAY.sub("", text)
