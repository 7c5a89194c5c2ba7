"""The notebooks run as scripts on what a run exported, and their charts say what they rest on."""

import contextlib
import http.client
import importlib.util
import os
import shlex
import socket
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


def test_the_command_of_the_readme_opens_a_notebook(built: Build) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = [line for line in readme.splitlines() if line.startswith(".venv/bin/marimo ")]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    marimo = Path(sys.executable).with_name("marimo")
    served = subprocess.Popen(
        [marimo, *shlex.split(command)[1:], "--headless", "--no-token", "--port", str(port)],
        env={**os.environ, "OGI_OUT": str(built.out)},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        assert "tour" in _page(port, served)
    finally:
        served.terminate()
        served.wait()


def _page(port: int, served: subprocess.Popen[bytes]) -> str:
    """What a server answers as soon as it does; fails if it ends before."""
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/")
            return connection.getresponse().read().decode("utf-8")
        except ConnectionError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                pytest.fail(f"marimo ended with {served.wait(0.2)}")


def _run(notebook: str) -> dict[str, Any]:
    """Run a notebook in this process; returns what its cells define."""
    spec = importlib.util.spec_from_file_location(notebook, ROOT / "notebooks" / f"{notebook}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _, definitions = module.app.run()
    return dict(definitions)
