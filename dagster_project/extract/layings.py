"""How the tokens of a text may lie in the cells of a form: the candidate readings of a table.

Belongs here: laying tokens out in order, line by line between labels, with empty cells, or cut out of digits that
run together. Does not belong here: judging a reading (proof.py) or choosing among several (choice.py).

Tokens of every layout come row by row, whatever became of the separators. So if the text holds as many as the form
has cells, their order says all, and the labels need only confirm it. Otherwise each line is laid out by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from dagster_project.extract import apart, numbering
from dagster_project.extract.chains import Chain
from dagster_project.extract.cuts import TooManyCutsError, cuts
from dagster_project.extract.forms import Form, Line
from dagster_project.extract.proof import Grid
from dagster_project.extract.tokens import Run, Token

LineReading = tuple[Token, ...]
# Reports are shorter.
MOST_PAGES = 300


@dataclass(slots=True, frozen=True)
class Laying:
    """For each line of a form, by its code, the ways to read it.

    The lines of `plain` hold as many tokens as cells, each by itself: what they print is beyond doubt. Those of
    `crowded` hold one token too many, so that they cannot be read unless it is a page number.
    """

    lines: dict[str, tuple[LineReading, ...]]
    plain: frozenset[str]
    crowded: dict[str, LineReading] = field(default_factory=dict)

    @property
    def is_certain(self) -> bool:
        """Whether every line can be read in one way only."""
        return all(len(readings) == 1 for readings in self.lines.values())

    def grid(self, form: Form) -> Grid:
        """The cells of the lines that can be read in one way only."""
        return {
            key: token
            for line in form.lines
            if len(readings := self.lines.get(line.code, ())) == 1
            for key, token in zip(line.cells, readings[0], strict=True)
        }


def layings(form: Form, chain: Chain, runs: list[Run], text: str) -> list[Laying]:
    """The layings of a table. `runs` are those of its stretch, `Run.after` counts the labels of the chain."""
    runs = numbering.without(runs, numbering.column_numbers(runs))
    if turned := apart.turned(form, runs):
        return [Laying({form.lines[0].code: (turned,)}, frozenset())]
    plain = _in_order(form, chain, runs) if chain.ordered else None
    if plain:
        return [plain]
    if is_guarded(form) and (found := apart.orders(form, chain, runs)):
        codes = [line.code for line in form.lines]
        return [
            Laying({code: (line,) for code, line in zip(codes, lines, strict=True)}, frozenset()) for lines in found
        ]
    runs = numbering.without(runs, numbering.codes(chain, runs, text))
    by_line: dict[str, list[Run]] = {}
    if not is_guarded(form) and any(
        run.tokens[0].start < chain.start and any(token.state == "number" for token in run.tokens) for run in runs
    ):
        return [Laying({}, frozenset())]  # a number before any label: whose the others are is not sure either
    for run in runs:
        if run.after >= 0:
            by_line.setdefault(chain.rows[run.after], []).append(run)
    by_line = _unmerged(form, by_line)
    return [_line_by_line(form, by_line, text, spans_are_kept=kept) for kept in _keeps_spans(form, by_line)]


def _in_order(form: Form, chain: Chain, runs: list[Run]) -> Laying | None:
    """Lay the printed tokens out in their order, if there are as many as cells and each line is beside its label.

    A run or text line whose length is no multiple of a line's is left out first: page numbers and other strays.
    """
    vectors = _vectors(runs, [len(line.cells) for line in form.lines])
    codes = [line.code for line in form.lines]
    if vectors is None or not _beside(codes, vectors, chain):
        return None
    if not is_guarded(form) and (
        not (_behind(codes, vectors, chain) or _ahead(codes, vectors, chain))
        or any(token.padded for vector in vectors for token in vector)
    ):
        return None
    return Laying({code: (vector,) for code, vector in zip(codes, vectors, strict=True)}, frozenset(codes))


def _vectors(runs: list[Run], widths: list[int]) -> list[LineReading] | None:
    """Cut the printed tokens into lines of the given widths, or tell that they don't come out even."""
    if any(len(run.printed) < len(run.tokens) and _has_hole(run.tokens) for run in runs):
        return None
    every = next((tokens for tokens in _attempts(runs, widths) if len(tokens) == sum(widths)), None)
    if every is None:
        return None
    vectors, position = [], 0
    for width in widths:
        vectors.append(tuple(every[position : position + width]))
        position += width
    return vectors


