"""From a published number back to the characters that it was read from.

Belongs here: finding a report, a table, a cell in bronze, and saying in plain words where it stands. Does not belong
here: the words (places.py).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from rich.text import Text

from dagster_project import paths
from dagster_project.excerpt import excerpt, line_number
from dagster_project.places import cell_name, table_title
from dagster_project.verdict import PROOFS, STATES

_CHOICES = 20


class UnknownError(LookupError):
    """There is no such thing, or more than one; the message says what there is."""


def trace(report: str, table: str | None, row: str | None, column: str | None) -> Iterator[Text | str]:
    """The lines that tell of a report, of a table of it, or of one cell.

    `report` is a report_key, the beginning of one, or the path of its file. Raises UnknownError.
    """
    found = _report(report)
    if table is None:
        yield from _overview(found)
        return
    cells = _cells(found, table, row, column)
    if row is None or column is None:
        for cell in cells:
            yield _statement(cell)
        return
    text = _text(found)
    for cell in cells:
        yield _statement(cell)
        yield excerpt(text, cell["start"], cell["end"])
        at = f"第 {line_number(text, cell['start'])} 行，字符 {cell['start']}–{cell['end']}"
        yield f"{_shown(found['path'])}：{at}"


def _overview(report: dict[str, Any]) -> Iterator[str]:
    year = f"{report['year']} 年" if report["year"] else "年度不详"
    yield f"{report['report_key']}  {report['organization'] or '机关不详'} · {year} · {report['title'] or '无标题'}"
    yield f"{_shown(report['path'])}：字符 {report['start']}–{report['end']}"
    tables = _bronze("tables").filter(pl.col("report_key") == report["report_key"]).collect()
    for table in tables.sort("start", nulls_last=True).iter_rows(named=True):
        yield f"{table_title(table['table_code'])}：{PROOFS[table['proof']]}  ({table['table_code']})"
    if tables.is_empty():
        yield "没有标准表格。 / No standard tables."


def _statement(cell: dict[str, Any]) -> str:
    place = cell_name(cell["table_code"], cell["row_code"], cell["column_code"], cell["layout"])
    value = STATES[cell["state"]] if cell["value"] is None else f"{cell['value'].normalize():f}"
    inferred = "" if cell["inferred"] is None else f"（由勾稽关系推得 / inferred: {cell['inferred']}）"
    return f"{place} = {value}{inferred}"


def _report(wanted: str) -> dict[str, Any]:
    path = _below_raw(wanted)
    reports = _bronze("reports")
    matching = reports.filter(pl.col("report_key").str.starts_with(wanted) | (pl.col("path") == path)).sort(
        "report_key"
    )
    found = matching.collect()
    if found.height == 1:
        return found.row(0, named=True)
    if found.is_empty():
        raise UnknownError(f"没有这份报告：{wanted}。请先运行 ogi build。 / No such report. Run `ogi build` first.")
    choices = "\n".join(found["report_key"].head(_CHOICES))
    raise UnknownError(f"有 {found.height} 份报告符合，请选定一份 / {found.height} reports match, name one:\n{choices}")


def _shown(path: str) -> Path:
    """Where the file of a report lies, as seen from here."""
    file = paths.raw() / path
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


def _below_raw(wanted: str) -> str:
    """A path as bronze has it, whether it was given from here or from raw/."""
    absolute = Path(wanted).absolute()
    return str(absolute.relative_to(paths.raw())) if absolute.is_relative_to(paths.raw()) else wanted


def _cells(report: dict[str, Any], table: str, row: str | None, column: str | None) -> list[dict[str, Any]]:
    same_report = pl.col("report_key") == report["report_key"]
    layouts = _bronze("tables").filter(same_report).select("table_code", "layout")
    cells = _bronze("cells").filter(same_report, pl.col("table_code") == table).join(layouts, on="table_code")
    if cells.collect().is_empty():
        raise UnknownError(f"这份报告没有读到“{table}”。 / This report has no table {table}.")
    for name, code in (("row_code", row), ("column_code", column)):
        if code is not None:
            known = cells.select(name).unique(maintain_order=True).collect().to_series()
            cells = cells.filter(pl.col(name) == code)
            if code not in known:
                raise UnknownError(f"没有“{code}”，只有 / no {code}, there are: {', '.join(known)}")
    return cells.collect().to_dicts()


def _text(report: dict[str, Any]) -> str:
    text: str = _bronze("documents").filter(pl.col("path") == report["path"]).select("text").collect().item()
    return text


def _bronze(table: str) -> pl.LazyFrame:
    parts = paths.bronze() / table
    if not parts.is_dir():
        raise UnknownError(f"{parts} 还不存在。请先运行 ogi build。 / Nothing is built yet. Run `ogi build` first.")
    return pl.scan_parquet(parts / "*.parquet")
