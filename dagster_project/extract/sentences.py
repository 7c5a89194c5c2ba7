"""The sentences of a text, with lines that are merely wrapped joined again, and the headings above them.

Belongs here: where a sentence begins and ends, its text without blanks, and the way back to offsets. Does not
belong here: what a sentence says (claims.py).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_ORDINAL = r"(?:第?[一二三四五六七八九十]{1,3}[、.章]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[、.](?![0-9]))"
_MEASURE_WORD = "[件条份宗起次项个篇元期号年月日]"
_PAGE_NUMBER = r"[ ]*-[ ]?[0-9]{1,3}[ ]?-[ ]*\n"
# A line goes on in the next, maybe past a page number, if it is long, ends in no closing mark, and the next has no
# ordinal. One that ends in a digit may be the row of a table: it goes on only in a measure word.
_GOES_ON = rf"""
    (?:(?<=[^\n]{{17}}[^\n0-9 。:;!?|]\n) | (?<=[,、]\n) | (?<=[,、][ ]\n) | (?<=[0-9]-\n) | (?<=[0-9][ ]-\n)
      |(?<=[^\n]{{17}}[0-9]\n)(?={_MEASURE_WORD}) | (?<=[^\n]{{16}}[0-9][ ]\n)(?={_MEASURE_WORD}))
    (?=[^\s|]|\n?{_PAGE_NUMBER})(?!{_ORDINAL})
    |(?<=\n\n)(?={_PAGE_NUMBER})"""
_STOP = re.compile(rf"[。!?|\n](?!{_GOES_ON})", re.VERBOSE)
_BLANK = re.compile(rf"\s*\n{_PAGE_NUMBER}\s*|\s+")
_COMMA = re.compile(r"[,;](?!\s*[0-9])")
_LONGEST = 1500
_HEADING = re.compile(rf"(?<![^\n。]) *{_ORDINAL}([^\n。,;:]{{2,40}})")


@dataclass(slots=True, frozen=True)
class Sentence:
    """A sentence `start:end` of a text; `text` is it without blanks, `offsets` maps that back (null if the same)."""

    start: int
    end: int
    text: str
    offsets: list[int] | None

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The offsets in the whole text of [first, last) of this sentence."""
        if self.offsets is None:
            return self.start + first, self.start + last
        return self.start + self.offsets[first], self.start + self.offsets[last - 1] + 1


def bounds(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of [start, end) stand, each with its closing mark. A cell between bars stands alone."""
    for stop in _STOP.finditer(text, start, end):
        if stop.start() > start:
            yield from _clauses(text, start, stop.end())
        start = stop.end()
    if start < end:
        yield from _clauses(text, start, end)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence; or, of what is too long to be one, runs of clauses, as far as it has clauses at all."""
    while end - start > _LONGEST:
        commas = [comma.end() for comma in _COMMA.finditer(text, start, start + _LONGEST)]
        if not commas:
            return
        yield start, commas[-1]
        start = commas[-1]
    yield start, end


def sentence(text: str, start: int, end: int) -> Sentence:
    """The sentence at [start, end), without its blanks and page numbers; a blank between two digits stays."""
    printed = text[start:end]
    blanks = [match.span() for match in _BLANK.finditer(printed) if not _parts_digits(printed, *match.span())]
    if not blanks:
        return Sentence(start, end, printed, None)
    offsets: list[int] = []
    begin = 0
    for first, last in blanks:
        offsets.extend(range(begin, first))
        begin = last
    offsets.extend(range(begin, len(printed)))
    return Sentence(start, end, "".join([printed[offset] for offset in offsets]), offsets)


def _parts_digits(text: str, first: int, last: int) -> bool:
    return text[first - 1 : first].isdigit() and text[last : last + 1].isdigit()


@dataclass(slots=True, frozen=True)
class Headings:
    """The numbered headings of a text, in order: where each ends, and its words."""

    ends: list[int]
    words: list[str]

    def above(self, offset: int) -> tuple[int, str]:
        """Where the last heading that ends at or before an offset ends, and its words; (0, "") if none does."""
        index = bisect_right(self.ends, offset) - 1
        return (self.ends[index], self.words[index]) if index >= 0 else (0, "")


def headings(text: str, start: int, end: int) -> Headings:
    """The numbered headings of [start, end)."""
    found = list(_HEADING.finditer(text, start, end))
    return Headings([match.end(1) for match in found], ["".join(match[1].split()) for match in found])
