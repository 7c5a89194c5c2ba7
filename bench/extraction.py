"""The extraction bench: the CPU of extraction against that of merely reading the same text into strings.

    python -m bench.extraction

One line a kind of document of an archive, each document another; below, the reports of raw/, one by one, and
documents in every layout as often as in any other, which is harder than what is met. Both sides take turns in one
process, and the least CPU of the rounds counts: the machine may be shared, a ratio is not. Then, from a profile, what
share each stage has.
"""

import argparse
import cProfile
import hashlib
import pstats
import random
import sys
import time
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console
from rich.table import Table

from dagster_project import paths
from dagster_project.extract.batch import INPUT, extract_batch
from dagster_project.load import readers

from .examination import recipe
from .generator.archive import Entry, entry, numbers
from .generator.layouts import LAYOUTS
from .generator.report import Recipe, render

ROW_GROUP = 500
READINGS = 5
"""Turns that reading has for each of extraction, since it is so short that one may be disturbed."""
ARCHIVE = "archive"
SHAPES = {"prose": "prose", "annex": "2014 annex", "2019": "2019 form", "2021": "2021 form"}
"""The kinds of an archive's documents that have a line of their own."""
TYPICAL = "raw/002"
EVERY, EVERY_DAMAGED = "every layout", "every layout, damaged"
PROFILED = (ARCHIVE, TYPICAL, EVERY_DAMAGED)

# The stages, by the functions that make them up: module and name. What is in none is what joins them.
STAGES = {
    "text": {("text", "readable")},
    "parts": {("parts", "divide")},
    "masthead": {("masthead", "read")},
    "plain tables": {("plain", "read")},
    "labels": {("labels", "find")},
    "chains": {("stretches", "stretches"), ("chains", "mended"), ("tables", "possible_forms")},
    "tokens": {("tables", "_runs")},
    "layings, choice, proof": {("layings", "layings"), ("choice", "choose")},
    "heads": {("heads", "displaced")},
    "records, faults": {("tables", "_record"), ("faults", "faults"), ("faults", "explained"), ("tables", "_missing")},
    "claims": {("claims", "read")},
    "digest": {("digest", "prose_digest")},
    "Arrow": {("batch", "_assemble")},
}


class Cost(NamedTuple):
    """Of a document of a kind: its characters, and the microseconds of CPU of reading and of extracting it."""

    characters: float
    reading: float
    extracting: float

    @property
    def ratio(self) -> float:
        """How many times the CPU of reading extraction takes."""
        return self.extracting / self.reading


def of_archive(seed: int) -> dict[str, list[str]]:
    """So many documents of each kind of an archive as a row group holds, as bronze keeps their text."""
    left: dict[str, list[str]] = {ARCHIVE: [], **{kind: [] for kind in SHAPES.values()}}
    for one in _entries(seed):
        for kind in (ARCHIVE, SHAPES.get(one.truth.shape, "")):
            if kind in left and len(left[kind]) < ROW_GROUP:
                left[kind].append(readers.read(one.text.encode(), one.truth.name).text)
        if all(len(texts) == ROW_GROUP for texts in left.values()):
            break
    return left


def _entries(seed: int) -> Iterable[Entry]:
    """Each text of an archive once."""
    return (one for number in numbers(100 * ROW_GROUP) if (one := entry(seed, number)).truth.kind != "copy")


def in_every_layout(seed: int) -> dict[str, list[str]]:
    """Documents in each layout as often as in any other, without damage and with."""
    rng = random.Random(seed)
    return {
        EVERY: [render(Recipe(layout, ()), rng).text for layout in islice(cycle(LAYOUTS), ROW_GROUP)],
        EVERY_DAMAGED: [render(*recipe(seed, number)).text for number in range(ROW_GROUP)],
    }


def of_raw() -> dict[str, list[str]]:
    """Each report of raw/ many times, told apart by a number at the end, so that no cache of texts answers for another.

    What the rules find in its sentences is known from the first copy on (extract/claim_matches.py).
    """
    return {
        f"raw/{path.stem[:3]}": [f"{path.read_text('utf-8')}\n{number}" for number in range(ROW_GROUP)]
        for path in sorted(paths.raw().glob("*.txt"))
    }


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


def measure(texts: list[str], documents: int, rounds: int) -> tuple[Cost, pa.RecordBatch]:
    """What documents cost, and a batch of so many of them; the least of the rounds of each side counts."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "documents.parquet"
        _write(texts, file)
        batch = pq.read_table(file).to_batches()[0].slice(0, documents)
        extract(batch)  # patterns are compiled and seeds read once a process
        pairs = [
            (
                min(spent(lambda: read(file), len(texts)) for _ in range(READINGS)),
                spent(lambda: extract(batch), documents),
            )
            for _ in range(rounds)
        ]
    reading, extracting = zip(*pairs, strict=True)
    return Cost(sum(map(len, texts)) / len(texts), min(reading), min(extracting)), batch


def archive_costs(seed: int, documents: int = 200, rounds: int = 3) -> dict[str, Cost]:
    """What the documents of an archive cost, by kind."""
    return {kind: measure(texts, documents, rounds)[0] for kind, texts in of_archive(seed).items()}


def shares(batch: pa.RecordBatch) -> dict[str, float]:
    """The share of each stage of extraction in percent, by a profile, which makes many small calls dearer than few."""
    profile = cProfile.Profile()
    profile.runcall(extract, batch)
    calls = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    spent: dict[tuple[str, str], float] = {}
    for (file, _, name), (_, _, _, cumulated, _) in calls.items():  # of methods and functions of a name the outermost
        spent[Path(file).stem, name] = max(cumulated, spent.get((Path(file).stem, name), 0.0))
    whole = spent["extraction", "extract"]
    parts = {stage: sum(spent.get(at, 0.0) for at in functions) for stage, functions in STAGES.items()}
    return {stage: 100 * part / whole for stage, part in (parts | {"else": whole - sum(parts.values())}).items()}


def _write(texts: list[str], file: Path) -> None:
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    columns = [[f"{n}.txt" for n in range(len(texts))], hashes, texts, [None] * len(texts)]
    pq.write_table(pa.table(columns, schema=INPUT), file, compression="zstd", row_group_size=ROW_GROUP)


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.extraction", description=(__doc__ or "").split("\n")[0])
    options.add_argument("--documents", type=int, default=100, help="how many of each kind are extracted in a round")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    costs = Table("kind", "characters", "read µs", "extract µs", "ratio", title="CPU a document", show_edge=False)
    stages = Table("stage", *PROFILED, title="Share of extraction, %", show_edge=False)
    profiles: dict[str, dict[str, float]] = {}
    a_character = 0.0
    for kind, texts in (of_archive(chosen.seed) | in_every_layout(chosen.seed) | of_raw()).items():
        cost, batch = measure(texts, chosen.documents, chosen.rounds)
        if kind == ARCHIVE:
            a_character = cost.reading / cost.characters
        if kind.startswith("raw/"):  # copies pack, and are read, as no archive is: as many characters of the archive
            cost = cost._replace(reading=a_character * cost.characters)
        costs.add_row(
            kind, f"{cost.characters:,.0f}", f"{cost.reading:.0f}", f"{cost.extracting:,.0f}", f"{cost.ratio:.1f}"
        )
        if kind in PROFILED:
            profiles[kind] = shares(batch)
    for stage in (*STAGES, "else"):
        stages.add_row(stage, *(f"{profiles[kind][stage]:.1f}" for kind in PROFILED))
    for table in (costs, stages):
        for column in table.columns[1:]:
            column.justify = "right"
        Console(width=120).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
