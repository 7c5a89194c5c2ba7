"""Figures that stand apart from their labels: all labels first, then all figures, row by row or column by column.

So columns of text come out of PDF files, and tables that were turned on their side. Only sums tell that each figure is
where it belongs, so that this is for forms whose every line they guard.

Belongs here: the orders in which such figures may be read. Does not belong here: figures beside their labels
(layings.py).
"""

from collections.abc import Sequence

from dagster_project.extract.chains import Chain
from dagster_project.extract.forms import Form
from dagster_project.extract.tokens import Run, Token

Lines = tuple[tuple[Token, ...], ...]


def orders(form: Form, chain: Chain, runs: list[Run]) -> list[Lines]:
    """The tokens of each line of a form, in each order that the page allows; none if they do not stand apart.

    There must be a label for each line and a token for each cell. Two orders that give every cell the same value, as
    if all are zero, are none: which token is whose is not known.
    """
    printing = [run for run in runs if run.printed]
    tokens = [token for run in printing for token in run.printed]
    width, height = len(form.lines[0].cells), len(form.lines)
    if height == 1 or len(tokens) != width * height or tokens[0].start < chain.end or not _all_labelled(form, chain):
        return []
    rows = _cut(tokens, width)
    columns = tuple(zip(*_cut(tokens, height), strict=True))
    lengths = {len(line) for run in printing for line in run.by_line()}
    if lengths == {width}:
        return [rows]
    if lengths == {height} or {len(run.printed) for run in printing} == {height}:
        return [columns]
    return [rows, columns] if _values(rows) != _values(columns) else []


def turned(form: Form, runs: list[Run]) -> tuple[Token, ...] | None:
    """The tokens of a form's one line, which holds several rows, if a page turned it: each column's beside its head."""
    line, *others = form.lines
    height = len({row for row, _ in line.cells})
    if others or height == 1:
        return None
    printing = [run.printed for run in runs if run.printed]
    if len(printing) * height != len(line.cells):
        return None
    if {len(column) for column in printing} != {height}:
        return None
    return tuple(token for row in zip(*printing, strict=True) for token in row)


def _all_labelled(form: Form, chain: Chain) -> bool:
    """Whether each line has its label, in the order of the form, or those of each level of groups after the other."""
    codes = tuple(line.code for line in form.lines)
    by_level = tuple(line.code for line in sorted(form.lines, key=lambda line: line.depth))
    return chain.rows in (codes, by_level)


def _values(lines: Lines) -> list[object]:
    return [(token.state, token.value) for line in lines for token in line]


def _cut(tokens: Sequence[Token], length: int) -> Lines:
    return tuple(tuple(tokens[at : at + length]) for at in range(0, len(tokens), length))
