"""Where the time of a run went: its steps from the log, its dbt nodes from run_results.json, its files by their sizes.

Belongs here: reading what `ogi build` leaves behind. Does not belong here: running it (watch.py), tables (scale.py).
"""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from .watch import Watched

_BEGINS = re.compile(r"^([\d-]+ [\d:]+ [+\d]+) .* (STEP_START|STEP_SUCCESS|STEP_FAILURE) - .*? step \"(\w+)\"", re.M)

Files = dict[Path, tuple[int, int, int]]
"""Files with their inode, time of change and bytes."""


class Stage(NamedTuple):
    """Seconds of wall and of CPU of a step."""

    wall: float
    cpu: float


def stages(out: Path, watched: Watched) -> dict[str, Stage]:
    """Every step of the last run into a folder. The log counts in seconds, so that short steps come out as 0 or 1."""
    times: dict[str, list[float]] = {}
    for when, _, step in _BEGINS.findall((out / "build" / "ogi.log").read_text("utf-8", errors="replace")):
        times.setdefault(step, []).append(datetime.strptime(when, "%Y-%m-%d %H:%M:%S %z").timestamp())
    return {
        step: Stage(ends[-1] - ends[0], watched.spent(ends[0], ends[-1] + 1)) for step, ends in times.items() if ends
    }


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
