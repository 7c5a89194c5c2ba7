"""HTML that stands in a text: its tags become what a reader sees, bars between cells and new lines between rows.

Belongs here: which tag becomes what. Does not belong here: reading HTML files (load/), the map of offsets (text.py).
Markup may be inside a string of JSON, with its quotes and line ends escaped.
"""

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_MARKED_UP = re.compile(r"<\\?/?(?:t[dhr]|w:t[cr]|table|p|span|div|br|font|row|cell|entry)\b", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;/?(?:t[dhr]|table|p|span|div|br)\b", re.IGNORECASE)
# Blanks of a page that a scraper took for text.
BLANK = re.compile(r"(&(?:nbsp|ensp|emsp|#160|#12288|#x[aA]0);)")
ESCAPES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
ESCAPE = re.compile(f"({'|'.join(ESCAPES)})")
PATTERN = re.compile(
    r"(<!--(?:(?!-->)[\s\S]){0,3000}-->|<\\?/?[A-Za-z!][^<>]{0,3000}>|&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#x[0-9A-Fa-f]{2,5});|\\[nrt](?![A-Za-z])|\\\"|\n)"
)
# What is raised is no part of the number before it: a note's mark, as in 12[1].
RAISED = ("[", "]")
_TAG = re.compile(r"<\\?(/?)([A-Za-z!][A-Za-z0-9:]*)")
_LINE_ENDS = frozenset(("\n", "\\n", "\\r", "\\t"))
_CELLS = frozenset({"td", "th", "w:tc", "cell", "entry"})
_ROWS = frozenset({"tr", "w:tr", "row"})
_BLOCKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "thead", "title"})


def is_marked_up(text: str) -> bool:
    """Tell whether a text holds HTML."""
    return "<" in text and _MARKED_UP.search(text) is not None


def is_escaped(text: str) -> bool:
    """Tell whether a text holds HTML whose tags are escaped once more, as in a feed."""
    return "&lt;" in text and _ESCAPED.search(text) is not None


def replacements(found: Iterable[str]) -> list[str]:
    """What becomes of each match of PATTERN, in their order. In the row of a table, some become another thing."""
    made: list[str] = []
    in_row = False
    for one in found:
        meaning = _meaning(one)
        made.append(meaning.in_row if in_row else meaning.outside)
        if meaning.opens_row is not None:
            in_row = meaning.opens_row
    return made


class _Meaning(NamedTuple):
    """What a match of PATTERN becomes in a row and outside, and whether it begins a row, ends it, or does neither."""

    in_row: str
    outside: str
    opens_row: bool | None = None


@lru_cache(maxsize=256)
def _meaning(found: str) -> _Meaning:
    if found in _LINE_ENDS:
        return _Meaning(" ", "\n")
    tag = _TAG.match(found)
    if not tag:
        plain = '"' if found == '\\"' else html.unescape(found).replace("\xa0", " ")
        return _Meaning(plain, plain)
    closing, name = bool(tag[1]), tag[2].lower()
    if name in _ROWS or (name == "table" and closing):
        return _Meaning("\n", "\n", opens_row=name in _ROWS and not closing)
    if name in _CELLS:
        bar = "" if closing else "|"
        return _Meaning(bar, bar, opens_row=True)
    if name == "sup":
        return _Meaning(RAISED[closing], RAISED[closing])
    return _Meaning("", "\n" if name in _BLOCKS else "")
