"""The value tokens of a stretch of table: numbers, slashes, dashes and empty cells, and the runs that they make.

Belongs here: telling values from the numbers of prose, and the value of each. Does not belong here: what parts cells
(lexemes.py), nor which cell of a form a token fills (layings.py).
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from dagster_project.extract.labels import Hit
from dagster_project.extract.lexemes import PARTS_ONLY, PLAIN, ROW_FOLLOWS, lexemes, lexer_for
from dagster_project.extract.records import Number, State

# A number beside a word is prose ("2020 年"), unless it stands in a row of at least so many numbers.
ROW_LIKE = 5
# Longer digit strings are no number of a report: rows run together, telephone numbers, garbage.
MOST_DIGITS, MOST_DECIMALS = 12, 6

_PLAIN_GAP = re.compile(r"(?![^0-9]*\n[ ]*\|[ ]*\|)[ \n|]*(?:(?:0|[1-9][0-9]{0,7})[ \n|]+)*")
# A bar between two numbers says no more than a blank.
_PLAIN_LEXEME = re.compile(r"([0-9]+)(?:[ ]*\|[ ]*(?=[0-9]))?|[\n|]")
# A label may carry an explanation in brackets, as "（设区的市、自治州人民政府应提供相关数据）", no longer than this.
LONGEST_EXPLANATION = 120
_OPENING = re.compile(r"[ ]*\n?[ ]*\(")


class Token(NamedTuple):
    """One printed value or empty cell, at its readable offsets. An empty cell has no length.

    `inferred` says how it was cut out of what is printed, null for a token that stands by itself. `padded` tells of a
    nought before other digits, as in "00", which may be two numbers.
    """

    start: int
    end: int
    state: State
    value: Number | None = None
    unit: str | None = None
    inferred: str | None = None
    padded: bool = False


@dataclass(slots=True)
class Run:
    """Tokens with nothing but separators between them. `line_starts` are the indices at which a new line begins.

    `behind_words` tells that a cell of words stands between the label and them: it may be one of the line's own.
    """

    after: int
    tokens: list[Token] = field(default_factory=list)
    line_starts: list[int] = field(default_factory=list)
    behind_words: bool = False

    @property
    def printed(self) -> list[Token]:
        """The tokens that are not empty cells."""
        return [token for token in self.tokens if token.state != "blank"]

    def on_own_line(self, width: int) -> "Run":
        """The run cut at the end of its label's line, if that line already has `width` cells or more."""
        end = self.line_starts[0] if self.line_starts else len(self.tokens)
        return replace(self, tokens=self.tokens[:end], line_starts=[]) if end >= width else self

    def without(self, left_out: frozenset[Token]) -> "Run":
        """The run without some of its tokens."""
        kept = [index for index, token in enumerate(self.tokens) if token not in left_out]
        starts = [bisect_left(kept, start) for start in self.line_starts]
        return replace(self, tokens=[self.tokens[index] for index in kept], line_starts=starts)

    def by_line(self) -> list[list[Token]]:
        """The printed tokens of each line."""
        bounds = [0, *self.line_starts, len(self.tokens)]
        lines = (self.tokens[first:last] for first, last in pairwise(bounds))
        return [printed for line in lines if (printed := [token for token in line if token.state != "blank"])]


def runs(text: str, start: int, end: int, hits: list[Hit]) -> list[Run]:
    """The runs of value tokens in text[start:end] between and around the labels `hits`, in order.

    `Run.after` is the index of the label before the run, -1 before the first. Linear in the length of the text.
    """
    lexer = lexer_for(text, start, end)
    found: list[Run] = []
    position = start
    for index, stop in enumerate([*(hit.start for hit in hits), end]):
        if stop > position:
            plain = lexer is PLAIN and _PLAIN_GAP.fullmatch(text, position, stop)
            gap = (
                [_plain_run(text, position, stop, index - 1)]
                if plain
                else _Gap(text, position, stop, index - 1).cut(text, position, lexer)
            )
            found.extend(run for run in gap if run.tokens)
        if index < len(hits):
            position = hits[index].end
    return found


def prints(text: str, start: int, end: int, lexer: re.Pattern[str]) -> bool:
    """Whether any value is printed in a gap between two labels, and not only the numbers of prose."""
    return any(run.printed for run in _Gap(text, start, end, 0).cut(text, start, lexer))


def _plain_run(text: str, start: int, end: int, after: int) -> Run:
    """The run of a gap that holds only numbers, blanks, bars and line ends: most gaps of most reports."""
    run = Run(after)
    tokens, cell_empty, at_line_start = run.tokens, False, False
    for lexeme in _PLAIN_LEXEME.finditer(text, start, end):
        printed = lexeme[1]
        if printed:
            tokens.append(Token(*lexeme.span(1), "number", int(printed)))
            cell_empty = False
        elif lexeme[0] == "\n":
            run.line_starts.append(len(tokens))
        else:
            if cell_empty and not (at_line_start and ROW_FOLLOWS.match(text, lexeme.end())):
                tokens.append(Token(lexeme.start(), lexeme.start(), "blank"))
            cell_empty = True
        at_line_start = lexeme[0] == "\n"
    if cell_empty:
        tokens.append(Token(end, end, "blank"))
    return run


