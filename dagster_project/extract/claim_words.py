"""What the words of a sentence mean: a sentence as a string of letters, one a concept, on which rules can match.

Belongs here: finding the words of dbt/seeds/claim_words.csv and the figures in a sentence. Does not belong here:
the words themselves (the seed), nor what their order says (claim_rules.py). Words that mean nothing (IGNORED)
leave no letter; any other unknown words leave one GAP. Words of time and plan (role `mark`) say nothing of what is
counted, but whether it counts: they are kept beside the letters.
"""

import re
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from dagster_project.extract import numerals
from dagster_project.extract.forms import read_seed
from dagster_project.extract.numerals import Figure

FIGURES = ("NUMBER", "ZERO", "MONEY")
_TITLE = re.compile(r"《[^》]{1,80}》")


# A word or figure of a sentence: where it stands, its letter, the measure or figure that it stands for, what it marks.
Token = tuple[int, int, str, str | Figure | None, str | None]


@dataclass(slots=True, frozen=True)
class Words:
    """A sentence as letters, the token of each letter, and, by offset, its words of time and plan."""

    letters: str
    tokens: list[Token]
    marks: list[tuple[int, str]]

    def place(self, index: int) -> tuple[int, int]:
        """Where in the sentence the word of a letter stands."""
        return self.tokens[index][:2]

    def meanings(self, start: int, end: int) -> list[str | Figure | None]:
        """The measures and figures of the letters [start, end)."""
        return [meaning for _, _, _, meaning, _ in self.tokens[start:end]]


class Word(NamedTuple):
    """A word of the seed: its letter (empty if it leaves none), its measure, and what it marks."""

    letter: str
    measure: str | None
    mark: str | None


@dataclass(slots=True, frozen=True)
class Vocabulary:
    """The words of the seed, an automaton that finds them, the letter of each concept and the topic of each letter."""

    matcher: AhoCorasick
    words: list[Word]
    letters: dict[str, str]
    topics: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of dbt/seeds/claim_words.csv."""
    lines = read_seed("claim_words")
    concepts = dict.fromkeys(["GAP", *FIGURES, *(line["concept"] for line in lines)])
    letters = {concept: chr(0xE000 + index) for index, concept in enumerate(concepts)}
    words = {word: _word(line, letters[line["concept"]]) for line in lines for word in line["words"].split()}
    words |= {f"{year}年{of}": Word("", None, None) for year in range(1990, 2050) for of in ("", "度")}
    return Vocabulary(
        AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest),
        list(words.values()),
        letters,
        {letters[line["concept"]]: line["topic"] for line in lines if line["topic"]},
    )


def _word(line: dict[str, str], letter: str) -> Word:
    return Word(
        letter if line["role"] in ("word", "both") else "",
        line["measure"] or None,
        line["concept"] if line["role"] in ("mark", "both") else None,
    )


def words(text: str) -> Words:
    """The concepts of a sentence without blanks. What stands in 《》 is the name of a document and says nothing."""
    if "《" in text:
        text = _TITLE.sub(lambda match: "\ufffc" * len(match.group()), text)
    gap = vocabulary().letters["GAP"]
    tokens: list[Token] = []
    marks: list[tuple[int, str]] = []
    reached = 0
    for token in [*_found(text), (len(text), len(text), "", None, None)]:
        start, end, letter, _, mark = token
        if start < reached:
            continue
        if start > reached:
            tokens.append((reached, start, gap, None, None))
        reached = end
        if letter:
            tokens.append(token)
        if mark:
            marks.append((start, mark))
    return Words("".join([token[2] for token in tokens]), tokens, marks)


def _found(text: str) -> list[Token]:
    """The figures and words of a sentence in order; a figure comes before the words that it is made of."""
    known = vocabulary()
    found: list[Token] = []
    for figure in numerals.figures(text):
        concept = "MONEY" if figure.money else "NUMBER" if figure.value else "ZERO"
        found.append((figure.first, figure.last, known.letters[concept], figure, None))
    figures = len(found)
    found += [(start, end, *known.words[index]) for index, start, end in known.matcher.find_matches_as_indexes(text)]
    if figures:
        found.sort(key=itemgetter(0))
    return found
