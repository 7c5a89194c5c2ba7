"""The rules by which words and figures become claims: dbt/seeds/claim_rules.csv, made ready to match.

Belongs here: turning the patterns of the seeds, written in names of concepts, into regular expressions over the
letters of claim_words.py. Does not belong here: the rules (the seed), nor applying them (claims.py).

A pattern is names, and `( | )`, `?`, `*`, `+`; `<...>` holds the figure or the negation that is read, `{...}` the
words whose measures are claimed. Besides the phrases of dbt/seeds/claim_phrases.csv, these names are known:
START and FINISH of the sentence; CLAUSE, a clause begins here; END, one ends here (past words like 发生);
ALONE, no further word follows in the clause or item;
NOT_LISTED, here is no second or later item of a list; NOT_GAP, known words follow;
FEW, SOME, MANY, FAR: words that may stand between. FEW admits only words that add nothing, SOME no verb of
handling and no outcome, MANY any word of the clause but figures and negations, FAR anything in the sentence.
"""

import re
from dataclasses import dataclass
from functools import cache

from dagster_project.extract.claim_words import vocabulary
from dagster_project.extract.forms import read_seed

_BOUNDS = "COMMA SEMICOLON OPEN CLOSE COLON STOP"
_FIGURES = "NUMBER ZERO MONEY ZERO_WORD NOT NONE NO NO_CHARGE NO_FEE FREE"
_HANDLING = (
    "RECEIVE HANDLE REPLY CONCLUDE OTHER_REPLY CERTAIN_REPLY TIMELY_REPLY OUTCOME GROUND NOT_HELD NOT_OURS CHANNEL "
    "WRITTEN PARTY OF_WHICH INCLUDING EACH ALL BARRIER CARRIED_IN CARRIED_OUT WAIVED ON_TIME EXTENDED"
)
_WORD = re.compile(r"[A-Z_]+|[<>{}()|?*+]")
_GROUP = re.compile(r"[<({]([^<>(){}]*)[>)}]")
_CHOICE = re.compile(r"[A-Z_]+(?: \| [A-Z_]+)*")


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
    needs: tuple[str, ...]

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


def rules_for(letters: str) -> list[Rule]:
    """The rules that may match a sentence of these letters, in their order."""
    present, index = set(letters), _rules_by_letter()
    positions = set()
    for letter in present & index.keys():
        for position, needs in index[letter]:
            for need in needs:
                if present.isdisjoint(need):
                    break
            else:
                positions.add(position)
    return [rules()[position] for position in sorted(positions)]


@cache
def _rules_by_letter() -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """The position and needs of the rules by the letters of the need that says most of them: the last of the fewest."""
    index: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for position, rule in enumerate(rules()):
        for letter in min(reversed(rule.needs), key=len):
            index.setdefault(letter, []).append((position, rule.needs))
    return index


@cache
def subjects() -> re.Pattern[str]:
    """What a heading names: the list whose absence a mere 无 under it would state."""
    return re.compile(_compile("{LIST}"))


@cache
def denial() -> re.Pattern[str]:
    """What denies the figure that follows in the same clause (未发生一起)."""
    return re.compile(f"{_compile('(NONE | NO | NOT (RECEIVE | RAISED))')}[^{letters_of(_BOUNDS)}]*$")


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
        "ALONE": f"(?=[{bounds}{names['AND']}]|$)",
        "NOT_LISTED": f"(?<![^{bounds}{figures}]{names['AND']})",
        "NOT_GAP": f"(?!{names['GAP']})",
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


def _needs(pattern: str) -> tuple[str, ...]:
    """For each name or choice of names that a pattern cannot do without, the letters of which one must be there."""
    while (simpler := _GROUP.sub(_without_brackets, pattern)) != pattern:
        pattern = simpler
    parts = pattern.split()
    return () if "|" in parts else tuple(letters for part in parts if (letters := _any_letter(part.removesuffix("+"))))


def _without_brackets(group: re.Match[str]) -> str:
    """A choice of names as one word; of any other group, nothing."""
    return group[1].replace(" ", "") if _CHOICE.fullmatch(group[1]) else ""


def _any_letter(choice: str) -> str:
    """The letters of a choice of names; none if one of them is optional, or a phrase that needs none."""
    options = []
    for name in choice.split("|"):
        phrase = _phrases().get(name, "")
        needs = (
            _needs(f"({phrase})" if "(" not in phrase else phrase) if phrase else (vocabulary().letters.get(name, ""),)
        )
        options.append(needs[0] if needs else "")
    return "".join(options) if all(options) else ""
