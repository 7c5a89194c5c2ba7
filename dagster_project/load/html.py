"""From a web page to a text in which table cells stay apart.

Belongs here: what a browser would show as text, table rows as lines, their cells between bars. Does not belong
here: which part of the page is the report (extract/parts.py).
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dagster_project.extract.markup import RAISED
from dagster_project.load.grid import Grid

_UNSEEN = re.compile("script|style|noscript|template|head|iframe|object|svg|select|textarea").fullmatch
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header"
    "|hr|html|legend|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
).fullmatch
_MAX_SPAN = 200  # of a cell: a page may ask for more, a form never does
_MAX_DEPTH = 300
_MAX_OPEN = 20_000  # tags that are not closed: the parser takes the square of their number
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINES = re.compile(r"[ \t]*\n[ \t\n]*")


def read_html(page: str) -> str:
    """The text of a page: blocks and table rows as lines, the cells of a row separated by " | ".

    A page nested deeper than any tool makes one is left as it is: extract/markup.py knows tags inside a text, too.
    """
    if page.count("<") - 2 * page.count("</") > _MAX_OPEN:
        return page
    tree = LexborHTMLParser(page)
    title = tree.css_first("title")
    pieces = [title.text(strip=True), "\n"] if title else []
    if tree.body:
        _write(tree.body, pieces, 0)
    return _LINES.sub("\n", "".join(pieces)).strip() + "\n"


def _write(node: LexborNode, pieces: list[str], depth: int) -> None:
    """Append the text below a node, in order, with a line break wherever a block begins or ends."""
    if depth > _MAX_DEPTH:
        pieces.append(_BLANKS.sub(" ", node.text(deep=True)))
        return
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag == "-text":
            pieces.append(_BLANKS.sub(" ", child.text(deep=False)))
        elif tag is None or _UNSEEN(tag):
            continue
        elif tag == "table" and _holds_data(child):
            pieces.append("\n")
            pieces.extend(_rows(child, depth))
        elif _BLOCK(tag):
            pieces.append("\n")
            _write(child, pieces, depth + 1)
            pieces.append("\n")
        elif tag == "sup":
            pieces += RAISED[0]
            _write(child, pieces, depth + 1)
            pieces += RAISED[1]
        else:
            _write(child, pieces, depth + 1)


def _holds_data(table: LexborNode) -> bool:
    """Whether a table holds data, and not the layout of a page: no table in it, and two cells in some row."""
    return len(table.css("table")) == 1 and any(len(row.css("td, th")) > 1 for row in table.css("tr"))


def _rows(table: LexborNode, depth: int) -> Iterator[str]:
    """The rows of a table as lines of equally many cells."""
    grid = Grid()
    for at, row in enumerate(table.css("tr")):
        column = 0
        for cell in row.css("td, th"):
            inside: list[str] = []
            _write(cell, inside, depth + 1)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            column = grid.put(at, column, "".join(inside), wide=wide, high=high)
    for line in grid.lines():
        yield line + "\n"


def _span(cell: LexborNode, attribute: str) -> int:
    """How many columns or rows a cell covers: 1 unless the page says a sensible number."""
    printed = (cell.attributes.get(attribute) or "").strip()
    return min(max(int(printed), 1), _MAX_SPAN) if printed.isdecimal() and len(printed) < 6 else 1
