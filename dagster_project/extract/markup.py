"""HTML that stands in a text: its tags become what a reader sees, bars between cells and new lines between rows.

Belongs here: which tag becomes what. Does not belong here: reading HTML files (load/), the map of offsets (text.py).
Markup may be inside a string of JSON, with its quotes and line ends escaped.
"""

import html
import re
from collections.abc import Callable
from functools import lru_cache

_MARKED_UP = re.compile(r"<\\?/?(?:t[dhr]|w:t[cr]|table|p|span|div|br|font|row|cell|entry)\b", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;/?(?:t[dhr]|table|p|span|div|br)\b", re.IGNORECASE)
# Blanks of a page that a scraper took for text.
BLANK = re.compile(r"&(?:nbsp|ensp|emsp|#160|#12288|#x[aA]0);")
ESCAPE = re.compile(r"&(?:lt|gt|amp|quot);")
PATTERN = re.compile(
    r"<!--(?:(?!-->)[\s\S]){0,3000}-->|<\\?/?[A-Za-z!][^<>]{0,3000}>|&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#x[0-9A-Fa-f]{2,5});|\\[nrt](?![A-Za-z])|\\\"|\n"
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


@lru_cache(maxsize=256)
def _tag(found: str) -> tuple[bool, str]:
    """Whether what was found is a closing tag, and the tag's name; no name if it is none."""
    tag = _TAG.match(found)
    return (bool(tag[1]), tag[2].lower()) if tag else (False, "")


def replacer() -> Callable[[str], str]:
    """A function from each match of PATTERN, in order, to its replacement; it keeps track of being in a table."""
    in_row = False

    def replace(found: str) -> str:
        nonlocal in_row
        if found in _LINE_ENDS:
            return " " if in_row else "\n"
        closing, name = _tag(found)
        if not name:
            return '"' if found == '\\"' else html.unescape(found).replace("\xa0", " ")
        if name in _ROWS or (name == "table" and closing):
            in_row = name in _ROWS and not closing
            return "\n"
        if name in _CELLS:
            in_row = True
            return "" if closing else "|"
        if name == "sup":
            return RAISED[closing]
        return "\n" if name in _BLOCKS and not in_row else ""

    return replace
