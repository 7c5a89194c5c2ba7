"""From a Word file (.docx) to a text in which table cells stay apart.

Belongs here: paragraphs, tables with merged cells, text boxes and tracked changes, as they would be printed. Does not
belong here: how a table is written (grid.py), archives of documents (archives.py).

Numbers that Word makes for lists and what stands in headers, footers and notes are not part of the text.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from dagster_project.extract.markup import RAISED
from dagster_project.load.archives import refusal
from dagster_project.load.grid import Grid
from dagster_project.load.member import MAX_BYTES
from dagster_project.load.pdf import PAGE_BREAK
from dagster_project.load.rejections import RejectedError, reason

_MAIN = re.compile(r"word/document\d*\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What is not printed: deleted text, the source of a moved passage, and the second copy of a text box for old versions.
_UNSEEN = frozenset({_FALLBACK, *(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "tcPr", "tblPr", "sectPr"))})
_SIGNS = {_W + "tab": " ", _W + "cr": "\n", _W + "br": "\n", _W + "noBreakHyphen": "-"}
_RAISED = f"{_W}rPr/{_W}vertAlign[@{_W}val='superscript']"
_MAX_SPAN = 200
_MAX_DEPTH = 200


def is_docx(content: bytes) -> bool:
    """Whether these bytes are a Word file of the kind that is a ZIP archive."""
    return content.startswith(b"PK\x03\x04") and b"word/document" in content


def read_docx(content: bytes) -> str:
    """The text of a Word file: paragraphs and table rows as lines, page breaks as form feeds.

    Raises RejectedError: damaged_file, encrypted, too_large, bomb, reader_gave_up, empty_file.
    """
    try:
        document = ET.fromstring(_main_part(content))  # noqa: S314 - no document type, so no entities
        text = "".join(_blocks(document, 0))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, ET.ParseError) as error:
        raise RejectedError(reason("damaged_file")) from error
    lines = [line.strip(" \t") for line in text.split("\n")]
    if not any(line.strip() for line in lines):
        raise RejectedError(reason("empty_file"))
    return "\n".join(line for line in lines if line) + "\n"


def _main_part(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = next((entry for entry in archive.infolist() if _MAIN.fullmatch(entry.filename)), None)
        if entry is None:
            raise RejectedError(reason("damaged_file"))
        if told := refusal(entry):
            raise RejectedError(told)
        with archive.open(entry) as part:
            data = part.read(MAX_BYTES)
    if b"<!DOCTYPE" in data:
        raise RejectedError(reason("damaged_file"))
    return data


def _blocks(parent: Element, depth: int) -> Iterator[str]:
    """The text below an element, in pieces; a paragraph or a row ends its line."""
    if depth > _MAX_DEPTH:
        raise RejectedError(reason("reader_gave_up"))
    for child in parent:
        tag = child.tag
        if tag in _UNSEEN:
            continue
        if tag == _W + "t":
            yield child.text or ""
        elif tag == _W + "br" and child.get(_W + "type") == "page":
            yield f"\n{PAGE_BREAK}\n"
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == _W + "tbl" and _holds_data(child):
            yield "\n"
            for line in _table(child, depth).lines():
                yield line + "\n"
        else:
            before, after = _around(child)
            yield from (before, *_blocks(child, depth + 1), after)


def _around(element: Element) -> tuple[str, str]:
    """What stands before and behind the text of an element."""
    if element.tag in (_W + "p", _W + "txbxContent"):
        return "\n", "\n"
    return RAISED if element.find(_RAISED) is not None else ("", "")


def _holds_data(table: Element) -> bool:
    """Whether a table holds data, and not other tables or a frame: two cells in some row, and no table in it."""
    inner = sum(1 for _ in table.iter(_W + "tbl"))  # itself included
    return inner == 1 and any(sum(1 for _ in row.iter(_W + "tc")) > 1 for row in table.iter(_W + "tr"))


def _table(table: Element, depth: int) -> Grid:
    grid = Grid()
    for at, row in enumerate(table.iter(_W + "tr")):
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in row.iter(_W + "tc"):
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            covered = merged is not None and merged.get(_W + "val", "continue") == "continue"
            text = "" if covered else "".join(_blocks(cell, depth + 1))
            column = grid.put(at, column, text, wide=max(_number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1), 1))
    return grid


def _number(element: Element | None, default: int) -> int:
    """What an element's attribute `val` says, if it is a sensible number."""
    said = element.get(_W + "val", "") if element is not None else ""
    return min(int(said), _MAX_SPAN) if said.isdecimal() and len(said) < 6 else default
