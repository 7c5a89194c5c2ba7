"""Page numbers that tell how many pages there are, alone on their lines: 3 / 19.

Belongs here: being sure that they are page numbers. Does not belong here: taking them out of a text (text.py); page
numbers that look like no row of a table (sentences.py).
"""

import re
from itertools import pairwise

# The line before is left as it is, so that a sentence or a table goes on past the number.
PATTERN = re.compile(r"(\n[ ]*[0-9]{1,3}[ ]?/[ ]?[0-9]{1,3}[ ]*)(?=\n|$)")
# A page has more on it than this; the rows of a table have less.
_SHORTEST_PAGE = 100
_FEWEST = 3


def are_counted(text: str) -> bool:
    """Whether every PATTERN of a text is a page number, and none a row of a table, where a stroke may be a cell.

    They are if they count from 1 to the last in order, none is missing, and each is a page away from the next.
    """
    found = list(PATTERN.finditer(text)) if text.count("/") >= _FEWEST else []
    printed = [tuple(map(int, match[1].split("/"))) for match in found]
    if len(found) < _FEWEST or printed != [(number, len(found)) for number in range(1, len(found) + 1)]:
        return False
    return all(after.start() - before.end() >= _SHORTEST_PAGE for before, after in pairwise(found))
