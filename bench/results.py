"""What the scale bench measured, as Markdown tables and one picture, for the terminal and for bench/README.md.

Belongs here: layout of results. Does not belong here: measuring (scale.py). `python -m bench.results RESULTS.json`
puts an earlier run's results into the README.
"""

import argparse
import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import altair as alt

README = Path(__file__).with_name("README.md")
PICTURE = README.with_name("scale.svg")
_PLACE = re.compile(r"(?<=<!-- scale -->\n).*(?=<!-- /scale -->)", re.S)

Results = dict[str, Any]
"""As scale.py writes them."""


def machine() -> str:
    """The machine and the day, in a line; how busy it is, since it decides what the times are worth."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}, "
        f"load {os.getloadavg()[0]:.1f} at the start"
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def _runs(results: Results) -> str:
    """Every run of the pipeline; first those that are start-up."""
    nothing, one_more = results["start_up"]
    first = results["sizes"][0]["steps"][0]
    rows = [_run(step, "", "", "") for step in (nothing, one_more)]
    for size in results["sizes"]:
        whole, nothing_new = size["steps"][:2]
        for step in size["steps"]:
            if step is whole:
                cost = f"{step['cpu'] / step['documents'] / (first['cpu'] / first['documents']):.2f} × a report"
            else:
                cost = f"{100 * step['cpu'] / whole['cpu']:.0f} % of all"
            start_up = nothing if step is nothing_new else one_more
            rows.append(_run(step, cost, _beyond(start_up, step, whole), _beyond(nothing_new, step, whole)))
    heads = (
        "run", "wall s", "CPU s", "CPU ms a document", "CPU against", "beyond start-up", "beyond nothing new",
        "MiB, largest process", "MiB, all", "files rewritten",
    )  # fmt: skip
    return _table(heads, rows)


def _beyond(least: Results, step: Results, whole: Results) -> str:
    """The CPU of a run against that of a full build, of both what is more than the least."""
    return f"{100 * (step['cpu'] - least['cpu']) / (whole['cpu'] - least['cpu']):.1f} %"


def _run(step: Results, *costs: str) -> Sequence[str]:
    return (
        f"{step['documents']:,}, {step['name']}",
        f"{step['wall']:,.0f}",
        f"{step['cpu']:,.1f}",
        f"{1000 * step['cpu'] / step['documents']:.1f}",
        *costs,
        f"{step['peak_process'] / 2**20:,.0f}",
        f"{step['peak_tree'] / 2**20:,.0f}",
        f"{step['files_rewritten']} ({step['bytes_rewritten'] / 1e6:,.1f} MB)",
    )


def _stages(results: Results) -> str:
    """The steps of the full builds: milliseconds of CPU a document, and seconds of wall."""
    wholes = [size["steps"][0] for size in results["sizes"]]
    names = dict.fromkeys(name for whole in wholes for name in whole["stages"])
    rows = [
        (name, *(f"{1000 * whole['stages'].get(name, (0, 0))[1] / whole['documents']:.2f}" for whole in wholes),
         *(f"{whole['stages'].get(name, (0, 0))[0]:.0f}" for whole in wholes))
        for name in names
    ]  # fmt: skip
    heads = (*(f"ms, {whole['documents']:,}" for whole in wholes), *(f"s, {whole['documents']:,}" for whole in wholes))
    return _table(("step of a full build", *heads), rows)


def _increments(results: Results) -> str:
    """The steps of the runs with 1% more: seconds of CPU, beside that with one document more."""
    increments = [results["start_up"][1], *(size["steps"][2] for size in results["sizes"])]
    names = dict.fromkeys(name for step in increments for name in step["stages"])
    rows = [(name, *(f"{step['stages'].get(name, (0, 0))[1]:.1f}" for step in increments)) for name in names]
    return _table(("step of a run with 1% more, CPU s", *(f"{step['documents']:,}" for step in increments)), rows)


def _nodes(results: Results) -> str:
    """The slowest models of the largest full build, and what they took at other sizes."""
    wholes = [size["steps"][0] for size in results["sizes"]]
    rows = [
        (f"`{name.rpartition('.')[2]}`", *(f"{whole['nodes'].get(name, 0):.2f}" for whole in wholes))
        for name in wholes[-1]["nodes"]
    ]
    return _table(("slowest of dbt, s", *(f"{whole['documents']:,}" for whole in wholes)), rows)


def _extraction(results: Results) -> str:
    rows = [
        (kind, f"{characters:,.0f}", f"{reading:.0f}", f"{extracting:,.0f}", f"{extracting / reading:.0f}")
        for kind, (characters, reading, extracting) in results["extraction"].items()
    ]
    return _table(("documents of the archive", "characters", "read µs", "extract µs", "ratio"), rows)


def _engine(results: Results) -> str:
    """The CPU of the step that makes bronze, against that of extraction alone."""
    alone = results["extraction"]["archive"][2] / 1000
    rows = []
    for size in results["sizes"]:
        spent = 1000 * size["steps"][0]["stages"]["bronze"][1] / size["size"]
        rows.append((f"{size['size']:,}", f"{spent:.2f}", f"{alone:.2f}", f"{100 * (spent / alone - 1):.0f} %"))
    return _table(("documents", "bronze, CPU ms a document", "extraction alone", "overhead"), rows)


def _sizes(results: Results) -> str:

    def cell(size: Results, name: str) -> str:
        taken = size["sizes"][name]
        return f"{taken / 1e6:,.1f} ({taken / size['text_bytes']:.2f})"

    rows = [(name, *(cell(size, name) for size in results["sizes"])) for name in results["sizes"][0]["sizes"]]
    return _table(("MB on disk (against the text)", *(f"{size['size']:,}" for size in results["sizes"])), rows)


def _queries(results: Results) -> str:
    last = results["sizes"][-1]["queries"]
    slowest = sorted(last, key=lambda title: -last[title])[:5]
    rows = [
        (title.partition(" | ")[2] or title, *(f"{1000 * size['queries'][title]:,.0f}" for size in results["sizes"]))
        for title in slowest
    ]
    return _table(
        (f"slowest of {len(last)} queries, ms", *(f"{size['size']:,}" for size in results["sizes"])),
        rows,
    )


def _agreement(results: Results) -> str:
    names = [line[0] for line in results["sizes"][-1]["agreement"]]
    found = [
        {name: f"{agree:,} of {whole:,}" for name, whole, agree, _ in size["agreement"]} for size in results["sizes"]
    ]
    rows = [(name, *(of_size[name] for of_size in found)) for name in names]
    return _table(("what came out is what went in", *(f"{size['size']:,}" for size in results["sizes"])), rows)


def markdown(results: Results) -> str:
    """All tables."""
    tables = (_runs, _stages, _increments, _nodes, _extraction, _engine, _sizes, _queries, _agreement)
    return f"{results['machine']}, seed {results['seed']}.\n\n" + "\n".join(table(results) for table in tables)


def picture(results: Results) -> alt.Chart:
    """CPU a document of the full builds by size, in steps as they follow each other; small ones together."""
    steps = _large_steps(results)
    rows = []
    for size in results["sizes"]:
        whole = size["steps"][0]
        spent = {step: whole["stages"][step][1] for step in steps}
        spent["start-up and the rest"] = whole["cpu"] - sum(spent.values())
        rows += [
            {"documents": f"{size['size']:,}", "step": step, "at": at, "ms": 1000 * cpu / size["size"]}
            for at, (step, cpu) in enumerate(spent.items())
        ]
    order = [*steps, "start-up and the rest"]
    return (
        alt.Chart(alt.Data(values=rows), title="CPU a document, raw to published", width=420, height=160)
        .mark_bar()
        .encode(
            x=alt.X("ms:Q", title="ms of CPU a document"),
            y=alt.Y("documents:N", sort=None, title="documents"),
            color=alt.Color("step:N", title="step", sort=order),
            order=alt.Order("at:Q"),
        )
    )


def _large_steps(results: Results) -> list[str]:
    """The steps that take a hundredth of a full build or more, at some size."""
    wholes = [size["steps"][0] for size in results["sizes"]]
    names = dict.fromkeys(name for whole in wholes for name in whole["stages"])
    return [
        name for name in names if any(whole["stages"].get(name, (0, 0))[1] > whole["cpu"] / 100 for whole in wholes)
    ]


def into_readme(results: Results) -> None:
    """Put tables and picture into bench/README.md, between its marks."""
    picture(results).save(PICTURE)
    body = f"\n{markdown(results)}\n![CPU a document by size and step]({PICTURE.name})\n\n"
    README.write_text(_PLACE.sub(lambda _: body, README.read_text("utf-8")), "utf-8")


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.results", description=(__doc__ or "").split("\n")[0])
    options.add_argument("file", type=Path)
    results = json.loads(options.parse_args().file.read_text("utf-8"))
    print(markdown(results))
    into_readme(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
