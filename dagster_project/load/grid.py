"""How a table of cells becomes lines of text, whatever kind of file it stood in.

Belongs here: rows as lines of equally many cells between bars. Does not belong here: where the cells stand (html.py,
docx.py, pdf.py).

A merged cell stands once, where it begins; the other places that it covers are empty, as they are in the flat texts
that scrapers make of such tables. So no number is repeated.
"""

import re
from collections.abc import Iterator

# So many places may cells of several cover together, and up to such a width are all rows made as long as the longest:
# no form comes near either, and a page that asks for more would fill the memory.
_MOST_COVERED, _WIDEST = 20_000, 1_000
_BLANKS = re.compile(r"[ \t\r\n\f]+")


class Grid:
    """The cells of one table."""

    def __init__(self) -> None:
        self._texts: dict[tuple[int, int], str] = {}
        self._covered: set[tuple[int, int]] = set()
        self._height = 0
        self._room = _MOST_COVERED

    def put(self, row: int, column: int, text: str, *, wide: int = 1, high: int = 1) -> int:
        """Put a cell into the first free place of its row from a column on; returns the column after it."""
        while (row, column) in self._covered:
            column += 1
        if wide * high > self._room:
            wide = high = 1
        self._room -= wide * high - 1
        self._texts[row, column] = _BLANKS.sub(" ", text).strip()
        self._covered.update((row + down, column + right) for down in range(high) for right in range(wide))
        self._height = max(self._height, row + 1)
        return column + wide

    def is_table(self) -> bool:
        """Whether it holds data, and does not only frame or place what stands in it: two cells in some row."""
        rows = [row for row, _ in self._texts]
        return len(rows) > len(set(rows))

    def lines(self) -> Iterator[str]:
        """The rows, the cells of each separated by " | ".

        An empty cell at either end has a bar on its outer side, too: else it would pass for the end of the line.
        """
        width = max((column for row, column in self._covered if row < self._height), default=-1) + 1
        ends = dict.fromkeys(range(self._height), width)
        if width > _WIDEST:
            ends = dict.fromkeys(ends, 1)
            for row, column in self._texts:
                ends[row] = max(ends[row], column + 1)
        for row, end in ends.items():
            cells = [self._texts.get((row, column), "") for column in range(end)]
            yield ("" if cells[0] else "| ") + " | ".join(cells) + ("" if cells[-1] else " |")