def _attempts(runs: list[Run], widths: list[int]) -> Iterator[list[Token]]:
    """The printed tokens of all runs, of those behind labels, and of either those that fill whole lines."""
    behind = [run for run in runs if run.after >= 0]
    for some in (runs, behind):
        yield [token for run in some for token in run.printed]
    if len(set(widths)) == 1 and widths[0] > 1:
        for some in (behind, runs) if len(widths) > 1 else (behind,):
            yield [token for run in some for token in _whole_lines(run, widths[0])]


def _whole_lines(run: Run, width: int) -> list[Token]:
    """The tokens of a run if they fill whole lines of the form, else those of its text lines that do."""
    if len(run.printed) % width == 0:
        return run.printed
    return [token for line in run.by_line() if len(line) % width == 0 for token in line]


def _has_hole(tokens: list[Token]) -> bool:
    """Tell whether an empty cell stands between printed ones, so that their order does not say where they belong."""
    printed = [index for index, token in enumerate(tokens) if token.state != "blank"]
    return bool(printed) and printed[-1] - printed[0] + 1 != len(printed)


def _beside(codes: list[str], vectors: list[LineReading], chain: Chain) -> bool:
    """Tell whether each line's tokens lie between the label of a line before it and that of a line after it."""
    labels = dict(zip(chain.rows, chain.hits, strict=True))
    floor = -1
    for code, vector in zip(codes, vectors, strict=True):
        if vector[0].start < floor:
            return False
        if code in labels:
            floor = labels[code].end
    ceiling: int | None = None
    for code, vector in zip(reversed(codes), reversed(vectors), strict=True):
        if ceiling is not None and vector[-1].end > ceiling:
            return False
        if code in labels:
            ceiling = labels[code].start
    return True


def _behind(codes: list[str], vectors: list[LineReading], chain: Chain) -> bool:
    """Tell whether each line's tokens stand behind its label: before it, a serial number would pass for a value."""
    labels = dict(zip(chain.rows, chain.hits, strict=True))
    return all(
        code in labels and vector[0].start >= labels[code].end for code, vector in zip(codes, vectors, strict=True)
    )


def _ahead(codes: list[str], vectors: list[LineReading], chain: Chain) -> bool:
    """Tell whether each line's tokens stand just before its label, more in some lines than serial numbers would be."""
    labels = dict(zip(chain.rows, chain.hits, strict=True))
    floors = [0, *(hit.end for hit in chain.hits)]
    return max(map(len, vectors)) > 1 and all(
        code in labels and floor <= vector[0].start and vector[-1].end <= labels[code].start
        for floor, code, vector in zip(floors, codes, vectors, strict=False)
    )


def _line_by_line(form: Form, runs: dict[str, list[Run]], text: str, *, spans_are_kept: bool) -> Laying:
    """Lay out each line by itself. Where a dump keeps the cells that a label spans, they are passed over."""
    deepest = max(line.depth for line in form.lines)
    readings: dict[str, tuple[LineReading, ...]] = {}
    plain, crowded = set(), {}
    for line in form.lines:
        found = _values(form, line, runs.get(line.code, []))
        exact = _exact(found, len(line.cells)) if found else None
        if exact:
            plain.add(line.code)
        elif found and len(found.printed) == len(line.cells) + 1 and not _has_hole(found.tokens):
            crowded[line.code] = tuple(found.printed)
        spanned = deepest - line.depth if spans_are_kept else 0
        readings[line.code] = (exact,) if exact else _guesses(form, line, found, spanned, text) if found else ()
        if found and line.code in crowded:
            readings[line.code] = _without_page_number(form, line, found)
    return Laying(readings, frozenset(plain), crowded)


