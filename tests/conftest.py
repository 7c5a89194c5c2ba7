"""What several test files share: the project's own inputs, and one run of the whole pipeline on inputs with faults."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagster_project.paths import ROOT

OGI = Path(sys.executable).with_name("ogi")
RAW = ROOT / "raw"
TABLES_OF_2020 = "002_bce59b32b8835914.txt"
FIVE = sorted(path.name for path in RAW.iterdir())


@dataclass(frozen=True)
class Build:
    """A run of `ogi build`: its folders, and what it said."""

    raw: Path
    out: Path
    result: subprocess.CompletedProcess[str]

    @property
    def warehouse(self) -> Path:
        return self.out / "warehouse.duckdb"


Ogi = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def ogi() -> Ogi:
    """Runs `ogi` as a user does."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [str(OGI), *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", env={**os.environ, **environment}, check=False
        )

    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, ogi: Ogi) -> Build:
    """The five inputs; one again, oddly named, with a digit and the organ changed; and files that are no reports."""
    folder = tmp_path_factory.mktemp("pipeline")
    raw, out = folder / "raw", folder / "out"
    shutil.copytree(RAW, raw)
    report = (raw / TABLES_OF_2020).read_text(encoding="utf-8")
    changed = report.replace("(一)予以公开 | 0 |", "(一)予以公开 | 7 |").replace("行政审批服务局", "财政局")
    (raw / "改过一个数字 '\"的 报告.txt").write_text(changed, encoding="gb18030")
    (raw / "empty.txt").touch()
    (raw / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (raw / "gone.txt").symlink_to("nowhere.txt")
    result = ogi("build", "--raw", raw, "--out", out)
    assert result.returncode == 0, result.stderr
    return Build(raw, out, result)
