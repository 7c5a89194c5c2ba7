"""What the prose of a report says, figures and dates apart, as a short hash: by it a text that was used again is known.

Belongs here: that hash. Does not belong here: comparing reports (dbt/models/audit/coverage.sql).
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

# A date in Chinese numerals, as under a signature, leaves what one in digits leaves: 年月日.
_WRITTEN_DATE = re.compile(
    "二[〇○零][〇○零一二三][〇○零一二三四五六七八九]年"
    "(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)?"
)
# Digits, blanks, punctuation, addresses of pages: thrown away as bytes, which costs a tenth of doing it by characters.
_ASCII = bytes(range(128))
_BYTES_OF_A_CHARACTER = 3
# Fewer words are what every report says: headings, and that there was nothing to report.
_SHORTEST = 250 * _BYTES_OF_A_CHARACTER


def prose_digest(text: str, start: int, end: int, skip: Iterable[tuple[int, int]]) -> str | None:
    """A hash of the words of text[start:end] outside of the spans of its tables; null if they are too few to tell."""
    prose = _WRITTEN_DATE.sub(_units, "".join(text[first:last] for first, last in _between(start, end, skip)))
    words = prose.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return blake2b(words, digest_size=10).hexdigest() if len(words) >= _SHORTEST else None


def _units(date: re.Match[str]) -> str:
    return "".join(character for character in date[0] if character in "年月日")


def _between(start: int, end: int, skip: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in sorted(skip):
        yield start, max(start, first)
        start = max(start, last)
    yield start, end
