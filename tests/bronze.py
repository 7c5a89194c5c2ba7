"""Building a bronze for the tests of the warehouse.

Belongs here: rows of the six bronze tables, made from the forms of the seeds, and writing them. Does not belong here:
reading text, nor which reports the tests are given (small_bronze.py).
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.extract.forms import CellKey, Instance, form
from dagster_project.extract.schema import BRONZE, DECISION_FILE

Values = Mapping[CellKey, int | Decimal | None]
Row = dict[str, Any]


@dataclass
class Bronze:
    """The rows of the bronze tables, filled by `document`, `report`, `table` and `claim`."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in BRONZE})

    def document(self, path: str, document_class: str | None = "report", rejection: str | None = None) -> str:
        """Add a document and return its hash."""
        sha256 = hashlib.sha256(path.encode()).hexdigest()
        self._add(
            "documents",
            path=path,
            sha256=sha256,
            bytes=9000,
            encoding=None if rejection else "utf-8",
            reader=None if rejection else "text",
            characters=None if rejection else 4000,
            document_class=document_class,
            reports=0,
            rejection_code=rejection,
            rejection_message=rejection and f"{path} 没有收录",
            rejection_message_en=rejection and f"{path} was left out",
        )
        return sha256

    def report(self, path: str, ordinal: int = 1, **known: Any) -> str:
        """Add a report to the document at that path and return its key."""
        document = next(row for row in self.rows["documents"] if row["path"] == path)
        document["reports"] += 1
        key = f"{document['sha256'][:20]}-{ordinal:02d}"
        self._add(
            "reports",
            **{
                "report_key": key,
                "path": path,
                "sha256": document["sha256"],
                "ordinal": ordinal,
                "layout": "E4",
                "document_class": "report",
                "scope": "organ",
                "organization_kind": "department",
                **known,
            },
        )
        return key

    def table(
        self, report_key: str, code: str, layout: str, values: Values, proof: str = "proved", blame: str | None = None
    ) -> None:
        """Add a table with every cell of its form; a cell without a value is blank."""
        self._add(
            "tables", report_key=report_key, table_code=code, layout=layout, proof=proof, blame=blame, accepted=False
        )
        for at, (row, column) in enumerate(form(code, layout).cells):
            value = values.get((row, column))
            self._add(
                "cells",
                report_key=report_key,
                table_code=code,
                row_code=row,
                column_code=column,
                value=None if value is None else Decimal(value),
                state="blank" if value is None else "number",
                proof=proof,
                raw="" if value is None else str(value),
                start=100 + at,
                end=101 + at,
            )

    def claim(self, report_key: str, measure: str, value: int, qualifier: str = "exact") -> None:
        """Add a number stated in prose."""
        position = 1 + sum(row["report_key"] == report_key for row in self.rows["claims"])
        self._add(
            "claims",
            report_key=report_key,
            position=position,
            measure=measure,
            value=Decimal(value),
            qualifier=qualifier,
            unit="件",
            sentence=f"{measure} {value} 件。",
            rule="test",
            start=position,
            end=position + 1,
        )

    def _key(self, path: str) -> str:
        """A hash of all that was read from a document."""
        reports = [row["report_key"] for row in self.rows["reports"] if row["path"] == path]
        rows = [
            row
            for of in self.rows.values()
            for row in of
            if row.get("path") == path or row.get("report_key") in reports
        ]
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def _add(self, table: str, **values: Any) -> None:
        self.rows[table].append({name: values.get(name) for name in BRONZE[table].names})

    def only(self, keep: Callable[[str], bool]) -> "Bronze":
        """The same without the documents whose path is not kept."""
        reports = {row["report_key"] for row in self.rows["reports"] if keep(row["path"])}
        kept = {
            name: [row for row in rows if (keep(row["path"]) if row.get("path") else row["report_key"] in reports)]
            for name, rows in self.rows.items()
        }
        return Bronze(kept)

    def write(self, out: Path) -> None:
        """Write each table as one part under out/parquet/bronze."""
        tables = {name: pa.Table.from_pylist(rows, schema=BRONZE[name]) for name, rows in self.rows.items()}
        keys = [{"path": row["path"], "key": self._key(row["path"])} for row in self.rows["documents"]]
        parts = pa.Table.from_pylist(keys, pa.schema([("path", pa.string()), ("key", pa.string())]))
        for name, table in {**tables, "parts": parts, "decision_file": DECISION_FILE.empty_table()}.items():
            folder = out / "parquet" / "bronze" / name
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(table, folder / "part-0.parquet")


def filled(code: str, layout: str, parts: Values) -> dict[CellKey, int | Decimal]:
    """A whole table that balances: these parts, zero elsewhere, every total the sum of its parts."""
    shape = form(code, layout)
    values: dict[CellKey, int | Decimal] = {cell: parts.get(cell) or 0 for cell in shape.cells}
    totals = [at for at in shape.instances if at.identity.operator == "=" and len(at.left) == 1]
    # Twice, since a total of totals needs the totals first.
    for instance in totals * 2:
        values[instance.left[0]] = sum(values[cell] for cell in instance.right)
    return values


def failing(code: str, layout: str, values: Values) -> Iterable[Instance]:
    """The hard equations that these values do not close; an oracle for the warehouse's own verdicts."""
    for instance in form(code, layout).instances:
        if instance.identity.hard and instance.identity.operator == "=":
            left, right = (sum(values[cell] or 0 for cell in side) for side in (instance.left, instance.right))
            if left != right:
                yield instance
