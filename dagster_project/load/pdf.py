"""From a PDF with a text layer to a text in which the cells of ruled tables stay apart.

Belongs here: characters and ruling lines of a page, and their reading order. Does not belong here: how a table is
written (grid.py), whether a file may be read at all (readers.py).

A PDF comes from anywhere, and the library that reads it is C: so it is read in a process of its own, with limits of
time and memory, whose death is a rejection and nothing more. This module is what that process runs: bytes in, UTF-8
out, or the code of a reason (rejections.py) as its message.
"""

import resource
import subprocess
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from ctypes import POINTER, byref, c_char, c_float, c_int, c_uint, pointer
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, pi
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as c

from dagster_project.load.grid import Grid
from dagster_project.load.rejections import REASONS, RejectedError, reason

PAGE_BREAK = "\f"
_MAX_PAGES = 500
_MAX_CHARACTERS = 100_000  # of a page
_MAX_SECONDS = 30  # of CPU
_MAX_MEMORY = 2 << 30
_NEAR = 3.0  # points within which lines are one line, or touch
_THIN = 3.0  # what is less high or wide is level or upright
_ODD = 5  # times the usual height
_SMALL = 0.75  # of the size of what stands before it
_BLANK = 0x20
_SLANT = 0.08  # radians: of what counts as upright
_DEPTH = 4  # of forms within forms
# The matrices that turn back what stands one, two or three quarters of a turn from upright.
_QUARTERS_BACK = {1: (0, -1, 1, 0), 2: (-1, 0, 0, -1), 3: (0, 1, -1, 0)}
_MAX_LINES = 3000  # of a page: more are a drawing

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points; y grows upwards."""


def read_pdf(data: bytes) -> str:
    """The text of a PDF: its lines and the rows of its tables from top to bottom, pages after form feeds.

    Raises RejectedError: encrypted, scanned, damaged_file, too_many_pages, reader_gave_up.
    """
    command = [sys.executable, "-m", "dagster_project.load.pdf"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_MAX_SECONDS * 2, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise RejectedError(reason("reader_gave_up")) from error
    if done.returncode == 0:
        return done.stdout.decode()
    told = done.stderr.decode(errors="replace").strip()
    raise RejectedError(reason(told if told in REASONS else "reader_gave_up"))


@dataclass(slots=True, frozen=True)
class _Character:
    """One character and its place on the page, turned as people see it: y grows upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(slots=True)
class _Line:
    """A ruling line: `at` is its height if it is level, its distance from the left if it is upright."""

    at: float
    start: float
    end: float


