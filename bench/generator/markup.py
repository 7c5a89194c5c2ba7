"""Tables as HTML and Markdown, of the kinds that content systems, word processors and OCR services produce.

Belongs here: renderers of layouts.py that write markup. Each gives one chunk of text a row, the table's tags with the
first and the last.
"""

import random
from collections.abc import Iterable

from .grid import Grid, Slot


def _spans(slot: Slot) -> str:
    column = f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
    return column + (f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else "")


def _table(rows: Iterable[str], opening: str = "<table>") -> list[str]:
    chunks = list(rows)
    chunks[0] = opening + chunks[0]
    chunks[-1] += "</table>"
    return chunks


def html(grid: Grid, _: random.Random) -> list[str]:
    """Plain cells with spans."""
    return _table(
        "<tr>" + "".join(f"<td{_spans(slot)}>{slot.shown}</td>" for slot in row) + "</tr>" for row in grid.rows
    )


def html_empty_heads(grid: Grid, _: random.Random) -> list[str]:
    """No row spans: a covered cell stands there, empty."""
    return _table("<tr>" + "".join(f"<td>{slot.shown}</td>" for slot in row) + "</tr>" for row in grid.dense())


def word_xml(grid: Grid, _: random.Random) -> list[str]:
    """The XML of a word processor's file."""
    return [
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{slot.shown}</w:t></w:r></w:p></w:tc>" for slot in row) + "</w:tr>"
        for row in grid.rows
    ]


def scraper_xml(grid: Grid, _: random.Random) -> list[str]:
    """The XML that scrapers of main texts write."""
    return ["<row>" + "".join(f"<cell>{slot.shown}</cell>" for slot in row) + "</row>" for row in grid.rows]


def html_styled(grid: Grid, rng: random.Random) -> list[str]:
    """Attributes with numbers in them, paragraphs inside cells, and &nbsp; for what is empty."""

    def cell(slot: Slot) -> str:
        inner = slot.show(slot.text or "&nbsp;")
        width = rng.choice((37, 68, 112))
        style = f"width:{width}.0500pt;padding:0.0000pt 5.4000pt 0 5.4000pt ;border-left:1.0000pt solid windowtext"
        return f'<TD{_spans(slot)} width={width} style="{style}"><p style="line-height:20pt">{inner}</p></TD>'

    rows = ("<TR>\n" + "\n".join(cell(slot) for slot in row) + "</TR>\n" for row in grid.rows)
    return _table(rows, '<TABLE border="1" cellspacing="0" cellpadding="0" width="605"><TBODY>')


def html_unclosed(grid: Grid, _: random.Random) -> list[str]:
    """Cells and rows that are opened and never closed, which HTML allows."""
    return _table("<tr>" + "".join(f"<td{_spans(slot)}>{slot.shown}" for slot in row) for row in grid.rows)


def html_word(grid: Grid, rng: random.Random) -> list[str]:
    """Pasted from a word processor: a span for each few characters, digits in a font of their own."""

    def runs(text: str) -> str:
        pieces, at = [], 0
        while at < len(text):
            step = rng.randint(1, 3)
            pieces.append(f'<span style="font-size:10.5000pt;">{text[at : at + step]}</span>')
            at += step
        return "".join(pieces)

    def cell(slot: Slot) -> str:
        if slot.role != "value":
            inner = runs(slot.text)
        elif len(slot.text) > 1 and rng.random() < 0.1:
            inner = f"<span>{slot.show(slot.text[0] + '</span><span>' + slot.text[1:])}</span>"
        else:
            inner = f'<font face="仿宋" >{slot.show(slot.text or "<o:p> </o:p>")}</font>'
        return f'<td{_spans(slot)} valign="center" ><p class="MsoNormal" >{inner}</p></td>'

    return _table('<tr style="height:22.7pt;" >' + "".join(cell(slot) for slot in row) + "</tr>" for row in grid.rows)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def markdown(grid: Grid, _: random.Random) -> list[str]:
    """A pipe table; covered cells are empty."""
    lines = [_line(slot.shown for slot in row) for row in grid.dense()]
    width = lines[0].count("|") - 1
    lines[0] += "\n" + _line(["---"] * width)
    return lines


def markdown_row_by_row(grid: Grid, _: random.Random) -> list[str]:
    """What OCR services make of long tables: a small table for each row, with a heading that no form has."""
    chunks = [_line(slot.shown for slot in row) for row in grid.rows[: grid.head]]
    for row in grid.rows[grid.head :]:
        values = [slot for slot in row if slot.role == "value"]
        names = [slot.shown for slot in row if slot.role != "value"]
        if len(values) < 2:
            chunks.append(_line(slot.shown for slot in row))
            continue
        heads = ["项目", *(f"数据{n}" for n in range(1, len(values))), "总计"]
        lines = [
            _line(heads),
            _line(["---"] * len(heads)),
            _line([" ".join(names) or "数量", *(v.shown for v in values)]),
        ]
        chunks.append("\n".join(lines) + "\n")
    return chunks


def markdown_placeholders(grid: Grid, rng: random.Random) -> list[str]:
    """A pipe table with rows of dashes in between, and an invented heading where a page broke."""
    chunks = markdown(grid, rng)
    width = sum(slot.colspan for slot in grid.rows[0])
    if len(chunks) > 8:
        chunks.insert(rng.randint(grid.head + 1, len(chunks) - 1), _line(["-"] * width))
        names = (
            "项目",
            "本年新收件数",
            "上年结转件数",
            "予以公开",
            "部分公开",
            "不予公开",
            "无法提供",
            "其他",
            "总计",
            "备注",
        )
        at = rng.randint(grid.head + 1, len(chunks) - 1)
        chunks.insert(at, "\n" + _line(names[:width]) + "\n" + _line(["---"] * width))
    return chunks
