"""Whether the heads over a table's columns stand in the order of its form: sums close in any order of their parts.

Belongs here: the order of column heads, and of rows whose labels all stand above their one line. Does not belong
here: finding labels (labels.py), and what the identities see by themselves, as the place of a total (proof.py).
"""

from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from itertools import combinations, groupby, pairwise, takewhile
from operator import itemgetter
from typing import NamedTuple

from dagster_project.extract.forms import Column, Form
from dagster_project.extract.labels import NOISE, Hit, Label
from dagster_project.extract.stretches import HEADED, Stretch

# The place of a total is proved by its sum; its word stands in rows, too.
TOTAL = "total"
# The head of a column that no form has, and how far behind another it may stand.
FOREIGN, FOREIGN_REACH = "小计", 40
# So many characters of a narrow head stand on its first line; so many heads so torn leave no doubt; and how far the
# first of them stands behind that of the first column.
HALF, LEAST_TORN, TORN_REACH = 2, 3, 60
# So many labels before a table may still be its heads.
MOST_HEADS = 100

Head = tuple[str, str]  # kind and code of what a label names
Turn = tuple[int, Head]  # with its place among all heads
Named = tuple[int, Head]  # with the place of the label that names it


class _Block(NamedTuple):
    """What the labels of a table tell of one block of columns. Labels are given by their place among them.

    `first` are those of the first column. `pairs` are neighbouring heads, the code of the second with them, and
    `unnamed` the code that stands before each head that is too short to be looked for. `halves` are the upper halves of
    the heads that no label names.
    """

    first: list[int]
    pairs: list[tuple[int, int, str]]
    unnamed: dict[str, str]
    halves: list[str]


class _Heads(NamedTuple):
    """What the labels of a table tell of its heads, wherever they stand: alike in most reports."""

    named: list[Named]
    out_of_turn: int | None
    blocks: list[_Block]


def displaced(form: Form, stretch: Stretch, hits: list[Hit], text: str) -> Hit | None:
    """The first head of a table that stands out of the form's order; null if none does, or if heads are missing.

    `hits` are all labels of the text: the heads stand among those between the section's title and the table's end.
    """
    before = bisect_left(hits, stretch.start, key=lambda hit: hit.start)
    above = takewhile(lambda hit: not hit.label.is_section, reversed(hits[max(0, before - MOST_HEADS) : before]))
    labelled = [*reversed(list(above)), *stretch.labels]
    heads = _heads(form, tuple([hit.label for hit in labelled]))
    if heads.out_of_turn is not None:
        return labelled[heads.out_of_turn]
    return (
        _behind_unnamed(heads, labelled, text)
        or _before_foreign(form, heads, labelled, stretch, text)
        or _torn(heads, labelled, stretch, text)
    )


@lru_cache(maxsize=1000)
def _heads(form: Form, labels: tuple[Label, ...]) -> _Heads:
    """What labels tell of the heads of a form."""
    named = [
        (place, (name.kind, name.code))
        for place, label in enumerate(labels)
        for name in label.names
        if name.table == form.table
    ]
    turn = _out_of_turn(form, [head for _, head in named])
    blocks = [_block(columns, named) for columns in form.columns.values()]
    return _Heads(named, None if turn is None else named[turn][0], blocks)


def _block(columns: tuple[Column, ...], named: list[Named]) -> _Block:
    first, *others = columns
    known = {code for _, (kind, code) in named if kind == "column"}
    codes = {column.code for column in columns}
    heads = [(place, code) for place, (kind, code) in named if kind == "column" and code in codes]
    return _Block(
        first=[place for place, code in heads if code == first.code],
        pairs=[(before, place, code) for (before, code), (place, _) in pairwise(heads)],
        unnamed={
            column.label: before.code
            for before, column in pairwise(columns)
            if column.code not in known and column.code != TOTAL
        },
        halves=[column.label[:HALF] for column in others if column.code not in known and len(column.label) > HALF],
    )