def _keeps_spans(form: Form, runs: dict[str, list[Run]]) -> list[bool]:
    """Whether a dump may keep the cells that a label spans, as empty ones: lines without other empty cells tell."""
    if not any(len(run.printed) < len(run.tokens) for some in runs.values() for run in some):
        return [False]
    deepest = max(line.depth for line in form.lines)
    spanning = [line for line in form.lines if line.depth < deepest]
    found = [(_likely(some, len(line.cells)), line) for line in spanning if (some := runs.get(line.code)) is not None]
    leads = {
        (_leading_blanks(run), deepest - line.depth) for run, line in found if _exact(run, len(line.cells)) is not None
    }
    return [kept for kept in (True, False) if all(lead == (spanned if kept else 0) for lead, spanned in leads)] or [
        True,
        False,
    ]


def _leading_blanks(run: Run) -> int:
    return next((index for index, token in enumerate(run.tokens) if token.state != "blank"), len(run.tokens))


def _unmerged(form: Form, runs: dict[str, list[Run]]) -> dict[str, list[Run]]:
    """The runs of each line, where a dump repeats a merged cell in every column that it spans, with each cell once.

    So are all lines that are shorter than the longest, or none.
    """
    widest = max(len(line.cells) for line in form.lines)
    short = [line for line in form.lines if len(line.cells) < widest]
    once = {line.code: run for line in short if (run := _once(runs.get(line.code, []), len(line.cells), widest))}
    return runs | once if len(once) == len(short) else runs


def _once(runs: list[Run], width: int, widest: int) -> list[Run] | None:
    """The run of a line whose tokens fill the widest line, without those that repeat the one before."""
    printing = [run for run in runs if run.printed]
    if len(printing) != 1 or len(printing[0].printed) != widest:
        return None
    printed = printing[0].printed
    firsts = [next(same) for _, same in groupby(printed, key=lambda token: (token.state, token.value))]
    kept = printed[:width] if len(firsts) == 1 else firsts
    return [Run(printing[0].after, kept)] if len(kept) == width else None


def _values(form: Form, line: Line, runs: list[Run]) -> Run | None:
    """The run that holds a line's values. Where no sum guards them, nothing else may be printed behind the label."""
    if not runs:
        return None
    width = len(line.cells)
    run = _likely(runs, width).on_own_line(width)
    if _groups(form, line):
        return run
    figures = [token for other in runs for token in other.tokens if token.state == "number"]
    own = sum(token.state == "number" for token in run.tokens)
    return None if len(figures) > own or any(token.padded for token in run.tokens) else run


def _likely(runs: list[Run], width: int) -> Run:
    """The run that holds a line's values: the one of the right length, else the first that prints anything."""
    fitting = [run for run in runs if len(run.printed) == width]
    printing = [run for run in runs if run.printed]
    return fitting[0] if len(fitting) == 1 else printing[0] if printing else runs[0]


def _exact(run: Run, width: int) -> LineReading | None:
    """The values of a line if there are just as many as it has cells."""
    printed = run.printed
    return tuple(printed) if len(printed) == width and not _has_hole(run.tokens) else None


def _guesses(form: Form, line: Line, run: Run, spanned: int, text: str) -> tuple[LineReading, ...]:
    """The ways to read a line that has other tokens than cells: with empty cells, or by cutting digits.

    Digits are cut only where the sums of the line can refute it. Behind a cell of words a line that is short of
    numbers is not read: the words may stand for one of them.
    """
    width, printed = len(line.cells), run.printed
    if run.behind_words:
        return ()
    groups = _groups(form, line)
    if len(printed) < len(run.tokens):
        firsts = range(len(run.tokens)) if len(form.lines) == 1 else [spanned]  # a line alone has no label to span any
        return _windows(run, width, firsts, groups)
    if not groups or not printed or len(printed) >= width:
        return ()
    try:
        readings = _distinct(cuts(text, printed, groups))
    except TooManyCutsError:
        return ()
    one_short = len(printed) == width - 1
    return () if one_short and any(_may_lack_a_cell(printed, groups, reading) for reading in readings) else readings


