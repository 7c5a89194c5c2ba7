"""One run of the whole pipeline on inputs with faults, and what it promises."""

import hashlib
import os
import shutil
from pathlib import Path

import duckdb
import pytest

from dagster_project.lock import alone
from tests.conftest import FIVE, TABLES_OF_2020, Build, Ogi

CHANGED = "改过一个数字 '\"的 报告.txt"


def query(build: Build, sql: str, *values: object) -> list[tuple[object, ...]]:
    with duckdb.connect(build.warehouse, read_only=True) as warehouse:
        return warehouse.execute(sql, list(values)).fetchall()


def exported(build: Build) -> dict[str, str]:
    folder = build.out / "parquet" / "export"
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def key_of(build: Build, path: str) -> str:
    ((key,),) = query(build, "select report_key from marts.dim_report where source_path = ?", path)
    return str(key)


def test_the_run_says_what_it_read_and_published(built: Build) -> None:
    assert "已发布 / published" in built.result.stdout
    assert "表：有矛盾 / contradicted" in built.result.stdout
    for name in ("empty.txt", "picture.txt", "gone.txt"):
        assert name in built.result.stdout
    assert "samples" in built.result.stdout
    assert f"ogi check '{built.raw}" in built.result.stdout


def test_every_file_is_reported_or_rejected_by_name(built: Build) -> None:
    rejected = dict(query(built, "select path, rejection_code from audit.rejected_documents"))
    assert {
        "empty.txt": "empty_file",
        "picture.txt": "not_text",
        "gone.txt": "dangling_link",
    }.items() <= rejected.items()
    reported = {path for (path,) in query(built, "select distinct source_path from marts.dim_report")}
    assert not reported & rejected.keys()
    assert reported | rejected.keys() == {*FIVE, CHANGED, "empty.txt", "picture.txt", "gone.txt"}


def test_the_2020_report_is_published_cell_by_cell(built: Build) -> None:
    key = key_of(built, TABLES_OF_2020)
    facts = query(
        built,
        "select sum(cells), sum(total) from ("
        " select count(*) as cells, sum(applications) as total from marts.fct_application_outcomes where report_key = ?"
        " union all"
        " select count(*), sum(applications) from marts.fct_application_flows where report_key = ?"
        " union all"
        " select count(*), sum(cases) from marts.fct_reviews where report_key = ?)",
        key,
        key,
        key,
    )
    # Without the total columns: 19 outcomes and 4 flows of 6 applicants, 3 channels of 4 results.
    assert facts == [(19 * 6 + 4 * 6 + 3 * 4, 0)]


def test_a_changed_digit_is_quarantined_told_and_in_no_mart(built: Build) -> None:
    key = key_of(built, CHANGED)
    quarantined = query(built, "select table_code, proof from audit.quarantined_tables where report_key = ?", key)
    assert quarantined == [("applications", "contradicted")]
    failed = query(built, "select count(*) from audit.identity_results where report_key = ? and verdict = 'fails'", key)
    assert failed != [(0,)]
    for fact in ("fct_application_outcomes", "fct_application_flows"):
        assert query(built, f"select count(*) from marts.{fact} where report_key = ?", key) == [(0,)]  # noqa: S608


def test_trace_leads_from_a_number_to_its_line(built: Build, ogi: Ogi) -> None:
    cell = ("applications", "granted", "natural_person")
    result = ogi("trace", key_of(built, CHANGED), *cell, OGI_RAW=str(built.raw), OGI_OUT=str(built.out))
    statement, english, line, place = result.stdout.splitlines()
    assert statement == "表三 · (一)予以公开 · 自然人 = 7"
    assert english == "Applications received and processed · (1) Granted · natural persons = 7"
    assert "(一)予以公开 | 【7】 | 0" in line
    assert CHANGED in place


def test_trace_takes_a_path_and_tells_of_its_tables(built: Build, ogi: Ogi) -> None:
    result = ogi("trace", built.raw / TABLES_OF_2020, OGI_RAW=str(built.raw), OGI_OUT=str(built.out))
    assert "表三 收到和处理政府信息公开申请情况：已核验" in result.stdout
    assert key_of(built, TABLES_OF_2020) in result.stdout


def test_trace_finds_what_was_built_elsewhere_by_the_file_alone(built: Build, ogi: Ogi) -> None:
    result = ogi("trace", built.raw / CHANGED, "--out", built.out)
    assert key_of(built, CHANGED) in result.stdout


def test_trace_follows_the_numbers_that_prose_states(built: Build, ogi: Ogi) -> None:
    ((key, value),) = query(built, "select report_key, quantity::bigint from marts.fct_claims order by all limit 1")
    result = ogi("trace", str(key), "claims", "--out", built.out)
    assert f" = {value}" in result.stdout
    assert f"【{value}】" in result.stdout


def test_trace_of_what_is_not_there_names_what_is(built: Build, ogi: Ogi) -> None:
    key = key_of(built, TABLES_OF_2020)
    for wanted, told in (
        ((key, "applications", "nonsense"), "granted"),
        ((key, "annex_2014"), "disclosure, applications, reviews, claims"),
        (("ffffffff",), str(built.out)),
        (("absent.txt",), "没有这个文件"),
    ):
        result = ogi("trace", *wanted, "--out", built.out)
        assert result.returncode == 1
        assert told in result.stderr


def test_a_second_run_exports_the_same_bytes_while_a_reader_reads(built: Build, ogi: Ogi) -> None:
    before = exported(built)
    assert before
    with duckdb.connect(built.warehouse, read_only=True) as reader:
        count = "select count(*) from marts.dim_report"
        seen = reader.execute(count).fetchall()
        again = ogi("build", "--raw", built.raw, "--out", built.out)
        assert again.returncode == 0, again.stderr
        assert reader.execute(count).fetchall() == seen
    assert exported(built) == before
    assert not list(built.out.glob("warehouse.duckdb.*"))


def test_another_place_and_a_fresh_start_export_the_same_bytes(built: Build, ogi: Ogi, tmp_path: Path) -> None:
    shutil.copytree(built.raw, tmp_path / "raw", symlinks=True)
    fresh = Build(
        tmp_path / "raw", tmp_path / "out", ogi("build", "--raw", tmp_path / "raw", "--out", tmp_path / "out")
    )
    assert fresh.result.returncode == 0, fresh.result.stderr
    assert exported(fresh) == exported(built)


def test_a_second_run_is_told_at_once_who_is_at_work(built: Build, ogi: Ogi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OGI_OUT", str(built.out))
    with alone("Dagster"):
        second = ogi("build", "--raw", built.raw, "--out", built.out)
    assert second.returncode == 1
    assert f"pid {os.getpid()}" in second.stderr
    assert "Wait for it to end" in second.stderr


def test_a_run_that_fails_leaves_the_published_as_it_was(built: Build, ogi: Ogi) -> None:
    before, exports = built.warehouse.read_bytes(), exported(built)
    failed = ogi("build", "--raw", built.raw, "--out", built.out, OGI_MEMORY_LIMIT="1KB")
    assert failed.returncode == 1
    assert "没有发布" in failed.stderr
    assert built.warehouse.read_bytes() == before
    assert exported(built) == exports
