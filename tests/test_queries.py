"""What docs/queries.md promises: twenty questions, each with a query that runs and the answer that it gives."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.queries import DOCUMENT, answered, queries, sample_warehouse

pytestmark = pytest.mark.xdist_group("warehouse")

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_there_are_twenty_questions_in_chinese_and_english_each_with_one_query() -> None:
    assert len(re.findall(r"^## [0-9]+\. [^|\n]*[\u4e00-\u9fff][^|\n]* \| [^|\n]*[A-Za-z]", TEXT, re.MULTILINE)) == 20
    assert len(list(queries(TEXT))) == 20


def test_figures_of_different_scope_are_never_added_up() -> None:
    for sql in queries(TEXT):
        if re.search(r"sum\(.*\).*\bfrom marts\.fct_", sql, re.DOTALL):
            assert "scope_code" in sql, sql


def test_the_answers_are_those_of_the_five_reports(tmp_path: Path) -> None:
    assert answered(TEXT, sample_warehouse(tmp_path)) == TEXT, "更新答案 / renew them: make docs"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", " =", "\r@"])
def test_what_the_page_does_to_text_lets_a_spreadsheet_run_none(begin: str) -> None:
    (recipe,) = re.findall(r"```text\n(.*)\n```", TEXT)
    for title, shown in ((f"{begin}1+1", f"'{begin}1+1"), (f"某局{begin}", f"某局{begin}")):
        asked = duckdb.execute(f"select {recipe} from (select ? as title)", [title])  # noqa: S608 - a constant
        assert asked.fetchall() == [(shown,)]
