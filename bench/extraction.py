"""The extraction bench: the CPU of extraction against that of merely reading the same text into strings.

    python -m bench.extraction

One line a kind of document: each of raw/, and made ones. Both sides take turns in one process, and the least CPU of
the rounds counts: the machine may be shared, a ratio is not. Then, from a profile, what share each stage has.
"""

import argparse
import cProfile
import hashlib
import pstats
import random
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from dagster_project import paths
from dagster_project.extract.batch import INPUT, extract_batch

from .examination import recipe
from .generator.layouts import LAYOUTS
from .generator.report import Recipe, render

ROW_GROUP = 500
TYPICAL = "002"
MADE, DAMAGED = "made", "made, damaged"

# The stages, by the functions that make them up: module and name. What is in none is what joins them.
STAGES = {
    "text": {("text", "readable")},
    "parts": {("parts", "divide")},
    "masthead": {("masthead", "read")},
    "labels": {("labels", "find")},
    "chains": {("stretches", "stretches"), ("chains", "mended"), ("tables", "_layouts")},
    "tokens": {("tables", "_runs")},
    "layings, choice, proof": {("layings", "layings"), ("choice", "choose")},
    "records": {("tables", "_record"), ("faults", "faults"), ("tables", "_missing")},
    "claims": {("claims", "read")},
    "Arrow": {("batch", "_assemble")},
}


def numbered(path: Path) -> list[str]:
    """So many copies of a document as a row group holds, told apart by a number at their end."""
    text = path.read_text("utf-8")
    return [f"{text}\n{number}" for number in range(ROW_GROUP)]


def documents(seed: int) -> dict[str, list[str]]:
    """So many documents of each kind as a row group holds, each distinct, so that no cache answers for another."""
    kinds = {path.stem[:3]: numbered(path) for path in sorted(paths.raw().glob("*.txt"))}
    rng = random.Random(seed)
    kinds[MADE] = [render(Recipe(layout, ()), rng).text for layout in islice(cycle(LAYOUTS), ROW_GROUP)]
    kinds[DAMAGED] = [render(*recipe(seed, number)).text for number in range(ROW_GROUP)]
    return kinds


def read(file: Path) -> None:
    """Read the text of a file into strings, and no more."""
    for batch in pq.ParquetFile(file).iter_batches(ROW_GROUP):
        batch.column("text").to_pylist()


def extract(batch: pa.RecordBatch) -> None:
    """Extract a batch of documents, Arrow to Arrow."""
    extract_batch(batch)


def spent(work: Callable[[], None], rows: int) -> float:
    """The CPU of a piece of work, in microseconds a document."""
    started = time.process_time()
    work()
    return (time.process_time() - started) / rows * 1e6


def measure(file: Path, batch: pa.RecordBatch, rounds: int) -> tuple[float, float]:
    """The least CPU of reading a file and of extracting a batch of it, in microseconds a document."""
    extract(batch)  # patterns are compiled and seeds read once a process
    pairs = [
        (spent(lambda: read(file), ROW_GROUP), spent(lambda: extract(batch), batch.num_rows)) for _ in range(rounds)
    ]
    reading, extracting = zip(*pairs, strict=True)
    return min(reading), min(extracting)


def shares(batch: pa.RecordBatch) -> dict[str, float]:
    """The share of each stage of extraction in percent, by a profile, which makes many small calls dearer than few."""
    profile = cProfile.Profile()
    profile.runcall(extract, batch)
    calls = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    spent = {(Path(file).stem, name): cumulated for (file, _, name), (_, _, _, cumulated, _) in calls.items()}
    whole = spent["extraction", "extract"]
    parts = {stage: sum(spent.get(at, 0.0) for at in functions) for stage, functions in STAGES.items()}
    return {stage: 100 * part / whole for stage, part in (parts | {"else": whole - sum(parts.values())}).items()}


def _write(texts: list[str], file: Path) -> None:
    columns = ([f"{n}.txt" for n in range(len(texts))], [hashlib.sha256(t.encode()).hexdigest() for t in texts], texts)
    pq.write_table(pa.table(list(columns), schema=INPUT), file, compression="zstd", row_group_size=ROW_GROUP)


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.extraction", description=(__doc__ or "").split("\n")[0])
    options.add_argument("--documents", type=int, default=100, help="how many of each kind are extracted in a round")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    costs = Table("kind", "characters", "read µs", "extract µs", "ratio", title="CPU a document", show_edge=False)
    stages = Table("stage", TYPICAL, MADE, DAMAGED, title="Share of extraction, %", show_edge=False)
    profiles: dict[str, dict[str, float]] = {}
    with TemporaryDirectory() as folder:
        for kind, texts in documents(chosen.seed).items():
            file = Path(folder) / "documents.parquet"
            _write(texts, file)
            batch = pq.read_table(file).to_batches()[0].slice(0, chosen.documents)
            reading, extracting = measure(file, batch, chosen.rounds)
            size = sum(map(len, texts)) / len(texts)
            costs.add_row(kind, f"{size:,.0f}", f"{reading:.0f}", f"{extracting:,.0f}", f"{extracting / reading:.1f}")
            if kind in (TYPICAL, MADE, DAMAGED):
                profiles[kind] = shares(batch)
    for stage in (*STAGES, "else"):
        stages.add_row(stage, *(f"{profiles[kind][stage]:.1f}" for kind in (TYPICAL, MADE, DAMAGED)))
    for table in (costs, stages):
        for column in table.columns[1:]:
            column.justify = "right"
        Console(width=120).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
