"""One run at a time may write to paths.out(), be it from the command line or from the Dagster UI.

Belongs here: the lock of a run and who holds it. Does not belong here: what a run does.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from dagster_project import paths


class BusyError(RuntimeError):
    """Another run is writing to the same place; the message says which, and what to do."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"另一次运行（{holder}）正在写入 {paths.out()}。请等它结束，或先将它终止。"
            f" / Another run ({holder}) is writing to {paths.out()}. Wait for it to end, or end it first."
        )


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Keep other runs from the same output, in the name of this one. Raises BusyError if there is one already.

    The lock is let go of even if this process is killed.
    """
    paths.build().mkdir(parents=True, exist_ok=True)
    with (paths.build() / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise BusyError(lock.read()) from error
        lock.truncate(0)
        lock.write(f"{name}, {datetime.now():%H:%M:%S}, pid {os.getpid()}")
        lock.flush()
        yield
