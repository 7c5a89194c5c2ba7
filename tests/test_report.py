"""What a whole report says stays the same whatever mirrors, scrapers and printers do around and to its characters.

Belongs here: properties of `read_document` as a whole. The parts have tests of their own.
"""

import re
from collections.abc import Callable
from pathlib import Path

import opencc
import pytest

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


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name[:3])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: "首页 > 政务公开 > 信息公开年报\n无障碍浏览 字号:大 中 小\n浏览次数:977\n\n" + text,
        lambda text: text + "\n\n【打印本页】 【关闭窗口】\n主办单位版权所有\n",
        lambda text: text.replace("\n", "\n\n"),
        paged,
        lambda text: text.replace("\n", "\r\n"),
        opencc.OpenCC("s2t").convert,
        annotated,
        lambda text: annotated(opencc.OpenCC("s2t").convert(text)),
        lambda text: text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
    ],
    ids=[
        "navigation",
        "footer",
        "blank lines",
        "page numbers",
        "CRLF",
        "traditional",
        "pinyin",
        "traditional with pinyin",
        "wide digits",
    ],
)
def test_what_is_done_around_a_report_or_to_its_characters_changes_none_of_its_facts(
    path: Path, change: Callable[[str], str]
) -> None:
    plain = readable(path.read_text("utf-8")).text
    (before,), (after,) = read_document(plain).reports, read_document(change(plain)).reports
    assert facts(after) == facts(before)
