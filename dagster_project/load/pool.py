"""Many tasks on all cores, whatever happens to a worker.

Belongs here: processes, their death, and starting again with what is left. Does not belong here: what a task does.
A task writes its own result, so that a finished one stays finished when its worker, or the whole run, is killed.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_FRUITLESS_POOLS = 3
_PRELOADED = ["dagster_project.load.bronze"]


def run(
    function: Callable[[Task], Result], tasks: Sequence[Task], *, workers: int | None = None
) -> Iterator[tuple[Task, Result]]:
    """Apply a function to every task, in worker processes, and yield (task, result) as each ends.

    `workers` is the number of processes, by default one a core; with one worker, or one task, all runs in this
    process. A worker that is killed costs only the tasks that were under way, which are given to a new pool. Raises
    what a task raises, and RuntimeError when three pools in a row died before finishing anything.
    """
    workers = min(workers or os.cpu_count() or 1, len(tasks))
    if workers <= 1:
        for task in tasks:
            yield task, function(task)
        return
    left, fruitless = dict(enumerate(tasks)), 0
    while left:
        before = len(left)
        try:
            for at, result in _one_pool(function, left, workers):
                yield left.pop(at), result
        except BrokenProcessPool as error:
            fruitless = fruitless + 1 if len(left) == before else 0
            if fruitless == _FRUITLESS_POOLS:
                raise RuntimeError(
                    f"工作进程反复被终止，可能是内存不足；还有 {before} 个分块未完成。请减少进程数后重试。 / "
                    f"Workers are killed again and again, perhaps for want of memory; {before} parts are left. "
                    "Try with fewer workers."
                ) from error


def _one_pool(function: Callable[[Task], Result], tasks: dict[int, Task], workers: int) -> Iterator[tuple[int, Result]]:
    """Results as they come, with the key of their task. Raises BrokenProcessPool if a worker dies."""
    # Not fork: Polars and DuckDB have threads. Not spawn: each worker would import everything anew.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_the_run) as pool:
        futures = {pool.submit(function, task): at for at, task in tasks.items()}
        for future in as_completed(futures):
            yield futures[future], future.result()


def _end_with_the_run() -> None:
    """Have this worker end when the process that began the run is killed: else it would wait for work for ever."""
    threading.Thread(target=_await_the_end, daemon=True).start()


def _await_the_end() -> None:
    run_process = multiprocessing.parent_process()
    if run_process is not None:
        run_process.join()
        os._exit(1)
