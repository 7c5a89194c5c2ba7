"""The readable text of a document, and the way back to the raw one.

Belongs here: folding characters (width, radicals, traditional, Taiwan wording), dropping pinyin annotations and page
numbers, and the map from readable offsets to raw offsets. Does not belong here: what any of it means, nor the tables of
characters (characters.py), what becomes of HTML tags (markup.py) and what is a page number (pages.py).
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from dagster_project.extract import characters, markup, pages

LOST = "\ufffd"
_LOST = re.compile(f"[{characters.LOST_CLASS}]")


@dataclass(slots=True, frozen=True)
class Edits:
    """One pass of replacements over a text: where each piece of it begins in the new text and in the old one.

    Every second piece stands as a whole for what it replaced; those before, between and behind are copied character by
    character. What was dropped is an empty piece: it begins where the next does, and is none of the new text. The end
    of the old text is the last of `old_start`.
    """

    new_start: list[int]
    old_start: list[int]

    def before(self, index: int) -> int:
        """Where the character at `index` of the new text begins in the old one."""
        piece = bisect_right(self.new_start, index) - 1
        return self.old_start[piece] + (0 if piece % 2 else index - self.new_start[piece])

    def after(self, index: int) -> int:
        """Where the character at `index` of the new text ends in the old one."""
        piece = bisect_right(self.new_start, index) - 1
        return self.old_start[piece + 1] if piece % 2 else self.old_start[piece] + index - self.new_start[piece] + 1


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

    def edit(pattern: re.Pattern[str], replace: Callable[[list[str]], Iterable[str]]) -> None:
        nonlocal text
        text, made = _replace(text, pattern, replace)
        if made:
            edits.append(made)

    text = _fold(text, odd)
    if "\r" in odd or any(map(characters.INVISIBLE.match, odd)):
        edit(characters.INVISIBLE, _dropped)
        text = text.replace("\r", "\n")
    if markup.is_escaped(text):
        edit(markup.ESCAPE, lambda found: map(markup.ESCAPES.__getitem__, found))
    if markup.is_marked_up(text):
        edit(markup.PATTERN, markup.replacements)
    elif "&" in text:
        edit(markup.BLANK, lambda found: [" "] * len(found))
    edit(characters.ANNOTATION, _dropped)
    if pages.are_counted(text):
        edit(pages.PATTERN, _dropped)
    if not odd.isdisjoint(characters.traditional()) or characters.has_variant(text):
        text = _simplify(text)
        if wordings := _converted_wordings(text):
            edit(re.compile(f"({'|'.join(map(re.escape, wordings))})"), lambda found: map(wordings.__getitem__, found))
    return Readable(raw, text, tuple(edits))


def _dropped(found: list[str]) -> list[str]:
    return [""] * len(found)


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


def _replace(
    text: str, pattern: re.Pattern[str], replace: Callable[[list[str]], Iterable[str]]
) -> tuple[str, Edits | None]:
    """Replace every match of a pattern, which is one group, and note the pieces; no edits if nothing was changed.

    A page of HTML has a thousand matches: so each step is one call for all of them.
    """
    pieces = pattern.split(text)
    found = pieces[1::2]
    made = list(replace(found))
    if made == found:
        return text, None
    old_start = list(accumulate(map(len, pieces), initial=0))
    pieces[1::2] = made
    return "".join(pieces), Edits(list(accumulate(map(len, pieces[:-1]), initial=0)), old_start)