def _out_of_turn(form: Form, heads: list[Head]) -> int | None:
    """The place of the first head that does not take turns with another of its block."""
    orders = [[("column", column.code) for column in columns] for columns in form.columns.values()]
    if form.table in HEADED:
        orders.append([("row", row.code) for row in form.rows])
    blocks = Counter(("column", column.code) for columns in form.columns.values() for column in columns)
    for order in orders:
        turns = _turns(order, heads)
        for one, other in combinations(_printed_alike(order, turns, blocks), 2):
            if (place := _first_wrong(one, other, turns)) is not None:
                return place
    return None


def _turns(order: list[Head], heads: list[Head]) -> list[Turn]:
    """The heads of an order as they are printed. One that is repeated at once, over all that it spans, counts once."""
    known = {head for head in order if head[1] != TOTAL}
    printed = ((place, head) for place, head in enumerate(heads) if head in known)
    return [next(same) for _, same in groupby(printed, key=itemgetter(1))]


def _printed_alike(order: list[Head], turns: list[Turn], blocks: Counter[Head]) -> list[Head]:
    """The heads that are printed as often as most, in each of the `blocks` that have them.

    So not those that prose names, too, or that a misprint hides in one block.
    """
    printed = Counter(head for _, head in turns)
    times = {head: count / (blocks[head] or 1) for head, count in printed.items()}
    counts = list(times.values())
    usual = max(counts, key=lambda count: (counts.count(count), count), default=0)
    return [head for head in order if times.get(head) == usual]


def _first_wrong(one: Head, other: Head, turns: list[Turn]) -> int | None:
    """The first of two heads that should alternate."""
    each = ((place, head) for place, head in turns if head in (one, other))
    return next((place for at, (place, head) in enumerate(each) if head != (other if at % 2 else one)), None)


def _behind_unnamed(heads: _Heads, labelled: list[Hit], text: str) -> Hit | None:
    """The head just behind one that is too short to be looked for, as 其他, which the form has behind another."""
    for block in heads.blocks:
        for before, place, code in block.pairs if block.unnamed else ():
            between = text[labelled[before].end : labelled[place].start].strip(NOISE + ",;、")
            if block.unnamed.get(between, code) != code:
                return labelled[place]
    return None


def _before_foreign(form: Form, heads: _Heads, labelled: list[Hit], stretch: Stretch, text: str) -> Hit | None:
    """The head just before one of a column that the form does not have."""
    if not heads.named or text.find(FOREIGN, labelled[heads.named[0][0]].end, stretch.end) < 0:
        return None
    codes = {column.code for columns in form.columns.values() for column in columns}
    for place, (kind, code) in heads.named:
        hit = labelled[place]
        end = min(hit.end + FOREIGN_REACH, max(stretch.chain.start, hit.end))
        if kind == "column" and code in codes and FOREIGN in text[hit.end : end]:
            return hit
    return None


def _torn(heads: _Heads, labelled: list[Hit], stretch: Stretch, text: str) -> Hit | None:
    """The first head, of those torn over lines in narrow columns, whose upper half stands out of the form's order.

    Only on one line is that an order: of heads that are centred, one torn in three begins above its neighbours.
    """
    for block in heads.blocks:
        if len(block.halves) < LEAST_TORN:
            continue
        above = [hit for place in block.first if (hit := labelled[place]).end <= stretch.chain.start]
        if not above:
            continue
        end = min(stretch.chain.start, above[-1].end + TORN_REACH)
        places = [at for half in block.halves if (at := text.find(half, above[-1].end, end)) >= 0]
        wrong = next((at for at, later in combinations(places, 2) if later < at and "\n" not in text[later:at]), None)
        if len(places) >= LEAST_TORN and wrong is not None:
            return Hit(wrong, wrong + HALF, above[-1].label)
    return None
