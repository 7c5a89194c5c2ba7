"""The rules by which words and figures become claims: dbt/seeds/claim_rules.csv, made ready to match.

Belongs here: turning the patterns of the seeds, written in names of concepts, into regular expressions over the
letters of claim_words.py. Does not belong here: the rules (the seed), nor matching them (claim_matches.py).

A pattern is names, and `( | )`, `?`, `*`, `+`; `<...>` holds the figure or the negation that is read, or several
figures, `{...}` the words whose measures are claimed, one after the other if there are several figures. Besides the
phrases of dbt/seeds/claim_phrases.csv, these names are known:
START and FINISH of the sentence; CLAUSE, a clause begins here; END, one ends here (past words like 发生);
ALONE, no further word follows in the clause or item; LAST, nor a further item;
NOT_LISTED, here is no second or later item of a list; LISTED, one begins behind this; NOT_GAP, known words follow;
NOT_OF_FEE, no fee follows; NOT_OF_OTHER, nothing else that is counted; NO_FIGURE, no figure; NOT_ITEMISED, no further
sum of a list; NOT_CAUSE, no review or lawsuit, of which the words before would be the cause;
FEW, SOME, NO_OGI, MANY, UNASKED, WITHIN, FAR: words that may stand between. FEW admits only words that add nothing,
SOME no verb of handling and no outcome, NO_OGI of these no word of information either, MANY any word of the clause
but figures and negations, UNASKED all but applications and their handling, WITHIN anything of a bracket, FAR anything
in the sentence.
"""

import re
from collections import deque
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dagster_project.extract.claim_words import vocabulary
from dagster_project.extract.forms import read_seed

_BOUNDS = "COMMA SEMICOLON OPEN CLOSE COLON STOP"
_FIGURES = "NUMBER ZERO MONEY ZERO_WORD NOT NONE NO NO_CHARGE NO_FEE NO_CARRIED_IN FREE"
_HANDLING = (
    "GET GET_NEW ACCEPT HANDLE REPLY CONCLUDE OTHER_REPLY CERTAIN_REPLY TIMELY_REPLY OUTCOME GROUND NOT_HELD "
    "NOT_OURS BARE_CHANNEL APPLIED_CHANNEL WRITTEN PARTY OF_WHICH INCLUDING EACH ALL BARRIER CARRIED_IN "
    "CARRIED_OUT CARRY WAIVED ON_TIME EXTENDED"
)
_OF_OGI = "OGI APPLICATION ONAPP ONAPP_INFO GOVINFO"
_ASKING = "APPLICATION APPLICATION_FORM APPLY GET GET_NEW ACCEPT REPLY CONCLUDE STOP"
_WORD = re.compile(r"[A-Z_]+|[<>{}()|?*+]")
_OPENS, _ENDS = frozenset("<({"), frozenset(">)}|")


