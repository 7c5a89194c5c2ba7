"""What the words of a sentence mean: a sentence as a string of letters, one a concept, on which rules can match.

Belongs here: finding the words of dbt/seeds/claim_words.csv and the figures in a sentence. Does not belong here:
the words themselves (the seed), nor what their order says (claim_rules.py). Words that mean nothing (IGNORED)
leave no letter; any other unknown words leave one GAP. Words of time and plan (role `mark`) say nothing of what is
counted, but whether it counts: they are kept beside the letters.
"""

import re
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from dagster_project.extract import numerals
from dagster_project.extract.forms import read_seed
from dagster_project.extract.numerals import Figure

FIGURES = ("NUMBER", "ZERO", "MONEY")
_TITLE = re.compile(r"《[^》]{1,80}》")
_PERIOD = re.compile(
    r"(?P<than>[较比])?(?<![0-9])(?P<year>(?:19|20)[0-9]{2})年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?"
    r"(?:[至到—–~-](?P<until>20[0-9]{2})年)?|(?<![0-9])(?P<first>[0-9]{1,2})月?[至到—–~-](?P<last>[0-9]{1,2})月(?![0-9])"
)


@dataclass(slots=True, frozen=True)
class Token:
    """A word or figure: its place in the sentence, and the measure that it names or the figure that it is."""

    start: int
    end: int
    measure: str | None = None
    figure: Figure | None = None


@dataclass(slots=True, frozen=True)
class Mark:
    """A word about time or plan. `year` is that of a printed year."""

    start: int
    kind: str
    year: int | None = None


@dataclass(slots=True, frozen=True)
class Words:
    """A sentence as letters (one a token), its tokens, and its marks in order."""

    letters: str
    tokens: list[Token]
    marks: list[Mark]


@dataclass(slots=True, frozen=True)
class Vocabulary:
    """The words of the seed: an automaton that finds them, and what each means."""

    matcher: AhoCorasick
    meanings: list[tuple[str, str | None]]
    letters: dict[str, str]
    topics: dict[str, str]
    roles: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of dbt/seeds/claim_words.csv; `letters` and `roles` by concept, `topics` by letter."""
    lines = read_seed("claim_words")
    concepts = dict.fromkeys(["GAP", *FIGURES, *(line["concept"] for line in lines)])
    letters = {concept: chr(0xE000 + index) for index, concept in enumerate(concepts)}
    words = {word: (line["concept"], line["measure"] or None) for line in lines for word in line["words"].split()}
    return Vocabulary(
        AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest),
        list(words.values()),
        letters,
        {letters[line["concept"]]: line["topic"] for line in lines if line["topic"]},
        {line["concept"]: line["role"] for line in lines},
    )


def words(text: str) -> Words:
    """The concepts of a sentence without blanks. What stands in 《》 is the name of a document and says nothing."""
    if "《" in text:
        text = _TITLE.sub(lambda match: "\ufffc" * len(match.group()), text)
    known = vocabulary()
    letters: list[str] = []
    tokens: list[Token] = []
    marks = _periods(text)
    reached = 0
    for start, end, concept, token in _found(text):
        if start < reached:
            continue
        if start > reached:
            letters.append(known.letters["GAP"])
            tokens.append(Token(reached, start))
        reached = end
        role = known.roles.get(concept, "word")
        if role in ("mark", "both"):
            marks.append(Mark(start, concept))
        if role in ("word", "both"):
            letters.append(known.letters[concept])
            tokens.append(token)
    if reached < len(text):
        letters.append(known.letters["GAP"])
        tokens.append(Token(reached, len(text)))
    marks.sort(key=lambda mark: mark.start)
    return Words("".join(letters), tokens, marks)


def _found(text: str) -> list[tuple[int, int, str, Token]]:
    """The figures and words of a sentence by place; where both begin together, the longer first."""
    meanings = vocabulary().meanings
    found = []
    for figure in numerals.figures(text):
        concept = "MONEY" if figure.money else "NUMBER" if figure.value else "ZERO"
        found.append((figure.first, figure.last, concept, Token(figure.start, figure.end, None, figure)))
    for index, start, end in vocabulary().matcher.find_matches_as_indexes(text):
        concept, measure = meanings[index]
        found.append((start, end, concept, Token(start, end, measure)))
    if any(token.figure for *_, token in found):
        found.sort(key=lambda item: (item[0], -item[1]))
    return found


def _periods(text: str) -> list[Mark]:
    """The years and spans of months of a sentence: a span of years is SINCE, of part of a year PART_YEAR."""
    if "年" not in text and "月" not in text:
        return []
    marks = []
    for match in _PERIOD.finditer(text):
        if match["first"]:
            whole = (match["first"], match["last"]) == ("1", "12")
            marks.append(Mark(match.start(), "THIS_YEAR" if whole else "PART_YEAR"))
        elif match["than"]:
            marks.append(Mark(match.start(), "COMPARED"))
        elif match["until"] and match["until"] != match["year"]:
            marks.append(Mark(match.start(), "SINCE"))
        else:
            marks.append(Mark(match.start(), "YEAR", int(match["year"])))
    return marks
