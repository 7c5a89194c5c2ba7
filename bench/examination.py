"""Making one document, reading it, changing a digit, reading it again, and counting what came of it.

Belongs here: what happens to a document of the accuracy bench. What verdicts mean is scoring.py's, the command and its
table are accuracy.py's.
"""

import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from dagster_project.extract.records import Reading
from dagster_project.extract.report import read_document

from .generator.damage import DAMAGES
from .generator.layouts import LAYOUTS
from .generator.marks import Document
from .generator.report import Recipe, render
from .scoring import Fault, Score, score, score_mutated

SLOW = 0.25
"""Seconds of CPU that no document of a few kilobytes may take."""


@dataclass(slots=True)
class Result:
    """Counts by name of layout or damage, and examples of what went wrong: kind and text."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    examples: list[tuple[str, str]] = field(default_factory=list)

    def add(self, names: Iterable[str], counts: Counter[str]) -> None:
        """Count under each of the names."""
        for name in names:
            self.counts.setdefault(name, Counter()).update(counts)


def recipe(seed: int, number: int) -> tuple[Recipe, random.Random]:
    """The recipe of the n-th document of a seed: layouts take turns, damages are drawn, none to three."""
    rng = random.Random(f"{seed}/{number}")
    layouts, damages = list(LAYOUTS), list(DAMAGES)
    some = rng.sample(damages, rng.choices((0, 1, 2, 3), (15, 55, 20, 10))[0])
    return Recipe(layouts[number % len(layouts)], tuple(some)), rng


def examine(seed: int, numbers: Iterable[int]) -> Result:
    """Examine the documents of these numbers."""
    result = Result()
    for number in numbers:
        made, rng = recipe(seed, number)
        title = f"{made.layout} + {', '.join(made.damages) or 'nothing'} (--seed {seed} --document {number})"
        names = (f"layout {made.layout}", *(f"damage {name}" for name in made.damages or ("none",)), "all")
        document = render(made, rng)
        scored = _scored(document, partial(score, document, owed=made.owed), title, result)
        result.add(names, scored.counts + Counter(documents=1))
        if mutation := document.mutated(rng):
            changed, place = mutation
            judge = partial(score_mutated, changed, place, owed=made.owed)
            result.add(names, _scored(changed, judge, f"{title} mutated", result).counts)
    return result


def _scored(document: Document, judge: Callable[[Reading], Score], title: str, result: Result) -> Score:
    """The score of a document. Its first fault of each kind becomes an example; of cells told, only one owed."""
    started = time.process_time()
    try:
        reading = read_document(document.text)
    except Exception:
        result.examples.append(("crashed", f"{title}\n{traceback.format_exc()}"))
        return Score(Counter(crashed=1))
    spent = time.process_time() - started
    scored = judge(reading)
    if spent > SLOW:
        scored.counts["slow"] = 1
        result.examples.append(("slow", f"{title}\n  {spent:.1f} s"))
    owed = scored.counts["owed"]
    first = {fault.kind: fault for fault in reversed(scored.faults) if fault.kind != "told" or (owed and fault.owed)}
    result.examples += [(kind, f"{title}\n{explained(document, fault)}") for kind, fault in first.items()]
    return scored


def explained(document: Document, fault: Fault) -> str:
    """What was printed, what was read, and the text around it."""
    printed = "nothing" if fault.printed is None else f"{fault.printed.value} as {fault.printed.raw!r}"
    read = "nothing" if fault.read is None else f"{fault.read.value} from {fault.read.raw!r} ({fault.read.inferred})"
    at = fault.printed.start if fault.printed else fault.read.start if fault.read else 0
    around = document.text[max(0, at - 60) : at + 30]
    return f"  {' '.join(map(str, fault.place))}: printed {printed}, read {read}, {fault.proof}\n  …{around!r}…"
