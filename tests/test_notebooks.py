"""The notebooks run as scripts on what a run exported, and their charts say what they rest on."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dagster_project.paths import ROOT
from tests.conftest import Build

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_as_a_script(notebook: Path, built: Build) -> None:
    environment = {**os.environ, "OGI_OUT": str(built.out)}
    script = subprocess.run([sys.executable, notebook], capture_output=True, encoding="utf-8", env=environment)
    assert script.returncode == 0, script.stderr


@pytest.mark.parametrize(
    ("notebook", "chart"), [("tour", "proof_chart"), ("outcomes", "group_chart"), ("outcomes", "ground_chart")]
)
def test_a_chart_is_drawn_and_says_of_how_many_reports(
    notebook: str, chart: str, built: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OGI_OUT", str(built.out))
    drawn = _run(notebook)[chart]
    title = drawn.to_dict()["title"]
    said = title if isinstance(title, str) else title["subtitle"]
    assert any(character.isdigit() for character in said), said
    drawn.save(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")


def _run(notebook: str) -> dict[str, Any]:
    """Run a notebook in this process; returns what its cells define."""
    spec = importlib.util.spec_from_file_location(notebook, ROOT / "notebooks" / f"{notebook}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _, definitions = module.app.run()
    return dict(definitions)
