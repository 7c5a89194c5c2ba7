"""The five documents of raw/ are read as a person reads them: every masthead, cell and claim, no more and no less.

The golden files in tests/golden/ were written by reading the documents; their heads say how to read them.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.extract.records import Claim, Reading, Report, Table
from dagster_project.extract.report import read_document
from dagster_project.paths import ROOT

GOLDEN = {path.stem: path for path in sorted((Path(__file__).parent / "golden").glob("*.yaml"))}
PARTS_CELLS = re.compile(r"[\s|]+")
MASTHEAD = ("title", "organization", "organization_kind", "division_code", "year", "published_on", "scope")


def raw_text(stem: str) -> str:
    return (ROOT / "raw" / f"{stem}.txt").read_text(encoding="utf-8")


def reading_of(stem: str) -> Reading:
    return read_document(raw_text(stem), f"{stem}.txt")


def expected(stem: str) -> dict[str, Any]:
    golden: dict[str, Any] = yaml.safe_load(GOLDEN[stem].read_text(encoding="utf-8"))
    return golden


def pairs_of_reports(stem: str) -> list[tuple[dict[str, Any], Report]]:
    return list(zip(expected(stem)["reports"], reading_of(stem).reports, strict=True))


every_document = pytest.mark.parametrize("stem", GOLDEN)


def test_there_is_a_golden_file_for_every_document() -> None:
    assert list(GOLDEN) == sorted(path.stem for path in (ROOT / "raw").iterdir())


@every_document
def test_a_document_is_of_the_class_and_has_the_reports_that_a_person_sees(stem: str) -> None:
    golden, reading = expected(stem), reading_of(stem)
    assert reading.document_class == golden["document_class"]
    assert [complaint.code for complaint in reading.complaints] == golden["complaints"]
    assert [report.ordinal for report in reading.reports] == list(range(1, len(golden["reports"]) + 1))
    starts = [raw_text(stem)[report.start :] for report in reading.reports]
    for golden_report, start in zip(golden["reports"], starts, strict=True):
        assert start.startswith(golden_report["begins"])


@every_document
def test_the_masthead_of_each_report_is_what_the_document_says(stem: str) -> None:
    for golden, report in pairs_of_reports(stem):
        masthead = report.masthead
        found = {name: getattr(masthead, name) for name in MASTHEAD}
        found |= {"layout": report.layout, "complaints": [complaint.code for complaint in report.complaints]}
        found |= {"period": _period(masthead.period_start, masthead.period_end)}
        assert found == {name: golden[name] for name in found}


def _period(start: date | None, end: date | None) -> list[date] | None:
    return [start, end] if start and end else None


@every_document
def test_each_table_has_the_cells_that_are_printed(stem: str) -> None:
    for golden, report in pairs_of_reports(stem):
        found = {table.code: _grid(table) for table in report.tables}
        assert found == {code: _golden_grid(table) for code, table in golden["tables"].items()}


def _grid(table: Table) -> dict[str, object]:
    """A table's verdict and its cells as `row.column`: value, with whatever is not as plain as a printed number."""
    cells: dict[str, object] = {"layout": table.layout, "proof": table.proof, "blame": table.blame}
    for cell in table.cells:
        plain = (cell.state, cell.inferred, cell.unit) == ("number", None, None) and cell.proof == table.proof
        cells[f"{cell.row}.{cell.column}"] = cell.value if plain else cell
    return cells


def _golden_grid(table: dict[str, Any]) -> dict[str, object]:
    cells: dict[str, object] = {"layout": table["layout"], "proof": table["proof"], "blame": None}
    for block, rows in table["rows"].items():
        for row, (_, *values) in rows.items():
            for column, value in zip(table["columns"][block], values, strict=True):
                cells[f"{row}.{column}"] = value
    return cells


@every_document
def test_each_cell_lies_behind_its_label_in_the_order_of_the_form(stem: str) -> None:
    raw = raw_text(stem)
    for golden, report in pairs_of_reports(stem):
        for table in report.tables:
            end = 0
            for row, (label, *_) in _rows(golden["tables"][table.code]):
                cells = [cell for cell in table.cells if cell.row == row]
                assert all(raw[cell.start : cell.end] == cell.raw == str(cell.value) for cell in cells)
                gaps = [end, *(cell.end for cell in cells)]
                between = [raw[gap : cell.start] for gap, cell in zip(gaps, cells, strict=False)]
                assert label in between[0] or table.code == "reviews"
                assert all(PARTS_CELLS.fullmatch(gap) for gap in between[1:]), between
                assert not re.search(r"\d", between[0].rpartition(label)[2])
                end = cells[-1].end


def _rows(table: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    return [row for rows in table["rows"].values() for row in rows.items()]


@every_document
def test_each_report_has_the_claims_that_its_prose_states(stem: str) -> None:
    raw = raw_text(stem)
    for golden, report in pairs_of_reports(stem):
        found = sorted(_line(raw, claim) for claim in report.claims)
        assert found == sorted(_golden_line(raw, claim) for claim in golden["claims"])


def _line(raw: str, claim: Claim) -> str:
    assert raw[claim.start : claim.end] in claim.sentence
    printed = raw[claim.start : claim.end]
    return f"{claim.start} {claim.measure}={claim.value} {claim.qualifier} {claim.unit} {printed!r}"


def _golden_line(raw: str, claim: dict[str, Any]) -> str:
    """A claim of a golden file, whose first key is the measure, at the place that its marks tell."""
    before, printed, after = re.split("[⟦⟧]", claim["at"])
    piece = before + printed + after
    assert raw.count(piece) == 1, piece
    start = raw.index(piece) + len(before)
    measure, value = next(iter(claim.items()))
    return f"{start} {measure}={value} {claim['qualifier']} {claim['unit']} {printed!r}"
