"""Claims: what prose states is read, and what it does not state is not.

The sentences stand in tests/claims/*.csv, one a line; add one there rather than a test here. `expected` is a list of
`measure=value` with the qualifier in brackets unless it is exact; nothing means that no claim may be read.
"""

import csv
from pathlib import Path

import pytest

from dagster_project.extract import claims, text
from dagster_project.extract.records import Claim, Complaint

TABLES = Path(__file__).parent / "claims"
SENTENCES = [line for path in sorted(TABLES.glob("*.csv")) for line in csv.DictReader(path.open(encoding="utf-8"))]


def read(raw: str, year: int | None = None, skip: str = "") -> tuple[list[Claim], list[Complaint]]:
    readable = text.readable(raw)
    start = readable.text.find(skip) if skip else 0
    spans = [(start, start + len(skip))] if skip else []
    return claims.read(readable, 0, len(readable.text), year=year, skip=spans)


def stated(found: list[Claim]) -> list[str]:
    return sorted(
        f"{claim.measure}={claim.value}" + (f"[{claim.qualifier}]" if claim.qualifier != "exact" else "")
        for claim in found
    )


@pytest.mark.parametrize("line", SENTENCES, ids=lambda line: line["sentence"][:40])
def test_a_sentence_is_read_as_what_it_states_and_no_more(line: dict[str, str]) -> None:
    heading = f"三、{line['heading']}\n" if line["heading"] else ""
    found, _ = read(heading + line["sentence"], int(line["year"]) if line["year"] else None)
    assert stated(found) == sorted(line["expected"].split())
