"""The accuracy bench: makes documents in every layout with every damage, reads them, and says how well.

    python -m bench.accuracy --cells 1000000 --seed 1

One line a layout (or a damage, with --by damage): cells right, told and silent as scoring.py defines them; of those
owed, 99.9% must be right; tables by proof; of documents with one digit changed, how many were missed, and how many of
those owed were laid to the source. Exit code 1 if anything was silent, missed, phantom, slandered or misplaced, or if
reading raised.
"""

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .examination import Result, examine, recipe
from .generator.report import render

CELLS_A_DOCUMENT = 190
CHUNK = 50
GRAVE = ("silent", "missed", "phantom", "slandered", "misplaced", "crashed")
COLUMNS = (
    "documents", "cells", "right", "told", "wrong", "silent", "misplaced", "phantom", "slandered", "crashed", "slow",
    "owed %", "owed whole %", "proved", "unchecked", "incomplete", "contradicted", "blank", "absent",
    "mutated", "missed", "blamed %",
)  # fmt: skip
SHARES = {
    "owed %": ("owed_right", "owed"),
    "owed whole %": ("owed_whole", "owed_documents"),
    "blamed %": ("blamed", "mutated_owed"),
}


def run(seed: int, documents: int, processes: int) -> Result:
    """All documents of a run, in chunks over processes."""
    chunks = [range(at, min(at + CHUNK, documents)) for at in range(0, documents, CHUNK)]
    whole = Result()
    with ProcessPoolExecutor(processes) as pool:
        for result in pool.map(partial(examine, seed), chunks):
            whole.examples += result.examples
            for name, counts in result.counts.items():
                whole.add((name,), counts)
    return whole


def _line(counts: Counter[str]) -> list[str]:
    line = []
    for column in COLUMNS:
        part, whole = (counts[key] for key in SHARES.get(column, (column, column)))
        if column in SHARES:
            line.append(f"{100 * part / whole:.2f}" if whole else "")
        else:
            line.append(f"{part:,}" if part else "")
    return line


def table(result: Result, by: str) -> Table:
    """The table that the bench prints."""
    printed = Table(by, *COLUMNS, title="Accuracy", show_edge=False, pad_edge=False, collapse_padding=True)
    for column in printed.columns[1:]:
        column.justify = "right"
    for name, counts in sorted(result.counts.items()):
        if name.startswith(f"{by} "):
            printed.add_row(name.removeprefix(f"{by} "), *_line(counts))
    printed.add_section()
    printed.add_row("all", *_line(result.counts.get("all", Counter())))
    return printed


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.accuracy", description=(__doc__ or "").split("\n")[0])
    options.add_argument("--cells", type=int, default=100_000, help="about how many cells to make and read")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--by", choices=("layout", "damage"), default="layout", help="what a line of the table is")
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options.add_argument("--faults", type=Path, help="write examples of what went wrong to this file")
    options.add_argument("--document", type=int, help="print this one document and its faults, and nothing else")
    chosen = options.parse_args()
    if chosen.document is not None:
        print(render(*recipe(chosen.seed, chosen.document)).text)
        print(*(f"\n{kind}: {text}" for kind, text in examine(chosen.seed, [chosen.document]).examples), sep="\n")
        return 0
    started = time.perf_counter()
    result = run(chosen.seed, max(1, chosen.cells // CELLS_A_DOCUMENT), chosen.processes)
    Console(width=250).print(table(result, chosen.by))
    print(f"seed {chosen.seed}, {time.perf_counter() - started:.0f} s")
    if chosen.faults:
        chosen.faults.write_text("\n".join(f"{kind}: {text}" for kind, text in sorted(result.examples)), "utf-8")
    return int(any(result.counts["all"][kind] for kind in GRAVE))


if __name__ == "__main__":
    sys.exit(main())
