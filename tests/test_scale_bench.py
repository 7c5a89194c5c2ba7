"""The scale bench sees what it says: all processes of a run, and each file that a run put in place of another."""

import sys
from pathlib import Path

from bench import stages, watch
from tests.conftest import Build

_CHILD = "import time; taken = bytearray(b'x') * (200 << 20); time.sleep(1)"
_PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_CHILD!r}], check=True); print('done')"


def test_memory_and_cpu_of_children_count(tmp_path: Path) -> None:
    watched = watch.run([sys.executable, "-c", _PARENT], tmp_path / "log")
    assert (watched.code, watched.output) == (0, "done\n")
    assert watched.peak_tree > watched.peak_process > 200 << 20
    assert 0 < watched.spent(0, float("inf")) == watched.cpu


def test_a_run_that_fails_says_so(tmp_path: Path) -> None:
    watched = watch.run([sys.executable, "-c", "raise SystemExit('no such folder')"], tmp_path / "log")
    assert (watched.code, watched.output) == (1, "no such folder\n")


def test_a_file_that_is_replaced_by_its_like_counts_as_rewritten(tmp_path: Path) -> None:
    bronze = tmp_path / "parquet" / "bronze"
    bronze.mkdir(parents=True)
    for name in ("kept", "replaced", "dropped"):
        (bronze / name).write_text(name)
    before = stages.files(tmp_path)
    (bronze / "new").write_text("replaced")
    (bronze / "new").replace(bronze / "replaced")
    (bronze / "dropped").unlink()
    assert stages.rewritten(before, stages.files(tmp_path)) == (1, len("replaced"))


def test_the_steps_of_a_run_are_those_of_its_history_in_their_order(built: Build) -> None:
    watched = watch.Watched(course=[(0.0, 0.0), (float("inf"), 1.0)])
    steps = stages.stages(built.out, watched)
    assert [step for step in steps if step in ("raw__files", "bronze", "warehouse", "publish")] == [
        "raw__files",
        "bronze",
        "warehouse",
        "publish",
    ]
    assert all(stage.wall > 0 for stage in steps.values())
