import os
import select
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.extract.batch import INPUT, OUTPUT, extract_batch
from dagster_project.extract.schema import BRONZE
from dagster_project.load import bronze, files, pool
from dagster_project.paths import ROOT
from tests.conftest import RAW, TABLES_OF_2020


def write_all(raw: Path, folder: Path, workers: int = 1) -> list[bronze.Part]:
    """Bring bronze up to date, as the asset does; returns the parts that had to be made."""
    parts = bronze.parts(files.find(raw))
    missing = [part for part in parts if not part.exists(folder)]
    for _ in pool.run(partial(bronze.write_part, raw, folder), missing, workers=workers):
        pass
    bronze.drop_other_parts(folder, parts)
    return missing


def read(folder: Path, table: str) -> pl.DataFrame:
    return pl.read_parquet(folder / table / "*.parquet")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Enough short reports for several parts."""
    raw = tmp_path / "many"
    raw.mkdir()
    for number in range(5000):
        (raw / f"{number:05}.txt").write_text(f"第{number}号文件，不是年度报告。", encoding="utf-8")
    return raw


def test_every_part_has_the_schema_that_is_promised(tmp_path: Path) -> None:
    write_all(RAW, tmp_path)
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
    write_all(raw, tmp_path / "bronze")
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
    write_all(tmp_path / "raw", tmp_path / "bronze")
    for table, schema in BRONZE.items():
        assert read(tmp_path / "bronze", table).columns == schema.names
        assert read(tmp_path / "bronze", table).is_empty()


def test_offsets_point_at_the_characters_that_were_read(tmp_path: Path) -> None:
    write_all(RAW, tmp_path)
    texts = dict(read(tmp_path, "documents").select("path", "text").iter_rows())
    reports = dict(read(tmp_path, "reports").select("report_key", "path").iter_rows())
    cells = read(tmp_path, "cells")
    assert cells.height == 161 + 22 + 15
    for key, raw, start, end in cells.select("report_key", "raw", "start", "end").iter_rows():
        assert texts[reports[key]][start:end] == raw


def test_a_second_run_makes_nothing(tmp_path: Path) -> None:
    assert len(write_all(RAW, tmp_path)) == 1
    before = contents(tmp_path)
    assert write_all(RAW, tmp_path) == []
    assert contents(tmp_path) == before


def test_a_changed_file_makes_only_its_part_again(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bronze"
    parts = write_all(many, folder)
    assert len(parts) > 2
    (many / "02500.txt").write_text("改过。", encoding="utf-8")
    (made,) = write_all(many, folder)
    assert "02500.txt" in made.found["path"]
    assert read(folder, "documents").height == 5000


def test_a_new_file_or_one_that_went_changes_one_part(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bronze"
    write_all(many, folder)
    (many / "00000a.txt").write_text("新的。", encoding="utf-8")
    assert len(write_all(many, folder)) == 1
    (many / "00000a.txt").unlink()
    (many / "00001.txt").unlink()
    assert len(write_all(many, folder)) == 1
    assert read(folder, "documents").height == 4999


def test_pooled_and_serial_runs_give_the_same_bytes(many: Path, tmp_path: Path) -> None:
    write_all(many, tmp_path / "serial", workers=1)
    write_all(many, tmp_path / "pooled", workers=2)
    assert contents(tmp_path / "serial") == contents(tmp_path / "pooled")


def test_a_part_that_a_killed_run_left_incomplete_is_made_again(tmp_path: Path) -> None:
    write_all(RAW, tmp_path)
    before = contents(tmp_path)
    (part,) = (tmp_path / "documents").iterdir()
    part.rename(part.with_name(f".{part.name}.4711"))
    assert len(write_all(RAW, tmp_path)) == 1
    assert contents(tmp_path) == before


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
    texts = [(RAW / TABLES_OF_2020).read_text(encoding="utf-8"), "", "天气很好。"]
    rows = [{"path": f"{at}.txt", "sha256": f"{at:064}", "text": text} for at, text in enumerate(texts)]
    result = extract_batch(pa.RecordBatch.from_pylist(rows, schema=INPUT))
    assert result.schema == OUTPUT
    assert result.column("path").to_pylist() == ["0.txt", "1.txt", "2.txt"]
    assert [len(reports) for reports in result.column("reports").to_pylist()] == [1, 0, 0]
    assert [code is None for code in result.column("rejection_code").to_pylist()] == [True, False, False]


def test_an_empty_batch_is_a_batch() -> None:
    assert extract_batch(pa.RecordBatch.from_pylist([], schema=INPUT)).schema == OUTPUT
