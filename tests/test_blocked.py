"""What must never be published stops publishing: yesterday's files stay, and the terminal and the UI say why."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from dagster_project.paths import ROOT
from tests.conftest import TABLES_OF_2020, Build, Ogi, evaluation

# The check that must stop it, and a fault in the SQL of a mart: the model, what is there, what is put in its place.
WRONG = {
    "marts_hold_only_what_balances": ("fct_application_outcomes", "and c.quarantine_reason is null", ""),
    "facts_add_up_to_printed_totals": (
        "fct_reviews",
        "cast(c.quantity as bigint)",
        "cast(c.quantity + case s.result_code when 'upheld' then 1 else 0 end as bigint)",
    ),
    "marts/fct_disclosures · one_row_each": (
        "fct_disclosures",
        "as i on c.row_code = i.item_code",
        "as i on c.row_code = i.item_code inner join (values (1), (2)) as twice on true",
    ),
}


@pytest.fixture
def yesterday(built: Build, tmp_path: Path) -> Build:
    """What an earlier run has published."""
    shutil.copytree(built.out, tmp_path / "out")
    return Build(built.raw, tmp_path / "out", built.result)


def files(build: Build) -> dict[str, bytes]:
    """All that is published."""
    parquet = (file for file in (build.out / "parquet" / "export").rglob("*") if file.is_file())
    return {str(file): file.read_bytes() for file in (build.warehouse, *parquet)}


def test_a_mart_made_wrong_is_not_published(yesterday: Build, decisions_file: Path, tmp_path: Path) -> None:
    """An unproved row, a fact that does not add up, a duplicate: each in a mart of a copy of the project."""
    project = tmp_path / "project"
    for folder in ("dagster_project", "dbt"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("target", "logs", "__pycache__"))
    for file in ("dagster.yaml", "pyproject.toml"):
        shutil.copy(ROOT / file, project)
    for model, right, wrong in WRONG.values():
        source = project / "dbt" / "models" / "marts" / f"{model}.sql"
        sql = source.read_text(encoding="utf-8")
        assert right in sql
        source.write_text(sql.replace(right, wrong), encoding="utf-8")
    before = files(yesterday)
    result = subprocess.run(
        [sys.executable, "-c", "from dagster_project.cli import app; app()", "build"],
        cwd=project,
        env={
            **os.environ,
            "OGI_RAW": str(yesterday.raw),
            "OGI_OUT": str(yesterday.out),
            "OGI_DECISIONS": str(decisions_file),
            "PYTHONPATH": str(project),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 1
    assert "没有发布，原来的 warehouse.duckdb 保持不变" in result.stderr
    assert files(yesterday) == before
    for name in WRONG:
        assert re.search(rf"{name}：.+：查出", result.stderr), name
        check = evaluation(yesterday, name)
        assert not check.passed
        assert "report_key = " in str(check.description), name
        assert str(check.metadata["查出的行 / rows found"].value).count("-01 |") > 0, name


@pytest.mark.parametrize("lost", ["documents", "reports"])
def test_a_lost_document_is_not_published(yesterday: Build, ogi: Ogi, lost: str) -> None:
    """A row lost from a part of bronze that the next run would use as it is."""
    (part,) = (yesterday.out / "parquet" / "bronze" / lost).glob("*.parquet")
    rows = pl.read_parquet(part)
    rows.filter(pl.col("path") != TABLES_OF_2020).write_parquet(part)
    before = files(yesterday)
    with (yesterday.raw / "new.txt").open("x"):
        result = ogi("build", "--raw", yesterday.raw, "--out", yesterday.out)
    (yesterday.raw / "new.txt").unlink()
    assert result.returncode == 1
    assert "没有发布" in result.stderr
    assert "nothing_lost" in result.stderr
    assert files(yesterday) == before
    assert not evaluation(yesterday, "nothing_lost").passed
