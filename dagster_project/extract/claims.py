"""The numbers that prose states.

Belongs here: going through the sentences of a report, applying the rules, and making claims of what they read.
Does not belong here: words, phrases and rules (dbt/seeds/claim_*.csv); whether a number is of this report's year
(claim_periods.py); numbers in tables (tables.py); comparing the two (dbt).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from dagster_project.extract import numerals, sentences
from dagster_project.extract.claim_periods import Period, period
from dagster_project.extract.claim_rules import Rule, denial, letters_of, rules_for, subjects
from dagster_project.extract.claim_words import Words, vocabulary, words
from dagster_project.extract.numerals import Figure
from dagster_project.extract.records import Claim, Complaint
from dagster_project.extract.sentences import Headings, Sentence
from dagster_project.extract.text import Readable

# A sentence is worth a closer look if it holds a figure and a character of what is counted, or a word of absence and
# a character of what may be absent; or if it is so short that it may say just 无 under its heading.
_FIGURE, _COUNTED = re.compile(numerals.HINT, re.VERBOSE), re.compile("[申议讼咨诉举费答结维纠范公信予收受]")
_ABSENCE = re.compile(
    r"[没未无免不](?:(?<=[无免])|(?<=没)\s?[有收接发]|(?<=未)\s?[收接受新发出产引提被因由就针对涉向有制存]|(?<=不)\s?[存收涉])"
)
_ABSENT = re.compile("[申议讼诉举费偿范]")
_BARE = 16


def read(
    readable: Readable, start: int, end: int, *, year: int | None, skip: list[tuple[int, int]]
) -> tuple[list[Claim], list[Complaint]]:
    """The claims of the report at [start, end) of a readable text, in the order of their offsets.

    `year` is the report's, if known: numbers of other years are refused. `skip` are the readable spans of its
    tables. A number that its sentence leaves ambiguous gives a complaint and no claim. Never raises.
    """
    report = _Report(readable, start, end, year)
    for first, last in _outside(start, end, skip):
        for begin, finish in sentences.bounds(readable.text, first, last):
            if _worth_reading(readable.text, begin, finish):
                sentence = sentences.sentence(readable.text, begin, finish)
                _Reader(report, sentence, words(sentence.text)).read()
    return sorted(report.claims, key=lambda claim: claim.start), report.complaints


def _outside(start: int, end: int, skip: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of [start, end) no span of `skip` covers."""
    for first, last in sorted(skip):
        if first > start:
            yield start, min(first, end)
        start = max(start, last)
    if start < end:
        yield start, end


def _worth_reading(text: str, start: int, end: int) -> bool:
    if _FIGURE.search(text, start, end) and _COUNTED.search(text, start, end):
        return True
    if not _ABSENCE.search(text, start, end):
        return False
    return end - start <= _BARE or _ABSENT.search(text, start, end) is not None


@dataclass(slots=True)
class _Report:
    """The report that is read, and what was found in it so far."""

    readable: Readable
    start: int
    end: int
    year: int | None
    claims: list[Claim] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    headings: Headings | None = None
    last_end: int = 0
    last_letters: str = ""

    def heading(self, sentence: Sentence) -> Words:
        """The words of the heading above a sentence, at whatever distance."""
        return _words_of_heading(self._above(sentence)[1])

    def stands_under_heading(self, sentence: Sentence) -> bool:
        """Whether nothing but blanks stands between a sentence and the heading above it."""
        return not self.readable.text[self._above(sentence)[0] : sentence.start].strip(" \n:。")

    def _above(self, sentence: Sentence) -> tuple[int, str]:
        if self.headings is None:
            self.headings = sentences.headings(self.readable.text, self.start, self.end)
        return self.headings.above(sentence.start)


@lru_cache(maxsize=1024)
def _words_of_heading(heading: str) -> Words:
    return words(heading)


