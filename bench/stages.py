"""Where the time of a run went: its steps by Dagster's history, its dbt nodes by run_results.json, its files by size.

Belongs here: reading what `ogi build` leaves behind. Does not belong here: running it (watch.py), tables (scale.py).
"""

import json
from pathlib import Path
from typing import NamedTuple

import dagster as dg

from .watch import Watched

Files = dict[Path, tuple[int, int, int]]
"""Files with their inode, time of change and bytes."""


class Stage(NamedTuple):
    """Seconds of wall and of CPU of a step."""

    wall: float
    cpu: float


def stages(out: Path, watched: Watched) -> dict[str, Stage]:
    """Every step of the last run into a folder, in the order in which they ran."""
    with dg.DagsterInstance.from_config(str(out / ".dagster")) as history:
        (run,) = history.get_run_records(limit=1)
        steps = history.get_run_step_stats(run.dagster_run.run_id)
    times = sorted((one.start_time, one.end_time, one.step_key) for one in steps if one.start_time and one.end_time)
    return {step: Stage(end - start, watched.spent(start, end)) for start, end, step in times}


def nodes(out: Path) -> dict[str, float]:
    """Seconds that each dbt node of the last run took, the slowest first; several ran at once."""
    file = out / "build" / "dbt" / "run_results.json"
    results = json.loads(file.read_text("utf-8"))["results"] if file.exists() else []
    return dict(sorted(((one["unique_id"], one["execution_time"]) for one in results), key=lambda pair: -pair[1]))


def files(out: Path) -> Files:
    """What a run is to keep or to replace: bronze, the export and the warehouse."""
    found = [out / "warehouse.duckdb", *(path for path in (out / "parquet").rglob("*") if path.is_file())]
    return {path: (at.st_ino, at.st_mtime_ns, at.st_size) for path in found if path.exists() for at in (path.stat(),)}


def rewritten(before: Files, after: Files) -> tuple[int, int]:
    """How many files of a run are not as they were, and their bytes."""
    new = [path for path, state in after.items() if before.get(path) != state]
    return len(new), sum(after[path][2] for path in new)


def sizes(out: Path, raw: Path) -> dict[str, int]:
    """Bytes on disk of the input and of everything that is made of it."""

    def of(place: Path) -> int:
        return sum(file.stat().st_size for file in ([place] if place.is_file() else place.rglob("*")) if file.is_file())

    parquet, work = out / "parquet", out / "build" / "warehouse.duckdb"
    return {
        "raw files": of(raw),
        "bronze": of(parquet / "bronze"),
        "export": of(parquet / "export"),
        "warehouse": of(out / "warehouse.duckdb"),
        "build (work in progress)": of(work),
    }
