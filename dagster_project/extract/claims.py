"""The numbers that prose states.

Belongs here: going through the sentences of a report, and making claims of what the rules read. Does not belong
here: words, phrases and rules (dbt/seeds/claim_*.csv); where they match (claim_matches.py); whether a number is of
this report's year (claim_periods.py); numbers in tables (tables.py); comparing the two (dbt).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from dagster_project.extract import numerals, sentences
from dagster_project.extract.claim_matches import Match, matches, topic_of
from dagster_project.extract.claim_periods import Period, period
from dagster_project.extract.claim_rules import Rule, doubts, items, letters_of, subjects
from dagster_project.extract.claim_words import Words, vocabulary, words
from dagster_project.extract.numerals import Figure
from dagster_project.extract.records import Claim, Complaint
from dagster_project.extract.sentences import Headings, Sentence
from dagster_project.extract.text import Readable

# A sentence is worth a closer look if it holds a figure or words of absence.
_HINT = re.compile(
    rf"""[{numerals.IN_FIGURE}没未无免不](?:{numerals.BEHIND_FIRST}|(?<=[没未无免不])(?:(?<=[无免])|(?<=没)\s?[有收接发]
    |(?<=未)\s?[曾收接受新发出产引提被因由就针对涉向有制存]|(?<=不)\s?[存收涉]))""",
    re.VERBOSE,
)
# Measure words of persons, who are counted among consultations alone.
_OF_PEOPLE = frozenset(("人次",))
# Those of accounts, columns and sites.
_OF_PLACES = frozenset(("个",))


def read(
    readable: Readable, start: int, end: int, *, year: int | None, skip: list[tuple[int, int]]
) -> tuple[list[Claim], list[Complaint]]:
    """The claims of the report at [start, end) of a readable text, in the order of their offsets.

    `year` is the report's, if known: numbers of other years are refused. `skip` are the readable spans of its
    tables. A number that its sentence leaves ambiguous gives a complaint and no claim. Never raises.
    """
    report = _Report(readable, start, end, year)
    for first, last in _outside(start, end, skip):
        report.since = first
        for begin, finish in sentences.holding(_HINT, readable.text, first, last):
            sentence = sentences.sentence(readable.text, begin, finish)
            said = words(sentence.text)
            if found := matches(said.letters):
                _Reader(report, sentence, report.printed(sentence), said).read(found)
    return sorted(report.claims, key=lambda claim: claim.start), report.complaints


def _outside(start: int, end: int, skip: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of [start, end) no span of `skip` covers."""
    for first, last in sorted(skip):
        if first > start:
            yield start, min(first, end)
        start = max(start, last)
    if start < end:
        yield start, end


@dataclass(slots=True)
class _Report:
    """The report that is read, what was found in it so far, and where the present stretch of prose begins."""

    readable: Readable
    start: int
    end: int
    year: int | None
    claims: list[Claim] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    headings: Headings | None = None
    since: int = 0

    def printed(self, sentence: Sentence) -> str:
        """A sentence as it stands in the raw text."""
        start, end = self.readable.span(sentence.start, sentence.end)
        return self.readable.raw[start:end].strip()

    def heading(self, sentence: Sentence) -> Words:
        """The words of the heading above a sentence, at whatever distance."""
        return _words(self._above(sentence)[1])

    def stands_under_heading(self, sentence: Sentence) -> bool:
        """Whether nothing but blanks stands between a sentence and the heading above it."""
        return not self.readable.text[self._above(sentence)[0] : sentence.start].strip(" \n:。")

    def before(self, sentence: Sentence) -> Words:
        """The words of the sentence before, if it stands in the same stretch of prose."""
        text = self.readable.text
        return _words(sentences.sentence(text, *sentences.before(text, self.since, sentence.start)).text)

    def _above(self, sentence: Sentence) -> tuple[int, str]:
        if self.headings is None:
            self.headings = sentences.headings(self.readable.text, self.start, self.end)
        return self.headings.above(sentence.start)


@lru_cache(maxsize=1024)
def _words(text: str) -> Words:
    """The words of a heading, or of the sentence before."""
    return words(text)


