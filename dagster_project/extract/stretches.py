"""Where in a text each printed table lies: the stretches of text from before its first label to behind its last value.

Belongs here: the bounds of tables, told by labels alone. Does not belong here: the labels (labels.py), which of them
make a table (chains.py), and the values between them (tokens.py).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
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

# What stands between the labels of a sentence, and never between those of a heading: its end, or a number of cases.
_SENTENCE = re.compile(r"[。;]|[0-9] ?[件宗起次]")
# Any character that may be a cell or part two: a table has as many of them as cells, or more.
_CELL = re.compile(r"[^ \n一-鿿]|[不未无零]")


@dataclass(slots=True, frozen=True)
class Stretch:
    """Where one printed table lies, and the labels that tell what stands in it.

    `chain` are the labels of its rows, `labels` all labels in it, `heads` those shortly before it, and `rivals` the
    labels of all tables of its kind. One that is not `headed` is a mere guess behind a section's title: it is a table
    only if it reads whole, its numbers with no words between.
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
    places = _Places(hits)
    rows = _rows_by_section(hits)
    found: list[Stretch] = []
    for table in TABLES:
        if table in HEADED:
            found += _under_headings(table, places, text, end)
        else:
            found += _around_rows(table, chains(table, rows[table], text), places, start, end)
    return sorted(found, key=lambda stretch: stretch.start)


def _rows_by_section(hits: list[Hit]) -> dict[str, list[list[Hit]]]:
    """For each table the labels of its rows, those between one section's title and the next together."""
    found: dict[str, list[list[Hit]]] = {table: [[]] for table in TABLES}
    for hit in hits:
        if hit.label.is_section:
            for sections in found.values():
                if sections[-1]:
                    sections.append([])
            continue
        for table in hit.label.rows:
            found[table][-1].append(hit)
    return found


class _Places:
    """All labels of a text, found by their place in it."""

    def __init__(self, hits: list[Hit]) -> None:
        self.hits = hits
        self.starts = [hit.start for hit in hits]

    def between(self, start: int, end: int) -> list[Hit]:
        """The labels that begin in [start, end)."""
        return self.hits[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def behind(self, start: int) -> Iterator[Hit]:
        """The labels that begin at `start` or behind it."""
        first = bisect_left(self.starts, start)
        return map(self.hits.__getitem__, range(first, len(self.hits)))


def _around_rows(table: str, found: list[Chain], places: _Places, start: int, end: int) -> list[Stretch]:
    """The stretches of a table whose every row has its label."""
    kept = [chain for chain in found if table not in NEEDS_HEADING or _is_headed(chain, table, places)]
    rivals = frozenset(hit for chain in kept for hit in chain.hits)
    stretched = []
    for chain in kept:
        heads = places.between(chain.start - HEADING_REACH, chain.start)
        floor = start if not heads else chain.start if heads[-1] in rivals else heads[-1].end
        first = max(start, chain.start - REACH_BEFORE, floor)
        after = next((hit.start for hit in places.behind(chain.end) if _ends_table(hit, table)), end)
        last = min(end, chain.end + REACH_AFTER, after)
        stretched.append(Stretch(table, chain, first, last, places.between(first, last), heads, rivals))
    return stretched


def _is_headed(chain: Chain, table: str, places: _Places) -> bool:
    """Tell whether a heading of the table's own stands shortly before its rows or among them."""
    return any(
        name.table == table and name.kind in {"head", "column", "filler"}
        for hit in places.between(chain.start - HEADING_REACH, chain.end)
        for name in hit.label.names
    )


def _ends_table(hit: Hit, table: str) -> bool:
    """Tell whether a label cannot stand inside a table: a section's title, or a label of another table only."""
    return hit.label.is_section or table not in hit.label.tables


def _under_headings(table: str, places: _Places, text: str, end: int) -> list[Stretch]:
    """The stretches of a table whose labels all stand above its one line of numbers, or that only has a title."""
    form = forms.form(table, forms.layouts(table)[0])
    first_line = form.lines[0].code

    def stretch(first: Hit, last: Hit, *, headed: bool) -> Stretch:
        limit = next((hit.start for hit in places.behind(last.end) if hit.label.is_section), end)
        stop = min(end, last.end + REACH_AFTER, limit)
        inner = places.between(first.start, stop)
        return Stretch(table, Chain((first_line,), (last,)), first.start, stop, inner, [], headed=headed)

    found = [stretch(group[0], group[-1], headed=True) for group in _headings(table, places.hits, text)]
    starts = [other.start for other in found]
    titles = [hit for hit in places.hits if hit.label.is_section and hit.label.names[0].table == table]
    for guess in (stretch(title, title, headed=False) for title in titles):
        alone = bisect_right(starts, guess.start) == bisect_left(starts, guess.end)
        if alone and len(_CELL.findall(text, guess.chain.end, guess.end)) >= len(form.cells):
            found.append(guess)
    return found


def _headings(table: str, hits: list[Hit], text: str) -> list[list[Hit]]:
    """The groups of labels, near each other in one section and in no sentence, that make such a table's heading."""
    groups: list[list[Hit]] = [[]]
    for hit in hits:
        if hit.label.is_section:
            groups.append([])
        elif table in hit.label.tables:
            if groups[-1] and not _goes_on(groups[-1][-1], hit, text):
                groups.append([])
            groups[-1].append(hit)
    return [group for group in groups if len(group) >= HEADING_LABELS and _names(table, group) >= HEADING_LABELS]


def _goes_on(last: Hit, hit: Hit, text: str) -> bool:
    """Tell whether a label may stand in the same heading as the last one."""
    return hit.start - last.end < HEADING_REACH and not _SENTENCE.search(text, last.end, hit.start)


def _names(table: str, group: list[Hit]) -> int:
    """How many different things of a table some labels name."""
    return len({name for hit in group for name in hit.label.names if name.table == table})
