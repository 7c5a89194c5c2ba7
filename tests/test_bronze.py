import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.extract.batch import INPUT, OUTPUT, extract_batch
from dagster_project.extract.schema import BRONZE
from dagster_project.load import bronze, files, parts, pool
from dagster_project.paths import ROOT
from tests.conftest import RAW, TABLES_OF_2020


def bring_up_to_date(raw: Path, folder: Path, again: Collection[str] = (), workers: int = 1) -> parts.Plan:
    """What the asset does; returns what had to be done."""
    plan = parts.plan(files.find(raw), bronze.listed(folder), again)
    for _ in pool.run(partial(bronze.write_part, raw, folder), plan.made, workers=workers):
        pass
    bronze.drop_other_parts(folder, [*plan.stays, *(part.name for part in plan.made)])
    return plan


def read(folder: Path, table: str) -> pl.DataFrame:
    return pl.read_parquet(folder / table / "*.parquet")


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """What bronze holds, in whichever parts."""
    return {table: read(folder, table).sort(pl.all()).rows() for table in BRONZE}


def paths_in(folder: Path) -> list[str]:
    return sorted(read(folder, "documents")["path"])


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, and which it is."""
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_ino) for file in folder.rglob("*") if file.is_file()}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Enough short documents for several parts."""
    raw = tmp_path / "many"
    raw.mkdir()
    for number in range(1000):
        (raw / f"{number:04}.txt").write_text(f"第{number}号文件，不是年度报告。", encoding="utf-8")
    return raw


def test_every_part_has_the_schema_that_is_promised(tmp_path: Path) -> None:
    bring_up_to_date(RAW, tmp_path)
    for table, schema in BRONZE.items():
        (part,) = (tmp_path / table).iterdir()
        assert pq.read_schema(part) == schema


