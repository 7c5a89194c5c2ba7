"""The readable text of a document, and the way back to the raw one.

Belongs here: folding characters (width, radicals, traditional, Taiwan wording), dropping pinyin annotations and page
numbers, and the map from readable offsets to raw offsets. Does not belong here: what any of it means, nor the tables of
characters (characters.py), what becomes of HTML tags (markup.py) and what is a page number (pages.py).
"""

import html
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from dagster_project.extract import characters, markup, pages

LOST = "\ufffd"
_LOST = re.compile(f"[{characters.LOST_CLASS}]")


@dataclass(slots=True, frozen=True)
class Edits:
    """One pass of replacements over a text, as the pieces of the new text and where each stood in the old.

    A piece is either copied character by character (`old_end` is -1) or stands as a whole for `old_start:old_end`.
    """

    new_start: list[int]
    old_start: list[int]
    old_end: list[int]

    def before(self, index: int) -> int:
        """Where the character at `index` of the new text begins in the old one."""
        piece = bisect_right(self.new_start, index) - 1
        within = 0 if self.old_end[piece] >= 0 else index - self.new_start[piece]
        return self.old_start[piece] + within

    def after(self, index: int) -> int:
        """Where the character at `index` of the new text ends in the old one."""
        piece = bisect_right(self.new_start, index) - 1
        if self.old_end[piece] >= 0:
            return self.old_end[piece]
        return self.old_start[piece] + index - self.new_start[piece] + 1


@dataclass(slots=True, frozen=True)
class Readable:
    """A raw text, its readable form, and the map between their offsets."""

    raw: str
    text: str
    edits: tuple[Edits, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets that the readable characters [start, end) came from; what was dropped after them is left out.

        An empty range gives the empty raw range at the same place. Offsets beyond the text are taken as its end.
        """
        size = len(self.text)
        if not self.edits and 0 <= start <= end <= size:
            return start, end
        start, end = min(max(start, 0), size), min(max(end, 0), size)
        if start == size:
            return len(self.raw), len(self.raw)
        first, last = start, max(end, start + 1) - 1
        for edit in reversed(self.edits):
            first, after = edit.before(first), edit.after(last)
            last = after - 1
        return first, last + 1 if end > start else first


def readable(raw: str) -> Readable:
    """Make a raw document text readable, in one pass if it is plain simplified text. Never raises."""
    text, edits = characters.with_plain_marks(raw), []
    odd = set(characters.odd().findall(text))

    def edit(pattern: re.Pattern[str], replace: Callable[[str], str]) -> None:
        nonlocal text
        text, made = _replace(text, pattern, replace)
        if made:
            edits.append(made)

    text = _fold(text, odd)
    if "\r" in odd or any(map(characters.INVISIBLE.match, odd)):
        edit(characters.INVISIBLE, lambda _: "")
        text = text.replace("\r", "\n")
    if markup.is_escaped(text):
        edit(markup.ESCAPE, html.unescape)
    if markup.is_marked_up(text):
        edit(markup.PATTERN, markup.replacer())
    elif "&" in text:
        edit(markup.BLANK, lambda _: " ")
    edit(characters.ANNOTATION, lambda _: "")
    if pages.are_counted(text):
        edit(pages.PATTERN, lambda _: "")
    if not odd.isdisjoint(characters.traditional()) or characters.has_variant(text):
        text = _simplify(text)
        if wordings := _converted_wordings(text):
            edit(re.compile("|".join(map(re.escape, wordings))), wordings.__getitem__)
    return Readable(raw, text, tuple(edits))


def _fold(text: str, odd: set[str]) -> str:
    """Replace every odd character that has a plain form, one for one; lost ones become U+FFFD."""
    folds = characters.folds()
    for character in odd & folds.keys():
        text = text.replace(character, folds[character])
    return _LOST.sub(LOST, text) if any(map(_LOST.match, odd)) else text


def _simplify(text: str) -> str:
    """Traditional to simplified, character for character; a line whose length would change keeps its characters."""
    simple: str = characters.simplifier().convert(text)
    if len(simple) == len(text):
        return simple
    lines = ((line, characters.simplifier().convert(line)) for line in text.split("\n"))
    return "\n".join(simple if len(simple) == len(line) else line for line, simple in lines)


def _converted_wordings(text: str) -> dict[str, str]:
    """The wordings to change in a text that was traditional, the longest first."""
    wanted = {
        found: wording
        for found, (wording, unless) in characters.wordings().items()
        if found in text and not (unless and unless in text)
    }
    return dict(sorted(wanted.items(), key=lambda pair: -len(pair[0])))


def _replace(text: str, pattern: re.Pattern[str], replace: Callable[[str], str]) -> tuple[str, Edits | None]:
    """Replace every match, and note the pieces; no edits if nothing matched."""
    pieces: list[str] = []
    stood: list[tuple[int, int, int]] = []
    new = old = 0
    for match in pattern.finditer(text):
        found = match.group()
        piece = replace(found)
        if piece == found:
            continue
        start, end = match.span()
        if start > old:
            pieces.append(text[old:start])
            stood.append((new, old, -1))
            new += start - old
        if piece:
            pieces.append(piece)
            stood.append((new, start, end))
            new += len(piece)
        old = end
    if not old:
        return text, None
    if old < len(text):
        pieces.append(text[old:])
        stood.append((new, old, -1))
    return "".join(pieces), Edits([at for at, _, _ in stood], [at for _, at, _ in stood], [at for _, _, at in stood])