class _Gap:
    """The cutting of one gap between two labels into runs. A word, or a number that belongs to one, ends a run.

    A number belongs to a word beside it on its line. But just behind the label, and inside the brackets of the
    label's explanation, which a page may break anywhere, it does so only between two words or if it touches one.
    """

    def __init__(self, text: str, start: int, end: int, after: int) -> None:
        opening = _OPENING.match(text, start, end)
        last = min(end, start + LONGEST_EXPLANATION)
        self.explanation_end = text.find(")", opening.end(), last) if opening else start
        self.after = after
        self.end = end
        self.runs = [Run(after)]
        self.stretch: list[Token] = []  # tokens with only blanks between them
        self.word_end = -1  # the end of the word before the stretch, if no separator stands between
        self.behind_label = True
        self.cell_empty = self.parts_only = self.at_line_start = self.in_cells = False

    def cut(self, text: str, start: int, lexer: re.Pattern[str]) -> list[Run]:
        """Take every lexeme of the gap and give the runs."""
        explained = self.explanation_end > start
        for kind, lexeme in lexemes(text, start, self.end, lexer):
            if explained and lexeme.start() > self.explanation_end:
                explained = False
                self._finish(word_at=self.explanation_end if self.word_end >= 0 else -1)
                self.word_end = -1
            if kind == "value":
                self.stretch.append(_token(lexeme))
                self.cell_empty = False
            elif kind == "word":
                self._word(lexeme.start(), lexeme.end())
            else:
                self._separator(kind, lexeme)
            self.at_line_start = kind == "line"
        self._finish(word_at=-1)
        if self.cell_empty:
            self._empty_cell(self.end)
        return self.runs

    def _word(self, start: int, end: int) -> None:
        self._finish(word_at=start)
        self._begin_run()
        self.word_end = end
        self.behind_label = self.behind_label and start < self.explanation_end
        self.cell_empty = False

    def _separator(self, kind: str, lexeme: re.Match[str]) -> None:
        self._finish(word_at=-1)
        self.word_end = -1
        if kind == "line":
            if self.cell_empty and self.parts_only:
                self._empty_cell(lexeme.start())
                self.cell_empty = False
            self.runs[-1].line_starts.append(len(self.runs[-1].tokens))
            return
        self.in_cells = True
        self.parts_only = lexeme.group().rstrip(" \n") in PARTS_ONLY
        if self.at_line_start and ROW_FOLLOWS.match(lexeme.string, lexeme.end()):
            self.cell_empty = self.parts_only  # a bar that opens a line has no cell before it
        if self.cell_empty:
            self._empty_cell(lexeme.start())
        self.cell_empty = True

    def _begin_run(self) -> None:
        """Begin a run behind a word, or behind a number that belongs to one."""
        self.runs.append(Run(self.after, behind_words=self.in_cells))

    def _empty_cell(self, at: int) -> None:
        self.runs[-1].tokens.append(Token(at, at, "blank"))

    def _finish(self, word_at: int) -> None:
        """End the stretch: its tokens are values, or prose that ends the run."""
        if not self.stretch:
            return
        if self.stretch[0].start == self.word_end:
            self.stretch.pop(0)  # what touches a word is a part of it
        if len(self.stretch) < ROW_LIKE and (self._follows_word() or self._leads_word(word_at)):
            self._begin_run()
        else:
            self.runs[-1].tokens.extend(_alone(self.stretch))
        self.stretch = []

    def _follows_word(self) -> bool:
        """Tell whether a word before the stretch owns it."""
        return bool(self.stretch) and self.word_end >= 0 and self.stretch[0].start > self.explanation_end

    def _leads_word(self, word_at: int) -> bool:
        """Tell whether the word at `word_at` owns the stretch before it."""
        if word_at < 0 or not self.stretch:
            return False
        if self.word_end >= 0:
            return True
        return word_at == self.stretch[-1].end or not (self.behind_label or word_at < self.explanation_end)


def _alone(stretch: list[Token]) -> list[Token]:
    """A token that has a cell to itself is one number, whatever its noughts."""
    return [stretch[0]._replace(padded=False)] if len(stretch) == 1 and stretch[0].padded else stretch


# What the lexemes print that are no numbers in digits.
_STATES: dict[str, tuple[State, Number | None]] = {
    "slash": ("not_applicable", None),
    "dash": ("dash", None),
    "nought": ("number", 0),
    "letter": ("unreadable", None),
    "garbled": ("unreadable", None),
}


def _token(lexeme: re.Match[str]) -> Token:
    start, end = lexeme.span()
    kind = lexeme.lastgroup or ""
    if kind == "empty":
        return Token(start, start, "blank")
    if kind in _STATES:
        return Token(start, end, *_STATES[kind])
    unit = lexeme.group("unit")
    printed = lexeme.group("number")[: -len(unit)] if unit else lexeme.group("number")
    value = number(printed)
    return Token(
        start,
        end,
        state="unreadable" if value is None else "number",
        value=value,
        unit=unit.strip() if unit else None,
        padded=printed[0] == "0" and printed[1:2].isdigit(),
    )


def number(printed: str) -> Number | None:
    """The value of a printed number, null if it has too many digits to be one.

    >>> number("减3"), number("+1036"), number("11,398,889"), number("0.37")
    (-3, 1036, 11398889, Decimal('0.37'))
    """
    digits = printed.lstrip("-+−增减 ").replace(",", "")
    whole, _, decimals = digits.partition(".")
    if len(whole) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
        return None
    sign = -1 if printed[0] in "-−减" else 1
    if not decimals:
        return sign * int(digits)
    value = Decimal(digits)
    return sign * (int(value) if value == value.to_integral_value() else value)