def test_every_file_ends_as_reports_or_as_a_rejection(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_bytes((RAW / TABLES_OF_2020).read_bytes())
    (raw / "copy.txt").write_bytes((RAW / TABLES_OF_2020).read_bytes())
    (raw / "empty.txt").touch()
    (raw / "gone.txt").symlink_to("nowhere")
    (raw / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    bring_up_to_date(raw, tmp_path / "bronze")
    documents = read(tmp_path / "bronze", "documents").sort("path")
    assert documents.select("path", "reports", "rejection_code").rows() == [
        ("a.txt", 1, None),
        ("copy.txt", 0, "duplicate_file"),
        ("empty.txt", 0, "empty_file"),
        ("gone.txt", 0, "dangling_link"),
        ("picture.txt", 0, "not_text"),
    ]
    complaints = read(tmp_path / "bronze", "complaints").filter(pl.col("report_key").is_null())
    rejected = documents.filter(pl.col("rejection_code").is_not_null())
    assert set(rejected.select("path", "rejection_code").rows()) <= set(complaints.select("path", "code").rows())


def test_no_files_make_empty_tables_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    bring_up_to_date(tmp_path / "raw", tmp_path / "bronze")
    for table, schema in BRONZE.items():
        assert read(tmp_path / "bronze", table).columns == schema.names
        assert read(tmp_path / "bronze", table).is_empty()


def test_offsets_point_at_the_characters_that_were_read(tmp_path: Path) -> None:
    bring_up_to_date(RAW, tmp_path)
    texts = dict(read(tmp_path, "documents").select("path", "text").iter_rows())
    reports = dict(read(tmp_path, "reports").select("report_key", "path").iter_rows())
    cells = read(tmp_path, "cells")
    assert cells.height == 161 + 22 + 15
    for key, raw, start, end in cells.select("report_key", "raw", "start", "end").iter_rows():
        assert texts[reports[key]][start:end] == raw


def test_when_nothing_is_new_nothing_is_written(tmp_path: Path) -> None:
    assert bring_up_to_date(RAW, tmp_path).counts.new == 5
    before = stamps(tmp_path)
    plan = bring_up_to_date(RAW, tmp_path)
    assert (plan.made, plan.counts.reused, plan.counts.new) == ([], 5, 0)
    assert stamps(tmp_path) == before


def test_new_files_are_read_into_a_part_of_their_own(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bronze"
    bring_up_to_date(many, folder)
    before = stamps(folder)
    (many / "0000a.txt").write_text("新的。", encoding="utf-8")
    (made,) = bring_up_to_date(many, folder).made
    assert made.found["path"].to_list() == ["0000a.txt"]
    assert before.items() <= stamps(folder).items()
    assert paths_in(folder) == sorted(path.name for path in many.iterdir())


def test_of_a_part_with_a_changed_or_missing_file_the_others_are_copied_not_read(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bronze"
    assert len(bring_up_to_date(many, folder).made) == 4
    before = stamps(folder)
    (many / "0002.txt").write_text("改过。", encoding="utf-8")
    (many / "0003.txt").unlink()
    plan = bring_up_to_date(many, folder)
    copy, read_anew = plan.made
    assert (copy.is_copy, copy.found.height) == (True, 254)
    assert (read_anew.is_copy, read_anew.found["path"].to_list()) == (False, ["0002.txt"])
    assert (plan.counts.changed, plan.counts.gone, plan.counts.reused) == (1, 1, 998)
    assert len(before.items() & stamps(folder).items()) == len(before) * 3 // 4
    bring_up_to_date(many, tmp_path / "fresh")
    assert rows(folder) == rows(tmp_path / "fresh")


def test_what_changed_in_the_reader_is_read_again_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_up_to_date(RAW, tmp_path)
    monkeypatch.setattr(parts, "reader_version", lambda: "another")
    counts = bring_up_to_date(RAW, tmp_path).counts
    assert (counts.read_again, counts.reused, counts.other_reader) == (5, 0, True)
    assert "the reader has changed" in counts.told()


def test_a_file_a_folder_or_all_can_be_read_again(tmp_path: Path) -> None:
    raw, folder = tmp_path / "raw", tmp_path / "bronze"
    shutil.copytree(RAW, raw / "2021")
    (raw / "2021x.txt").write_text("不是年度报告。", encoding="utf-8")
    bring_up_to_date(raw, folder)
    before = rows(folder)
    for named, documents in (([f"2021/{TABLES_OF_2020}"], 1), (["2021"], 5), (["2021/"], 5), (["."], 6)):
        counts = bring_up_to_date(raw, folder, named).counts
        assert (counts.read_again, counts.reused) == (documents, 6 - documents)
        assert rows(folder) == before
    with pytest.raises(LookupError, match="2022"):
        bring_up_to_date(raw, folder, ["2022"])


def test_parts_stay_few_and_hold_the_same_however_often_some_are_added(tmp_path: Path) -> None:
    raw, folder = tmp_path / "raw", tmp_path / "bronze"
    raw.mkdir()
    for number in range(80):
        (raw / f"{number}.txt").write_text(f"第{number}号文件，不是年度报告。", encoding="utf-8")
        bring_up_to_date(raw, folder)
        assert len(list((folder / "documents").iterdir())) <= 2 * 9
    bring_up_to_date(raw, tmp_path / "fresh")
    assert rows(folder) == rows(tmp_path / "fresh")


def test_pooled_and_serial_runs_give_the_same_bytes(many: Path, tmp_path: Path) -> None:
    bring_up_to_date(many, tmp_path / "serial", workers=1)
    bring_up_to_date(many, tmp_path / "pooled", workers=2)
    assert contents(tmp_path / "serial") == contents(tmp_path / "pooled")


@pytest.mark.parametrize("lost", ["documents", "cells", "parts"])
def test_a_part_of_which_a_file_is_missing_is_made_again(tmp_path: Path, lost: str) -> None:
    bring_up_to_date(RAW, tmp_path)
    before = contents(tmp_path)
    (part,) = (tmp_path / lost).iterdir()
    part.rename(part.with_name(f".{part.stem}.4711"))
    assert len(bring_up_to_date(RAW, tmp_path).made) == 1
    assert contents(tmp_path) == before


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from tests.test_bronze import bring_up_to_date
raw, folder, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
def kill(event, _):
    global left
    if event in ("os.rename", "os.remove"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(kill)
bring_up_to_date(raw, folder)
"""


# Two parts are made, one copied and one read, seven files each; then the seven of one are deleted.
@pytest.mark.parametrize("operation", [1, 7, 8, 14, 15, 16, 21])
def test_a_run_that_is_killed_at_any_file_leaves_what_the_next_makes_whole(tmp_path: Path, operation: int) -> None:
    raw, folder = tmp_path / "raw", tmp_path / "bronze"
    shutil.copytree(RAW, raw)
    bring_up_to_date(raw, folder)
    (raw / "new.txt").write_text("新的。", encoding="utf-8")
    (raw / TABLES_OF_2020).unlink()
    command = [sys.executable, "-c", KILLED_AT, str(raw), str(folder), str(operation)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    bring_up_to_date(raw, folder)
    bring_up_to_date(raw, tmp_path / "fresh")
    assert rows(folder) == rows(tmp_path / "fresh")
    assert not list(folder.rglob(".*"))


def kill_the_first_worker(folder: Path, task: int) -> int:
    """Kill the own process, once: `mkdir` succeeds for one worker only."""
    if task == 3:
        try:
            (folder / "killed").mkdir()
        except FileExistsError:
            pass
        else:
            os.kill(os.getpid(), signal.SIGKILL)
    with (folder / f"{task}").open("a", encoding="utf-8") as file:
        file.write("done\n")
    return task * task


def kill_every_worker(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_worker_costs_no_result(tmp_path: Path) -> None:
    results = list(pool.run(partial(kill_the_first_worker, tmp_path), range(20), workers=2))
    assert (tmp_path / "killed").exists()
    assert sorted(results) == [(task, task * task) for task in range(20)]


def killed_once(flag: Path, write: Callable[[parts.Part], int], part: parts.Part) -> int:
    """Write a part; the first worker that gets so far is killed as a file of it is to appear."""

    def kill(event: str, _: object) -> None:
        if event == "os.rename" and not flag.exists():
            flag.mkdir()
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(kill)
    return write(part)


def test_what_a_killed_worker_had_begun_is_written_by_another(many: Path, tmp_path: Path) -> None:
    serial, pooled = tmp_path / "serial", tmp_path / "pooled"
    bring_up_to_date(many, serial, workers=1)
    plan = parts.plan(files.find(many), bronze.listed(pooled))
    write = partial(killed_once, tmp_path / "killed", partial(bronze.write_part, many, pooled))
    assert len(list(pool.run(write, plan.made, workers=2))) == len(plan.made)
    assert (tmp_path / "killed").exists()
    bronze.drop_other_parts(pooled, [part.name for part in plan.made])
    assert contents(pooled) == contents(serial)


def loaded(names: Collection[str], _: int) -> set[str]:
    return sys.modules.keys() & set(names)


def test_workers_load_nothing_that_they_do_not_need() -> None:
    heavy = partial(loaded, ["dagster", "dbt", "duckdb", "pandas"])
    assert [names for _, names in pool.run(heavy, range(4), workers=2)] == [set()] * 4


def test_workers_that_always_die_are_given_up() -> None:
    with pytest.raises(RuntimeError, match="Workers are killed again and again"):
        list(pool.run(kill_every_worker, range(4), workers=2))


def tell_the_own_pid_and_wait(pipe: Path) -> None:
    with pipe.open("w", encoding="utf-8") as told:
        told.write(f"{os.getpid()}\n")
    signal.pause()


def test_workers_of_a_killed_run_end_too(tmp_path: Path) -> None:
    pipes = [tmp_path / "one", tmp_path / "two"]
    for pipe in pipes:
        os.mkfifo(pipe)
    code = (
        "from pathlib import Path; from tests.test_bronze import tell_the_own_pid_and_wait as wait;"
        f"from dagster_project.load.pool import run; list(run(wait, {pipes!r}, workers=2))"
    ).replace("PosixPath", "Path")
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as run:
        workers = [os.pidfd_open(int(pipe.read_text(encoding="utf-8"))) for pipe in pipes]
        run.kill()
    for worker in workers:
        ended, _, _ = select.select([worker], [], [], 60)
        assert ended


def test_what_a_task_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        list(pool.run(partial(divmod, 1), [1, 0, 2], workers=2))


def test_a_batch_has_one_row_a_document_in_order() -> None:
    times = 20  # more than are read together
    texts = [(RAW / TABLES_OF_2020).read_text(encoding="utf-8"), "", "天气很好。"] * times
    rows = [{"path": f"{at}.txt", "sha256": f"{at:064}", "text": text} for at, text in enumerate(texts)]
    result = extract_batch(pa.RecordBatch.from_pylist(rows, schema=INPUT))
    assert result.schema == OUTPUT
    assert result.column("path").to_pylist() == [row["path"] for row in rows]
    assert [len(reports) for reports in result.column("reports").to_pylist()] == [1, 0, 0] * times
    assert [code is None for code in result.column("rejection_code").to_pylist()] == [True, False, False] * times


def test_an_empty_batch_is_a_batch() -> None:
    assert extract_batch(pa.RecordBatch.from_pylist([], schema=INPUT)).schema == OUTPUT
