import json
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.extract import forms
from dagster_project.places import cell_name
from tests.conftest import OGI, RAW, TABLES_OF_2020, Ogi

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.mark.parametrize("command", [[], ["build"], ["extract"], ["check"], ["trace"], ["sql"], ["ui"]])
def test_every_command_explains_itself_in_both_languages(ogi: Ogi, command: list[str]) -> None:
    result = ogi(*command, "--help")
    assert result.returncode == 0
    assert "/ " in result.stdout
    assert any("\u4e00" <= character <= "\u9fff" for character in result.stdout)


def test_extract_prints_one_object_a_report_in_the_promised_shape(ogi: Ogi) -> None:
    result = ogi("extract", RAW / TABLES_OF_2020)
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert list(found) == ["source", "report", "tables", "claims", "complaints"]
    assert list(found["source"]) == ["path", "sha256"]
    assert list(found["report"]) == [
        "ordinal",
        "title",
        "organization",
        "division_code",
        "year",
        "period_start",
        "period_end",
        "published_on",
        "layout",
        "document_class",
        "scope",
    ]
    cell = found["tables"]["applications"]["cells"]["granted"]["natural_person"]
    assert list(cell) == ["value", "state", "inferred", "raw", "start", "end"]
    text = (RAW / TABLES_OF_2020).read_text(encoding="utf-8")
    assert text[cell["start"] : cell["end"]] == cell["raw"] == "0"
    assert cell["value"] == 0


def test_extract_gives_back_every_cell_of_the_2020_report(ogi: Ogi) -> None:
    tables = json.loads(ogi("extract", RAW / TABLES_OF_2020).stdout)["tables"]
    assert {code: table["proof"] for code, table in tables.items()} == {
        "disclosure": "unchecked",
        "applications": "proved",
        "reviews": "proved",
    }
    for code, number in (("disclosure", 22), ("applications", 161), ("reviews", 15)):
        cells = [cell for row in tables[code]["cells"].values() for cell in row.values()]
        assert [(cell["value"], cell["state"]) for cell in cells] == [(0, "number")] * number


def test_a_bad_file_is_told_and_the_others_are_read(ogi: Ogi, tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(PICTURE)
    result = ogi("extract", tmp_path / "picture.txt", tmp_path / "absent.txt", RAW / TABLES_OF_2020)
    assert result.returncode == 1
    assert "picture.txt" in result.stderr
    assert "absent.txt" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_a_text_without_report_gives_its_reason(ogi: Ogi, tmp_path: Path) -> None:
    (tmp_path / "one line.txt").write_text("今天天气很好。", encoding="utf-8")
    result = ogi("extract", tmp_path / "one line.txt")
    found = json.loads(result.stdout)
    assert result.returncode == 0
    assert found["report"] is None
    assert found["complaints"][0]["message"]


def test_extract_loads_neither_dagster_nor_dbt_nor_polars() -> None:
    code = (
        "import sys; from dagster_project.cli import app;"
        f"app(['extract', {str(RAW / TABLES_OF_2020)!r}], standalone_mode=False);"
        "print({name.split('.')[0] for name in sys.modules} & {'dagster', 'dbt', 'polars', 'duckdb'}, file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert result.stderr.strip() == "set()"


def test_check_names_each_table_and_its_verdict(ogi: Ogi) -> None:
    result = ogi("check", RAW / TABLES_OF_2020)
    assert result.returncode == 0
    assert "表三 收到和处理政府信息公开申请情况：已核验" in result.stdout


def test_check_shows_where_a_table_does_not_add_up(ogi: Ogi, tmp_path: Path) -> None:
    text = (RAW / TABLES_OF_2020).read_text(encoding="utf-8")
    changed = tmp_path / "changed.txt"
    changed.write_text(text.replace("(一)予以公开 | 0 |", "(一)予以公开 | 7 |"), encoding="utf-8")
    result = ogi("check", changed)
    assert result.returncode == 2
    assert "表三 收到和处理政府信息公开申请情况：有矛盾" in result.stdout
    assert "total = natural persons + the five kinds of organization: 0 = 7 does not hold" in result.stdout
    line = next(n for n, line in enumerate(changed.read_text(encoding="utf-8").splitlines(), 1) if "| 7 |" in line)
    assert f"第 {line} 行 / line {line}  表三 · (一)予以公开 · 自然人 = 7" in result.stdout
    assert result.stdout.count("✗") == 2  # its row, and its column


def test_markup_in_a_report_is_shown_as_text(ogi: Ogi, tmp_path: Path) -> None:
    (tmp_path / "[red]x[blink].txt").write_bytes(b"")
    assert "[red]x[blink].txt" in ogi("check", tmp_path / "[red]x[blink].txt").stderr


def test_what_would_command_the_terminal_or_turn_the_writing_is_shown_instead(ogi: Ogi, tmp_path: Path) -> None:
    report = (RAW / TABLES_OF_2020).read_text(encoding="utf-8")
    changed = report.replace("(一)予以公开 | 0 |", "(一)予以公开 | 7\u202e |")
    (tmp_path / "report.txt").write_text("\x1b]0;title\x07\x9b31m某局年报\n" + changed, encoding="utf-8")
    shown = ogi("check", tmp_path / "report.txt", tmp_path / "\x1b[31m.txt")
    extracted = ogi("extract", tmp_path / "report.txt").stdout
    assert not set("\x1b\x07\x9b\u202e") & set(shown.stdout + shown.stderr + extracted)
    assert "【7】� |" in shown.stdout
    assert "�[31m.txt" in shown.stderr


def test_trace_before_any_build_says_what_to_do(ogi: Ogi, tmp_path: Path) -> None:
    result = ogi("trace", "118", OGI_OUT=str(tmp_path))
    assert result.returncode == 1
    assert "ogi build" in result.stderr


def test_build_without_an_input_folder_says_so(ogi: Ogi, tmp_path: Path) -> None:
    result = ogi("build", "--raw", tmp_path / "absent", "--out", tmp_path / "out")
    assert result.returncode == 1
    assert "absent" in result.stderr


@pytest.mark.parametrize("table", ["annex_2014", "disclosure", "applications", "reviews"])
def test_every_cell_of_every_form_has_a_name_of_its_own_in_both_languages(table: str) -> None:
    for layout in forms.layouts(table):
        cells = list(forms.form(table, layout).cells)
        for name in (cell_name, forms.place_en):
            assert len({name(table, row, column) for row, column in cells}) == len(cells)


def test_a_folder_is_told_as_such_with_what_to_do(ogi: Ogi) -> None:
    result = ogi("check", RAW)
    assert result.returncode == 1
    assert "这是文件夹" in result.stderr
    assert "ogi build --raw" in result.stderr


def test_output_cut_short_by_its_reader_is_no_error() -> None:
    with subprocess.Popen([OGI, "extract", *[RAW / TABLES_OF_2020] * 50], stdout=-1, stderr=-1) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_sql_says_what_to_do_where_nothing_is_published(ogi: Ogi, tmp_path: Path) -> None:
    result = ogi("sql", "--out", tmp_path)
    assert result.returncode == 1
    assert "ogi build" in result.stderr
