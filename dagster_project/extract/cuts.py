"""Numbers that lost the blanks between them: every way to cut strings of digits into numbers that make up their totals.

Belongs here: the cutting. Does not belong here: which cut is right, that is for the identities (choice.py).
"""

from collections.abc import Iterator

from dagster_project.extract.tokens import Token, number

# The search gives up after so many steps; the line is then unreadable.
MOST_STEPS = 8_000
LONGEST_NUMBER = 8

Piece = tuple[int, int, int]  # index of the printed token, first digit, digit after the last


class TooManyCutsError(Exception):
    """A line can be cut in more ways than can be followed up."""


def cuts(text: str, printed: list[Token], groups: tuple[int, ...]) -> list[tuple[Token, ...]]:
    """Every way to cut printed digits into groups of so many parts, each followed by the parts' sum.

    No number has a leading zero, and none runs from one printed string into the next. Raises TooManyCutsError.
    """
    digits = [text[token.start : token.end] for token in printed]
    if not all(string.isascii() and string.isdigit() for string in digits):
        return []
    if sum(map(len, digits)) < sum(groups) + len(groups):
        return []
    return [tuple(_token(printed, digits, piece) for piece in pieces) for pieces in _Cutter(digits, groups).all()]


class _Cutter:
    """A depth-first search from left to right: the parts of a group are tried, then its total must follow."""

    def __init__(self, digits: list[str], groups: tuple[int, ...]) -> None:
        self.digits = digits
        self.groups = groups
        self.width = sum(groups) + len(groups)
        self.steps = 0

    def all(self) -> Iterator[list[Piece]]:
        yield from self._from(0, 0, 0, 0, 0)

    def _from(self, index: int, at: int, group: int, part: int, total: int) -> Iterator[list[Piece]]:
        """Cut from digit `at` of string `index` on, with `part` parts of the group taken, which sum to `total`."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooManyCutsError
        if index < len(self.digits) and at == len(self.digits[index]):
            index, at = index + 1, 0
        if group == len(self.groups) or index == len(self.digits):
            if group == len(self.groups) and index == len(self.digits):
                yield []
            return
        is_total = part == self.groups[group]
        for end in self._ends(index, at, group, total if is_total else None, total):
            value = int(self.digits[index][at:end])
            after = (group + 1, 0, 0) if is_total else (group, part + 1, total + value)
            for rest in self._from(index, end, *after):
                yield [(index, at, end), *rest]

    def _ends(self, index: int, at: int, group: int, wanted: int | None, total: int) -> range:
        """Where the next number may end: behind the wanted total, or behind any number that leaves room for one."""
        string = self.digits[index]
        if wanted is not None:
            end = at + len(str(wanted))
            return range(end, end + 1) if string.startswith(str(wanted), at) else range(0)
        if group == len(self.groups) - 1 and len(str(total)) > self._left(index, at):
            return range(0)
        longest = 1 if string[at] == "0" else min(LONGEST_NUMBER, len(string) - at)
        return range(at + 1, at + longest + 1)

    def _left(self, index: int, at: int) -> int:
        """How many digits stand from a place on: the last total can have no more."""
        return sum(map(len, self.digits[index:])) - at


def _token(printed: list[Token], digits: list[str], piece: Piece) -> Token:
    index, first, last = piece
    token = printed[index]
    return token._replace(
        start=token.start + first,
        end=token.start + last,
        state="number",
        value=number(digits[index][first:last]),
        inferred="digits_split" if last - first < len(digits[index]) else None,
    )
