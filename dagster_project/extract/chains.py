"""Which of the labels found make up one printed table: the chains of row labels in the order of the form.

Belongs here: picking, from all hits, a label for each row so that the order is the form's; telling two tables side
by side from one. Does not belong here: finding labels (labels.py) or values (tokens.py).
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, takewhile

from dagster_project.extract import forms
from dagster_project.extract.labels import Hit, Label, Name, closest

# A chain must hold this share of the form's rows to be a table; less is prose that uses the same words.
LEAST_SHARE = 0.3
# The label of a missing row is looked for so far beyond the others.
REACH = 300
TWO = 2


@dataclass(slots=True, frozen=True)
class Chain:
    """The labels of one printed table: `hits[i]` is the label of row `rows[i]`, in the order of the text.

    `ordered` tells that this is the order of the form too.
    """

    rows: tuple[str, ...]
    hits: tuple[Hit, ...]
    ordered: bool = True

    @property
    def start(self) -> int:
        """Where its first label begins."""
        return self.hits[0].start

    @property
    def end(self) -> int:
        """Where its last label ends."""
        return self.hits[-1].end


def chains(table: str, sections: list[list[Hit]], text: str) -> list[Chain]:
    """Every chain of row labels of a table that is long enough to be one, in the order of the text.

    `sections` are the labels of its rows between one section's title and the next. Where few stand, there is no table.
    """
    least = LEAST_SHARE * len(_order(table))
    found = []
    for section in sections:
        places = _of_values(table, tuple(hit.label for hit in section)) if len(section) >= least else ()
        if len(places) < least:
            continue
        values = [section[place] for place in places]
        if rows := _rows_in_order(table, tuple(hit.label for hit in values)):
            found.append(Chain(rows, tuple(values)))
            continue
        for group in _side_by_side(table, values, text):
            found += _chains_of(table, group, least)
    return sorted(found, key=lambda chain: chain.start)


@lru_cache(maxsize=1024)
def _rows_in_order(table: str, labels: tuple[Label, ...]) -> tuple[str, ...]:
    """The rows of labels that name one each, in the order of the form: then they make one chain. Else none."""
    order = _order(table)
    rows = tuple(codes[0] for label in labels if len(codes := label.rows[table]) == 1)
    in_order = len(rows) == len(labels) and all(order[row] < order[later] for row, later in pairwise(rows))
    return rows if in_order else ()


def _chains_of(table: str, hits: list[Hit], least: float) -> Iterator[Chain]:
    """The longest chain among some labels, and the longest of those before and behind it, and so on."""
    rest = hits
    while len(rest) >= least:
        longest = _longest(table, tuple(hit.label for hit in rest))
        if len(longest) < least:
            break
        chain = Chain(tuple(row for row, _ in longest), tuple(rest[place] for _, place in longest))
        yield _with_displaced(table, chain, rest) if len(chain.hits) < len(rest) else chain
        used = set(chain.hits)
        rest = [hit for hit in rest if hit not in used and (hit.start > chain.end or hit.end < chain.start)]


def mended(form: forms.Form, chain: Chain, text: str) -> Chain:
    """The chain with the labels of missing rows that are misprinted: they stand between their neighbours."""
    pairs = dict(zip(chain.rows, chain.hits, strict=True))
    codes = [row.code for row in form.rows]
    for index, row in enumerate(form.rows):
        if row.code in pairs:
            continue
        before = [pairs[code].end for code in codes[:index] if code in pairs]
        after = [pairs[code].start for code in codes[index + 1 :] if code in pairs]
        start = max(before, default=max(0, chain.start - REACH))
        hit = closest(text, start, min(after, default=chain.end + REACH), Name(form.table, "row", row.code), row.label)
        if hit:
            pairs[row.code] = hit
    ordered = sorted(pairs.items(), key=lambda pair: pair[1].start)
    return Chain(tuple(row for row, _ in ordered), tuple(hit for _, hit in ordered), chain.ordered)


@lru_cache(maxsize=1024)
def _of_values(table: str, labels: tuple[Label, ...]) -> tuple[int, ...]:
    """The places of the labels of rows that hold values: the label of a group may stand anywhere beside its rows.

    A row that heads a group in the layout of 2021 and holds values in that of 2019 is told by the others.
    """
    rows = _rows(table)
    codes = [label.rows[table] for label in labels]
    single = [rows[named[0]] for named in codes if len(named) == 1]
    layouts = frozenset().union(
        *(row.value_layouts for row in single if len(row.value_layouts) == 1 and not row.header_layouts)
    )
    holding = (any(_holds_values(rows[code], layouts) for code in named) for named in codes)
    return tuple(place for place, holds in enumerate(holding) if holds)


@cache
def _rows(table: str) -> dict[str, forms.Row]:
    return {row.code: row for row in forms.rows(table)}


@cache
def _order(table: str) -> dict[str, int]:
    return {row.code: row.position for row in forms.rows(table)}


def _holds_values(row: forms.Row, layouts: frozenset[str]) -> bool:
    return bool(row.value_layouts) and not row.header_layouts & layouts


def _around(table: str, chain: Chain, hits: list[Hit]) -> list[Hit]:
    """The labels inside a chain, and those just before and behind it up to one of a row that the chain has."""
    inside = [hit for hit in hits if chain.start <= hit.start <= chain.end]
    before = [hit for hit in reversed(hits) if chain.start - REACH <= hit.start < chain.start]
    behind = [hit for hit in hits if chain.end < hit.start <= chain.end + REACH]

    def is_missing(hit: Hit) -> bool:
        return not set(hit.row(table)) & set(chain.rows)

    return [*takewhile(is_missing, before), *inside, *takewhile(is_missing, behind)]


def _with_displaced(table: str, chain: Chain, hits: list[Hit]) -> Chain:
    """The chain with the rows that are printed out of the form's order, so that they are read by their labels.

    So are all rows if a label stands twice: the order of the numbers does not tell which of both they are behind.
    """
    pairs = list(zip(chain.hits, chain.rows, strict=True))
    around = _around(table, chain, hits)
    printed = [hit.row(table) for hit in around]
    for hit, codes in zip(around, printed, strict=True):
        if len(codes) == 1 and codes[0] not in chain.rows and printed.count(codes) == 1:
            pairs.append((hit, codes[0]))
    known = set(chain.hits)
    repeated = any(
        hit not in known and set(codes) & set(chain.rows) for hit, codes in zip(around, printed, strict=True)
    )
    if len(pairs) == len(chain.rows) and not repeated:
        return chain
    pairs.sort(key=lambda pair: pair[0].start)
    return Chain(tuple(row for _, row in pairs), tuple(hit for hit, _ in pairs), ordered=False)


def _side_by_side(table: str, hits: list[Hit], text: str) -> list[list[Hit]]:
    """Part the labels of two tables printed side by side, whose rows alternate: each first, each second.

    A row with one label belongs to either, so to none. If some pairs of labels share a text line and some do not, which
    belongs to which table is not known.
    """
    pairs: dict[tuple[str, ...], list[Hit]] = {}
    for hit in hits:
        pairs.setdefault(hit.row(table), []).append(hit)
    firsts = [pairs.get((row.code,), []) for row in forms.rows(table) if row.value_layouts][:2]
    interleaved = all(len(pair) == TWO for pair in firsts) and firsts[0][1].start < firsts[1][0].start
    on_one_line = {"\n" not in text[pair[0].end : pair[1].start] for pair in pairs.values() if len(pair) == TWO}
    if not interleaved or len(on_one_line) > 1:
        return [hits]
    both = [pair for pair in pairs.values() if len(pair) == TWO]
    return [[pair[0] for pair in both], [pair[1] for pair in both]]


@lru_cache(maxsize=1024)
def _longest(table: str, labels: tuple[Label, ...]) -> list[tuple[str, int]]:
    """The longest chain of rows in the form's order, each with the place of its label, tightened towards its end.

    A label that names several rows alike stands for each of them, the later rows first, so that only one is taken.
    O(n log n), and the same labels in most reports.
    """
    order = _order(table)
    entries = [
        (order[code], code, place)
        for place, label in enumerate(labels)
        for code in sorted(label.rows[table], key=order.__getitem__, reverse=True)
    ]
    tails: list[int] = []
    tail_entries: list[int] = []
    before: list[int] = []
    for index, (position, _, _) in enumerate(entries):
        length = bisect_left(tails, position)
        before.append(tail_entries[length - 1] if length else -1)
        if length == len(tails):
            tails.append(position)
            tail_entries.append(index)
        else:
            tails[length] = position
            tail_entries[length] = index
    picked: list[int] = []
    index = tail_entries[-1]
    while index >= 0:
        picked.append(index)
        index = before[index]
    return _tighten(entries, picked)


def _tighten(entries: list[tuple[int, str, int]], picked: list[int]) -> list[tuple[str, int]]:
    """From the last row backwards, take the latest label of the same row that still stands before the next row's."""
    latest: dict[str, list[int]] = {}
    for index, (_, code, _) in enumerate(entries):
        latest.setdefault(code, []).append(index)
    chain = []
    bound = len(entries)
    for index in picked:
        code = entries[index][1]
        same = latest[code]
        index = same[bisect_left(same, bound) - 1] if bound < len(entries) else index
        chain.append((code, entries[index][2]))
        bound = index
    return chain[::-1]
