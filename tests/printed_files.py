"""A report as the files that people keep it in, made by the libraries that make such files.

Belongs here: one report, given as paragraphs and tables with merged cells, as text, page, Word file and PDF. Does not
belong here: what must come of reading them (test_formats.py).
"""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from docx import Document as WordFile
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table
from selectolax.lexbor import LexborHTMLParser

from bench.generator.report import Recipe, render

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))  # a font that every reader of PDF has; no file is needed
BODY = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24)
CELL = ParagraphStyle("cell", fontName="STSong-Light", fontSize=7, leading=8, wordWrap="CJK")

_TIGHT = [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


@dataclass(frozen=True)
class Cell:
    """A cell of a table and what it covers."""

    row: int
    column: int
    wide: int
    high: int
    text: str


Block = str | list[Cell]
"""A paragraph or a table."""


def report(seed: int) -> list[Block]:
    """A made-up report without damage, always the same for the same seed."""
    body = LexborHTMLParser(render(Recipe("html"), random.Random(seed)).text).body
    assert body is not None
    return [list(_cells(node)) if node.tag == "table" else " ".join(node.text().split()) for node in body.iter()]


def _cells(table: Any) -> Iterator[Cell]:
    covered: set[tuple[int, int]] = set()
    for row, line in enumerate(table.css("tr")):
        column = 0
        for cell in line.css("td"):
            while (row, column) in covered:
                column += 1
            wide, high = (int(cell.attributes.get(name) or 1) for name in ("colspan", "rowspan"))
            covered |= {(row + down, column + right) for down in range(high) for right in range(wide)}
            yield Cell(row, column, wide, high, "".join(cell.text().split()))
            column += wide


def size(table: list[Cell]) -> tuple[int, int]:
    """Rows and columns."""
    return max(cell.row + cell.high for cell in table), max(cell.column + cell.wide for cell in table)


def dense(table: list[Cell]) -> list[list[str]]:
    """Every place of a table; a merged cell stands where it begins."""
    rows, columns = size(table)
    texts = {(cell.row, cell.column): cell.text for cell in table}
    return [[texts.get((row, column), "") for column in range(columns)] for row in range(rows)]


def as_text(blocks: list[Block]) -> bytes:
    lines = [[block] if isinstance(block, str) else [" | ".join(row) for row in dense(block)] for block in blocks]
    return "\n".join(line for some in lines for line in some).encode()


def as_page(blocks: list[Block]) -> bytes:
    def table(cells: list[Cell]) -> str:
        rows = [
            "".join(
                f'<td colspan="{cell.wide}" rowspan="{cell.high}">{escape(cell.text)}</td>'
                for cell in cells
                if cell.row == row
            )
            for row in range(size(cells)[0])
        ]
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

    body = "".join(f"<p>{escape(block)}</p>" if isinstance(block, str) else table(block) for block in blocks)
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def as_word(blocks: list[Block]) -> bytes:
    word = WordFile()
    for block in blocks:
        if isinstance(block, str):
            word.add_paragraph(block)
            continue
        table = [list(row.cells) for row in word.add_table(*size(block), style="Table Grid").rows]
        for cell in block:
            last = table[cell.row + cell.high - 1][cell.column + cell.wide - 1]
            table[cell.row][cell.column].merge(last).text = cell.text
    sink = io.BytesIO()
    word.save(sink)
    return sink.getvalue()


def as_pdf(blocks: list[Block], *, password: str | None = None, page: tuple[float, float] = A4) -> bytes:
    """A PDF with ruled tables that break across pages; `password` is needed to open it."""
    sink = io.BytesIO()
    encryption = StandardEncryption(password) if password else None
    document = SimpleDocTemplate(sink, pagesize=page, encrypt=encryption, invariant=True)
    width = document.width
    document.build([Paragraph(escape(one), BODY) if isinstance(one, str) else _ruled(one, width) for one in blocks])
    return sink.getvalue()


def as_wide_pdf(blocks: list[Block]) -> bytes:
    """The same on landscape pages."""
    return as_pdf(blocks, page=landscape(A4))


def _ruled(cells: list[Cell], width: float) -> Flowable:
    data = dense(cells)
    spans = [
        ("SPAN", (cell.column, cell.row), (cell.column + cell.wide - 1, cell.row + cell.high - 1))
        for cell in cells
        if cell.wide * cell.high > 1
    ]
    longest = [1] * len(data[0])
    for cell in cells:
        if cell.wide == 1:
            longest[cell.column] = max(longest[cell.column], min(len(cell.text), 20))
    return Table(
        [[Paragraph(escape(text), CELL) if text else "" for text in row] for row in data],
        colWidths=[max(22, width * length / sum(longest)) for length in longest],
        style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONTSIZE", (0, 0), (-1, -1), 6), *spans, *_TIGHT],
    )
