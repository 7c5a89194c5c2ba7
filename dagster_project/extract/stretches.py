"""Where in a text each printed table lies: the stretches of text from before its first label to behind its last value.

Belongs here: the bounds of tables, told by labels alone. Does not belong here: the labels (labels.py), which of them
make a table (chains.py), and the values between them (tokens.py).
"""

from bisect import bisect_right
from dataclasses import dataclass

from dagster_project.extract import forms
from dagster_project.extract.chains import Chain, chains
from dagster_project.extract.labels import TABLES, Hit

# How far before its first label and behind its last a table may still print numbers.
REACH_BEFORE, REACH_AFTER = 200, 1500
# The labels of these stand above their one line; so many of them near each other make the heading.
HEADED = frozenset({"reviews"})
HEADING_LABELS, HEADING_REACH = 3, 300
# The rows of these are words that any prose may string together: they are a table only under its heading.
NEEDS_HEADING = frozenset({"disclosure"})


@dataclass(slots=True, frozen=True)
class Stretch:
    """Where one printed table lies, and the labels that tell what stands in it.

    `chain` are the labels of its rows, `labels` all labels in it, `heads` those shortly before it, and `rivals` those
    that belong to another table of the same kind. One that is not `headed` is a mere guess behind a section's title:
    it is a table only if it reads whole.
    """

    table: str
    chain: Chain
    start: int
    end: int
    labels: list[Hit]
    heads: list[Hit]
    rivals: frozenset[Hit] = frozenset()
    headed: bool = True


def stretches(hits: list[Hit], text: str, start: int, end: int) -> list[Stretch]:
    """The stretches of all tables among the labels of text[start:end], in order."""
    found: list[Stretch] = []
    for table in TABLES:
        found += _under_headings(table, hits, end) if table in HEADED else _around_rows(table, hits, text, start, end)
    return sorted(found, key=lambda stretch: stretch.start)


def _around_rows(table: str, hits: list[Hit], text: str, start: int, end: int) -> list[Stretch]:
    """The stretches of a table whose every row has its label."""
    kept = [c for c in chains(table, hits, text) if table not in NEEDS_HEADING or _is_headed(c, table, hits)]
    members = frozenset(hit for chain in kept for hit in chain.hits)
    found = []
    for chain in kept:
        before = [hit for hit in hits if hit.end <= chain.start]
        floor = chain.start if before and before[-1] in members else before[-1].end if before else start
        first = max(start, chain.start - REACH_BEFORE, floor)
        after = [hit.start for hit in hits if hit.start >= chain.end and _ends_table(hit, table)]
        last = min([end, chain.end + REACH_AFTER, *after[:1]])
        inner = [hit for hit in hits if first <= hit.start < last]
        heads = [hit for hit in before if hit.start >= chain.start - HEADING_REACH]
        found.append(Stretch(table, chain, first, last, inner, heads, members - set(chain.hits)))
    return found


def _is_headed(chain: Chain, table: str, hits: list[Hit]) -> bool:
    """Tell whether a heading of the table's own stands shortly before its rows or among them."""
    return any(
        chain.start - HEADING_REACH < hit.start < chain.end
        and any(name.table == table and name.kind in {"head", "column", "filler"} for name in hit.label.names)
        for hit in hits
    )


def _ends_table(hit: Hit, table: str) -> bool:
    """Tell whether a label cannot stand inside a table: a section's title, or a label of another table only."""
    return hit.label.is_section or table not in hit.label.tables


def _under_headings(table: str, hits: list[Hit], end: int) -> list[Stretch]:
    """The stretches of a table whose labels all stand above its one line of numbers, or that only has a title."""
    first_line = forms.form(table, forms.layouts(table)[0]).lines[0].code
    starts = [hit.start for hit in hits if hit.label.is_section]

    def stretch(first: Hit, last: Hit, *, headed: bool) -> Stretch:
        limit = starts[bisect_right(starts, last.end) :][:1]
        stop = min([end, last.end + REACH_AFTER, *limit])
        inner = [hit for hit in hits if first.start <= hit.start < stop]
        return Stretch(table, Chain((first_line,), (last,)), first.start, stop, inner, [], headed=headed)

    found = [stretch(group[0], group[-1], headed=True) for group in _headings(table, hits)]
    titles = [hit for hit in hits if hit.label.is_section and hit.label.names[0].table == table]
    guesses = [stretch(title, title, headed=False) for title in titles]
    return found + [guess for guess in guesses if not any(guess.start < other.start < guess.end for other in found)]


def _headings(table: str, hits: list[Hit]) -> list[list[Hit]]:
    """The groups of labels, near each other in one section, that make the heading of such a table."""
    groups: list[list[Hit]] = [[]]
    for hit in hits:
        if hit.label.is_section or (groups[-1] and hit.start - groups[-1][-1].end >= HEADING_REACH):
            groups.append([])
        if not hit.label.is_section and table in hit.label.tables:
            groups[-1].append(hit)
    names = [{name for hit in group for name in hit.label.names if name.table == table} for group in groups]
    return [group for group, named in zip(groups, names, strict=True) if len(named) >= HEADING_LABELS]
