"""From a published number back to the characters that it was read from.

Belongs here: finding a report, a table, a cell in bronze, and saying in plain words where it stands. Does not belong
here: the words (places.py).
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from rich.text import Text

from dagster_project import paths
from dagster_project.excerpt import excerpt, line_number
from dagster_project.extract.decisions import DECIDED
from dagster_project.extract.forms import place_en
from dagster_project.places import cell_name, measure_name, table_title
from dagster_project.verdict import OUTCOMES, PROOFS, STATES

_CHOICES = 20
_CLAIMS = "claims"
_KEY = re.compile(r"[0-9a-f]{1,20}(-[0-9]*)?")  # as a report_key begins


class UnknownError(LookupError):
    """There is no such thing, or more than one; the message says what there is."""


def trace(report: str, table: str | None, row: str | None, column: str | None) -> Iterator[Text | str]:
    """The lines that tell of a report, of a table of it, of one cell, or of the numbers that its prose states.

    `report` is a report_key, the beginning of one, or the path of its file; the table `claims` has the measures for
    rows. Raises UnknownError.
    """
    found = _report(report)
    if table is None:
        yield from _overview(found)
    elif table == _CLAIMS:
        text = _text(found)
        for claim in _claims(found, row):
            yield _claim_statement(claim)
            yield from _place(found, text, claim)
    else:
        cells = _cells(found, table, row, column)
        exact = row is not None and column is not None
        text = _text(found) if exact else ""
        for cell in cells:
            yield from _statement(cell)
            if exact:
                yield from _place(found, text, cell)


def _place(report: dict[str, Any], text: str, number: dict[str, Any]) -> Iterator[Text | str]:
    start, end = number["start"], number["end"]
    line = line_number(text, start)
    yield excerpt(text, start, end)
    yield f"{_shown(report['path'])}：第 {line} 行，字符 {start}–{end} / line {line}, characters {start}–{end}"


def _overview(report: dict[str, Any]) -> Iterator[str]:
    year = f"{report['year']} 年" if report["year"] else "年度不详 / year unknown"
    organ, title = report["organization"] or "机关不详 / organ unknown", report["title"] or "无标题 / no title"
    yield f"{report['report_key']}  {organ} · {year} · {title}"
    yield f"{_shown(report['path'])}：字符 / characters {report['start']}–{report['end']}"
    tables = _bronze("tables").filter(pl.col("report_key") == report["report_key"]).collect()
    for table in tables.sort("start", nulls_last=True).iter_rows(named=True):
        yield f"{table_title(table['table_code'])}：{PROOFS[table['proof']]}  ({table['table_code']})"
    if tables.is_empty():
        yield "没有标准表格。 / No standard tables."
    yield f"SHA-256 {report['sha256']}"
    yield from _decisions(report)
    yield f"正文中的数字 / numbers in prose: {len(_claims(report, None))}  ({_CLAIMS})"


def _decisions(report: dict[str, Any]) -> Iterator[str]:
    """What reviewers decided of the document of a report, also of what it was before it changed."""
    of_document = pl.col("path") == report["path"]
    for decision in _bronze("decisions").filter(of_document).collect().iter_rows(named=True):
        yield f"{OUTCOMES[decision['status']]}：{decision['message']} / {decision['message_en']}"
    before = _bronze("decision_file").filter(of_document, pl.col("sha256") != report["sha256"]).sort("file_line")
    for decision in before.collect().iter_rows(named=True):
        line, kind = decision["file_line"], decision["kind"]
        yield (
            f"人工裁定，没有应用：第 {line} 行（{kind}）裁定的是这份文件从前的内容，请对照新内容重新裁定。"
            f" / not applied: line {line} ({kind}) decides on what the document was before; decide anew."
        )


def _statement(cell: dict[str, Any]) -> Iterator[str]:
    place = cell["table_code"], cell["row_code"], cell["column_code"]
    value = STATES[cell["state"]] if cell["value"] is None else f"{cell['value'].normalize():f}"
    inferred = "" if cell["inferred"] is None else f"（{_inferred(cell)}）"
    yield f"{cell_name(*place)} = {value}{inferred}"
    yield f"{place_en(*place)} = {value}"


def _inferred(cell: dict[str, Any]) -> str:
    if cell["inferred"] == DECIDED:
        return f"由人工裁定，原文为“{cell['raw']}” / decided by a reviewer; it is printed “{cell['raw']}”"
    return f"由勾稽关系推得 / inferred: {cell['inferred']}"


def _claim_statement(claim: dict[str, Any]) -> str:
    unit = "" if claim["unit"] is None else f" {claim['unit']}"
    return f"{measure_name(claim['measure'])} ({claim['measure']}) = {claim['value'].normalize():f}{unit}"


def _report(wanted: str) -> dict[str, Any]:
    found = _bronze("reports").filter(_matches(wanted)).sort("report_key").collect()
    if found.height == 1:
        return found.row(0, named=True)
    if found.is_empty():
        raise UnknownError(
            _rejection(wanted)
            or f"在 {paths.bronze()} 中没有这份报告：{wanted}。请先运行 ogi build，或用 --out 指定结果文件夹。"
            f" / No such report in {paths.bronze()}. Run `ogi build`, or name the folder of the results with --out."
        )
    choices = "\n".join(found["report_key"].head(_CHOICES))
    raise UnknownError(f"有 {found.height} 份报告符合，请选定一份 / {found.height} reports match, name one:\n{choices}")


def _rejection(wanted: str) -> str | None:
    """Why a file that was found holds no report, if that is what is wanted."""
    if not Path(wanted).is_file():
        return None
    rejected = _bronze("documents").filter(pl.col("sha256") == _hash(wanted), pl.col("rejection_code").is_not_null())
    why = rejected.select("path", "rejection_message", "rejection_message_en").collect().rows()
    return "\n".join(f"未收录 / rejected  {path}：{zh} / {en}" for path, zh, en in why) or None


def _hash(file: str) -> str:
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def _matches(wanted: str) -> pl.Expr:
    """The reports meant: those of a file, told by its content wherever it lies, or those whose key begins so."""
    if Path(wanted).is_file():
        return pl.col("sha256") == _hash(wanted)
    if _KEY.fullmatch(wanted):
        return pl.col("report_key").str.starts_with(wanted)
    raise UnknownError(f"没有这个文件：{wanted}。 / There is no such file.")


def _shown(path: str) -> Path:
    """Where the file of a report lies, as seen from here; in another input folder, its path below that."""
    file = paths.raw() / path
    if not file.exists():
        return Path(path)
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


def _claims(report: dict[str, Any], measure: str | None) -> list[dict[str, Any]]:
    claims = _bronze("claims").filter(pl.col("report_key") == report["report_key"]).sort("position").collect()
    if measure is None:
        return claims.to_dicts()
    known = claims["measure"].unique(maintain_order=True)
    if measure not in known:
        raise UnknownError(f"没有“{measure}”，只有 / no {measure}, there are: {', '.join(known)}")
    return claims.filter(pl.col("measure") == measure).to_dicts()


def _cells(report: dict[str, Any], table: str, row: str | None, column: str | None) -> list[dict[str, Any]]:
    same_report = pl.col("report_key") == report["report_key"]
    cells = _bronze("cells").filter(same_report, pl.col("table_code") == table)
    if cells.collect().is_empty():
        tables = _bronze("tables").filter(same_report).select("table_code").collect().to_series()
        there = ", ".join([*tables, _CLAIMS])
        raise UnknownError(f"这份报告没有读到“{table}”，只有 / this report has no {table}, there are: {there}")
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