@dataclass(slots=True)
class _Reader:
    """One sentence of a report as it is read: its words, the figures already taken, the absences already stated."""

    report: _Report
    sentence: Sentence
    printed: str
    words: Words
    taken: set[int] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)
    claims: list[Claim] = field(default_factory=list)

    def read(self, found: Iterable[Match]) -> None:
        """Give each figure to the first of the rules that takes it."""
        for match in found:
            if match.start not in self.taken and (not match.about or not match.about.isdisjoint(self._topics())):
                self.taken.update(range(match.start, match.end))
                self._take(match)
        self._settle()

    def _settle(self) -> None:
        """Keep what the sentence states; what it gives two values of, as of a whole and of a part, is not certain."""
        given: dict[str, list[Claim]] = {}
        for claim in self.claims:
            given.setdefault(claim.measure, []).append(claim)
        for same in given.values():
            if len({claim.value for claim in same}) == 1:
                self.report.claims += same
            else:
                told = (_ambiguous(claim.sentence, "two_values", claim.rule, claim.start, claim.end) for claim in same)
                self.report.complaints += told

    def _topics(self) -> set[str]:
        """What is spoken of, if a sentence does not tell: by the last sentence, else by the heading."""
        topic = topic_of(self.report.before(self.sentence).letters)
        if topic is not None:
            return {topic}
        topics = vocabulary().topics
        return {topics[letter] for letter in self.report.heading(self.sentence).letters if letter in topics} or {"none"}

    def _take(self, match: Match) -> None:
        """Read the figure of a match; of several, each is of the thing that is listed at its place (分别为3件和1件)."""
        measures, rule = self._measures(match), match.rule
        if len(match.figures) <= 1:
            self._take_figure(rule, match.start, measures, rule.code if rule.warns else None)
        elif len(match.figures) == len(measures):
            for index, measure in zip(match.figures, measures, strict=True):
                self._take_figure(rule, index, [measure], None)
        else:
            self._take_figure(rule, match.start, measures, "respective_counts_unclear")

    def _take_figure(self, rule: Rule, index: int, measures: list[str], doubt: str | None) -> None:
        """Claim the figure or negation of a letter for each of the measures, or complain of a doubt."""
        figure = self.words.figure(index)
        first, last = (figure.start, figure.end) if figure else self._negation(index)
        start, end = self.report.readable.span(*self.sentence.span(first, last))
        when = period(self.words.marks, self.sentence.text, first, self.report.year)
        if when is Period.LONGER and not (figure and figure.value):
            when = Period.OWN
        if when is Period.OTHER_YEAR:
            self.report.complaints.append(_of_other_year(self.printed, self.report.year, start, end))
        elif when is Period.OWN and doubt:
            self.report.complaints.append(_ambiguous(self.printed, doubt, rule.code, start, end))
        elif when is Period.OWN:
            for measure in measures:
                self._claim(measure, figure, start, end, rule.code)

    def _claim(self, measure: str, figure: Figure | None, start: int, end: int, rule: str) -> None:
        """Add a claim; that there was none of a thing is claimed once a sentence."""
        if figure and not _counts(figure, measure):
            return
        value, qualifier, unit = (figure.value, figure.qualifier, figure.unit) if figure else (0, "exact", None)
        if value or measure not in self.absent:
            self.claims.append(Claim(measure, value, qualifier, unit, self.printed, start, end, rule))
        if not value:
            self.absent.add(measure)

    def _negation(self, index: int) -> tuple[int, int]:
        """Where 未收到 or 没有发生 stands, of which the letter at `index` is the negation."""
        verb = self.words.letters[index + 1 : index + 2]
        last = index + 1 if verb and verb in letters_of("GET GET_NEW ACCEPT RAISED") else index
        return self.words.place(index)[0], self.words.place(last)[1]

    def _measures(self, match: Match) -> list[str]:
        """The measures that a match states: those of the rule, of its subjects, or of the heading."""
        named: list[str] = []
        for measure in match.rule.measures:
            if measure != "heading":
                named.append(measure)
            elif self.report.stands_under_heading(self.sentence):
                heading = self.report.heading(self.sentence)
                if listed := subjects().search(heading.letters):
                    named += heading.measures(*listed.span())
        if match.subjects:
            named += self.words.measures(*match.subjects)
        return list(dict.fromkeys(named))


def _counts(figure: Figure, measure: str) -> bool:
    """Whether the measure word of a figure is one for what is measured."""
    if figure.unit in _OF_PEOPLE:
        return measure == "consultations"
    return figure.unit not in _OF_PLACES or measure not in items()


def _ambiguous(printed: str, doubt: str, rule: str, start: int, end: int) -> Complaint:
    """The complaint that a number may mean something else, for a reason of dbt/seeds/claim_doubts.csv."""
    why_zh, why_en = doubts()[doubt]
    return Complaint(
        "claim_ambiguous",
        f"未采用这个数：{why_zh}（规则 {rule}）。请对照表格。原文：{printed}",
        f"This number was not taken: {why_en} (rule {rule}). Compare the tables.",
        start,
        end,
    )


def _of_other_year(printed: str, year: int | None, start: int, end: int) -> Complaint:
    return Complaint(
        "claim_of_other_year",
        f"未采用这个数：它不属于报告年度 {year or '（未知）'}。请核对年份。原文：{printed}",
        f"This number is not of the year reported on ({year or 'unknown'}); it was not taken. Check the year.",
        start,
        end,
    )
