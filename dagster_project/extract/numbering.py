"""Numbers of a table that are no values: codes beside the labels, numbers of its lines and of its columns.

Belongs here: telling them by their counting up. Does not belong here: page footers (lexemes.py).
"""

from bisect import bisect_left
from itertools import pairwise

from dagster_project.extract.chains import Chain
from dagster_project.extract.tokens import Run, Token

# A column of codes: at least so many, each at most so much above the one before (groups may have codes of their own).
LEAST_CODES, LONGEST_STEP = 20, 3
# Lines that are numbered by ones are fewer, but leave no doubt.
LEAST_NUMBERED = 3
# So many numbers of one line that count up by ones, from 0 or 1, number its columns; this is always one of them.
LEAST_COLUMNS, AMONG_COLUMNS = 5, 4
# No line is longer than this up to the label of its row.
LONGEST_LEAD = 500
SEPARATORS = ' |│┃;\t,"[('


def without(runs: list[Run], left_out: frozenset[Token]) -> list[Run]:
    """The runs that are left without some of their tokens."""
    return [rest for run in runs if (rest := run.without(left_out)).tokens] if left_out else runs


def column_numbers(runs: list[Run]) -> frozenset[Token]:
    """The numbers of lines that only number the columns: 1 2 3 4 5 6 7. No line of figures that counts up balances."""
    may_number = (run for run in runs if any(token.value == AMONG_COLUMNS for token in run.tokens))
    lines = (line for run in may_number for line in run.by_line())
    numbering = (
        line for line in lines if len(line) >= LEAST_COLUMNS and line[0].value in (0, 1) and _count_up(line, 1)
    )
    return frozenset(token for line in numbering for token in line)


def codes(chain: Chain, runs: list[Run], text: str) -> frozenset[Token]:
    """A column of codes: the numbers just before, or just behind, every label, if they count it up.

    Local annexes print such a column. Figures do not count up over so many rows.
    """
    figures = [token for run in runs for token in run.tokens if token.state == "number"]
    if numbers := _line_numbers(chain, figures, text):
        return numbers
    starts = [token.start for token in figures]
    behind = [bisect_left(starts, hit.end) for hit in chain.hits]
    before = [bisect_left(starts, hit.start) - 1 for hit in chain.hits]
    for column in (before, behind):
        found = [figures[index] for index in column if 0 <= index < len(figures)]
        if len(found) == len(column) >= LEAST_CODES and _count_up(found, LONGEST_STEP):
            return frozenset(found)
    return frozenset()


def _line_numbers(chain: Chain, figures: list[Token], text: str) -> frozenset[Token]:
    """The numbers at the head of lines, each one more than that before, if the line of every label has one."""
    heads: dict[int, Token] = {}
    for token in figures:
        start = _line_start(text, token.start)
        if start is not None:
            if heads and not _count_up([next(reversed(heads.values())), token], 1):
                heads = {}  # what stands above is not of this table
            heads[start] = token
    lines = {_start_of_line(text, hit.start): hit for hit in chain.hits}
    numbered = all(line in heads and heads[line].start < hit.start for line, hit in lines.items())
    is_column = numbered and len(lines) == len(chain.hits) and len(heads) >= LEAST_NUMBERED
    return frozenset(heads.values()) if is_column else frozenset()


def _line_start(text: str, at: int) -> int | None:
    """Where the line of a place starts, if only what parts cells stands before it."""
    start = _start_of_line(text, at)
    return None if text[start:at].strip(SEPARATORS) else start


def _start_of_line(text: str, at: int) -> int:
    earliest = max(0, at - LONGEST_LEAD)
    return max(earliest, text.rfind("\n", earliest, at) + 1)


def _count_up(numbers: list[Token], longest: int) -> bool:
    steps = [int(later.value or 0) - int(number.value or 0) for number, later in pairwise(numbers)]
    return all(0 < step <= longest for step in steps)
