"""The warehouse as dbt builds it from the small bronze: built once a process, for all the tests that ask it.

Belongs here: running dbt as a user of it does, and asking the result. Does not belong here: any promise.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.paths import DBT
from tests.small_bronze import small_bronze

Rows = list[tuple[Any, ...]]


def dbt(out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt on what lies under `out`, with its own folder for what it compiles."""
    command = [Path(sys.executable).with_name("dbt"), "--quiet", *arguments]
    folders = ["--project-dir", DBT, "--profiles-dir", DBT, "--target-path", out / "target", "--log-path", out / "logs"]
    return subprocess.run(
        [str(part) for part in [*command, *folders]],
        env={**os.environ, "OGI_OUT": str(out), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def modelled() -> Path:
    """The folder of a finished `dbt build`, every test of which passed."""
    out, result = _build()
    assert result.returncode == 0, result.stdout
    return out


@cache
def _build() -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Where dbt built, and what it said: kept even if it failed, so that it fails once and not for every test."""
    out = Path(tempfile.mkdtemp(prefix="ogi'warehouse "))
    atexit.register(shutil.rmtree, out, ignore_errors=True)
    small_bronze().write(out)
    (out / "build").mkdir()
    return out, dbt(out, "build")


def built_db(out: Path) -> Path:
    return out / "build" / "warehouse.duckdb"


def ask(sql: str, *values: object) -> Rows:
    """The answer of the built warehouse."""
    with duckdb.connect(built_db(modelled()), read_only=True) as warehouse:
        return warehouse.execute(sql, list(values)).fetchall()