@dataclass(slots=True)
class _Reader:
    """One sentence of a report as it is read: its words, the figures already taken, the absences already stated."""

    report: _Report
    sentence: Sentence
    words: Words
    taken: set[int] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Give each figure to the first rule that takes it."""
        for rule in rules_for(self.words.letters):
            for match in rule.pattern.finditer(self.words.letters):
                index = match.start("figure")
                if index not in self.taken and self._applies(rule, match):
                    self.taken.add(index)
                    self._take(rule, match)
        self.report.last_end, self.report.last_letters = self.sentence.end, self.words.letters

    def _applies(self, rule: Rule, match: re.Match[str]) -> bool:
        """Whether the words before a match are of the rule's topic, and none of them forbids it."""
        letters = self.words.letters
        if rule.unless and rule.unless.search(letters, 0, match.start()):
            return False
        if denial().search(letters, 0, match.start("figure")):
            return False
        return not rule.about or not rule.about.isdisjoint(self._topics(letters[: match.start()]))

    def _topics(self, before: str) -> set[str]:
        """What is spoken of: by the words before in the sentence, else in the last sentence, else by the heading."""
        topic = _topic(before)
        if topic is None and not self.report.readable.text[self.report.last_end : self.sentence.start].strip():
            topic = _topic(self.report.last_letters)
        if topic is not None:
            return {topic}
        topics = vocabulary().topics
        return {topics[letter] for letter in self.report.heading(self.sentence).letters if letter in topics} or {"none"}

    def _take(self, rule: Rule, match: re.Match[str]) -> None:
        """Make the claims of a match, or the complaint that it is none."""
        index = match.start("figure")
        [meaning] = self.words.meanings(index, index + 1)
        figure = meaning if isinstance(meaning, Figure) else None
        first, last = (figure.start, figure.end) if figure else self._negation(index)
        start, end = self.report.readable.span(*self.sentence.span(first, last))
        when = period(self.words.marks, self.sentence.text, first, self.report.year)
        if when is Period.OTHER_YEAR:
            self.report.complaints.append(_of_other_year(self._printed(), self.report.year, start, end))
        elif when is Period.OWN and rule.warns:
            self.report.complaints.append(_ambiguous(self._printed(), rule.code, start, end))
        elif when is Period.OWN:
            for measure in self._measures(rule, match):
                self._claim(measure, figure, start, end, rule.code)

    def _claim(self, measure: str, figure: Figure | None, start: int, end: int, rule: str) -> None:
        """Add a claim; that there was none of a thing is claimed once a sentence."""
        value, qualifier, unit = (figure.value, figure.qualifier, figure.unit) if figure else (0, "exact", None)
        if value or measure not in self.absent:
            self.report.claims.append(Claim(measure, value, qualifier, unit, self._printed(), start, end, rule))
        if not value:
            self.absent.add(measure)

    def _negation(self, index: int) -> tuple[int, int]:
        """Where 未收到 or 没有发生 stands, of which the letter at `index` is the negation."""
        verb = self.words.letters[index + 1 : index + 2]
        last = index + 1 if verb and verb in letters_of("RECEIVE RAISED") else index
        return self.words.place(index)[0], self.words.place(last)[1]

    def _measures(self, rule: Rule, match: re.Match[str]) -> list[str]:
        """The measures that a match states: those of the rule, of its subjects, or of the heading."""
        named: list[str | Figure | None] = []
        for measure in rule.measures:
            if measure != "heading":
                named.append(measure)
            elif self.report.stands_under_heading(self.sentence):
                heading = self.report.heading(self.sentence)
                if listed := subjects().search(heading.letters):
                    named += heading.meanings(*listed.span())
        if "subjects" in rule.pattern.groupindex:
            named += self.words.meanings(*match.span("subjects"))
        return [measure for measure in dict.fromkeys(named) if isinstance(measure, str)]

    def _printed(self) -> str:
        """The sentence as it stands in the raw text."""
        readable = self.report.readable
        return readable.raw[slice(*readable.span(self.sentence.start, self.sentence.end))].strip()


def _topic(letters: str) -> str | None:
    """The topic of the last word that has one.

    It is `shared` if that word ends a list of different topics, and `other` if it is a mere 申请 for something else.
    """
    topics = vocabulary().topics
    also, apply, qualifying = letters_of("AND"), letters_of("APPLY"), letters_of("GAP OTHER")
    for index in range(len(letters) - 1, -1, -1):
        if topic := topics.get(letters[index]):
            before = letters[max(index - 2, 0) : index]
            if letters[index] == apply and before[-1:] and before[-1:] in qualifying:
                return "other"
            listed = before[-1:] == also and topics.get(before[0], topic) != topic
            return "shared" if listed else topic
    return None


def _ambiguous(printed: str, rule: str, start: int, end: int) -> Complaint:
    return Complaint(
        "claim_ambiguous",
        f"这个数的含义不确定，未采用（规则 {rule}）：{printed}。请对照表格。",
        f"What this number counts is not certain; it was not taken (rule {rule}). Compare the tables.",
        start,
        end,
    )


def _of_other_year(printed: str, year: int | None, start: int, end: int) -> Complaint:
    return Complaint(
        "claim_of_other_year",
        f"这个数不属于报告年度 {year or '（未知）'}，未采用：{printed}。请核对年份。",
        f"This number is not of the year reported on ({year or 'unknown'}); it was not taken. Check the year.",
        start,
        end,
    )
