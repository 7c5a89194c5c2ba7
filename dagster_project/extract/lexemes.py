"""The grammar of tables laid flat: what separates cells, what a printed value looks like, and what is neither.

Belongs here: the lexemes, and which of them a stretch of text calls for. Does not belong here: which lexemes make a
value or prose (tokens.py), nor which cell of a form a value fills (layings.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

_LEXEME = r"""
      (?P<bullet> {bullet} )
    | (?P<rule> [ ]* :?-{{3,}}:? (?=[ ]*(?:\||\n|$)) )          # the rule under a Markdown heading
    | (?P<ordinal> (?: (?<![0-9.]) [0-9]{{1,2}}[ ]?\. | (?<![0-9.,、:]) [0-9]{{1,2}}[ ]?、 ) [ ]?(?=[一-鿿]) )
    | (?P<garbled> {garbled} )
    | (?P<number> [-+−增减]? (?: {thousands} [0-9]+ ) (?:\.[0-9]+)?
        (?P<unit> [ ]?(?:万元|亿元|元|件次|人次|件|条|项|个|宗|起|份|次|篇|期)(?![一-鿿]) )? )
    | (?P<bar> {bar} )
    | (?P<line> \n | \][ ]?,?\s{{0,8}}\[ )
    | (?P<slash> / | \\(?=[ \t|,;、\n]) | (?<=[\"'])\\\\(?=[\"']) | (?:不涉及|未涉及|不适用|无此项)(?![一-鿿]) )
    | (?P<joint> (?<=[一-鿿])[-—–]+(?=[一-鿿]|\Z) | "[A-Za-z_]\w*"[ ]?: )   # inside a label; a name in JSON
    | (?P<empty> (?:nan|NaN|None|null)(?![A-Za-z]) )
    | (?P<dash> [-—–]+ | 无(?![一-鿿]) )
    | (?P<letter> [OoQD○◯](?![A-Za-z0-9一-鿿]) )              # a letter or ring in the place of a nought
    | (?P<nought> [〇零](?![一-鿿0-9]) )
    | (?P<note> (?<=[0-9])(?:\[[0-9]{{1,2}}\]|[①-⑳¹²³⁰⁴-⁹]{{1,2}}) )  # the mark of a footnote, as in 12[1]
    | (?P<head> (?:(?<=[,;、])|(?<=[,;、][ ]))其他(?=[: (]{{0,2}}[0-9〇零○]) )  # in a list of columns and their numbers
    | (?P<blank> {blank}+ | (?:万元|元|件|条|项|个|宗|次|篇|人次|人)(?![一-鿿]) | [][{{}}*"“”'‘’{comma}.。、:()]+ | \\ )
    | (?P<word> [^\s|│┃;/0-9〇零无][^\s|│┃;/0-9〇零无*"“”'‘’\\+−增减—–\-,.。、:(){{}}[\]]* | . )
"""
_THOUSANDS = "[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,]) |"
# Digits and commas that are no number with thousands: two numbers run together, or one torn apart.
_TWO_POINTS = r"[0-9]+(?:\.[0-9]+){2,}"
_GARBLED = _TWO_POINTS + " | (?![0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])) [0-9]+(?:,[0-9]+)+"
_BAR = r"[|│┃;\t] | (?<=[ ])[·•&~→](?=[ \n])"
# These stand between cells only; a bar may also end the last cell of a line.
PARTS_ONLY = frozenset(";\t,")
# Behind the first bar of a line: a cell that is not empty and not the only one.
ROW_FOLLOWS = re.compile(r"[ |│┃;\t,]*[^ |│┃;\t,\n][^|│┃;\t,\n]*[|│┃;\t,]|[ ]*[|│┃;\t,][ |│┃;\t,]*[^ |│┃;\t,\n]")
# A dump that puts a bar before each cell and one on the line behind it: both together part two cells.
_BARRED_LINE = r"^\|[ ]?[^|\n ][^|\n]*\n+"
_PAIRED_BARS = re.compile(rf"{_BARRED_LINE}\|[ ]*\n+(?={_BARRED_LINE}\|[ ]*\n)", re.MULTILINE)
_SINGLE_BARS = re.compile(rf"{_BARRED_LINE}\|[ ]?[^|\n ]", re.MULTILINE)


_NEVER = "(?!)"
_BULLET = r"(?<![^\n])[ ]*[-•●▪◆](?:[ ]+|(?=\n))"
# A list: a mark before each cell, or each row. Before figures alone, a dash may be one of them.
_BULLETED = re.compile(r"^[ ]*[-•●▪◆][ ]+[\[\"']{0,2}[一-鿿(]", re.MULTILINE)


@dataclass(slots=True, frozen=True, eq=False)
class Lexer:
    """A pattern of lexemes, and the lexer that passes over bullets, too. Told from others by its identity, at once."""

    pattern: re.Pattern[str]
    past_bullets: "Lexer | None" = None


def _lexer(thousands: str, garbled: str, bar: str, *, comma: str = ",", blank: str = r"[^\S\n\t]") -> Lexer:
    plain, bulleted = (
        re.compile(
            _LEXEME.format(bullet=bullet, thousands=thousands, garbled=garbled, bar=bar, comma=comma, blank=blank),
            re.VERBOSE,
        )
        for bullet in (_NEVER, _BULLET)
    )
    return Lexer(plain, Lexer(bulleted))


PLAIN = _lexer(_THOUSANDS, _GARBLED, _BAR)
_QUOTED_THOUSANDS = r"(?<=\")[0-9]{1,3}(?:,[0-9]{3})+(?=\") |"
COMMA_SEPARATED = _lexer(_QUOTED_THOUSANDS, _TWO_POINTS, r"[|│┃;\t,]", comma="")
BAR_PAIRS = _lexer(_THOUSANDS, _GARBLED, r"\n+[ ]*\|[ ]*\n+[ ]*\| | " + _BAR)
# A page that was saved as text may part its cells by a line with nothing but a tab, or indent each by tabs.
_TAB_ALONE = re.compile(r"^[ ]*\t[ ]*$", re.MULTILINE)
_TAB_INDENT = re.compile(r"^[ ]*\t[\t ]*\t[ ]*\S", re.MULTILINE)
_TAB_BESIDE = re.compile(r"[^\s][ ]*\t|\t[ ]*[^\s]")
_TAB_BETWEEN = re.compile(r"[^\s][ ]*\t[\t ]*[^\s]")
TAB_LINES = _lexer(_THOUSANDS, _GARBLED, r"[ \n]{0,8}\t[ \n]{0,8} | [|│┃;]")
TABS_INDENT = _lexer(_THOUSANDS, _GARBLED, r"[|│┃;]", blank=r"[^\S\n]")
# Two tabs or bars between any two cells part them as one does elsewhere; no cell between is empty.
_DOUBLED = re.compile(r"[^\s|][ ]*(?:\t\t|\|\|)[ ]*[^\s|]")
_SINGLE = re.compile(r"[^\s|][ ]*[|│┃;\t][ ]*[^\s|]")
DOUBLED_BARS = _lexer(_THOUSANDS, _GARBLED, r"\t\t | \|\|")
# Each cell on a line of its own, with a comma behind it, as JSON is printed.
_CELL_LINE = re.compile(r"^[ \t]*(?:\"[^\"\n]*\"|[0-9.]+|null),[ ]*$", re.MULTILINE)
CELL_LINES = _lexer(_QUOTED_THOUSANDS, _TWO_POINTS, r",[ ]*\n[ \n]*", comma="")
# A line of short words between commas, two short numbers, or two strings in quotes: here a comma parts cells, not
# thousands. Apart, since each by itself is found faster than any of them.
_COMMAS_PART_CELLS = (
    re.compile(r"^[ ,]*(?:[一-鿿]{2,8},+){4,}(?:[一-鿿]{2,8},*)?$", re.MULTILINE),
    re.compile(r"(?:,\s?\"?[0-9]{1,2}\"?(?=\s?,)){2}"),
    re.compile(r"(?:([\"']),\s?\1[^\"',]*){2}[\"'],"),
)
_COMMA_BEFORE_LAST_CELL = re.compile(r",[ ]?\"?(?:[0-9]{1,2}|[0-9]{4,12})?(?:\.[0-9]+)?\"?$", re.MULTILINE)
OFTEN = 3
_PAGE_FOOTER = re.compile(
    r"^[ \t]*(?:[-—–·]+[ ]?[0-9]{1,3}[ ]?[-—–·]+|[第共]?[ ]?[0-9]{1,3}[ ]?页.{0,12}"
    r"|[1-9][0-9]{0,2}/[1-9][0-9]{0,2}|(?:Page|P\.)[ ]?[0-9]{1,3}.{0,30})[ \t]*$"
    # of a page whose lines were joined: a cell of its own
    r"|(?<=[|│┃] )(?:[-—–·]+[ ]?[0-9]{1,3}[ ]?[-—–·]+|第[ ]?[0-9]{1,3}[ ]?页[^|│┃\n]{0,12})(?=[ ]?[|│┃])",
    re.MULTILINE,
)
# What is a page footer holds one of these: most gaps between labels do not.
_OF_FOOTER = re.compile("[-—–·页P/]")


@lru_cache(maxsize=4)
def lexer_for(text: str, start: int, end: int) -> Lexer:
    """The lexer for a stretch, by what parts its cells. Kept, since every way to read a table asks."""
    lexer = _by_separators(text, start, end)
    return (_often(_BULLETED, text, start, end) and lexer.past_bullets) or lexer


def _by_separators(text: str, start: int, end: int) -> Lexer:
    if text.find(",", start, end) >= 0:
        if _often(_CELL_LINE, text, start, end):
            return CELL_LINES
        part_cells = any(cells.search(text, start, end) for cells in _COMMAS_PART_CELLS)
        if part_cells or _often(_COMMA_BEFORE_LAST_CELL, text, start, end):
            return COMMA_SEPARATED
    doubled = text.find("\t\t", start, end) >= 0 or text.find("||", start, end) >= 0
    if doubled and _often(_DOUBLED, text, start, end) and not _SINGLE.search(text, start, end):
        return DOUBLED_BARS
    if text.find("\t", start, end) >= 0:
        if _often(_TAB_ALONE, text, start, end) and not _TAB_BESIDE.search(text, start, end):
            return TAB_LINES
        if _often(_TAB_INDENT, text, start, end) and not _TAB_BETWEEN.search(text, start, end):
            return TABS_INDENT
    barred = text.find("|\n", start, end) >= 0
    pairs = barred and _often(_PAIRED_BARS, text, start, end) and not _SINGLE_BARS.search(text, start, end)
    return BAR_PAIRS if pairs else PLAIN


def _often(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    return len(list(islice(pattern.finditer(text, start, end), OFTEN))) == OFTEN


def lexemes(text: str, start: int, end: int, lexer: Lexer) -> Iterator[tuple[str, re.Match[str]]]:
    """The lexemes that matter, as value, word, bar or line; page footers and blanks are passed over."""
    position = start
    may_foot = _OF_FOOTER.search(text, start, end)
    footers = [match.span() for match in _PAGE_FOOTER.finditer(text, start, end)] if may_foot else []
    for first, last in [*footers, (end, end)]:
        for lexeme in lexer.pattern.finditer(text, position, first):
            kind = _KINDS[lexeme.lastgroup or "word"]
            if kind:
                yield kind, lexeme
        position = last


_KINDS = {
    "number": "value",
    "unit": "value",
    "slash": "value",
    "dash": "value",
    "letter": "value",
    "garbled": "value",
    "empty": "value",
    "nought": "value",
    "bar": "bar",
    "line": "line",
    "word": "word",
    "ordinal": "word",
    "rule": "word",
    "blank": "",
    "joint": "",
    "bullet": "",
    "note": "",
    "head": "",
}
