"""Numbers that lost the blanks between them: every way to cut a string of digits into so many numbers.

Belongs here: the cutting. Does not belong here: which cut is right, that is for the identities (choice.py).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from dagster_project.extract.records import Number
from dagster_project.extract.tokens import Token, number

# So many cuts of one row are tried; a row that has more is given up as unreadable.
MOST_TRIED = 20_000


class TooManyCutsError(Exception):
    """A row can be cut in more ways than can be followed up."""


def cuts(
    text: str, printed: list[Token], width: int, closes: Callable[[tuple[Number, ...]], bool]
) -> Iterator[tuple[Token, ...]]:
    """Cut printed digit strings into `width` numbers that close their row, none with a leading zero.

    Raises TooManyCutsError if there are more than MOST_TRIED ways.
    """
    digits = [text[token.start : token.end] for token in printed]
    if not all(string.isascii() and string.isdigit() for string in digits) or sum(map(len, digits)) < width:
        return
    for tried, sizes in enumerate(_sizes(digits, width)):
        if tried == MOST_TRIED:
            raise TooManyCutsError
        pieces = list(_apply(printed, digits, sizes))
        values = tuple(token.value for token in pieces if token.value is not None)
        if len(values) == width and closes(values):
            yield tuple(pieces)


def _sizes(digits: list[str], width: int) -> Iterator[list[list[int]]]:
    """For each digit string, the lengths of its pieces, so that there are `width` pieces in all."""
    if not digits:
        if not width:
            yield []
        return
    head, rest = digits[0], digits[1:]
    for parts in range(1, min(len(head), width - len(rest)) + 1):
        for tail in _sizes(rest, width - parts):
            for sizes in _pieces(head, parts):
                yield [sizes, *tail]


def _pieces(string: str, parts: int) -> Iterator[list[int]]:
    """The lengths of the pieces of one string, where a piece that begins with 0 is only that 0."""
    if parts == 1:
        if string and (len(string) == 1 or string[0] != "0"):
            yield [len(string)]
        return
    longest = 1 if string[0] == "0" else len(string) - parts + 1
    for size in range(1, longest + 1):
        for rest in _pieces(string[size:], parts - 1):
            yield [size, *rest]


def _apply(printed: list[Token], digits: list[str], sizes: list[list[int]]) -> Iterator[Token]:
    for token, string, lengths in zip(printed, digits, sizes, strict=True):
        position = 0
        for length in lengths:
            yield replace(
                token,
                start=token.start + position,
                end=token.start + position + length,
                state="number",
                value=number(string[position : position + length]),
                inferred="digits_split" if len(lengths) > 1 else None,
            )
            position += length