@dataclass(slots=True, frozen=True)
class Rule:
    """One rule. It reads `measures` and those of the words in its group `subjects`; with neither, it warns.

    `about` are the topics that the words before it must have (empty: any); `unless` matches what may not stand
    before it in the sentence; of each of `needs` a letter must be there for it to match.
    """

    code: str
    measures: tuple[str, ...]
    about: frozenset[str]
    unless: re.Pattern[str] | None
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]

    @property
    def warns(self) -> bool:
        """Whether what it finds is no claim, but a number that the sentence leaves ambiguous."""
        return not self.measures and "subjects" not in self.pattern.groupindex


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, in the order of the seed: a figure belongs to the first that takes it."""
    return tuple(
        Rule(
            line["rule"],
            tuple(line["measures"].split()),
            frozenset(line["about"].split()),
            re.compile(_compile(line["unless"])) if line["unless"] else None,
            re.compile(_compile(line["pattern"])),
            _needs_of(line["pattern"]),
        )
        for line in read_seed("claim_rules")
    )


def rules_for(letters: str) -> tuple[Rule, ...]:
    """The rules that may match on the letters of a sentence, in their order."""
    needs, every = _needs(), rules()
    met = needs.beyond
    for letter in set(letters):
        met |= needs.met.get(letter, 0)
    possible = met & ((1 << needs.rules) - 1)
    for _ in range(1, needs.most):
        met >>= needs.rules
        possible &= met
    found = []
    while possible:
        first = possible & -possible
        found.append(every[first.bit_length() - 1])
        possible ^= first
    return tuple(found)


class _Needs(NamedTuple):
    """The needs of all rules as bits: bit `n * rules + position` is the n-th need of the rule at a position.

    `met` are those that a letter meets; `beyond` are set where a rule has fewer needs than `most`.
    """

    rules: int
    most: int
    met: dict[str, int]
    beyond: int


@cache
def _needs() -> _Needs:
    count, most = len(rules()), max(len(rule.needs) for rule in rules())
    met: dict[str, int] = {}
    beyond = 0
    for position, rule in enumerate(rules()):
        for number in range(most):
            bit = 1 << number * count + position
            if number >= len(rule.needs):
                beyond |= bit
            else:
                met |= {letter: met.get(letter, 0) | bit for letter in rule.needs[number]}
    return _Needs(count, most, met, beyond)


@cache
def doubts() -> dict[str, tuple[str, str]]:
    """Why a rule warns, in Chinese and in English: dbt/seeds/claim_doubts.csv."""
    return {line["rule"]: (line["why_zh"], line["why_en"]) for line in read_seed("claim_doubts")}


@cache
def items() -> frozenset[str]:
    """The measures that count items of information, by their unit in dbt/seeds/claim_measures.csv: 条."""
    return frozenset(line["measure"] for line in read_seed("claim_measures") if line["unit_zh"] == "条")


@cache
def subjects() -> re.Pattern[str]:
    """What a heading names: the list whose absence a mere 无 under it would state."""
    return re.compile(_compile("{ABSENT | COMPLAINT | RECEIVE APPLY+}"))


@cache
def figures() -> str:
    """The letters of figures, which a denial before them makes meaningless."""
    return letters_of("NUMBER ZERO MONEY")


@cache
def elsewhere() -> re.Pattern[str]:
    """What tells that a mere 申请 that follows was received for something else (网上办事大厅受理申请)."""
    return re.compile(_compile("OTHER RECEIVE FINISH"))


@cache
def contents() -> re.Pattern[str]:
    """What applications are told to be about (主要涉及…), to the end of the clause."""
    return re.compile(f"{_compile('CONCERNING')}[^{letters_of(_BOUNDS)}]*")


@cache
def denial() -> re.Pattern[str]:
    """What denies the figure that follows in the same clause (未发生一起)."""
    return re.compile(f"{_compile('(NONE | NO | NOT (RECEIVE | RAISED))')}[^{letters_of(_BOUNDS)}]*$")


@cache
def rows() -> re.Pattern[str]:
    """Figures of several things one after the other (分别为3件、1件)."""
    return re.compile(_compile("ROW"))


@cache
def of_units() -> re.Pattern[str]:
    """What tells that a number that follows is of bodies below alone (乡镇共主动公开)."""
    return re.compile(_compile("OF_UNITS"))


@cache
def excepted() -> re.Pattern[str]:
    """What tells that an absence that follows is not of all (除…外, 多数乡镇)."""
    return re.compile(_compile("EXCEPTED"))


@cache
def letters_of(concepts: str) -> str:
    """The letters of concepts written with blanks between them."""
    return "".join(vocabulary().letters[concept] for concept in concepts.split())


@cache
def _names() -> dict[str, str]:
    """What each name in a pattern stands for as a regular expression."""
    bounds, figures, handling = letters_of(_BOUNDS), letters_of(_FIGURES), letters_of(_HANDLING)
    adding_nothing = letters_of("GAP UNITS RAISED CAUSE TOWARDS VIA ETC OTHERS APPLICANTS CITIZENS")
    names = dict(vocabulary().letters)
    names |= {
        "FEW": f"[{adding_nothing}]{{0,4}}?",
        "SOME": f"[^{bounds}{figures}{handling}]{{0,10}}?",
        "NO_OGI": f"[^{bounds}{figures}{handling}{letters_of(_OF_OGI)}]{{0,10}}?",
        "WITHIN": f"[^{letters_of('OPEN CLOSE STOP')}]{{0,24}}?",
        "UNASKED": f"[^{letters_of(_ASKING)}]{{0,40}}?",
        "MANY": f"[^{bounds}{figures}]{{0,16}}?",
        "FAR": f"[^{letters_of('STOP')}]{{0,24}}?",
        "START": "^",
        "FINISH": f"[{letters_of('STOP')}]?$",
        "CLAUSE": f"(?:^|(?<=[{bounds}]))",
        "END": f"{names['RAISED']}?(?=[{letters_of('COMMA SEMICOLON CLOSE STOP')}]|$"
        f"|{names['AND']}[{letters_of('NOT NONE NO')}])",
        "ALONE": f"(?=[{bounds}{names['AND']}]|$)",
        "LAST": f"(?=[{bounds}]|$)",
        "NOT_LISTED": f"(?<![^{bounds}{figures}]{names['AND']})",
        "LISTED": f"[^{bounds}{figures}]{names['AND']}",
        "NOT_GAP": f"(?!{names['GAP']})",
        "NOT_OF_FEE": f"(?![{letters_of('FEE COST')}])",
        "NOT_OF_OTHER": f"(?!{names['OTHER']})",
        "NO_FIGURE": f"(?![{names['MONEY']}{names['NUMBER']}])",
        "NOT_ITEMISED": f"(?!{names['AND']}[^{bounds}]*{names['MONEY']})",
        "NOT_CAUSE": f"(?!{names['RAISED']}*[{letters_of('PLAIN_REVIEW OGI_REVIEW PLAIN_LITIGATION OGI_LITIGATION')}])",
    }
    for phrase, pattern in _phrases().items():
        names[phrase] = f"(?:{_translate(pattern, names)})"
    return names


@cache
def _phrases() -> dict[str, str]:
    return {line["phrase"]: line["pattern"] for line in read_seed("claim_phrases")}


def _compile(pattern: str) -> str:
    return _translate(pattern, _names())


def _translate(pattern: str, names: dict[str, str]) -> str:
    marks = {"<": "(?P<figure>", ">": ")", "{": "(?P<subjects>", "}": ")", "(": "(?:"}
    return "".join(names.get(word) or marks.get(word, word) for word in _WORD.findall(pattern))


def _needs_of(pattern: str) -> tuple[frozenset[str], ...]:
    """For each name or choice that a pattern cannot do without, the letters of which one must be there."""
    return tuple(dict.fromkeys(_needs_of_choice(deque(_WORD.findall(pattern)))))


def _needs_of_choice(words: deque[str]) -> list[frozenset[str]]:
    """The needs of what stands before the next closing mark, which is taken too."""
    options = [_needs_of_sequence(words)]
    while words and words.popleft() == "|":
        options.append(_needs_of_sequence(words))
    if len(options) == 1:
        return options[0]
    return [frozenset().union(*(min(option, key=_likelihood) for option in options))] if all(options) else []


def _likelihood(need: frozenset[str]) -> tuple[bool, int]:
    """How likely a sentence meets a need, roughly: a word that has a topic is rarer than 、 or 收到."""
    return not need <= vocabulary().topics.keys(), len(need)


def _needs_of_sequence(words: deque[str]) -> list[frozenset[str]]:
    """The needs of what stands before the next `|` or closing mark."""
    needs: list[frozenset[str]] = []
    while words and words[0] not in _ENDS:
        word = words.popleft()
        of_word = _needs_of_choice(words) if word in _OPENS else _needs_of_name(word)
        mark = words.popleft() if words and words[0] in ("?", "*", "+") else None
        if mark not in ("?", "*"):
            needs += of_word
    return needs


@cache
def _needs_of_name(name: str) -> tuple[frozenset[str], ...]:
    if phrase := _phrases().get(name):
        return _needs_of(phrase)
    letter = vocabulary().letters.get(name)
    return (frozenset(letter),) if letter else ()
