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
# What stands in a word of the seed for each of these: a year, and what an organ calls itself.
_PLACEHOLDERS = {
    "YYYY": [str(year) for year in range(1990, 2050)],
    "SELF": [
        *("本机关", "本行政机关", "本单位", "本部门", "本级", "本级政府", "本局", "本办", "本委", "本厅", "本镇"),
        *("我机关", "我单位", "我部门", "我局", "我办", "我委", "我厅", "我镇"),
    ],
}
_TITLE = re.compile(r"《[^》]{1,80}(?<!公报)(?<!申请表)(?<!申请书)》")


# A word or figure of a sentence: where it stands, its letter, the measure or figure that it stands for.
Token = tuple[int, int, str, str | Figure | None]


class Words(NamedTuple):
    """A sentence as letters, the token of each letter, and, by offset, its words of time and plan."""

    letters: str
    tokens: list[Token]
    marks: list[tuple[int, str]]

    def place(self, index: int) -> tuple[int, int]:
        """Where in the sentence the word of a letter stands."""
        return self.tokens[index][:2]

    def meanings(self, start: int, end: int) -> list[str | Figure | None]:
        """The measures and figures of the letters [start, end)."""
        return [meaning for _, _, _, meaning in self.tokens[start:end]]


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
    words = {
        word: _word(line, letters[line["concept"]])
        for line in lines
        for printed in line["words"].split()
        for word in _spelled(printed)
    }
    return Vocabulary(
        AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest),
        list(words.values()),
        letters,
        {letters[line["concept"]]: line["topic"] for line in lines if line["topic"]},
    )


def _spelled(printed: str) -> list[str]:
    """The words that a word of the seed stands for."""
    for placeholder, values in _PLACEHOLDERS.items():
        if placeholder in printed:
            return [printed.replace(placeholder, value) for value in values]
    return [printed]


def _word(line: dict[str, str], letter: str) -> Word:
    return Word(
        letter if line["role"] in ("word", "both") else "",
        line["measure"] or None,
        line["concept"] if line["role"] in ("mark", "both") else None,
    )


class Spotted(NamedTuple):
    """A sentence, and in it the words of the vocabulary: the number of each, where it begins and ends.

    `text` is the sentence with what stands in 《》 masked: the name of a document says nothing, but that of a gazette
    or of an application.
    """

    text: str
    hits: list[tuple[int, int, int]]


def spot(text: str) -> Spotted:
    """What stands in a sentence without blanks, before it is known whether it means anything."""
    if "《" in text:
        text = _TITLE.sub(lambda match: "\ufffc" * len(match.group()), text)
    return Spotted(text, vocabulary().matcher.find_matches_as_indexes(text))


def letter_of(figure: Figure) -> str:
    """The letter of a figure."""
    return vocabulary().letters["MONEY" if figure.money else "NUMBER" if figure.value else "ZERO"]


def words(spotted: Spotted) -> Words:
    """The concepts of a sentence. A figure counts before the words that it is made of."""
    known, gap = vocabulary().words, vocabulary().letters["GAP"]
    figures = numerals.figures(spotted.text)
    found = [(number - len(figures), figure.first, figure.last) for number, figure in enumerate(figures)]
    found = sorted(found + spotted.hits, key=itemgetter(1)) if found else spotted.hits  # figures before words
    tokens: list[Token] = []
    marks: list[tuple[int, str]] = []
    reached = 0
    for number, start, end in found:
        if start < reached:
            continue
        if start > reached:
            tokens.append((reached, start, gap, None))
        reached = end
        if number < 0:
            tokens.append((start, end, letter_of(figures[number]), figures[number]))
            continue
        letter, measure, mark = known[number]
        if letter:
            tokens.append((start, end, letter, measure))
        if mark:
            marks.append((start, mark))
    if reached < len(spotted.text):
        tokens.append((reached, len(spotted.text), gap, None))
    return Words("".join([token[2] for token in tokens]), tokens, marks)
