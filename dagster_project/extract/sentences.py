"""The sentences of a text, with lines that are merely wrapped joined again, and the headings above them.

Belongs here: where a sentence begins and ends, its text without blanks, and the way back to offsets. Does not
belong here: what a sentence says (claims.py).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ORDINAL = r"(?:第?[一二三四五六七八九十]{1,3}[、.章]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[、.](?![0-9]))"
_MEASURE_WORD = "[件条份宗起次项个篇元期号年月日]"
_PAGE_NUMBER = r"[ ]*-[ ]?[0-9]{1,3}[ ]?-[ ]*\n"
# A line goes on in the next, maybe past a page number, if it is long, ends in no closing mark, nor in 情况 as headings
# do, and the next has no ordinal. One that ends in a digit may be the row of a table: it goes on only in a measure
# word.
_GOES_ON = rf"""
    (?:(?<=[^\n]{{17}}[^\n0-9 。:;!?|]\n)(?<!情况\n) | (?<=[,、]\n) | (?<=[,、][ ]\n) | (?<=[0-9]-\n) | (?<=[0-9][ ]-\n)
      |(?<=[^\n]{{17}}[0-9]\n)(?={_MEASURE_WORD}) | (?<=[^\n]{{16}}[0-9][ ]\n)(?={_MEASURE_WORD}))
    (?=[^\s|]|\n?{_PAGE_NUMBER})(?!{_ORDINAL})
    |(?<=\n\n)(?={_PAGE_NUMBER})"""
_STOPS = "。!?|\n"
_STOP = re.compile(rf"[{_STOPS}](?:(?<!\n)|(?!{_GOES_ON}))", re.VERBOSE)
_BLANK = re.compile(rf"\s*\n{_PAGE_NUMBER}\s*|\s+")
_COMMA = re.compile(r"[,;](?!\s*[0-9])")
_LONGEST = 1500
_HEADING = re.compile(rf" *{_ORDINAL}([^\n。,;:]{{2,40}})")
_LOWER_HEADING = re.compile(rf"[\n。]{_HEADING.pattern}")


@dataclass(slots=True)
class Sentence:
    """A sentence `start:end` of a text; `text` is it without its `blanks`, given by their offsets in it."""

    start: int
    end: int
    text: str
    blanks: list[tuple[int, int]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The offsets in the whole text of [first, last) of this sentence."""
        return self.start + self._before(first), self.start + self._before(last - 1) + 1

    def _before(self, offset: int) -> int:
        """Where a character of `text` stands in the sentence as it is printed."""
        for first, last in self.blanks:
            if first > offset:
                break
            offset += last - first
        return offset


def holding(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of [start, end) that hold a match of a pattern stand, each with its closing mark.

    A cell between bars stands alone. A pattern that is not met between two marks is not met at all.
    """
    marks = [mark for mark in _STOPS if text.find(mark, start, end) >= 0]
    reached = start
    for match in pattern.finditer(text, start, end):
        if match.start() < reached:
            continue
        begin = _begin(text, reached, match.start(), marks)
        stop = _STOP.search(text, match.start(), end)
        reached = stop.end() if stop else end
        if reached - begin <= _LONGEST and match.end() <= reached:
            yield begin, reached
        else:
            yield from (clause for clause in _clauses(text, begin, reached) if pattern.search(text, *clause))


def before(text: str, start: int, at: int) -> tuple[int, int]:
    """Where the last sentence of [start, at) begins and ends, without blanks at its end: at most the longest."""
    start = max(start, at - _LONGEST)
    end = start + len(text[start:at].rstrip())
    return _begin(text, start, max(end - 1, start), _STOPS), end


def _begin(text: str, start: int, at: int, marks: Iterable[str]) -> int:
    """Where the sentence begins that a place is in, or `start`; only these marks stand in the text."""
    stop = at
    while (stop := max([text.rfind(mark, start, stop) for mark in marks], default=-1)) >= 0:
        if _STOP.match(text, stop):
            return stop + 1
    return start


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
    pieces = printed.split()
    if len(pieces) == 1 and printed.startswith(pieces[0]):
        return Sentence(start, end, pieces[0], [])
    blanks = [match.span() for match in _BLANK.finditer(printed) if not _parts_digits(printed, *match.span())]
    begins = [0, *(last for _, last in blanks)]
    ends = [*(first for first, _ in blanks), len(printed)]
    return Sentence(start, end, "".join([printed[i:j] for i, j in zip(begins, ends, strict=True)]), blanks)


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
    first = _HEADING.match(text, start, end)
    found = [*([first] if first else []), *_LOWER_HEADING.finditer(text, start, end)]
    return Headings([match.end(1) for match in found], ["".join(match[1].split()) for match in found])