def _text_of(data: bytes) -> str:
    """The text of a PDF, read in this process. Exits with the code of a reason."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        sys.exit("encrypted" if error.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY) else "damaged_file")
    if len(document) > _MAX_PAGES:
        sys.exit("too_many_pages")
    pages = []
    for number in range(len(document)):
        try:
            pages.append("\n".join(_lines_of(document[number])))
        except pdfium.PdfiumError:
            sys.exit("damaged_file")
    if not "".join(pages).strip():
        sys.exit("scanned")
    return f"\n{PAGE_BREAK}".join(pages) + "\n"


def _lines_of(page: pdfium.PdfPage) -> list[str]:
    """The lines of a page, those of tables as rows, from top to bottom."""
    _turn_upright(page)
    characters = _characters(page)
    placed: list[tuple[float, list[str]]] = []
    for levels, uprights in _tables(*_ruling(page)):
        inside, characters, table = _fill(levels, uprights, characters)
        if table.is_table():
            placed.append((max(line.at for line in levels), list(table.lines())))
        else:
            characters += inside
    placed += [(max(at.top for at in line), [_spell(line)]) for line in _rows(characters)]
    return [line for _, lines in sorted(placed, key=lambda some: -some[0]) for line in lines]


def _turn_upright(page: pdfium.PdfPage) -> None:
    """Turn what is on a page so that most pieces of text on it stand upright, as people would turn it.

    It must be done before the characters are asked for: the library drops text on its side whose font it does not have.
    """
    texts = page.get_objects(filter=[c.FPDF_PAGEOBJ_TEXT], max_depth=_DEPTH)
    turns = Counter(round(atan2(matrix.b, matrix.a) / (pi / 2)) % 4 for matrix in map(_matrix, texts))
    quarters = turns.most_common(1)[0][0] if turns else 0
    if quarters:
        for thing in page.get_objects(max_depth=1):
            c.FPDFPageObj_Transform(thing.raw, *_QUARTERS_BACK[quarters], 0, 0)


def _characters(page: pdfium.PdfPage) -> list[_Character]:
    """What is printed upright on a page."""
    textpage = page.get_textpage()
    if textpage.count_chars() > _MAX_CHARACTERS:
        sys.exit("reader_gave_up")
    found = list(_printed(textpage))
    if not found:
        return []
    usual = median(top - bottom for _, _, (_, bottom, _, top) in found)
    # A font for upright lines may claim a box many times its size; then what is inked is what counts.
    return [
        _Character(text, *(textpage.get_charbox(at) if box[3] - box[1] > _ODD * usual else box))
        for at, text, box in found
    ]


def _printed(textpage: pdfium.PdfTextPage) -> Iterator[tuple[int, str, Box]]:
    """Number and box of all upright characters: what stands askew is a watermark."""
    box = c.FS_RECTF()
    for at in range(textpage.count_chars()):
        code = c.FPDFText_GetUnicode(textpage, at)
        if code < _BLANK or c.FPDFText_IsGenerated(textpage, at) == 1:
            continue
        turn = c.FPDFText_GetCharAngle(textpage, at) % (2 * pi)
        if min(turn, 2 * pi - turn) < _SLANT and c.FPDFText_GetLooseCharBox(textpage, at, box):
            yield at, chr(code), (box.left, box.bottom, box.right, box.top)


def _ruling(page: pdfium.PdfPage) -> tuple[list[_Line], list[_Line]]:
    """The level and the upright lines of a page, pieces of one line joined."""
    levels, uprights = [], []
    for left, bottom, right, top in _strokes(page):
        if top - bottom <= _THIN < right - left:
            levels.append(_Line((top + bottom) / 2, left, right))
        elif right - left <= _THIN < top - bottom:
            uprights.append(_Line((left + right) / 2, bottom, top))
    return _joined(levels), _joined(uprights)


def _strokes(page: pdfium.PdfPage) -> Iterator[Box]:
    """What is drawn straight along an edge of the page, each stroke as a thin rectangle."""
    for thing in page.get_objects(filter=[c.FPDF_PAGEOBJ_PATH], max_depth=_DEPTH):
        fill, stroke = c_int(), c_int()
        c.FPDFPath_GetDrawMode(thing.raw, byref(fill), byref(stroke))
        if not stroke and (not fill or _is_white(thing)):
            continue
        for (x1, y1), (x2, y2) in _sides(thing):
            yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _is_white(thing: pdfium.PdfObject) -> bool:
    colours = [c_uint() for _ in range(4)]
    c.FPDFPageObj_GetFillColor(thing.raw, *map(byref, colours))
    return all(colour.value > 250 for colour in colours[:3])


def _sides(thing: pdfium.PdfObject) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight sides of a path, on the page."""
    matrix = _matrix(thing)
    begun = before = (0.0, 0.0)
    x, y = c_float(), c_float()
    for at in range(c.FPDFPath_CountSegments(thing.raw)):
        segment = c.FPDFPath_GetPathSegment(thing.raw, at)
        c.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = matrix.on_point(x.value, y.value)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == c.FPDF_SEGMENT_LINETO:
            yield before, point
        if c.FPDFPathSegment_GetClose(segment):
            yield point, begun
        before = point


def _matrix(thing: pdfium.PdfObject) -> pdfium.PdfMatrix:
    """From the coordinates of a thing to those of the page, through the forms that it stands in."""
    matrix = thing.get_matrix()
    while (container := getattr(thing, "container", None)) is not None:
        matrix = matrix.multiply(container.get_matrix())
        thing = container
    return matrix


def _joined(lines: list[_Line]) -> list[_Line]:
    """The same lines, those that continue each other in one: a table is often drawn cell by cell, or dashed."""
    joined: list[_Line] = []
    for line in sorted(lines, key=lambda line: (line.at, line.start)):
        for other in reversed(joined):
            if line.at - other.at > _NEAR:
                joined.append(line)
                break
            if line.start <= other.end + _NEAR and line.end >= other.start - _NEAR:
                other.start, other.end = min(line.start, other.start), max(line.end, other.end)
                break
        else:
            joined.append(line)
    return joined


def _tables(levels: list[_Line], uprights: list[_Line]) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """Lines that cross or touch each other, table by table."""
    if len(levels) + len(uprights) > _MAX_LINES:
        return
    left = [(line, True) for line in levels] + [(line, False) for line in uprights]
    while left:
        group, frontier = [], [left.pop()]
        while frontier:
            line, level = frontier.pop()
            group.append((line, level))
            touching = [other for other in left if other[1] != level and _touch(line, other[0])]
            frontier += touching
            left = [other for other in left if other not in touching]
        parts = [line for line, level in group if level], [line for line, level in group if not level]
        if len(parts[0]) > 1 and parts[1]:
            yield parts


def _touch(line: _Line, across: _Line) -> bool:
    return line.start - _NEAR <= across.at <= line.end + _NEAR and across.start - _NEAR <= line.at <= across.end + _NEAR


