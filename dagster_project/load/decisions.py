"""The file in which reviewers keep their decisions: decisions.csv, read and checked line by line.

Belongs here: the columns of the file, and what a line must hold. Does not belong here: what a decision does
(extract/decisions.py).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dagster_project.extract import forms
from dagster_project.extract.decisions import KINDS, Decision

COLUMNS = ("sha256", "path", "report", "kind", "table", "row", "column", "reading", "reason", "reviewer", "date")
_COMMENT = "#"
_HASH = re.compile("[0-9a-f]{64}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(\.[0-9]{1,6})?")
# Of the columns that say what is decided, those that a kind needs; the others stay empty.
_NEEDED = {
    "accept_as_printed": {"table"},
    "replace_reading": {"table", "row", "column", "reading"},
    "reject": set[str](),
    "name_organization": {"reading"},
}
_DETAILS = ("table", "row", "column", "reading")


@dataclass(slots=True, frozen=True)
class Entry:
    """A decision, its line in the file, where its document lay, and who decided it when."""

    decision: Decision
    line: int
    path: str
    reviewer: str
    date: date


class DecisionsError(ValueError):
    """The file of decisions cannot be used; the message names each wrong line and says what to do."""


def read(file: Path) -> list[Entry]:
    """Every decision of the file, none if there is no file. Raises DecisionsError."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionsError(
            f"{file}：无法读取（{error}）。请另存为 UTF-8 编码的 CSV。 / It cannot be read. Save it as CSV in UTF-8."
        ) from error
    entries: dict[str, Entry] = {}
    wrong: list[str] = []
    for number, fields in _rows(lines):
        if tuple(fields) == COLUMNS:
            continue
        problem = next(_problems(fields), None)
        if problem is None:
            entry = _entry(number, dict(zip(COLUMNS, fields, strict=True)))
            first = entries.setdefault(entry.decision.key, entry)
            if first is entry:
                continue
            problem = f"与第 {first.line} 行重复，请删去其一 / it repeats line {first.line}: delete one of them"
        wrong.append(f"{file}：第 {number} 行 / line {number}：{problem}")
    if wrong:
        raise DecisionsError("\n".join(wrong))
    return list(entries.values())


def _rows(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not comments, each with its number from 1 and its fields. A decision stands on one line."""
    for number, line in enumerate(lines, 1):
        if line.strip(" ,") and not line.lstrip('" ').startswith(_COMMENT):
            yield number, [field.strip() for field in next(csv.reader([line]))]


def _problems(fields: list[str]) -> Iterator[str]:
    """What is wrong with a line, and what to do."""
    if len(fields) != len(COLUMNS):
        yield f"有 {len(fields)} 列，应为 {len(COLUMNS)} 列 / it has {len(fields)} columns for: {','.join(COLUMNS)}"
        return
    given = dict(zip(COLUMNS, fields, strict=True))
    if not _HASH.fullmatch(given["sha256"]):
        yield "sha256 应为 64 位小写十六进制，见 ogi trace / sha256 must be 64 hexadecimal digits: see `ogi trace`"
    if given["kind"] not in KINDS:
        yield f"kind 应为以下之一 / kind must be one of: {', '.join(KINDS)}"
        return
    needed = _NEEDED[given["kind"]]
    for name in ("path", *_DETAILS, "reason", "reviewer"):
        if not given[name] and (name in needed or name not in _DETAILS):
            yield f"{given['kind']} 需要填写 {name} / {given['kind']} needs {name}"
        if given[name] and name in _DETAILS and name not in needed:
            yield f"{given['kind']} 不应填写 {name} / {given['kind']} takes no {name}: leave it empty"
    yield from _wrong_place(given)
    if given["report"] and not re.fullmatch("[1-9][0-9]{0,3}", given["report"]):
        yield "report 应为文件内的报告序号，从 1 起 / report must be the number of the report in the document, from 1"
    if not _is_day(given["date"]):
        yield "date 应写作 2024-03-31 / date must be written as 2024-03-31"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong_place(given: dict[str, str]) -> Iterator[str]:
    tables = [line["table_code"] for line in forms.read_seed("form_tables")]
    table, row, column = given["table"], given["row"], given["column"]
    if table and table not in tables:
        yield f"没有“{table}”这张表，只有 / there is no table {table}, only: {', '.join(tables)}"
    elif row and not any((row, column) in forms.form(table, layout).cells for layout in forms.layouts(table)):
        yield f"{table} 没有 {row} × {column} 这一格，代码可由 ogi trace 查得 / no such cell: see `ogi trace` for codes"
    elif row and not _NUMBER.fullmatch(given["reading"]):
        yield "reading 应为数字，如 27 / reading must be a number, such as 27"


def _entry(line: int, given: dict[str, str]) -> Entry:
    decision = Decision(
        sha256=given["sha256"],
        kind=given["kind"],
        report=int(given["report"] or 1),
        table=given["table"] or None,
        row=given["row"] or None,
        column=given["column"] or None,
        reading=given["reading"] or None,
        reason=given["reason"],
    )
    return Entry(decision, line, given["path"], given["reviewer"], date.fromisoformat(given["date"]))
