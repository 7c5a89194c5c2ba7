"""The accuracy bench: makes documents in every layout with every damage, reads them, and says how well.

    python -m bench.accuracy --cells 1000000 --seed 1

One line a layout (or a damage, with --by damage): cells right, told and silent as scoring.py defines them; `owed` are
the cells of documents whose layout and damage leave nothing to guess, of which 99.9% must be right; tables by proof; of
documents with one digit changed, how many were missed, and how many of those owed were laid to the source.
Exit code 1 if anything was silent, missed, phantom or misplaced, or if reading raised an exception.
"""

import argparse
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dagster_project.extract.report import read_document

from .generator.damage import DAMAGES
from .generator.layouts import LAYOUTS
from .generator.marks import Document
from .generator.report import Recipe, render
from .scoring import Fault, Score, score, score_mutated

CELLS_A_DOCUMENT = 190
CHUNK = 100
GRAVE = ("silent", "missed", "phantom", "misplaced", "crashed")
COLUMNS = (
    "documents", "cells", "right", "told", "silent", "misplaced", "phantom", "crashed", "owed %", "owed whole %",
    "proved", "unchecked", "incomplete", "contradicted", "blank", "absent", "mutated", "missed", "blamed %",
)  # fmt: skip


@dataclass(slots=True)
class Result:
    """Counts by (layout or damage), and examples of faults as text."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    examples: list[tuple[str, str]] = field(default_factory=list)

    def add(self, names: Iterator[str] | tuple[str, ...], counts: Counter[str]) -> None:
        """Count under each of the names."""
        for name in names:
            self.counts.setdefault(name, Counter()).update(counts)


def recipe(seed: int, number: int) -> tuple[Recipe, random.Random]:
    """The recipe of the n-th document of a seed: layouts take turns, damages are drawn, none to three."""
    rng = random.Random(f"{seed}/{number}")
    layouts, damages = list(LAYOUTS), list(DAMAGES)
    some = rng.sample(damages, rng.choices((0, 1, 2, 3), (15, 55, 20, 10))[0])
    return Recipe(layouts[number % len(layouts)], tuple(some)), rng


def examine(seed: int, number: int, result: Result) -> None:
    """Make, read and score one document, then once more with a digit changed."""
    made, rng = recipe(seed, number)
    document = render(made, rng)
    names = (f"layout {made.layout}", *(f"damage {name}" for name in made.damages or ("none",)), "all")
    scored = _scored(document, made, result, seed, number)
    scored.counts["documents"] = 1
    if made.owed:
        scored.counts["owed"] = sum(cell.value is not None for cell in document.printed.values())
        bad = [
            fault
            for fault in scored.faults
            if fault.kind in ("told", "silent") and fault.printed and fault.printed.value is not None
        ]
        scored.counts["owed_right"] = scored.counts["owed"] - len(bad)
        scored.counts["owed_documents"] = 1
        scored.counts["owed_whole"] = not bad
    result.add(names, scored.counts)
    if mutation := document.mutated(rng):
        changed, place = mutation
        try:
            mutated = score_mutated(changed, place, read_document(changed.text), made.owed)
        except Exception:
            result.examples.append(("crashed", f"{_title(made, seed, number)} mutated\n{traceback.format_exc()}"))
            mutated = Score(Counter(crashed=1))
        _keep(changed, mutated, made, result, seed, number)
        result.add(names, mutated.counts)


def _scored(document: Document, made: Recipe, result: Result, seed: int, number: int) -> Score:
    try:
        scored = score(document, read_document(document.text))
    except Exception:
        result.examples.append(("crashed", f"{_title(made, seed, number)}\n{traceback.format_exc()}"))
        return Score(Counter(crashed=1))
    _keep(document, scored, made, result, seed, number)
    return scored


def _title(made: Recipe, seed: int, number: int) -> str:
    return f"{made.layout} + {', '.join(made.damages) or 'nothing'} (--seed {seed} --document {number})"


def _keep(document: Document, scored: Score, made: Recipe, result: Result, seed: int, number: int) -> None:
    """Keep the first fault of each kind as an example; of those told, only where cells were owed."""
    seen: set[str] = set()
    for fault in scored.faults:
        unowed = fault.kind == "told" and not (made.owed and fault.printed and fault.printed.value is not None)
        if fault.kind not in seen and not unowed:
            seen.add(fault.kind)
            result.examples.append((fault.kind, f"{_title(made, seed, number)}\n{_explained(document, fault)}"))


def _explained(document: Document, fault: Fault) -> str:
    printed = "nothing" if fault.printed is None else f"{fault.printed.value} as {fault.printed.raw!r}"
    read = "nothing" if fault.read is None else f"{fault.read.value} from {fault.read.raw!r} ({fault.read.inferred})"
    at = fault.printed.start if fault.printed else fault.read.start if fault.read else 0
    around = document.text[max(0, at - 60) : at + 30]
    return f"  {' '.join(map(str, fault.place))}: printed {printed}, read {read}, {fault.proof}\n  …{around!r}…"


def examine_many(seed: int, numbers: range) -> Result:
    """A chunk of documents, for one process."""
    result = Result()
    for number in numbers:
        examine(seed, number, result)
    return result


def run(seed: int, documents: int, processes: int) -> Result:
    """All documents of a run, in chunks over processes."""
    chunks = [range(at, min(at + CHUNK, documents)) for at in range(0, documents, CHUNK)]
    whole = Result()
    with ProcessPoolExecutor(processes) as pool:
        for result in pool.map(partial(examine_many, seed), chunks):
            whole.examples += result.examples
            for name, counts in result.counts.items():
                whole.add((name,), counts)
    return whole


def _cells(name: str, counts: Counter[str]) -> list[str]:
    share = {
        "owed %": ("owed_right", "owed"),
        "owed whole %": ("owed_whole", "owed_documents"),
        "blamed %": ("blamed", "mutated_owed"),
    }
    line = [name]
    for column in COLUMNS:
        if column in share:
            part, whole = (counts[key] for key in share[column])
            line.append(f"{100 * part / whole:.2f}" if whole else "")
        else:
            line.append(f"{counts[column]:,}" if counts[column] else "")
    return line


def report(result: Result, by: str) -> Table:
    """The table that the bench prints."""
    table = Table(by, *COLUMNS, title="Accuracy", show_edge=False, pad_edge=False, collapse_padding=True)
    for column in table.columns[1:]:
        column.justify = "right"
    prefix = f"{by} "
    for name, counts in sorted(result.counts.items()):
        if name.startswith(prefix):
            table.add_row(*_cells(name.removeprefix(prefix), counts))
    table.add_section()
    table.add_row(*_cells("all", result.counts.get("all", Counter())))
    return table


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
        made, rng = recipe(chosen.seed, chosen.document)
        print(render(made, rng).text)
        result = examine_many(chosen.seed, range(chosen.document, chosen.document + 1))
        print(*(f"\n{kind}: {example}" for kind, example in result.examples), sep="\n")
        return 0
    started = time.perf_counter()
    result = run(chosen.seed, max(1, chosen.cells // CELLS_A_DOCUMENT), chosen.processes)
    Console(width=250).print(report(result, chosen.by))
    print(f"seed {chosen.seed}, {time.perf_counter() - started:.0f} s")
    if chosen.faults:
        chosen.faults.write_text("\n".join(f"{kind}: {text}" for kind, text in sorted(result.examples)), "utf-8")
    return int(any(result.counts["all"][kind] for kind in GRAVE))


if __name__ == "__main__":
    sys.exit(main())
