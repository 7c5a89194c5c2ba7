"""What a whole report says stays the same whatever mirrors, scrapers and printers do around and to its characters.

Belongs here: properties of `read_document` as a whole. The parts have tests of their own.
"""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.generator.characters import READINGS
from dagster_project.extract.records import Report
from dagster_project.extract.report import read_document
from dagster_project.extract.text import readable

REPORTS = sorted((Path(__file__).parents[1] / "raw").glob("00[0124]_*.txt"))
PAGE = 40  # lines


def facts(report: Report) -> list[object]:
    """All that a report says, without the places where it says it; titles in their simplified form."""
    head = report.masthead
    who = (head.organization, head.organization_kind, head.division_code, head.scope, report.document_class)
    when = (head.year, head.period_start, head.period_end, head.published_on)
    title = head.title and readable(head.title).text
    cells = [
        (table.code, table.layout, table.proof, cell.row, cell.column, cell.value, cell.state)
        for table in report.tables
        for cell in table.cells
    ]
    claims = [(claim.measure, claim.value, claim.qualifier, claim.rule) for claim in report.claims]
    return [title, who, when, report.layout, cells, claims]


def annotated(text: str) -> str:
    return re.sub(
        r"[一-鿿]", lambda found: f"{found[0]}({READINGS[found[0]]})" if found[0] in READINGS else found[0], text
    )


def paged(text: str) -> str:
    lines = text.split("\n")
    pages = ["\n".join(lines[first : first + PAGE]) for first in range(0, len(lines), PAGE)]
    return "".join(f"{page}\n- {number} -\n" for number, page in enumerate(pages, 1))


CHANGES: dict[str, Callable[[str], str]] = {
    "navigation": lambda text: "首页 > 政务公开 > 信息公开年报\n无障碍浏览 字号:大 中 小\n浏览次数:977\n\n" + text,
    "footer": lambda text: text + "\n\n【打印本页】 【关闭窗口】\n主办单位版权所有\n",
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "page numbers": paged,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "traditional": opencc.OpenCC("s2t").convert,
    "pinyin": annotated,
    "traditional with pinyin": lambda text: annotated(opencc.OpenCC("s2t").convert(text)),
    "wide digits": lambda text: text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
}
ERAS = [
    ("岳塘区审计局{year}年政府信息公开工作年度报告", 2010),
    ("桂阳县人民政府{year}年度政府信息公开工作年度报告", 2016),
    ("湖南省水利厅{year}年政府信息公开工作年度报告", 2022),
]
HEADINGS = (
    "主动公开政府信息情况",
    "依申请公开政府信息情况",
    "行政复议、行政诉讼情况",
    "收费及减免情况",
    "其他需要报告的事项",
)
SENTENCES = [
    line
    for table in sorted((Path(__file__).parent / "claims").glob("*.csv"))
    for line in csv.DictReader(table.open(encoding="utf-8"))
]


@st.composite
def prose(draw: st.DrawFn) -> str:
    """A report without tables: a title of some era and sections of a few sentences."""
    title, year = draw(st.sampled_from(ERAS))
    sentences = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4)
    sections = (
        f"{numeral}、{heading}\n{''.join(line['sentence'] for line in draw(sentences))}\n"
        for numeral, heading in zip("一二三四五", HEADINGS, strict=True)
    )
    return readable(title.format(year=year) + "\n" + "".join(sections)).text


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name[:3])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_done_around_a_report_or_to_its_characters_changes_none_of_its_facts(
    path: Path, change: Callable[[str], str]
) -> None:
    plain = readable(path.read_text("utf-8")).text
    (before,), (after,) = read_document(plain).reports, read_document(change(plain)).reports
    assert facts(after) == facts(before)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@settings(max_examples=25, deadline=None)
@given(plain=prose())
def test_the_same_holds_of_reports_in_prose_of_any_era(plain: str, change: Callable[[str], str]) -> None:
    (before,), (after,) = read_document(plain).reports, read_document(change(plain)).reports
    assert facts(after) == facts(before)