def _fill(
    levels: list[_Line], uprights: list[_Line], characters: list[_Character]
) -> tuple[list[_Character], list[_Character], Grid]:
    """The characters in a table, those outside, and the table with its cells."""
    xs = _steps([line.at for line in uprights] + [end for line in levels for end in (line.start, line.end)])
    ys = _steps([line.at for line in levels] + [end for line in uprights for end in (line.start, line.end)])
    cells = _Cells(xs, ys, levels, uprights)
    inside: dict[tuple[int, int], list[_Character]] = {}
    outside = []
    for character in characters:
        x, y = character.middle
        if xs[0] < x < xs[-1] and ys[0] < y < ys[-1]:
            inside.setdefault(cells.of(bisect_right(ys, y) - 1, bisect_right(xs, x) - 1), []).append(character)
        else:
            outside.append(character)
    table = Grid()
    for cell, (row, column, high, wide) in sorted(cells.places().items(), key=lambda some: some[1]):
        table.put(row, column, _in_cell(inside.get(cell, [])), wide=wide, high=high)
    return [character for some in inside.values() for character in some], outside, table


def _steps(values: list[float]) -> list[float]:
    """These values in order, those near each other once."""
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > _NEAR:
            steps.append(value)
    return steps


class _Cells:
    """The cells of a table: fields between its lines, joined where no line parts them."""

    def __init__(self, xs: list[float], ys: list[float], levels: list[_Line], uprights: list[_Line]) -> None:
        self._rows, self._columns = len(ys) - 1, len(xs) - 1
        self._first = {(row, column): (row, column) for row in range(self._rows) for column in range(self._columns)}
        for row, (low, high) in enumerate(pairwise(ys)):
            for column, (left, right) in enumerate(pairwise(xs)):
                if column and not _parted(uprights, left, (low + high) / 2):
                    self._join((row, column), (row, column - 1))
                if row and not _parted(levels, low, (left + right) / 2):
                    self._join((row, column), (row - 1, column))

    def of(self, row: int, column: int) -> tuple[int, int]:
        """The cell to which a field belongs; rows are counted from below."""
        field = (row, column)
        while self._first[field] != field:
            field = self._first[field]
        return field

    def _join(self, field: tuple[int, int], other: tuple[int, int]) -> None:
        self._first[self.of(*field)] = self.of(*other)

    def places(self) -> dict[tuple[int, int], tuple[int, int, int, int]]:
        """Of every cell the row from above, the column, and how many rows and columns it covers."""
        fields: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for row, column in self._first:
            fields.setdefault(self.of(row, column), []).append((self._rows - 1 - row, column))
        places = {}
        for cell, covered in fields.items():
            rows, columns = [row for row, _ in covered], [column for _, column in covered]
            top, left = min(rows), min(columns)
            places[cell] = (top, left, max(rows) - top + 1, max(columns) - left + 1)
        return places


def _parted(lines: list[_Line], at: float, where: float) -> bool:
    """Whether one of these lines runs at a place."""
    return any(abs(line.at - at) <= _NEAR and line.start <= where <= line.end for line in lines)


def _rows(characters: list[_Character]) -> list[list[_Character]]:
    """The characters by the lines of text that they stand in, from top to bottom."""
    rows: list[list[_Character]] = []
    height = 0.0
    for character in sorted(characters, key=lambda character: -character.middle[1]):
        if rows and height - character.middle[1] < 0.5 * min(
            character.top - character.bottom, rows[-1][0].top - rows[-1][0].bottom
        ):
            rows[-1].append(character)
        else:
            rows.append([character])
            height = character.middle[1]
    return rows


def _spell(line: list[_Character]) -> str:
    """A line of text. A gap is a blank if it is wider than what justifying a line leaves between two characters."""
    pieces: list[str] = []
    before: _Character | None = None
    for character in sorted(line, key=lambda character: character.left):
        size = character.top - character.bottom
        if before is not None:
            if character.text == before.text and character.left - before.left < 0.3 * (before.right - before.left):
                continue  # printed twice, to look bold
            close = (before.text + character.text).isascii()
            if close and size < _SMALL * (before.top - before.bottom):
                pieces.append(" ")  # the mark of a note is no part of the number before it
            elif character.left - before.right > (0.25 if close else 0.6) * size:
                pieces.append(" ")
        pieces.append(character.text)
        before = character
    return " ".join("".join(pieces).split())


def _in_cell(characters: list[_Character]) -> str:
    """The text of a cell: its lines joined as Chinese is, with a blank where figures or letters would run together."""
    text = ""
    for line in map(_spell, _rows(characters)):
        text += (" " if text and line and (text[-1] + line[0]).isascii() else "") + line
    return text


def _use_no_fonts_of_the_machine() -> None:
    """Start the library anew so that a font that a PDF does not carry is missing everywhere: same in, same out."""
    nowhere = pointer((POINTER(c_char) * 1)())
    c.FPDF_DestroyLibrary()
    c.FPDF_InitLibraryWithConfig(c.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=nowhere.contents))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MAX_SECONDS, _MAX_SECONDS))
    _use_no_fonts_of_the_machine()
    sys.stdout.buffer.write(_text_of(sys.stdin.buffer.read()).encode(errors="replace"))
