"""What the words of a sentence mean: a sentence as a string of letters, one a concept, on which rules can match.

Belongs here: finding the words of dbt/seeds/claim_words.csv and the figures in a sentence. Does not belong here:
the words themselves (the seed), nor what their order says (claim_rules.py). Words that mean nothing (IGNORED)
leave no letter; any other unknown words leave one GAP. Words of time and plan (role `mark`) say nothing of what is
counted, but whether it counts: they are kept beside the letters.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from dagster_project.extract import numerals
from dagster_project.extract.forms import read_seed
from dagster_project.extract.numerals import Figure

FIGURES = ("NUMBER", "ZERO", "MONEY")
_TITLE = re.compile(r"《[^》]{1,80}》")


@dataclass(slots=True, frozen=True)
class Words:
    """A sentence as letters; of each letter its place in the sentence, and the measure or figure that it stands for.

    `marks` are the words of time and plan, by offset.
    """

    letters: str
    places: list[tuple[int, int]]
    meanings: list[str | Figure | None]
    marks: list[tuple[int, str]]


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
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    meanings: list[str | Figure | None] = []
    marks: list[tuple[int, str]] = []
    reached = 0
    for start, end, letter, meaning, mark in [*_found(text), (len(text), len(text), "", None, None)]:
        if start < reached:
            continue
        if start > reached:
            letters.append(gap)
            places.append((reached, start))
            meanings.append(None)
        reached = end
        if letter:
            letters.append(letter)
            places.append((start, end))
            meanings.append(meaning)
        if mark:
            marks.append((start, mark))
    return Words("".join(letters), places, meanings, marks)


def _found(text: str) -> list[tuple[int, int, str, str | Figure | None, str | None]]:
    """The words and figures of a sentence in order; a figure comes before the words that it is made of."""
    known = vocabulary().words
    found: list[tuple[int, int, str, str | Figure | None, str | None]] = [
        (start, end, *known[index]) for index, start, end in vocabulary().matcher.find_matches_as_indexes(text)
    ]
    letters = vocabulary().letters
    if figures := list(numerals.figures(text)):
        for figure in figures:
            concept = "MONEY" if figure.money else "NUMBER" if figure.value else "ZERO"
            found.append((figure.first, figure.last, letters[concept], figure, None))
        found.sort(key=lambda item: (item[0], -item[1]))
    return found
