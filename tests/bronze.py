"""A small bronze for the tests of the warehouse: reports that balance, one that does not, and what never counts.

Belongs here: rows of the six bronze tables, made from the forms of the seeds, and writing them. Does not belong here:
reading text, nor what the warehouse makes of these rows.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.extract.forms import CellKey, Instance, form
from dagster_project.extract.schema import BRONZE

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
        self._add("tables", report_key=report_key, table_code=code, layout=layout, proof=proof, blame=blame)
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

    def _add(self, table: str, **values: Any) -> None:
        self.rows[table].append({name: values.get(name) for name in BRONZE[table].names})

    def write(self, out: Path) -> None:
        """Write each table as one part under out/parquet/bronze."""
        for name, rows in self.rows.items():
            folder = out / "parquet" / "bronze" / name
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.Table.from_pylist(rows, schema=BRONZE[name]), folder / "part-0.parquet")


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


HONGZE: Row = {"organization": "淮安市洪泽区人民政府", "organization_kind": "government", "division_code": "320813"}

APPLICATIONS_2023: Values = {
    ("received_new", "natural_person"): 40,
    ("received_new", "business"): 5,
    ("carried_in", "natural_person"): 2,
    ("granted", "natural_person"): 20,
    ("granted", "business"): 4,
    ("partially_granted", "natural_person"): 4,
    ("refused_state_secret", "natural_person"): 1,
    ("refused_deliberative", "natural_person"): 6,
    ("unavailable_not_held", "natural_person"): 7,
    ("other_residual", "business"): 1,
    ("carried_out", "natural_person"): 4,
}
APPLICATIONS_2024: Values = {
    ("received_new", "natural_person"): 10,
    ("carried_in", "natural_person"): 3,
    ("granted", "natural_person"): 13,
}
REVIEWS_2023: Values = {
    ("administrative_review", "upheld"): 3,
    ("administrative_review", "corrected"): 1,
    ("litigation_direct", "pending"): 2,
}
DISCLOSURE_2023: Values = {
    ("normative_documents", "issued"): 5,
    ("normative_documents", "in_force"): 17,
    ("licences", "decisions"): 550,
    ("fees", "amount"): Decimal("7730.28"),
}
ANNEX_2016: Values = {
    ("disclosed_items", "value"): 120,
    ("received_online", "value"): 6,
    ("received_by_letter", "value"): 1,
    ("concluded_on_time", "value"): 7,
    ("granted", "value"): 5,
    ("refused_privacy", "value"): 2,
    ("information_fee", "value"): Decimal("0.4"),
}


def small_bronze() -> Bronze:
    """What the tests of the warehouse read. Paths tell what each document is."""
    bronze = Bronze()
    _zero_2020(bronze)
    _hongze(bronze)
    _names_and_scopes(bronze)
    _others(bronze)
    for path, reason in (("空 文件'.txt", "empty_file"), ("picture.txt", "not_text"), ("通知.txt", "not_a_report")):
        bronze.document(path, "not_a_report" if reason == "not_a_report" else None, reason)
    return bronze


def _zero_2020(bronze: Bronze) -> None:
    bronze.document("zero_2020.txt")
    key = bronze.report(
        "zero_2020.txt", organization="衡山县应急管理局", division_code="430423", year=2020, layout="E3"
    )
    for code in ("disclosure", "applications", "reviews"):
        bronze.table(key, code, "E3", filled(code, "E3", {}), "unchecked" if code == "disclosure" else "proved")
    bronze.claim(key, "received_new", 0)
    bronze.claim(key, "consultations", 12)


def _hongze(bronze: Bronze) -> None:
    """A government in two years, a copy of the first report, and an earlier, corrected version of the second."""
    for path, published, dropped in (
        ("hongze_2023.txt", date(2024, 1, 20), ()),
        ("mirror/hongze_2023.txt", date(2024, 1, 19), ()),
        ("hongze_2024_first.txt", date(2025, 1, 10), (("granted", "natural_person"),)),
        ("hongze_2024.txt", date(2025, 2, 10), ()),
    ):
        first = "2023" in path
        bronze.document(path)
        key = bronze.report(path, **HONGZE, year=2023 if first else 2024, title="年度报告", published_on=published)
        values = dict(APPLICATIONS_2023 if first else APPLICATIONS_2024)
        for cell in dropped:
            values[cell] = 12
            values["carried_out", "natural_person"] = 1
        bronze.table(key, "applications", "E4", filled("applications", "E4", values))
        if first:
            bronze.table(key, "reviews", "E4", filled("reviews", "E4", REVIEWS_2023))
            bronze.table(key, "disclosure", "E4", filled("disclosure", "E4", DISCLOSURE_2023), "unchecked")
        if path == "hongze_2023.txt":
            for measure, value in (("received_new", 47), ("granted", 20), ("refused", 7), ("concluded_total", 41)):
                bronze.claim(key, measure, value)


def _names_and_scopes(bronze: Bronze) -> None:
    """One body in two scopes, one under two spellings, one renamed, and two of one name that nobody can place."""
    for path, organization, division_code, year, scope, received in (
        ("xiangtan_2021.txt", "湘潭市人民政府", "430300", 2021, "government_own_level", 30),
        ("xiangtan_2021_region.txt", "湘潭市人民政府", "430300", 2021, "region_all_levels", 90),
        ("yuetang_2021.txt", "岳塘区水利局", "430304", 2021, "organ", 2),
        ("yuetang_2021_with_city.txt", "湘潭市岳塘区水利局", "430304", 2021, "organ", 2),
        ("renfang_2021.txt", "宣城市人民防空办公室", "341800", 2021, "organ", 5),
        ("guodong_2022.txt", "宣城市国防动员办公室", "341800", 2022, "organ", 1),
        ("chengguan_2021.txt", "城关镇人民政府", None, 2021, "organ", 3),
        ("other_chengguan_2021.txt", "城关镇人民政府", None, 2021, "organ", 4),
    ):
        bronze.document(path)
        known: Row = {"organization": organization, "division_code": division_code, "year": year, "scope": scope}
        key = bronze.report(path, **known)
        values = {("received_new", "business"): received, ("carried_out", "business"): received}
        if path == "guodong_2022.txt":
            values = {("carried_in", "business"): 5, ("granted", "business"): 5}
        bronze.table(key, "applications", "E4", filled("applications", "E4", values))


def _others(bronze: Bronze) -> None:
    bronze.document("contradicted_2022.txt")
    key = bronze.report("contradicted_2022.txt", organization="某市水务局", division_code="430400", year=2022)
    wrong = filled("applications", "E4", APPLICATIONS_2023)
    wrong["granted", "natural_person"] = 21
    bronze.table(key, "applications", "E4", wrong, "contradicted", "source")
    blank_total: dict[CellKey, int | Decimal | None] = {**filled("reviews", "E4", REVIEWS_2023)}
    blank_total["litigation_direct", "total"] = None
    bronze.table(key, "reviews", "E4", blank_total)

    bronze.document("annex_2016.txt")
    key = bronze.report("annex_2016.txt", organization="宣城市旅游局", division_code="341800", year=2016, layout="E2")
    bronze.table(key, "annex_2014", "E2", filled("annex_2014", "E2", ANNEX_2016))

    bronze.document("prose_2012.txt")
    key = bronze.report("prose_2012.txt", organization="岳塘区人民政府", year=2012, layout="E1")
    bronze.claim(key, "received_new", 31)
    bronze.claim(key, "granted", 20, "about")

    bronze.document("anthology.txt", "sample")
    for ordinal in (1, 2):
        key = bronze.report("anthology.txt", ordinal, document_class="sample", organization="××县", layout="E1")
        bronze.claim(key, "received_new", 5)