def _windows(run: Run, width: int, firsts: Iterable[int], groups: tuple[int, ...] | None) -> tuple[LineReading, ...]:
    """The ways to read a line with empty cells: those of its tokens that hold all that it prints.

    Of several, because a dump has empty cells of its own at the ends of lines, those whose sums may close.
    """
    windows = [tuple(run.tokens[first : first + width]) for first in firsts]
    whole = [
        window
        for window in windows
        if len(window) == width and sum(token.state != "blank" for token in window) == len(run.printed)
    ]
    return _distinct(w for w in whole if len(whole) == 1 or not groups or _may_close(w, groups))


def _may_close(reading: LineReading, groups: tuple[int, ...]) -> bool:
    """Whether each sum of a line may close, whatever its empty cells stand for; without any, whether it does."""
    tokens = iter(reading)
    for parts in groups:
        printed = [next(tokens).value for _ in range(parts)]
        known = sum(value for value in printed if value is not None)
        total = next(tokens).value
        if total is not None and known != total and not (None in printed and known < total):
            return False
    return True


def _without_page_number(form: Form, line: Line, run: Run) -> tuple[LineReading, ...]:
    """The ways to read a line with one number too many, if that is a page's: alone on its line, and the sums close."""
    groups = _groups(form, line)
    alone = [printed[0] for printed in run.by_line() if len(printed) == 1]
    pages = [token for token in alone if isinstance(token.value, int) and 0 < token.value < MOST_PAGES]
    if not groups or any(token.state != "number" for token in run.printed):
        return ()
    kept = (tuple(run.without(frozenset({page})).printed) for page in pages)
    return _distinct(reading for reading in kept if _may_close(reading, groups))


def _may_lack_a_cell(printed: list[Token], groups: tuple[int, ...], cut: LineReading) -> bool:
    """Tell whether a line that is one number short makes sense uncut: an empty cell left no trace in one of its sums.

    A cut makes sense of the very sum in which it is; that all others close as printed without it is no chance.
    """
    values = [token.value or 0 for token in printed]
    bounds = [sum(groups[:at]) + at for at in range(len(groups) + 1)]
    for lacking in range(len(groups)):
        if any(token.inferred for token in cut[bounds[lacking] : bounds[lacking + 1]]):
            continue
        firsts = [bound - (at > lacking) for at, bound in enumerate(bounds)]
        others = [values[firsts[at] : firsts[at + 1]] for at in range(len(groups)) if at != lacking]
        if all(sum(parts) == total for *parts, total in others):
            return True
    return False


def _distinct(readings: Iterable[LineReading]) -> tuple[LineReading, ...]:
    """The readings that differ in a value; of those that say the same, the first."""
    return tuple({tuple((token.state, token.value) for token in r): r for r in readings}.values())


@cache
def is_guarded(form: Form) -> bool:
    """Tell whether sums make up every line of a form, so that a displaced number cannot pass."""
    return all(_groups(form, line) for line in form.lines)


@cache
def _groups(form: Form, line: Line) -> tuple[int, ...] | None:
    """The numbers of parts of the sums that make up a line, each sum printed after its parts; null if there are none.

    The line of applications is one sum of six parts, that of reviews three sums of four.
    """
    sums = [i for i in form.instances if i.identity.proves and set(line.cells).issuperset(i.left + i.right)]
    printed = tuple(key for instance in sums for key in instance.right + instance.left)
    return tuple(len(instance.right) for instance in sums) if printed == line.cells else None
