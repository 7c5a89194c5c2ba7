"""What the texts for people promise: their commands run, what they show is what comes out, what they name is there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.extract.forms import read_seed
from dagster_project.paths import ROOT
from tests.conftest import OGI, Build
from tests.documents import ARCHITECTURE, DICTIONARY, architecture, dictionary

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DOCS = [*READMES, *sorted((ROOT / "docs").glob("*.md"))]
RENEW = "更新 / renew: make docs"

_BLOCK = re.compile(r"```(sh|console|python)\n(.*?)```", re.DOTALL)
_PYTHON = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
_FILE = re.compile(r"`((?:[\w-]+/)+[\w.-]*\.\w+|[\w-]+(?:/[\w-]+)*/)`")
_LINK = re.compile(r"\]\(([^)#]+)\)")
_MADE = ("parquet/", "build/")


def commands(document: Path) -> list[tuple[str, str]]:
    """Every command of a document's blocks, with what is shown below it (nothing, if nothing is)."""
    found = []
    for kind, body in _BLOCK.findall(document.read_text(encoding="utf-8")):
        if kind == "console":
            command, _, shown = body.removeprefix("$ ").partition("\n")
            found.append((command, shown))
        elif kind == "sh":
            found += [(line, "") for line in body.replace("\\\n", " ").splitlines() if line]
    return found


OURS = [
    pytest.param(command, shown, id=f"{document.name}: {command[:40]}")
    for document in DOCS
    for command, shown in commands(document)
    if command.startswith(".venv/bin/ogi")
]


@pytest.mark.parametrize(("command", "shown"), OURS)
def test_a_command_of_the_texts_runs_and_prints_what_they_show(command: str, shown: str, built: Build) -> None:
    words = shlex.split(command, comments=True)
    assert words[0] == ".venv/bin/ogi"
    result = subprocess.run(
        [OGI, *words[1:]],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "OGI_OUT": str(built.out)},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert shown in result.stdout


def test_every_make_target_that_the_texts_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {target for document in DOCS for target in re.findall(r"\bmake ([a-z]+)`", document.read_text("utf-8"))}
    shown = {command.split()[1] for document in DOCS for command, _ in commands(document) if command.startswith("make")}
    assert named | shown <= targets
    assert {"run", "test"} <= shown


@pytest.mark.parametrize("document", READMES, ids=lambda path: path.name)
def test_the_python_of_the_readme_runs_and_prints_what_it_shows(document: Path, built: Build) -> None:
    ((script, shown),) = _PYTHON.findall(document.read_text(encoding="utf-8"))
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", cwd=built.out)
    assert result.returncode == 0, result.stderr
    assert set(shown.splitlines()) <= set(result.stdout.splitlines())  # there are more files than the five


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = ([command.partition("#")[0].strip() for command, _ in commands(path)] for path in READMES)
    assert english == chinese


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_file_that_a_text_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = {name for name in _FILE.findall(text) if not name.startswith(_MADE)}
    missing = {name for name in named if not any((base / name).exists() for base in _bases())}
    assert not missing
    local = [link for link in _LINK.findall(text) if not link.startswith("http")]
    assert all((document.parent / link).exists() for link in local), local


def test_every_complaint_is_explained() -> None:
    explained = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "dagster_project" / "extract").glob("*.py")]
    of_text = {code for source in sources for code in re.findall(r'Complaint\(\s*"([a-z_]+)"', source)}
    codes = of_text - {"no_report", "extractor_failed"} | {row["code"] for row in read_seed("document_complaints")}
    assert len(of_text) > 10
    assert {code for code in codes if f"`{code}`" not in explained} == set()


def test_the_dictionary_is_that_of_the_comments() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == dictionary(), RENEW


def test_the_picture_is_that_of_the_graph() -> None:
    assert ARCHITECTURE.read_text(encoding="utf-8") == architecture(), RENEW


def _bases() -> tuple[Path, ...]:
    """Where a file may be that is named without its first folders, as beside another one."""
    return (ROOT, ROOT / "dagster_project", ROOT / "dbt" / "seeds", ROOT / "dbt" / "seeds" / "warehouse")
