"""Running a command and watching all its processes: wall, CPU, memory. Linux only, since it reads /proc.

Memory is PSS (proc(5), smaps_rollup): what processes share is shared out among them, so that their sum is what the
machine has to give. CPU and memory are sampled; what a process does in its last quarter of a second may be missed.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

EVERY = 0.25
"""Seconds between two looks."""
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Watched:
    """What a run took: seconds of wall and CPU, bytes of the largest process and of all together at their peak.

    `course`: at which time (seconds since 1970) so much CPU had been spent.
    """

    code: int = 0
    output: str = ""
    wall: float = 0.0
    peak_process: int = 0
    peak_tree: int = 0
    course: list[tuple[float, float]] = field(default_factory=list)
    _cpu: dict[int, float] = field(default_factory=dict)

    @property
    def cpu(self) -> float:
        """Seconds of CPU of all its processes."""
        return sum(self._cpu.values())

    def spent(self, start: float, end: float) -> float:
        """Seconds of CPU between two times."""
        before, during = (max((cpu for at, cpu in self.course if at <= time), default=0.0) for time in (start, end))
        return during - before

    def look(self, root: int) -> None:
        """Take note of what the processes below `root` have used so far."""
        memory = []
        for process in _tree(root):
            try:
                fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                self._cpu[process] = (int(fields[11]) + int(fields[12])) / _TICK
                memory.append(_pss(process))
            except OSError:  # it has just ended
                continue
        self.course.append((time.time(), self.cpu))
        self.peak_process = max(self.peak_process, *memory, 0)
        self.peak_tree = max(self.peak_tree, sum(memory))


def run(command: list[str], log: Path) -> Watched:
    """Run a command to its end, what it prints going to `log`."""
    watched, started = Watched(), time.perf_counter()
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)  # noqa: S603 - our own command
        while process.poll() is None:
            watched.look(process.pid)
            try:
                process.wait(EVERY)
            except subprocess.TimeoutExpired:
                continue
    watched.code, watched.wall = process.returncode, time.perf_counter() - started
    watched.output = log.read_text("utf-8", errors="replace")
    return watched


def _tree(root: int) -> Iterator[int]:
    """A process and all that it began, directly or not."""
    yield root
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _pss(process: int) -> int:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
