"""A reading as JSON, in the shape that `ogi extract` promises.

Belongs here: names and nesting of that output. Does not belong here: reading.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from dagster_project.console import ACTING
from dagster_project.extract.records import Complaint, Reading, Report, Table


def lines(path: str, sha256: str, reading: Reading) -> Iterator[str]:
    """One JSON object a report; a document without one gives one object with `report` null and the reason."""
    source = {"path": path, "sha256": sha256}
    if not reading.reports:
        yield _dump(
            {"source": source, "report": None, "tables": {}, "claims": [], "complaints": _all(reading.complaints)}
        )
    for report in reading.reports:
        yield _dump(
            {
                "source": source,
                "report": _report(report),
                "tables": {table.code: _table(table) for table in report.tables},
                "claims": [claim._asdict() for claim in report.claims],
                "complaints": _all([*reading.complaints, *report.complaints]),
            }
        )


def _report(report: Report) -> dict[str, Any]:
    head = report.masthead
    return {
        "ordinal": report.ordinal,
        "title": head.title,
        "organization": head.organization,
        "division_code": head.division_code,
        "year": head.year,
        "period_start": head.period_start,
        "period_end": head.period_end,
        "published_on": head.published_on,
        "layout": report.layout,
        "document_class": report.document_class,
        "scope": head.scope,
    }


def _table(table: Table) -> dict[str, Any]:
    cells: dict[str, dict[str, Any]] = {}
    for cell in table.cells:
        cells.setdefault(cell.row, {})[cell.column] = {
            "value": cell.value,
            "state": cell.state,
            "inferred": cell.inferred,
            "raw": cell.raw,
            "start": cell.start,
            "end": cell.end,
        }
    return {"proof": table.proof, "blame": table.blame, "layout": table.layout, "cells": cells}


def _all(complaints: Iterable[Complaint]) -> list[dict[str, Any]]:
    return [asdict(complaint) for complaint in complaints]


def _dump(record: dict[str, Any]) -> str:
    """One line of JSON, in which characters that would act on a terminal are escaped."""
    line = json.dumps(record, ensure_ascii=False, default=_plain)
    return ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _plain(value: object) -> float | str:
    if isinstance(value, Decimal):
        return float(value)  # at most 15 digits in a report: written out again, it is the same number
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))
