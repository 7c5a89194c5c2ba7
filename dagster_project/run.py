"""One run of the whole pipeline from the command line, and what came of it.

Belongs here: running the Dagster job in this process, keeping its chatter in a log, counting the outcome. Does not
belong here: what the job does (defs/), how the outcome is shown (cli.py).
"""

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from dagster_project import paths
from dagster_project.load import decisions
from dagster_project.load.database import connect
from dagster_project.load.progress import Progress
from dagster_project.lock import alone


@dataclass(slots=True, frozen=True)
class Outcome:
    """What a run read, whether it published, and what failed.

    `published` is also true if nothing was new, so that what had been published stayed. `rejected` are (path, why),
    `unbalanced` (path, table, proof) of tables that are not proved, but for those that a reviewer accepted as printed.
    """

    published: bool
    nothing_new: bool
    obstacles: list[str]
    files: int
    reports: int
    samples: int
    tables: dict[str, int]
    quarantined: int | None
    rejected: list[tuple[str, str]]
    unbalanced: list[tuple[str, str, str]]


def prepare_home() -> None:
    """Give Dagster its folder, with our settings in it, and tell it and dbt to report to nobody."""
    home = paths.dagster_home()
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(paths.INSTANCE_SETTINGS, home / "dagster.yaml")
    os.environ.update(DAGSTER_HOME=str(home), DAGSTER_DISABLE_TELEMETRY="yes", DBT_SEND_ANONYMOUS_USAGE_STATS="false")


def build_everything(watch: Callable[[TextIO], AbstractContextManager[Progress]]) -> Outcome:
    """Run the job `build_everything` on paths.raw() into paths.out().

    `watch` is given the terminal and returns what shows progress on it. What Dagster and dbt print goes to
    paths.log(). Raises BusyError if another run has not ended, NotADirectoryError if there is no input folder,
    DecisionsError if the file of decisions has a wrong line.
    """
    if not paths.raw().is_dir():
        raise NotADirectoryError(paths.raw())
    decisions.read(paths.decisions())
    prepare_home()
    with alone("ogi build"), _quiet(paths.log()) as terminal, watch(terminal) as progress:
        try:
            published, nothing_new, obstacles = _run_job(progress)
        except Exception as error:
            traceback.print_exc()
            published, nothing_new, obstacles = False, False, [str(error)]
    return _outcome(published, nothing_new, obstacles)


def _run_job(progress: Progress) -> tuple[bool, bool, list[str]]:
    """Run the job; returns whether all is published, whether that had been done before, and what failed."""
    progress.step("准备 / starting up")
    import dagster as dg

    from dagster_project.definitions import defs

    job = defs().resolve_job_def("build_everything")
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False, resources={"progress": progress})
    progress.step("完成 / done")
    published = any(event.step_key == "publish" for event in result.filter_events(lambda e: e.is_step_success))
    nothing_new = result.success and not published
    failed_checks = [
        f"{check.asset_key.to_user_string()} · {check.check_name}：{check.description or '未通过 / failed'}"
        for check in result.get_asset_check_evaluations()
        if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
    ]
    failures = [event.step_failure_data.error for event in result.filter_events(lambda e: e.is_step_failure)]
    return published or nothing_new, nothing_new, failed_checks or [_innermost(error) for error in failures if error]


def _innermost(error: Any) -> str:
    """The message of the error that began it all, of a chain as Dagster keeps it."""
    while error.cause:
        error = error.cause
    return str(error.message).strip()


@contextmanager
def _quiet(log: Path) -> Iterator[TextIO]:
    """Send all that this process and its children print to a log, and yield the terminal."""
    with log.open("wb") as file, os.fdopen(os.dup(2), "w", encoding="utf-8") as terminal:
        saved = [(stream, os.dup(stream)) for stream in (1, 2)]
        sys.stdout.flush()
        sys.stderr.flush()
        try:
            for stream, _ in saved:
                os.dup2(file.fileno(), stream)
            yield terminal
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for stream, original in saved:
                os.dup2(original, stream)
                os.close(original)


def _outcome(published: bool, nothing_new: bool, obstacles: list[str]) -> Outcome:
    """Count what lies in bronze and, if it was published, in quarantine."""
    if not (paths.bronze() / "documents").is_dir():
        return Outcome(published, nothing_new, obstacles, 0, 0, 0, {}, None, [], [])
    documents, reports, tables = (
        pl.scan_parquet(paths.bronze() / table / "*.parquet") for table in ("documents", "reports", "tables")
    )
    rejected = documents.filter(pl.col("rejection_code").is_not_null()).sort("path")
    told = rejected.select("path", pl.concat_str("rejection_message", "rejection_message_en", separator=" / "))
    unproved = tables.filter(pl.col("proof").is_in(["contradicted", "incomplete"]), ~pl.col("accepted"))
    unbalanced = unproved.join(reports, on="report_key").select("path", "table_code", "proof").sort(pl.all())
    return Outcome(
        published=published,
        nothing_new=nothing_new,
        obstacles=obstacles,
        files=documents.select(pl.len()).collect().item(),
        reports=reports.select(pl.len()).collect().item(),
        samples=reports.select((pl.col("document_class") == "sample").sum()).collect().item(),
        tables=dict(tables.group_by("proof").len().collect().iter_rows()),
        quarantined=_quarantined() if published else None,
        rejected=list(told.collect().iter_rows()),
        unbalanced=list(unbalanced.collect().iter_rows()),
    )


def _quarantined() -> int:
    with connect(paths.published(), read_only=True) as warehouse:
        count: int = warehouse.sql("select count(*) from audit.quarantined_tables").fetchall()[0][0]
        return count
