"""One run of the whole pipeline on inputs with faults, and what it promises."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dagster_project.lock import alone
from tests.conftest import DECIDED, FIVE, OGI, TABLES_OF_2020, Build, Ogi, query

CHANGED = "改过一个数字 '\"的 报告.txt"


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


def test_sql_answers_from_what_is_published_and_cannot_change_it(built: Build, ogi: Ogi) -> None:
    asked = ogi("sql", "--out", built.out, "select distinct channel_code from marts.fct_reviews order by all")
    assert asked.returncode == 0, asked.stderr
    assert "litigation_direct" in asked.stdout
    before = built.warehouse.read_bytes()
    refused = ogi("sql", "--out", built.out, "delete from marts.fct_reviews")
    assert refused.returncode != 0
    assert "read-only" in refused.stderr
    assert built.warehouse.read_bytes() == before


def test_every_table_and_column_bears_as_its_comment_what_the_dictionary_says(built: Build) -> None:
    commented = query(
        built,
        "select schema_name, table_name, '', comment from duckdb_tables() where table_name <> 'meta' union all"
        " select schema_name, table_name, column_name, comment from duckdb_columns()"
        " where not internal and table_name <> 'meta' order by all",
    )
    words = "select schema_name, table_name, column_name, description_zh || ' | ' || description_en"
    assert commented == query(built, f"{words} from reporting.dictionary order by all")


def test_every_file_is_reported_or_rejected_by_name(built: Build) -> None:
    rejected = dict(query(built, "select path, rejection_code from audit.rejected_documents"))
    assert {
        "empty.txt": "empty_file",
        "picture.txt": "not_text",
        "gone.txt": "dangling_link",
    }.items() <= rejected.items()
    reported = {path for (path,) in query(built, "select distinct source_path from marts.dim_report")}
    assert not reported & rejected.keys()
    assert reported | rejected.keys() == {*FIVE, *DECIDED, CHANGED, "empty.txt", "picture.txt", "gone.txt"}


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


def test_a_table_in_quarantine_is_told_with_what_may_have_gone_wrong(built: Build) -> None:
    told = query(
        built,
        "select slip_code, explanation_zh, is_accepted from audit.quarantined_tables where report_key = ?",
        key_of(built, CHANGED),
    )
    ((slip, explanation, accepted),) = told
    assert (slip, accepted) == ("digit_changed", False)
    assert "（一）予以公开 · 自然人 “7”应为“0”" in str(explanation)


def test_every_decision_is_told_with_what_came_of_it(built: Build) -> None:
    status = dict(query(built, "select source_path, status from audit.decisions"))
    assert status == {
        **dict.fromkeys(DECIDED, "applied"),
        TABLES_OF_2020: "document_changed",
        "no_more.txt": "document_absent",
    }
    ((told,),) = query(built, "select message_zh from audit.decisions where source_path = 'read_otherwise.txt'")
    assert "“7”改读为 0；核验结论由“有矛盾”变为“已核验”" in str(told)


def test_what_reviewers_accepted_stays_out_of_the_facts_and_waits_for_nobody(built: Build) -> None:
    key = key_of(built, "accepted.txt")
    kept = query(built, "select proof, blame, is_accepted from audit.quarantined_tables where report_key = ?", key)
    assert kept == [("contradicted", "source", True)]
    assert query(built, "select count(*) from marts.fct_application_outcomes where report_key = ?", key) == [(0,)]
    assert "accepted.txt" not in built.result.stdout


def test_what_reviewers_read_is_judged_marked_and_keeps_what_is_printed(built: Build, ogi: Ogi) -> None:
    key = key_of(built, "read_otherwise.txt")
    decided = query(
        built,
        "select outcome_code, applications::int, raw from marts.fct_application_outcomes"
        " where report_key = ? and inferred = 'decided'",
        key,
    )
    assert decided == [("granted", 0, "7")]
    shown = ogi("trace", key, "applications", "granted", "natural_person", "--out", built.out).stdout
    assert "由人工裁定，原文为“7”" in shown
    assert "改读为 0" in ogi("trace", key, "--out", built.out).stdout


def test_what_reviewers_rejected_is_rejected_by_name(built: Build) -> None:
    rejected = query(
        built, "select rejection_code, rejection_message_zh from audit.rejected_documents where path = 'rejected.txt'"
    )
    assert rejected == [("rejected_by_decision", "经人工裁定不收录：看过原件")]


def test_trace_tells_of_a_file_that_reviewers_rejected_and_of_one_that_changed_since(built: Build, ogi: Ogi) -> None:
    rejected = ogi("trace", built.raw / "rejected.txt", "--out", built.out)
    assert rejected.returncode == 1
    assert "经人工裁定不收录：看过原件" in rejected.stderr
    changed = ogi("trace", built.raw / TABLES_OF_2020, "--out", built.out).stdout
    assert "人工裁定，没有应用：第" in changed
    assert "（reject）" in changed


def test_what_reviewers_named_is_the_organ_with_the_decision_as_its_evidence(built: Build) -> None:
    named = query(
        built,
        "select organization, organization_evidence, d.name from marts.dim_report"
        " inner join marts.dim_division as d using (division_key) where source_path = 'named.txt'",
    )
    assert named == [("衡山县林业局", "decision", "衡山县")]


def test_a_wrong_line_of_the_decisions_stops_the_run_before_it_begins(ogi: Ogi, tmp_path: Path) -> None:
    wrong = tmp_path / "decisions.csv"
    wrong.write_text("# 裁定\nabc,a.txt,1,reject,,,,,x,y,2026-03-01\n", encoding="utf-8")
    result = ogi("build", "--out", tmp_path / "out", OGI_DECISIONS=str(wrong))
    assert result.returncode == 1
    assert "line 2：sha256" in result.stderr
    assert not (tmp_path / "out" / "parquet").exists()


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


def files(folder: Path) -> int:
    return len(list(folder.iterdir()))


def stamps(build: Build) -> dict[str, tuple[int, int]]:
    """Which file each of bronze, of the export and the warehouse is, and when it was written."""
    files = [build.warehouse, *(file for file in (build.out / "parquet").rglob("*") if file.is_file())]
    return {str(file): (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}


def test_when_nothing_is_new_the_run_says_so_and_writes_nothing(built: Build, ogi: Ogi) -> None:
    before = stamps(built)
    again = ogi("build", "--raw", built.raw, "--out", built.out)
    assert again.returncode == 0, again.stderr
    assert "nothing was new" in again.stdout
    assert f"沿用 {files(built.raw)}，" in again.stderr
    assert stamps(built) == before


KILLED_AT = """
import os, re, signal, sys
from dagster_project.cli import app
place = sys.argv.pop(1)
def kill(event, arguments):
    at = {"os.remove": 0, "os.rename": 1}.get(event)
    if at is not None and re.search(place, os.fspath(arguments[at])):
        os.killpg(0, signal.SIGKILL)
