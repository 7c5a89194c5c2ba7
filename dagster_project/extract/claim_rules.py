"""The rules by which words and figures become claims: dbt/seeds/claim_rules.csv, made ready to match.

Belongs here: turning the patterns of the seeds, written in names of concepts, into regular expressions over the
letters of claim_words.py. Does not belong here: the rules (the seed), nor applying them (claims.py).

A pattern is names, and `( | )`, `?`, `*`, `+`; `<...>` holds the figure or the negation that is read, `{...}` the
words whose measures are claimed. Besides the phrases of dbt/seeds/claim_phrases.csv, these names are known:
START and FINISH of the sentence; CLAUSE, a clause begins here; END, one ends here (past words like 发生);
NOT_LISTED, here is no second or later item of a list; NOT_GAP, known words follow;
FEW, SOME, MANY, FAR: words that may stand between. FEW admits only words that add nothing, SOME no verb of
handling and no outcome, MANY any word of the clause but figures and negations, FAR anything in the sentence.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dagster_project.extract.claim_words import vocabulary
from dagster_project.extract.forms import read_seed

_BOUNDS = "COMMA SEMICOLON OPEN CLOSE COLON STOP"
_FIGURES = "NUMBER ZERO MONEY ZERO_WORD NOT NONE NO NO_CHARGE NO_FEE FREE"
_HANDLING = (
    "RECEIVE HANDLE REPLY CONCLUDE OTHER_REPLY CERTAIN_REPLY TIMELY_REPLY OUTCOME GROUND NOT_HELD NOT_OURS CHANNEL "
    "WRITTEN OF_WHICH INCLUDING EACH ALL BARRIER CARRIED_IN CARRIED_OUT WAIVED ON_TIME EXTENDED"
)
_WORD = re.compile(r"[A-Z_]+|[<>{}()|?*+]")


@dataclass(slots=True, frozen=True)
class Rule:
    """One rule. It reads `measures` and those of the words in its group `subjects`; with neither, it warns.

    `about` are the topics that the words before it must have (empty: any); `unless` matches what may not stand
    before it in the sentence; `needs` are letters without which it cannot match.
    """

    code: str
    measures: tuple[str, ...]
    about: frozenset[str]
    unless: re.Pattern[str] | None
    pattern: re.Pattern[str]
    needs: str

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
            _needs(line["pattern"]),
        )
        for line in read_seed("claim_rules")
    )


@cache
def subjects() -> re.Pattern[str]:
    """What a heading names: the list whose absence a mere 无 under it would state."""
    return re.compile(_compile("{LIST}"))


def letters_of(concepts: str) -> str:
    """The letters of concepts written with blanks between them."""
    return "".join(vocabulary().letters[concept] for concept in concepts.split())


@cache
def _names() -> dict[str, str]:
    """What each name in a pattern stands for as a regular expression."""
    bounds, figures, handling = letters_of(_BOUNDS), letters_of(_FIGURES), letters_of(_HANDLING)
    adding_nothing = letters_of("GAP RAISED BECAUSE APPLICANTS CITIZENS")
    names = dict(vocabulary().letters)
    names |= {
        "FEW": f"[{adding_nothing}]{{0,4}}?",
        "SOME": f"[^{bounds}{figures}{handling}]{{0,10}}?",
        "MANY": f"[^{bounds}{figures}]{{0,16}}?",
        "FAR": f"[^{letters_of('STOP')}]{{0,24}}?",
        "START": "^",
        "FINISH": f"[{letters_of('STOP')}]?$",
        "CLAUSE": f"(?:^|(?<=[{bounds}]))",
        "END": f"{names['RAISED']}?(?=[{letters_of('COMMA SEMICOLON CLOSE STOP')}]|$"
        f"|{names['AND']}[{letters_of('NOT NONE NO')}])",
        "NOT_LISTED": f"(?<![^{bounds}{figures}]{names['AND']})",
        "NOT_GAP": f"(?!{names['GAP']})",
    }
    for line in read_seed("claim_phrases"):
        names[line["phrase"]] = f"(?:{_translate(line['pattern'], names)})"
    return names


def _compile(pattern: str) -> str:
    return _translate(pattern, _names())


def _translate(pattern: str, names: dict[str, str]) -> str:
    marks = {"<": "(?P<figure>", ">": ")", "{": "(?P<subjects>", "}": ")", "(": "(?:"}
    return "".join(names.get(word) or marks.get(word, word) for word in _WORD.findall(pattern))


def _needs(pattern: str) -> str:
    """The letters of the single concepts that a pattern cannot do without."""
    letters = vocabulary().letters
    words = [*_WORD.findall(pattern), ""]
    depth, needs = 0, ""
    for word, following in pairwise(words):
        depth += word in ("(", "{", "<")
        depth -= word in (")", "}", ">")
        if not depth and word in letters and following not in ("?", "*"):
            needs += letters[word]
    return needs
