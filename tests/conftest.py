"""What several test files share: the project's own inputs, and one run of the whole pipeline on inputs with faults."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from dagster_project.paths import ROOT

if TYPE_CHECKING:
    import dagster as dg

# The same examples in every run, so that a change is judged by what it changes and not by luck; to look further,
# pytest --hypothesis-profile=another draws others each time.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("another", deadline=None, print_blob=True)
settings.load_profile("same")

OGI = Path(sys.executable).with_name("ogi")
RAW = ROOT / "raw"
TABLES_OF_2020 = "002_bce59b32b8835914.txt"
FIVE = sorted(path.name for path in RAW.iterdir())


@dataclass(frozen=True)
class Build:
    """A run of `ogi build`: its folders, and what it said."""

    raw: Path
    out: Path
    result: subprocess.CompletedProcess[str]

    @property
    def warehouse(self) -> Path:
        return self.out / "warehouse.duckdb"


def query(build: Build, sql: str, *values: object) -> list[tuple[object, ...]]:
    """The answer of what a run published."""
    import duckdb  # not for the workers of the pool, which import this file with the test that they run

    with duckdb.connect(build.warehouse, read_only=True) as warehouse:
        return warehouse.execute(sql, list(values)).fetchall()


def evaluation(build: Build, name: str) -> "dg.AssetCheckEvaluation":
    """What a check, called `name` or `asset · name`, said in the last run of the pipeline that came to it."""
    import dagster as dg  # most tests do without it

    kind = dg.DagsterEventType.ASSET_CHECK_EVALUATION
    with dg.DagsterInstance.from_config(str(build.out / ".dagster")) as instance:
        for run in instance.get_run_records():
            for record in instance.get_records_for_run(run.dagster_run.run_id, of_type=kind).records:
                event = record.event_log_entry.dagster_event
                said = event.asset_check_evaluation_data if event else None
                if said and name in (said.check_name, f"{said.asset_key.to_user_string()} · {said.check_name}"):
                    return said
    raise LookupError(name)


Ogi = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def decisions_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reviewers' decisions that every run of the tests is given; `built` writes them."""
    return tmp_path_factory.mktemp("decisions") / "decisions.csv"


@pytest.fixture(scope="session")
def ogi(decisions_file: Path) -> Ogi:
    """Runs `ogi` as a user does."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [str(OGI), *map(str, arguments)]
        variables = {**os.environ, "OGI_DECISIONS": str(decisions_file), **environment}
        return subprocess.run(command, capture_output=True, encoding="utf-8", env=variables, check=False)

    return run


def report_of(organ: str, granted: int = 0) -> str:
    """The report of 2020 as if another organ of the county had published it, with one number in it changed."""
    report = (RAW / TABLES_OF_2020).read_text(encoding="utf-8")
    return report.replace("(一)予以公开 | 0 |", f"(一)予以公开 | {granted} |").replace("行政审批服务局", organ)


# Reports on which reviewers decided, and the decision: kind, table, row, column, reading.
DECIDED = {
    "accepted.txt": (report_of("水务局", granted=7), "accept_as_printed,applications,,,"),
    "read_otherwise.txt": (report_of("教育局", granted=7), "replace_reading,applications,granted,natural_person,0"),
    "rejected.txt": (report_of("民政局"), "reject,,,,"),
    "named.txt": (report_of("某局"), "name_organization,,,,衡山县林业局"),
}


def decide(path: str, text: str, decision: str) -> str:
    """A line of the file of decisions on the document with this text."""
    return f"{hashlib.sha256(text.encode()).hexdigest()},{path},1,{decision},看过原件,复核人,2026-03-01\n"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, ogi: Ogi, decisions_file: Path) -> Build:
    """The five inputs; one again, oddly named, with a digit and the organ changed; reports on which reviewers decided,
    some of them changed or gone since; and files that are no reports.
    """
    folder = tmp_path_factory.mktemp("pipeline")
    raw, out = folder / "raw", folder / "out"
    shutil.copytree(RAW, raw)
    (raw / "改过一个数字 '\"的 报告.txt").write_text(report_of("财政局", granted=7), encoding="gb18030")
    lines = [(ROOT / "decisions.csv").read_text(encoding="utf-8")]
    for path, (text, decision) in DECIDED.items():
        (raw / path).write_text(text, encoding="utf-8")
        lines.append(decide(path, text, decision))
    lines.append(decide(TABLES_OF_2020, "as it was", "reject,,,,"))
    lines.append(decide("no_more.txt", "gone", "reject,,,,"))
    decisions_file.write_text("".join(lines), encoding="utf-8")
    (raw / "empty.txt").touch()
    (raw / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (raw / "gone.txt").symlink_to("nowhere.txt")
    result = ogi("build", "--raw", raw, "--out", out)
    assert result.returncode == 0, result.stderr
    return Build(raw, out, result)
