"""Archives keep their promises: the same from the same seed, whole at any size, chained, and true to their ledger."""

import json
from itertools import pairwise
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from bench.archive import FORMS, write
from bench.generator import bodies
from bench.generator.archive import Entry, entry, numbers, year_after
from bench.generator.history import BREAKS, SLOTS
from dagster_project.extract.report import read_document

SEED = 3
SOME = list(numbers(320))


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return [entry(SEED, number) for number in SOME]


def _of_kind(entries: list[Entry], kind: str) -> list[Entry]:
    found = [one for one in entries if one.truth.kind == kind]
    assert found
    return found


def test_a_document_depends_on_its_seed_and_number_alone(entries: list[Entry]) -> None:
    backwards = [entry(SEED, number) for number in reversed(SOME)]
    assert backwards[::-1] == entries
    assert entry(SEED + 1, SOME[0]).text != entries[0].text


def test_a_larger_archive_begins_with_the_smaller() -> None:
    assert list(numbers(1000))[:320] == SOME
    assert not set(year_after(100)) & set(numbers(100 * SLOTS))


def test_every_number_is_another_body() -> None:
    some = [bodies.body(number) for number in range(0, bodies.count(), 97)]
    assert len({(body.unit_code, body.designation) for body in some}) == len(some)
    with pytest.raises(ValueError, match="no number"):
        bodies.body(bodies.count())


def test_a_year_takes_over_what_the_year_before_carried_out_but_for_a_few() -> None:
    breaks = pairs = 0
    for body in range(60):
        years = {}
        for slot in range(SLOTS):
            truth = entry(SEED, body * SLOTS + slot).truth
            years[truth.year] = truth
        for last, this in pairwise(years[year] for year in sorted(years)):
            if last.year + 1 == this.year and last.carried_out is not None and this.carried_in is not None:
                pairs += 1
                breaks += last.carried_out != this.carried_in
    assert pairs > 100
    assert breaks <= 3 * BREAKS * pairs


def test_a_copy_has_the_same_text_and_a_mirror_the_same_figures(entries: list[Entry]) -> None:
    by_number = {one.truth.number: one for one in entries}
    for copy in _of_kind(entries, "copy"):
        original = by_number[copy.truth.original or 0]
        assert copy.text == original.text
        assert copy.truth.name != original.truth.name
    for mirror in _of_kind(entries, "mirror"):
        original = by_number[mirror.truth.original or 0]
        assert mirror.text != original.text
        assert mirror.truth.received_new == original.truth.received_new
        assert (mirror.truth.organization, mirror.truth.year) == (original.truth.organization, original.truth.year)


def test_reports_in_a_plain_style_are_read_as_the_ledger_says(entries: list[Entry]) -> None:
    plain = [one for one in _of_kind(entries, "report") if one.truth.plain]
    for one in plain[::3]:
        [report] = read_document(one.text, one.truth.name).reports
        assert report.masthead.organization == one.truth.organization
        assert (report.masthead.year, report.masthead.division_code) == (one.truth.year, one.truth.division_code)
        for table in report.tables:
            assert table.proof in ("proved", "unchecked") or table.code == one.truth.mutated


def test_a_wrong_digit_is_printed_where_the_ledger_says() -> None:
    wrong = [one for one in (entry(SEED, number) for number in numbers(1600)) if one.truth.mutated and one.truth.plain]
    assert wrong
    for one in wrong:
        [report] = read_document(one.text, one.truth.name).reports
        assert {table.code for table in report.tables if table.proof == "contradicted"} == {one.truth.mutated}


def test_pages_that_are_no_reports_name_no_figures_of_their_own(entries: list[Entry]) -> None:
    for one in _of_kind(entries, "no_report"):
        assert all(not report.tables for report in read_document(one.text).reports)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_the_same_documents_and_a_ledger_of_them(form: str, tmp_path: Path) -> None:
    size = write(tmp_path, SOME[:48], form, SEED)
    ledger = pl.read_parquet(tmp_path / "ledger" / "*.parquet")
    texts = _texts(tmp_path / "raw", form)
    expected = {one.truth.name: one.text for one in (entry(SEED, number) for number in SOME[:48])}
    assert texts == expected
    assert sorted(ledger["name"]) == sorted(expected)
    assert size == sum(len(text.encode()) for text in expected.values())


def _texts(raw: Path, form: str) -> dict[str, str]:
    if form == "files":
        return {file.name: file.read_text("utf-8") for file in raw.rglob("*.*")}
    if form == "parquet":
        return dict(pl.read_parquet(raw / "*.parquet").select("path", "text").iter_rows())
    lines: list[str] = []
    for file in raw.glob("*.jsonl.zst"):
        with pa.input_stream(file, compression="zstd") as stream:
            lines += stream.read().decode().splitlines()
    return {record["path"]: record["text"] for record in map(json.loads, lines)}


def test_a_correction_changes_some_documents_and_no_others(tmp_path: Path) -> None:
    write(tmp_path / "before", SOME[:48], "parquet", SEED)
    write(tmp_path / "after", SOME[:48], "parquet", SEED, corrected=3)
    before, after = (_texts(tmp_path / part / "raw", "parquet") for part in ("before", "after"))
    changed = {name for name in before if before[name] != after[name]}
    assert 0 < len(changed) <= 16
    assert all(int(Path(name).stem) // SLOTS == 0 for name in changed)
