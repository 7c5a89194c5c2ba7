"""The numbers that prose states.

Belongs here: going through the sentences of a report, applying the rules, and making claims of what they read.
Does not belong here: words, phrases and rules (dbt/seeds/claim_*.csv); whether a number is of this report's year
(claim_periods.py); numbers in tables (tables.py); comparing the two (dbt).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dagster_project.extract import numerals, sentences
from dagster_project.extract.claim_periods import Period, period
from dagster_project.extract.claim_rules import Rule, denial, letters_of, rules_for, subjects
from dagster_project.extract.claim_words import Words, vocabulary, words
from dagster_project.extract.numerals import Figure
from dagster_project.extract.records import Claim, Complaint
from dagster_project.extract.sentences import Headings, Sentence
from dagster_project.extract.text import Readable

# A sentence is worth a closer look if it holds a figure and a character of what is counted, or a word of absence and
# a character of what may be absent.
_FIGURE, _COUNTED = re.compile(numerals.HINT, re.VERBOSE), re.compile("[申议讼咨诉举费答结维纠范公信予]")
_ABSENCE = re.compile(
    r"[没未无免不](?:(?<=[无免])|(?<=没)\s?[有收接发]|(?<=未)\s?[收接受新发出产引提被因由就针对涉向有制存]|(?<=不)\s?[存收])"
)
_ABSENT = re.compile("[申议讼诉举费偿范]")
_BARE = 16


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
    last_end: int = -1
    last_topic: str | None = None

    def heading(self, sentence: Sentence) -> Words:
        """The words of the heading above a sentence."""
        if self.headings is None:
            self.headings = sentences.headings(self.readable.text, self.start, self.end)
        return words(self.headings.above(sentence.start))


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
                _read_sentence(report, sentences.sentence(readable.text, begin, finish))
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


def _read_sentence(report: _Report, sentence: Sentence) -> None:
    found = words(sentence.text)
    taken: set[int] = set()
    zeros: set[str] = set()
    for rule in rules_for(found.letters):
        for match in rule.pattern.finditer(found.letters):
            index = match.start("figure")
            if index not in taken and _applies(rule, match, found, report, sentence):
                taken.add(index)
                _take(rule, match, found, report, sentence, zeros)
    report.last_end, report.last_topic = sentence.end, _topic(found.letters)


def _applies(rule: Rule, match: re.Match[str], found: Words, report: _Report, sentence: Sentence) -> bool:
    """Whether the words before a match are of the rule's topic, and none of them forbids it."""
    if rule.unless and rule.unless.search(found.letters, 0, match.start()):
        return False
    if denial().search(found.letters, 0, match.start("figure")):
        return False
    return not rule.about or not rule.about.isdisjoint(_topics(report, sentence, found.letters[: match.start()]))


def _topics(report: _Report, sentence: Sentence, before: str) -> set[str]:
    """What is spoken of: by the words before in the sentence, else in the last sentence, else by the heading."""
    topic = _topic(before)
    if topic is None and not report.readable.text[report.last_end : sentence.start].strip():
        topic = report.last_topic
    if topic is not None:
        return {topic}
    topics = vocabulary().topics
    return {topics[letter] for letter in report.heading(sentence).letters if letter in topics} or {"none"}


def _topic(letters: str) -> str | None:
    """The topic of the last word that has one; `shared` if that word ends a list of different topics."""
    topics, also = vocabulary().topics, vocabulary().letters["AND"]
    for index in range(len(letters) - 1, -1, -1):
        if topic := topics.get(letters[index]):
            listed = index > 1 and letters[index - 1] == also
            return "shared" if listed and topics.get(letters[index - 2], topic) != topic else topic
    return None


def _take(rule: Rule, match: re.Match[str], found: Words, report: _Report, sentence: Sentence, zeros: set[str]) -> None:
    """Make the claims of a match, or the complaint that it is none."""
    index = match.start("figure")
    meaning = found.meanings[index]
    figure = meaning if isinstance(meaning, Figure) else None
    first, last = (figure.start, figure.end) if figure else (found.places[index][0], _end_of_negation(found, index))
    start, end = report.readable.span(*sentence.span(first, last))
    printed = report.readable.raw[slice(*report.readable.span(sentence.start, sentence.end))].strip()
    when = period(found.marks, sentence.text, first, report.year)
    if when is Period.OTHER_YEAR:
        report.complaints.append(_of_other_year(printed, report.year, start, end))
    if when is not Period.OWN:
        return
    if rule.warns:
        report.complaints.append(_ambiguous(printed, rule.code, start, end))
    for measure in _measures(rule, match, found, report, sentence):
        if figure and figure.value:
            claim = Claim(measure, figure.value, figure.qualifier, figure.unit, printed, start, end, rule.code)
        elif measure in zeros:
            continue
        else:
            zeros.add(measure)
            claim = Claim(measure, 0, "exact", figure.unit if figure else None, printed, start, end, rule.code)
        report.claims.append(claim)


def _end_of_negation(found: Words, index: int) -> int:
    """Where 未收到 or 没有发生 ends, of which the letter at `index` is the negation."""
    verb = found.letters[index + 1 : index + 2]
    return found.places[index + 1 if verb and verb in letters_of("RECEIVE RAISED") else index][1]


def _measures(rule: Rule, match: re.Match[str], found: Words, report: _Report, sentence: Sentence) -> list[str]:
    """The measures that a match states: those of the rule, of its subjects, or of the heading."""
    named: list[str | Figure | None] = []
    for measure in rule.measures:
        if measure == "heading":
            heading = report.heading(sentence)
            if listed := subjects().search(heading.letters):
                named += heading.meanings[listed.start() : listed.end()]
        else:
            named.append(measure)
    if "subjects" in rule.pattern.groupindex:
        named += found.meanings[match.start("subjects") : match.end("subjects")]
    return [measure for measure in dict.fromkeys(named) if isinstance(measure, str)]


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
