"""Whether the heads over a table's columns stand in the order of its form: sums close in any order of their parts.

Belongs here: the order of column heads, and of rows whose labels all stand above their one line. Does not belong
here: finding labels (labels.py), and what the identities see by themselves, as the place of a total (proof.py).
"""

from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from itertools import combinations, groupby, pairwise, takewhile
from operator import itemgetter

from dagster_project.extract.forms import Form
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


def displaced(form: Form, stretch: Stretch, hits: list[Hit], text: str) -> Hit | None:
    """The first head of a table that stands out of the form's order; null if none does, or if heads are missing.

    `hits` are all labels of the text: the heads stand among those between the section's title and the table's end.
    """
    before = bisect_left(hits, stretch.start, key=lambda hit: hit.start)
    above = takewhile(lambda hit: not hit.label.is_section, reversed(hits[max(0, before - MOST_HEADS) : before]))
    labelled = [*reversed(list(above)), *stretch.labels]
    named = [(labelled[place], head) for place, head in _named(form.table, tuple(hit.label for hit in labelled))]
    turn = _out_of_turn(form, tuple(head for _, head in named))
    if turn is not None:
        return named[turn][0]
    return (
        _behind_unnamed(form, named, text)
        or _before_foreign(form, named, stretch, text)
        or _torn(form, named, stretch, text)
    )


@lru_cache(maxsize=1000)
def _named(table: str, labels: tuple[Label, ...]) -> list[tuple[int, Head]]:
    """The heads of a table that labels name, each with the place of its label."""
    return [
        (place, (name.kind, name.code))
        for place, label in enumerate(labels)
        for name in label.names
        if name.table == table
    ]


@lru_cache(maxsize=1000)
def _out_of_turn(form: Form, heads: tuple[Head, ...]) -> int | None:
    """The place of the first head that does not take turns with another of its block. Most reports print the same."""
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


def _turns(order: list[Head], heads: tuple[Head, ...]) -> list[Turn]:
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


def _behind_unnamed(form: Form, named: list[tuple[Hit, Head]], text: str) -> Hit | None:
    """The head just behind one that is too short to be looked for, as 其他, which the form has behind another."""
    known = {head for _, head in named}
    for columns in form.columns.values():
        unnamed = {
            column.label: before.code
            for before, column in pairwise(columns)
            if ("column", column.code) not in known and column.code != TOTAL
        }
        codes = {column.code for column in columns} if unnamed else ()
        heads = [(hit, code) for hit, (kind, code) in named if kind == "column" and code in codes]
        for (before, code), (hit, _) in pairwise(heads):
            between = text[before.end : hit.start].strip(NOISE + ",;、")
            if unnamed.get(between, code) != code:
                return hit
    return None


def _before_foreign(form: Form, named: list[tuple[Hit, Head]], stretch: Stretch, text: str) -> Hit | None:
    """The head just before one of a column that the form does not have."""
    if not named or text.find(FOREIGN, named[0][0].end, stretch.end) < 0:
        return None
    codes = {column.code for columns in form.columns.values() for column in columns}
    for hit, (kind, code) in named:
        end = min(hit.end + FOREIGN_REACH, max(stretch.chain.start, hit.end))
        if kind == "column" and code in codes and FOREIGN in text[hit.end : end]:
            return hit
    return None


def _torn(form: Form, named: list[tuple[Hit, Head]], stretch: Stretch, text: str) -> Hit | None:
    """The first head, of those torn over lines in narrow columns, whose upper half stands out of the form's order.

    Only on one line is that an order: of heads that are centred, one torn in three begins above its neighbours.
    """
    known = {code for _, (kind, code) in named if kind == "column"}
    for first, *others in form.columns.values():
        above = [hit for hit, head in named if head == ("column", first.code) and hit.end <= stretch.chain.start]
        halves = [column.label[:HALF] for column in others if column.code not in known and len(column.label) > HALF]
        if not above or len(halves) < LEAST_TORN:
            continue
        end = min(stretch.chain.start, above[-1].end + TORN_REACH)
        places = [at for half in halves if (at := text.find(half, above[-1].end, end)) >= 0]
        wrong = next((at for at, later in combinations(places, 2) if later < at and "\n" not in text[later:at]), None)
        if len(places) >= LEAST_TORN and wrong is not None:
            return Hit(wrong, wrong + HALF, above[-1].label)
    return None
