"""Which figures of a sentence a rule takes, as far as the sentence's own words tell.

Belongs here: matching the rules on the letters of a sentence, and what stands before a match: words that forbid it,
the topic. Does not belong here: the rules (claim_rules.py), what other sentences and headings tell (claims.py).

The reports of a nation say the same in nearly the same words, whatever the numbers: so what a string of letters gives
is kept.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dagster_project.extract.claim_rules import (
    Rule,
    contents,
    denial,
    elsewhere,
    excepted,
    figures,
    letters_of,
    of_units,
    rows,
    rules_for,
)
from dagster_project.extract.claim_words import vocabulary


class Match(NamedTuple):
    """A rule, and the letters `start:end` of the figure or negation that it takes, unless one before it took it.

    `figures` are those of them that are figures: there may be several. `about` are the topics that may be spoken of, if
    the words before do not tell (empty: any); `subjects` are the letters whose measures are claimed, if it has such.
    """

    rule: Rule
    start: int
    end: int
    figures: tuple[int, ...]
    about: frozenset[str]
    subjects: tuple[int, int] | None


@lru_cache(maxsize=4096)
def matches(letters: str) -> tuple[Match, ...]:
    """The matches of all rules on the letters of a sentence, in the order of the rules.

    One of several figures in a row (分别为3件和1件) belongs to one of several things: it is read with the others or not
    at all.
    """
    return tuple(_matches(letters))


def _matches(letters: str) -> Iterator[Match]:
    in_rows = {index for row in rows().finditer(letters) for index in range(*row.span())}
    for rule in rules_for(letters):
        for match in rule.pattern.finditer(letters):
            start, end = match.span("figure")
            if (end - start == 1 and start in in_rows) or _is_forbidden(rule, letters, match):
                continue
            about = rule.about
            topic = topic_of(letters[: match.start()]) if about else None
            if topic is None or topic in about:
                listed = tuple(index for index in range(start, end) if letters[index] in figures())
                subjects = match.span("subjects") if "subjects" in rule.pattern.groupindex else None
                yield Match(rule, start, end, listed, frozenset() if topic else about, subjects)


def _is_forbidden(rule: Rule, letters: str, match: re.Match[str]) -> bool:
    """Whether a word before a match forbids it.

    What most had none of, or none but for something (除1件外,没有), is not known to be none.
    """
    if rule.unless and rule.unless.search(letters, 0, match.start()):
        return True
    if of_units().search(letters, 0, match.start()):
        return True
    index = match.start("figure")
    if letters[index] in figures():
        return denial().search(letters, 0, index) is not None
    return letters[index] in letters_of("NOT NONE NO") and excepted().search(letters, 0, index) is not None


def topic_of(letters: str) -> str | None:
    """The topic of the last word that has one.

    It is `shared` if that word ends a list of different topics, and `other` if it is a mere 申请 for something else.
    What is carried over, in a bracket maybe, is of the topic named before it.
    """
    topics = vocabulary().topics
    letters = contents().sub("", letters)
    also, apply, qualifying = letters_of("AND"), letters_of("APPLY"), letters_of("GAP OTHER")
    carried = None
    for index in range(len(letters) - 1, -1, -1):
        if topic := topics.get(letters[index]):
            if letters[index] in letters_of("CARRIED_IN CARRIED_OUT"):
                carried = topic
                continue
            before = letters[max(index - 2, 0) : index]
            if letters[index] == apply and (
                (before[-1:] and before[-1:] in qualifying) or elsewhere().search(letters, 0, index)
            ):
                return "other"
            listed = before[-1:] == also and topics.get(before[0], topic) != topic
            return "shared" if listed else topic
    return carried
