"""Where each label of each form stands in a text: one pass of an automaton over the text without its blanks.

Belongs here: the label patterns (from the seeds form_rows, form_columns and form_labels) and finding them.
Does not belong here: which of the labels found make up a table (chains.py), nor the values (tokens.py).
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from dagster_project.extract import forms
from dagster_project.extract.text import readable

TABLES = ("annex_2014", "disclosure", "applications", "reviews")

# What may stand between the characters of a label: blanks, cell bars, quotes and escapes.
NOISE = "".join(filter(str.isspace, map(chr, range(0x80)))) + "|│┃\"“”'‘’*\\"
# A piece of text that may be a label: no bar or line end in it, and no number behind it.
_PIECE = re.compile(r"(?:[0-9]{1,2}[.、])?[一-鿿(][^\n|│;\t0-9]*(?<![\s])")
# How much of a misprinted label must be right, and how far it is looked for.
LEAST_LIKENESS, LONGEST_GAP = 0.7, 2000
_ORDINAL = re.compile(r"^(?:其中:)?(?:\([一二三四五六七八九]\)|[一二三四五六七八九]、|([0-9])\.)")
# A number of several digits that only the bracket behind it closes is a value.
_BRACKETED = re.compile(r"\(\s*[0-9]+[0-9]$")
_BEHIND_ORDINAL = frozenset(".、,:)")
LONGEST_ORDINAL = 8
_PRINTED_ORDINAL = re.compile(r"(?:\(?[一二三四五六七八九]\s{0,2}\)|[一二三四五六七八九]\s{0,2}[、,.])\s{0,2}$")


class Name(NamedTuple):
    """What a label names: a row, a column, a section, the head of a block, or a mere part of another label."""

    table: str
    kind: str
    code: str


class Label:
    """What one wording names: mostly one thing, sometimes several rows alike."""

    __slots__ = ("blocks", "is_head", "is_section", "names", "rows", "tables")

    def __init__(self, names: tuple[Name, ...]) -> None:
        self.names = names
        self.is_section = names[0].kind in {"section", "title"}
        self.blocks = tuple(name for name in names if name.kind == "head")
        self.is_head = any(name.kind == "filler" and name.code == "head" for name in names)
        self.tables = frozenset(name.table for name in names)
        self.rows = {
            table: codes
            for table in self.tables
            if (codes := tuple(name.code for name in names if name.table == table and name.kind == "row"))
        }


@dataclass(slots=True, eq=False)
class Hit:
    """A label in the text, its ordinal included."""

    start: int
    end: int
    label: Label

    def row(self, table: str) -> tuple[str, ...]:
        """The codes of the rows of a table that it may name."""
        return self.label.rows.get(table, ())


def find(text: str, start: int, end: int) -> list[Hit]:
    """Every label in text[start:end], in order, without overlaps; the longest wins. Linear in the length."""
    condensed, dropped = condense(text[start:end])
    automaton, labels, ordinals = _vocabulary()
    hits = []
    floor, before = start, 0
    for pattern, first, last in automaton.find_matches_as_indexes(condensed):
        before = bisect_right(dropped, first, before)
        begin = start + first + before
        if condensed[first - 1 : first] in _BEHIND_ORDINAL:
            begin -= _length_of_ordinal(text[max(floor, begin - LONGEST_ORDINAL) : begin], ordinals[pattern])
        before = bisect_right(dropped, last - 1, before)
        floor = start + last + before
        hits.append(Hit(begin, floor, labels[pattern]))
    return hits


def closest(text: str, start: int, end: int, name: Name, label: str) -> Hit | None:
    """The piece of a text line in text[start:end] that is most like a label, if it is alike enough to be a misprint."""
    wanted = core(label)
    best: tuple[float, Hit] | None = None
    for piece in _PIECE.finditer(text, start, min(end, start + LONGEST_GAP)):
        found = condense(_ORDINAL.sub("", piece.group()))[0][: len(wanted) + 1]
        likeness = SequenceMatcher(None, wanted, found, autojunk=False).ratio()
        if likeness >= LEAST_LIKENESS and (best is None or likeness > best[0]):
            best = likeness, Hit(piece.start(), piece.end(), Label((name,)))
    return best[1] if best else None


def condense(text: str) -> tuple[str, list[int]]:
    """The text without noise, and at which of its offsets each of the dropped characters stood, in order.

    So what is at an offset of it stands, in the text, so many characters later as were dropped up to there.
    """
    for character in NOISE:
        text = text.replace(character, " ")
    pieces = text.split(" ")
    return "".join(pieces), list(accumulate(map(len, pieces)))


def core(label: str) -> str:
    """A label as the automaton knows it: folded, without ordinal, blanks, quotes and trailing explanation.

    >>> core("2.其他法律行政法规禁止公开")
    '其他法律行政法规禁止公开'
    """
    folded, _ = condense(readable(label).text)
    return re.sub(r"\((?:不同|区分|不包括|单位).*\)$", "", _ORDINAL.sub("", folded))


@lru_cache(maxsize=4096)
def _length_of_ordinal(before: str, digit: str) -> int:
    """How much of what stands before a label is its printed ordinal, so that "01.属于" is 0 and label 1.

    A digit belongs to the label only if it is the label's own and a mark follows it.
    """
    trimmed = before.rstrip()
    if trimmed[-1:] not in _BEHIND_ORDINAL:
        return 0
    if digit and len(trimmed) > 1 and trimmed[:-1].rstrip(" ").endswith(digit):
        mark = trimmed[:-1].rstrip(" ")
        start = len(mark) - 1
        if trimmed[-1] == ")" and _BRACKETED.search(mark):
            return 0
        if trimmed[-1] == ")" and mark[:-1].endswith("("):
            start -= 1
        return len(before) - start
    ordinal = _PRINTED_ORDINAL.search(before)
    return len(before) - ordinal.start() if ordinal else 0


@cache
def _vocabulary() -> tuple[AhoCorasick, list[Label], list[str]]:
    """The automaton over all labels, what each pattern names, and the digit of its ordinal."""
    named: dict[str, dict[Name, None]] = {}
    digits: dict[str, str] = {}

    def add(pattern: str, name: Name, label: str) -> None:
        named.setdefault(pattern, {})[name] = None
        ordinal = None if _ORDINAL.match(pattern) else _ORDINAL.match(readable(label).text)
        digits[pattern] = (ordinal.group(1) or "") if ordinal else digits.get(pattern, "")

    printed = {(table, row.code): row.label for table in TABLES for row in forms.rows(table)}
    columns = {column.label for table in TABLES for column in forms.columns(table)}
    for table in TABLES:
        for row in forms.rows(table):
            if core(row.label) not in columns:
                add(core(row.label), Name(table, "row", row.code), row.label)
    for line in forms.read_seed("form_labels"):
        name = Name(line["table_code"], line["kind"], line["code"])
        pattern, _ = condense(readable(line["label"]).text)
        add(pattern, name, printed.get((name.table, name.code), "") if name.kind == "row" else "")
    patterns = list(named)
    automaton = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return automaton, [Label(tuple(named[pattern])) for pattern in patterns], [digits[pattern] for pattern in patterns]
