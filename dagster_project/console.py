"""How the command line shows things: progress, the outcome of a run, lines and errors.

Belongs here: layout on the terminal. Does not belong here: commands (cli.py), what the lines say.
"""

import re
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text

from dagster_project.load.progress import Progress

if TYPE_CHECKING:  # run.py brings Polars and DuckDB, which most commands can do without
    from dagster_project.run import Outcome


# Characters that would act on the terminal rather than show on it: those that command it, and those that turn writing.
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def say(line: RenderableType) -> None:
    """Print a line on standard output, as it is: text of reports is taken neither for markup nor for a command."""
    _plain().print(_inert(line))


def complain(line: str) -> None:
    """Print a line on standard error, likewise."""
    _plain(stderr=True).print(_inert(line), style="red")


def _plain(stderr: bool = False) -> Console:
    return Console(stderr=stderr, soft_wrap=True, highlight=False, markup=False, emoji=False)


def _inert(line: RenderableType) -> RenderableType:
    """The same with a � for each character that would act."""
    if isinstance(line, Text):
        line.plain = ACTING.sub("�", line.plain)
    return ACTING.sub("�", line) if isinstance(line, str) else line


class _Rate(ProgressColumn):
    """How many things a second are done."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")


class Bars(Progress):
    """Progress on a terminal: a line a step, and a bar with rate and time left where the length of the way is known."""

    def __init__(self, terminal: TextIO) -> None:
        self._console = Console(file=terminal, soft_wrap=True, highlight=False)
        self._bars = RichProgress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bars.stop()

    def step(self, name: str, total: int | None = None) -> None:
        """Print the next step, and begin its bar."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._console.print(f"· {name}")
        self._task = self._bars.add_task(name, total=total)

    def advance(self, count: int) -> None:
        """Move the bar."""
        if self._task is not None:
            self._bars.advance(self._task, count)


def summary(outcome: "Outcome") -> Table:
    """The outcome of a run as a short table."""
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in (
        ("文件 / files", outcome.files),
        ("报告 / reports", outcome.reports),
        ("其中样例，不计入统计 / of these samples, not counted", outcome.samples),
        ("表：已核验 / tables proved", outcome.tables.get("proved", 0)),
        ("表：有矛盾 / contradicted", outcome.tables.get("contradicted", 0)),
        ("表：不完整 / incomplete", outcome.tables.get("incomplete", 0)),
        ("表：无勾稽关系 / unchecked", outcome.tables.get("unchecked", 0)),
        ("表：空白 / blank", outcome.tables.get("blank", 0)),
        ("隔离的表 / tables in quarantine", outcome.quarantined),
        ("未收录 / rejected files", len(outcome.rejected)),
    ):
        table.add_row(name, "—" if count is None else f"{count:,}")
    return table
