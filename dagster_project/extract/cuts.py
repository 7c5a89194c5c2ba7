"""Numbers that lost the blanks between them: every way to cut strings of digits into numbers that make up their totals.

Belongs here: the cutting. Does not belong here: which cut is right, that is for the identities (choice.py).
"""

from collections.abc import Iterator
from functools import cache

from dagster_project.extract.tokens import Token, number

# The search gives up after so many sums; the line is then unreadable.
MOST_STEPS = 20_000
LONGEST_NUMBER = 8

# Where the numbers of a cut end, in the digits of all strings together.
Ends = tuple[int, ...]


class TooManyCutsError(Exception):
    """A line can be cut in more ways than can be followed up."""


def cuts(text: str, printed: list[Token], groups: tuple[int, ...]) -> list[tuple[Token, ...]]:
    """Every way to cut printed digits into groups of so many parts, two at least, each followed by the parts' sum.

    No number has a leading zero, and none runs from one printed string into the next. Raises TooManyCutsError.
    """
    digits = [text[token.start : token.end] for token in printed]
    if not all(string.isascii() and string.isdigit() for string in digits):
        return []
    if sum(map(len, digits)) < sum(groups) + len(groups):
        return []
    owners = [(token, token.start - at) for token, at in zip(printed, _begins(digits), strict=True)]
    of_digit = [owner for owner, string in zip(owners, digits, strict=True) for _ in string]
    return [_tokens(text, of_digit, ends) for ends in sorted(_Cutter(digits, groups).all())]


def _begins(digits: list[str]) -> list[int]:
    """Where each string begins in the digits of all."""
    return [sum(map(len, digits[:at])) for at in range(len(digits))]


class _Cutter:
    """The cuts of each group from left to right. The total of the last ends the digits, so that its parts are sought.

    They are sought from both sides: the sums of the first half of them must make up the total with those of the second.
    """

    def __init__(self, digits: list[str], groups: tuple[int, ...]) -> None:
        self.digits = "".join(digits)
        self.groups = groups
        self.bounds = [at + len(string) for at, string in zip(_begins(digits), digits, strict=True) for _ in string]
        self.known: dict[tuple[int, int, int], list[tuple[int, Ends]]] = {}
        self.steps = 0

    def all(self) -> Iterator[Ends]:
        """Every cut. Raises TooManyCutsError."""
        yield from self._group(0, 0)

    def _group(self, start: int, group: int) -> Iterator[Ends]:
        """Cut the digits from `start` on into this group and those behind it."""
        parts = self.groups[group]
        if group == len(self.groups) - 1:
            yield from self._last_group(start, parts)
            return
        for total, ends in self._parts(start, parts):
            stop = ends[-1] + len(str(total))
            if self.digits.startswith(str(total), ends[-1]) and stop <= self.bounds[ends[-1]]:
                yield from ((*ends, stop, *rest) for rest in self._group(stop, group + 1))

    def _parts(self, start: int, parts: int) -> Iterator[tuple[int, Ends]]:
        """Every way to cut so many parts off the digits from `start` on: their sum, and where each ends."""
        if start == len(self.digits):
            return
        for end in range(start + 1, self._longest(start) + 1):
            value = int(self.digits[start:end])
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise TooManyCutsError
            if parts == 1:
                yield value, (end,)
            else:
                yield from ((value + total, (end, *ends)) for total, ends in self._parts(end, parts - 1))

    def _longest(self, start: int) -> int:
        """Where the number that begins at a digit ends at the latest."""
        return min(start + (1 if self.digits[start] == "0" else LONGEST_NUMBER), self.bounds[start])

    def _last_group(self, start: int, parts: int) -> Iterator[Ends]:
        """Cut the last group: for every total that may end the digits, its parts before it."""
        stop = len(self.digits)
        for end in range(max(start + parts, self._begin_of_last()), stop):
            if self.digits[end] != "0" or end == stop - 1:
                total = int(self.digits[end:])
                least, greatest = _sums_of(end - start, parts)
                if least <= total <= greatest:
                    yield from ((*ends, stop) for ends in self._with_sum(start, end, parts, total))

    def _begin_of_last(self) -> int:
        return self.bounds.index(len(self.digits))

    def _with_sum(self, start: int, end: int, parts: int, total: int) -> Iterator[Ends]:
        """Every cut of the digits [start, end) into parts of this sum."""
        first, second = parts // 2, parts - parts // 2
        shortest, longest = max(first, end - start - LONGEST_NUMBER * second), min(LONGEST_NUMBER * first, end - start)
        middles = range(start + shortest, min(start + longest, end - second) + 1)
        for middle in middles:
            ahead, back = _sums_of(middle - start, first), _sums_of(end - middle, second)
            if not ahead[0] + back[0] <= total <= ahead[1] + back[1]:
                continue
            before, behind = self._sums(start, middle, first), self._sums(middle, end, second)
            wanted = {total - found for found, _ in behind}
            for one, ends in before:
                if one in wanted:
                    yield from ((*ends, *rest) for other, rest in behind if one + other == total)

    def _sums(self, start: int, end: int, parts: int) -> list[tuple[int, Ends]]:
        """The sums of all cuts of the digits [start, end) into so many parts, each with where its parts end."""
        key = (start, end, parts)
        if key not in self.known:
            self.known[key] = self._new_sums(start, end, parts)
            self.steps += len(self.known[key])
            if self.steps > MOST_STEPS:
                raise TooManyCutsError
        return self.known[key]

    def _new_sums(self, start: int, end: int, parts: int) -> list[tuple[int, Ends]]:
        digits, longest = self.digits, self._longest(start)
        if parts == 1:
            return [(int(digits[start:end]), (end,))] if end <= longest else []
        firsts = range(max(start + 1, end - LONGEST_NUMBER * (parts - 1)), min(longest, end - parts + 1) + 1)
        return [
            (value + total, (at, *ends))
            for at in firsts
            for value in (int(digits[start:at]),)
            for total, ends in self._sums(at, end, parts - 1)
        ]


@cache
def _sums_of(digits: int, parts: int) -> tuple[int, int]:
    """The least and the greatest sum that so many digits in so many parts may have; none if they are too few.

    No part has more digits than the sum has, and one makes up its share of it or more.
    """
    if digits < parts:
        return 1, 0
    share = -(-digits // parts)
    return 10 ** (share - 1) if share > 1 else 0, parts * (10 ** min(LONGEST_NUMBER, digits - parts + 1) - 1)


def _tokens(text: str, of_digit: list[tuple[Token, int]], ends: Ends) -> tuple[Token, ...]:
    """The numbers of a cut; a string that is one of them as a whole is not cut."""
    cut, first = [], 0
    for last in ends:
        token, shift = of_digit[first]
        start, end = first + shift, last + shift
        whole = (start, end) == (token.start, token.end)
        cut.append(
            token._replace(
                start=start,
                end=end,
                state="number",
                value=number(text[start:end]),
                inferred=None if whole else "digits_split",
            )
        )
        first = last
    return tuple(cut)
