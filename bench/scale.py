"""The scale bench: what archives of several sizes cost, from raw files to the published warehouse.

    python -m bench.scale --sizes 1000 10000 --work FOLDER

For each size an archive is made, then `ogi build` run as a user would: on all of it; with nothing new; with 1% more
(the year after); with 1% changed, scattered. Before that, an archive of hardly anything shows what start-up is.
Everything measured goes to FOLDER/results.json, which results.py turns into tables and a picture. Exit code 1 if a run
fails or what came out is not what went in.
"""

import argparse
import json
import re
import shutil
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.paths import ROOT
from tests.queries import queries

from . import agreement, extraction, results, stages
from .archive import FORMS, write
from .generator.archive import numbers, year_after
from .watch import run

OGI = Path(sys.executable).with_name("ogi")
HARDLY_ANYTHING = 100
"""Documents of the archive on which start-up is measured: some of every kind, so few that they cost nothing."""
SHARE = 100
"""One in so many documents is added, and one in so many bodies corrected, for the increments."""


@dataclass(slots=True)
class Step:
    """One run of `ogi build`. Seconds and bytes; `documents` are all that lie in raw/, `new` those that changed."""

    name: str
    documents: int
    new: int
    wall: float
    cpu: float
    peak_process: int
    peak_tree: int
    files_rewritten: int
    bytes_rewritten: int
    stages: dict[str, stages.Stage]
    nodes: dict[str, float]


@dataclass(slots=True)
class Measured:
    """All that was measured of one size."""

    size: int
    form: str
    text_bytes: int
    making: float
    steps: list[Step] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    queries: dict[str, float] = field(default_factory=dict)
    agreement: list[tuple[str, int, int, bool]] = field(default_factory=list)


class FailedError(RuntimeError):
    """A run of `ogi build` failed."""


def build(folder: Path, name: str, documents: int, new: int) -> Step:
    """Run `ogi build` on a folder's raw/ into its out/, watched."""
    out = folder / "out"
    before = stages.files(out)
    arguments = [str(OGI), "build", "--raw", str(folder / "raw"), "--out", str(out)]
    watched = run(arguments, folder / f"{name}.log".replace(" ", "_"))
    if watched.code:
        raise FailedError(f"{name}, {documents:,} documents: {watched.output[-2000:]}")
    changed, size = stages.rewritten(before, stages.files(out))
    return Step(
        name=name,
        documents=documents,
        new=new,
        wall=watched.wall,
        cpu=watched.cpu,
        peak_process=watched.peak_process,
        peak_tree=watched.peak_tree,
        files_rewritten=changed,
        bytes_rewritten=size,
        stages=stages.stages(out, watched),
        nodes=dict(list(stages.nodes(out).items())[:12]),
    )


def measure(size: int, form: str, seed: int, folder: Path) -> Measured:
    """Make an archive, build it, ask it, and change it. Raises FailedError."""
    shutil.rmtree(folder, ignore_errors=True)
    started, chosen, more = time.perf_counter(), list(numbers(size)), size // SHARE
    text_bytes = write(folder, chosen, form, seed)
    measured = Measured(size, form, text_bytes, time.perf_counter() - started)
    measured.steps.append(build(folder, "all", size, size))
    measured.sizes = stages.sizes(folder / "out", folder / "raw")
    warehouse = folder / "out" / "warehouse.duckdb"
    measured.queries = timed_queries(warehouse)
    compared = agreement.compare(warehouse, folder / "ledger")
    measured.agreement = [(one.name, whole, agreeing, one.grave) for one, whole, agreeing in compared]
    measured.steps.append(build(folder, "nothing new", size, 0))
    write(folder, year_after(more), form, seed, name="year-after")
    measured.steps.append(build(folder, "1% more", size + more, more))
    write(folder, chosen, form, seed, corrected=SHARE)
    measured.steps.append(build(folder, "1% changed", size + more, more))
    return measured


def start_up(form: str, seed: int, folder: Path) -> list[Step]:
    """The runs that do next to nothing, whatever the size of an archive: with nothing new, and with one document more.

    Raises FailedError.
    """
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, list(numbers(HARDLY_ANYTHING)), form, seed)
    build(folder, "all", HARDLY_ANYTHING, HARDLY_ANYTHING)
    nothing_new = build(folder, "nothing new", HARDLY_ANYTHING, 0)
    write(folder, year_after(1), form, seed, name="year-after")
    return [nothing_new, build(folder, "one more", HARDLY_ANYTHING + 1, 1)]


def timed_queries(warehouse: Path) -> dict[str, float]:
    """Seconds of each question of docs/queries.md, by its title."""
    document = (ROOT / "docs" / "queries.md").read_text("utf-8")
    titles = re.findall(r"^## \d+\. (.*)$", document, re.M)
    seconds = {}
    with duckdb.connect(warehouse, read_only=True) as connection:
        for title, sql in zip(titles, queries(document), strict=True):
            started = time.perf_counter()
            connection.sql(sql).fetchall()
            seconds[title] = time.perf_counter() - started
    return seconds


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.scale", description=(__doc__ or "").split("\n")[0])
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    options.add_argument("--form", choices=FORMS, default="files", help="how the archive lies in raw/")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--work", type=Path, required=True, help="a folder for archives and results; nothing is kept")
    options.add_argument("--readme", action="store_true", help="put tables and plot into bench/README.md")
    chosen = options.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    all_measured: dict[str, Any] = {"seed": chosen.seed, "machine": results.machine(), "sizes": []}
    all_measured["extraction"] = extraction.archive_costs(chosen.seed)
    all_measured["start_up"] = [asdict(step) for step in start_up(chosen.form, chosen.seed, chosen.work / "start-up")]
    shutil.rmtree(chosen.work / "start-up")
    for size in chosen.sizes:
        measured = measure(size, chosen.form, chosen.seed, chosen.work / f"archive-{size}")
        all_measured["sizes"].append(asdict(measured))
        (chosen.work / "results.json").write_text(json.dumps(all_measured, ensure_ascii=False, indent=1), "utf-8")
        shutil.rmtree(chosen.work / f"archive-{size}")
    print(results.markdown(all_measured))
    if chosen.readme:
        results.into_readme(all_measured)
    compared = [line for of_size in all_measured["sizes"] for line in of_size["agreement"]]
    return int(any(grave and agreeing < whole for _, whole, agreeing, grave in compared))


if __name__ == "__main__":
    sys.exit(main())
