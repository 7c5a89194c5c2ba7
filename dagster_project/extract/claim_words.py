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


class Words(NamedTuple):
    """A sentence as letters, and by offset its words of time and plan.

    `tokens` has of each letter where it stands, `start:end`, and behind what number: that of a word of the vocabulary,
    or from the end, below nought, that of one of the sentence's `figures`.
    """

    letters: str
    tokens: list[tuple[int, int, int]]
    figures: list[Figure]
    marks: list[tuple[int, str]]

    def place(self, index: int) -> tuple[int, int]:
        """Where in the sentence the word of a letter stands."""
        _, start, end = self.tokens[index]
        return start, end

    def figure(self, index: int) -> Figure | None:
        """The figure that a letter stands for, if any."""
        number, _, _ = self.tokens[index]
        return self.figures[number] if number < 0 else None

    def measures(self, start: int, end: int) -> list[str]:
        """The measures of the letters [start, end)."""
        words = vocabulary().words
        numbers = (number for number, _, _ in self.tokens[start:end])
        return [measure for number in numbers if number >= 0 and (measure := words[number].measure)]


class Word(NamedTuple):
    """A word of the seed: its letter (empty if it leaves none), its measure, and what it marks."""

    letter: str
    measure: str | None
    mark: str | None


@dataclass(slots=True, frozen=True)
class Vocabulary:
    """The words of the seed, an automaton that finds them, the letter of each concept and the topic of each letter.

    The last of `words` is the gap, which the automaton does not find.
    """

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
        [*words.values(), Word(letters["GAP"], None, None)],
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


def words(text: str) -> Words:
    """The concepts of a sentence without blanks. A figure counts before the words that it is made of.

    What stands in 《》 is passed over: the name of a document says nothing, but that of a gazette or of an application.
    """
    if "《" in text:
        text = _TITLE.sub(lambda match: "\ufffc" * len(match.group()), text)
    known, letter_of = vocabulary().words, vocabulary().letters
    gap = len(known) - 1
    found = vocabulary().matcher.find_matches_as_indexes(text)
    if figures := numerals.figures(text):
        of_figures = [(number, figure.first, figure.last) for number, figure in enumerate(figures, -len(figures))]
        found = sorted(of_figures + found, key=itemgetter(1))  # figures before words
    letters: list[str] = []
    tokens: list[tuple[int, int, int]] = []
    marks: list[tuple[int, str]] = []
    reached = 0
    for token in found:
        number, start, end = token
        if start > reached:
            letters.append(known[gap].letter)
            tokens.append((gap, reached, start))
        elif start < reached:
            continue
        reached = end
        if number < 0:
            figure = figures[number]
            letters.append(letter_of["MONEY" if figure.money else "NUMBER" if figure.value else "ZERO"])
            tokens.append(token)
            continue
        letter, _, mark = known[number]
        if letter:
            letters.append(letter)
            tokens.append(token)
        if mark:
            marks.append((start, mark))
    if reached < len(text):
        letters.append(known[gap].letter)
        tokens.append((gap, reached, len(text)))
    return Words("".join(letters), tokens, figures, marks)