sys.addaudithook(kill)
app()
"""
# In each step the moment before its result is there: the list of files; bronze, when the new parts have been written
# and the old ones are to go; the warehouse; and the export, while the old one has stepped aside.
RESULTS = (r"/build/files\.parquet$", r"/bronze/.*/part-\w+\.parquet$", r"/warehouse\.duckdb$", r"/parquet/export$")


def killed_before(result: str, *arguments: str | Path, decisions: Path) -> int:
    """Run `ogi` and have it killed, with all its processes, where it would remove this, or rename something to it."""
    command = [sys.executable, "-c", KILLED_AT, result, *map(str, arguments)]
    variables = {**os.environ, "OGI_DECISIONS": str(decisions)}
    run = subprocess.run(command, env=variables, stderr=subprocess.DEVNULL, start_new_session=True, check=False)
    return run.returncode


def killed_in_the_midst_of_dbt(out: Path, *arguments: str | Path, decisions: Path) -> None:
    """Run `ogi`, its log being a pipe, and kill it with all its processes when dbt has made a table."""
    log = out / "build" / "ogi.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(log)
    variables = {**os.environ, "OGI_DECISIONS": str(decisions)}
    command = [str(OGI), *map(str, arguments)]
    run = subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL, start_new_session=True)
    with run, log.open(encoding="utf-8") as told:
        assert any("OK created sql by_report model intermediate.int_cells" in line for line in told)
        os.killpg(run.pid, signal.SIGKILL)
    log.unlink()


def test_what_is_built_step_by_step_and_killed_in_each_is_what_is_built_at_once(
    built: Build, ogi: Ogi, tmp_path: Path, decisions_file: Path
) -> None:
    """In another place: without two files, with one that goes and one that changes; then all. Killed on the way.

    In the midst of dbt when all is made, and in every step when only the reports that changed are.
    """
    raw, out = tmp_path / "raw", tmp_path / "out"
    build = ("build", "--raw", raw, "--out", out)
    shutil.copytree(built.raw, raw, symlinks=True)
    for name in (FIVE[0], "gone.txt"):
        (raw / name).unlink()
    (raw / CHANGED).write_bytes((raw / TABLES_OF_2020).read_bytes() + b"\n")
    (raw / "other.txt").write_bytes((raw / TABLES_OF_2020).read_bytes().replace("行政审批服务局".encode(), b""))
    killed_in_the_midst_of_dbt(out, *build, decisions=decisions_file)
    step = Build(raw, out, ogi(*build))
    assert step.result.returncode == 0, step.result.stderr
    seen = exported(step)

    shutil.rmtree(raw)
    shutil.copytree(built.raw, raw, symlinks=True)
    with duckdb.connect(step.warehouse, read_only=True) as reader:
        count = "select count(*) from marts.dim_report"
        before = reader.execute(count).fetchall()
        for result in RESULTS[:2]:
            assert killed_before(result, *build, decisions=decisions_file) == -signal.SIGKILL
        assert killed_before(RESULTS[2], *build, decisions=decisions_file) == -signal.SIGKILL
        assert exported(step) == seen != exported(built)
        assert killed_before(RESULTS[3], *build, decisions=decisions_file) == -signal.SIGKILL
        assert exported(step) == {}
        last = ogi(*build)
        assert reader.execute(count).fetchall() == before
    assert last.returncode == 0, last.stderr
    assert f"沿用 {files(raw)}，" in last.stderr
    assert exported(step) == exported(built)
    assert {path.name for path in out.iterdir()} == {".dagster", "build", "parquet", "warehouse.duckdb"}
    assert {path.name for path in (out / "parquet").iterdir()} == {"bronze", "export"}


def test_a_second_run_is_told_at_once_who_is_at_work(built: Build, ogi: Ogi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OGI_OUT", str(built.out))
    with alone("Dagster"):
        second = ogi("build", "--raw", built.raw, "--out", built.out)
    assert second.returncode == 1
    assert f"pid {os.getpid()}" in second.stderr
    assert "Wait for it to end" in second.stderr


def test_a_run_that_fails_leaves_the_published_as_it_was(built: Build, ogi: Ogi) -> None:
    before, exports = built.warehouse.read_bytes(), exported(built)
    with (built.raw / "new.txt").open("x"):
        failed = ogi("build", "--raw", built.raw, "--out", built.out, OGI_MEMORY_LIMIT="1KB")
    (built.raw / "new.txt").unlink()
    assert failed.returncode == 1
    assert "没有发布" in failed.stderr
    assert built.warehouse.read_bytes() == before
    assert exported(built) == exports
