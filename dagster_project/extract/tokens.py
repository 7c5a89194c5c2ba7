"""The value tokens of a stretch of table: numbers, slashes, dashes and empty cells, and the runs that they make.

Belongs here: telling values from the numbers of prose, and the value of each. Does not belong here: what parts cells
(lexemes.py), nor which cell of a form a token fills (layings.py).
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from dagster_project.extract.labels import Hit
from dagster_project.extract.lexemes import PARTS_ONLY, ROW_FOLLOWS, Lexer, lexemes, lexer_for
from dagster_project.extract.records import Number, State

# A number beside a word is prose ("2020 年"), unless it stands in a row of at least so many numbers.
ROW_LIKE = 5
# Longer digit strings are no number of a report: rows run together, telephone numbers, garbage.
MOST_DIGITS, MOST_DECIMALS = 12, 6

# The runs of gaps no longer than this are kept, so many of them: rows of zeros are printed in every report.
LONGEST_KEPT, MOST_KEPT = 100, 4096
# How far back a lexeme may look.
LOOKS_BACK = 2
_BAR = re.compile(r"[|│┃;\t,·•&~→]")
_CELL_END = re.compile(r"[|│┃;\t,\n]")
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


@dataclass
class Run:
    """Tokens with nothing but separators between them. `line_starts` are the indices at which a new line begins.

    `behind_words` tells that a cell of words stands between the label and them: it may be one of the line's own.
    """

    after: int = -1
    tokens: list[Token] = field(default_factory=list)
    line_starts: list[int] = field(default_factory=list)
    behind_words: bool = False

    @cached_property
    def printed(self) -> list[Token]:
        """The tokens that are not empty cells."""
        return [token for token in self.tokens if token.state != "blank"]

    def moved(self, by: int, after: int) -> "Run":
        """The run, so many characters further on, behind the label of an index."""
        if not by:
            return Run(after, self.tokens, self.line_starts, self.behind_words)
        tokens = [
            Token(start + by, end + by, state, value, unit, inferred, padded)
            for start, end, state, value, unit, inferred, padded in self.tokens
        ]
        return Run(after, tokens, self.line_starts, self.behind_words)

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
    position = cell_end = start
    for index, hit in enumerate(hits, -1):
        stop = hit.start
        if position < stop <= position + LONGEST_KEPT:
            if cell_end < stop and _BAR.search(text, position, stop):
                cell = _CELL_END.search(text, stop)
                cell_end = cell.start() if cell else len(text)
            more = stop <= cell_end < len(text) and text[cell_end] != "\n"
            found += (run.moved(position, index) for run in _kept(text, position, stop, lexer, more_follow=more))
        elif position < stop:
            found += (run.moved(0, index) for run in _of_long_gap(text, position, stop, lexer))
        position = hit.end
    if position < end:
        found += (run.moved(0, len(hits) - 1) for run in _of_long_gap(text, position, end, lexer))
    return found


def prints(text: str, start: int, end: int, lexer: Lexer) -> bool:
    """Whether any value is printed in a gap between two labels, and not only the numbers of prose."""
    if end - start <= LONGEST_KEPT:
        return any(run.printed for run in _kept(text, start, end, lexer, more_follow=False))
    return any(run.printed for run in _of_long_gap(text, start, end, lexer))


@lru_cache(maxsize=4)
def _of_long_gap(text: str, start: int, end: int, lexer: Lexer) -> list[Run]:
    """The runs of a long gap. The last ones are kept, since every way to read a table asks."""
    return _Gap(text, start, end).cut(lexer)


def _kept(text: str, start: int, end: int, lexer: Lexer, *, more_follow: bool) -> tuple[Run, ...]:
    """The runs of a short gap before a label, at offsets from `start`, if more cells follow the label's on its line."""
    before = text[start - 1 : start]
    if "一" <= before <= "鿿":
        before = "字"  # each is a word like any other
    elif before == " ":
        before = text[max(0, start - LOOKS_BACK) : start]
    return _runs_of(before, text[start:end], lexer, more_follow)


@lru_cache(maxsize=MOST_KEPT)
def _runs_of(before: str, gap: str, lexer: Lexer, more_follow: bool) -> tuple[Run, ...]:
    """The same of a gap by itself, so that it is cut once wherever it is printed."""
    start = len(before)
    label = "字|" if more_follow else "字"
    return tuple(run.moved(-start, 0) for run in _Gap(before + gap + label, start, start + len(gap)).cut(lexer))


class _Gap:
    """The cutting of one gap between two labels into runs. A word, or a number that belongs to one, ends a run.

    A number belongs to a word beside it on its line. But just behind the label, and inside the brackets of the
    label's explanation, which a page may break anywhere, it does so only between two words or if it touches one.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        opening = _OPENING.match(text, start, end)
        last = min(end, start + LONGEST_EXPLANATION)
        self.text = text
        self.start, self.end = start, end
        self.explanation_end = text.find(")", opening.end(), last) if opening else start
        self.runs = [Run()]
        self.stretch: list[Token] = []  # tokens with only blanks between them
        self.word_end = -1  # the end of the word before the stretch, if no separator stands between
        self.behind_label = True
        self.cell_empty = self.parts_only = self.at_line_start = self.in_cells = False

    def cut(self, lexer: Lexer) -> list[Run]:
        """Take every lexeme of the gap and give the runs."""
        explained = self.explanation_end > self.start
        for kind, lexeme in lexemes(self.text, self.start, self.end, lexer):
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
        return [run for run in self.runs if run.tokens]

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
        self.runs.append(Run(behind_words=self.in_cells))

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
    kind, whole = lexeme.lastgroup or "", lexeme.group()
    if kind == "number" and whole.isdigit() and len(whole) <= MOST_DIGITS:
        return Token(start, end, "number", int(whole), padded=whole[0] == "0" and len(whole) > 1)
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
