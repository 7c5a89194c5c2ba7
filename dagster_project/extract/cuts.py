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
    return [
        tuple(_token(printed, digits, piece) for piece in pieces) for pieces in sorted(_Cutter(digits, groups).all())
    ]


class _Cutter:
    """A depth-first search from left to right: the parts of a group are tried, then its total must follow.

    The total of the last group ends the digits, so that it is tried first, and its parts must come out at it.
    """

    def __init__(self, digits: list[str], groups: tuple[int, ...]) -> None:
        self.digits = digits
        self.groups = groups
        self.steps = 0

    def all(self) -> Iterator[list[Piece]]:
        """Every cut. Raises TooManyCutsError."""
        yield from self._group(0, 0, 0, 0, 0)

    def _group(self, index: int, at: int, group: int, part: int, total: int) -> Iterator[list[Piece]]:
        """Cut from digit `at` of string `index` on, with `part` parts of the group taken, which sum to `total`."""
        self._step()
        if group == len(self.groups) - 1:
            yield from self._last_group(index, at)
            return
        if at == len(self.digits[index]):
            index, at = index + 1, 0
        if index == len(self.digits):
            return
        string = self.digits[index]
        if part == self.groups[group]:
            ends = [at + len(str(total))] if string.startswith(str(total), at) else []
        else:
            ends = list(_ends(string, at, len(string)))
        for end in ends:
            after = (group + 1, 0, 0) if part == self.groups[group] else (group, part + 1, total + int(string[at:end]))
            for rest in self._group(index, end, *after):
                yield [(index, at, end), *rest]

    def _last_group(self, index: int, at: int) -> Iterator[list[Piece]]:
        """Cut the last group: for every total that may end the digits, its parts before it."""
        last = len(self.digits) - 1
        string = self.digits[last]
        for start in range(at if index == last else 0, len(string)):
            if string[start] != "0" or start == len(string) - 1:
                for parts in self._parts(index, at, start, self.groups[-1], int(string[start:])):
                    yield [*parts, (last, start, len(string))]

    def _parts(self, index: int, at: int, stop: int, left: int, total: int) -> Iterator[list[Piece]]:
        """Cut from digit `at` of string `index` up to `stop` of the last into so many parts that sum to `total`."""
        self._step()
        last = len(self.digits) - 1
        if index < last and at == len(self.digits[index]):
            index, at = index + 1, 0
        digits = sum(map(len, self.digits[index:last])) + stop - at
        if not left:
            if not digits and not total:
                yield []
            return
        longest = min(LONGEST_NUMBER, digits - left + 1)
        if digits > left * len(str(total)) or len(str(-(-total // left))) > longest:
            return  # no part has more digits than the sum, and one makes up its share of it or more
        string, bound = self.digits[index], stop if index == last else len(self.digits[index])
        for end in _ends(string, at, bound) if left > 1 or index < last else _whole(string, at, bound):
            value = int(string[at:end])
            if value > total:
                return
            for rest in self._parts(index, end, stop, left - 1, total - value):
                yield [(index, at, end), *rest]

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooManyCutsError


def _ends(string: str, at: int, bound: int) -> range:
    """Where the number that begins at a digit may end, no later than at `bound`."""
    longest = 1 if string[at : at + 1] == "0" else LONGEST_NUMBER
    return range(at + 1, min(at + longest, bound) + 1)


def _whole(string: str, at: int, bound: int) -> range:
    """Where the last number must end."""
    ends = _ends(string, at, bound)
    return ends[-1:] if bound in ends else ends[:0]


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
