"""Running dbt, in this process: what it is told, and what came of each of its nodes.

Belongs here: dbt's command and its results. Does not belong here: how they appear in Dagster (defs/warehouse.py), any
SQL (dbt/).

In this process, since a dbt of its own needs seconds to start, and outlives a run that is killed.
"""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.factory import reset_adapters
from dbt.cli.main import dbtRunner

from dagster_project import paths

# Unit tests try the SQL on rows of their own: they are for those who change it (`make test`), not for every run.
_BUILD = ("build", "--exclude-resource-type", "unit_test")


@dataclass(slots=True, frozen=True)
class Ended:
    """What came of one node: dbt's id of it, its status and message, the seconds, and its SQL as it was run, if any."""

    node: str
    status: str
    message: str | None
    seconds: float
    sql: str | None

    @property
    def failed(self) -> bool:
        """Whether it is this node that stops the run."""
        return self.status in ("error", "fail")


class ModellingError(RuntimeError):
    """Dbt could not build or test everything; the message has what it said."""


def parse(target: Path) -> None:
    """Have dbt write its manifest into a folder. Raises ModellingError."""
    _run(["parse", "--quiet"], target)


def build(out: Path, nodes: Collection[str] | None, *, seeds: bool) -> list[Ended]:
    """Build and test the models on what lies under `out`: all, or these alone (in the words of `dbt --select`).

    `seeds`: whether to load the seeds, too; they stay as they are until the project changes. Returns what came of each
    node that dbt came to. Raises ModellingError if it came to none.
    """
    os.environ["OGI_OUT"] = str(out)  # profiles.yml asks for it
    left_out = [] if seeds else ["--exclude-resource-type", "seed"]
    chosen = [] if nodes is None else ["--indirect-selection", "empty", "--select", *nodes]
    return _run([*_BUILD, *left_out, *chosen], out / "build" / "dbt")


def _run(command: Sequence[str], target: Path) -> list[Ended]:
    folders = ["--project-dir", paths.DBT, "--profiles-dir", paths.DBT, "--target-path", target]
    told = ["--no-use-colors", "--log-level-file", "none", "--log-path", target]
    try:
        ended = dbtRunner().invoke([str(part) for part in [*command, *folders, *told]])
    finally:  # dbt leaves the warehouse open until its process ends
        reset_adapters()  # type: ignore[no-untyped-call]
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    if ended.exception:
        raise ModellingError(str(ended.exception)) from ended.exception
    results = getattr(ended.result, "results", [])
    return [
        Ended(of.node.unique_id, of.status, of.message, of.execution_time, getattr(of.node, "compiled_code", None))
        for of in results
        if of.status != "skipped"
    ]
