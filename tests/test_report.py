"""What a whole report says stays the same whatever mirrors, scrapers and printers do around and to its characters.

Belongs here: properties of `read_document` as a whole. The parts have tests of their own.
"""

import csv
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import cast

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.generator.archive import entry
from bench.generator.characters import READINGS
from dagster_project.extract.records import Reading, Report
from dagster_project.extract.report import read_document, read_documents
from dagster_project.extract.text import readable
from tests.conftest import RAW, TABLES_OF_2020

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


def toneless(text: str) -> str:
    plain = unicodedata.normalize("NFD", annotated(text).replace("ü", "v"))
    return "".join(one for one in plain if not unicodedata.combining(one))


def half(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "".join(change(one) if at % 3 else one for at, one in enumerate(text))


def of_radicals(text: str) -> str:
    kangxi = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
    return text.translate({ord(plain): radical for plain, radical in kangxi.items()})


CHANGES: dict[str, Callable[[str], str]] = {
    "navigation": lambda text: "首页 > 政务公开 > 信息公开年报\n无障碍浏览 字号:大 中 小\n浏览次数:977\n\n" + text,
    "more navigation": lambda text: (
        "今天是2026年3月4日 星期三\n网站首页 | 政府信息公开指南 | 政府信息公开制度 | 年度报告\n请输入关键字\n确定\n"
        + text
    ),
    "footer": lambda text: text + "\n\n【打印本页】 【关闭窗口】\n主办单位版权所有\n",
    "links": lambda text: (
        text + "\n上一篇:没有了\n相关文档:\n政务公开工作要点\n政府信息公开申请表\nCopyright © 2008-2025\n"
    ),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "page numbers": paged,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "traditional": opencc.OpenCC("s2t").convert,
    "Taiwan's characters": opencc.OpenCC("s2tw").convert,
    "half traditional": half(opencc.OpenCC("s2t").convert),
    "pinyin": annotated,
    "toneless pinyin": toneless,
    "traditional with pinyin": lambda text: annotated(opencc.OpenCC("s2t").convert(text)),
    "radicals": half(of_radicals),
    "invisible characters": half(lambda one: one + "\u200b"),
    "unbreakable blanks": lambda text: text.replace(" ", "\u00a0"),
    "wide punctuation": lambda text: text.translate(str.maketrans("(),:;", "（），：；")),
    "wide digits": lambda text: text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
}
SEED = 7
PLAIN = [number for number in range(160) if (truth := entry(SEED, number).truth).kind == "report" and truth.plain]
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
@settings(max_examples=25)
@given(plain=prose())
def test_the_same_holds_of_reports_in_prose_of_any_era(plain: str, change: Callable[[str], str]) -> None:
    (before,), (after,) = read_document(plain).reports, read_document(change(plain)).reports
    assert facts(after) == facts(before)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@settings(max_examples=5)
@given(number=st.sampled_from(PLAIN))
def test_the_same_holds_of_reports_with_tables_and_every_place_is_that_of_its_characters(
    number: int, change: Callable[[str], str]
) -> None:
    plain = readable(entry(SEED, number).text).text
    changed = change(plain)
    (before,), (after,) = read_document(plain).reports, read_document(changed).reports
    assert facts(after) == facts(before)
    for cell in (cell for table in after.tables for cell in table.cells):
        raw = changed[cell.start : cell.end]
        assert raw == cell.raw
        assert not raw.isdigit() or int(raw) == cell.value
    for claim in after.claims:
        raw = changed[claim.start : claim.end]
        assert "".join(raw.split()) in "".join(claim.sentence.split())
        assert not raw.isdigit() or int(raw) == claim.value


def test_the_heads_of_a_table_whose_figures_are_lost_make_no_second_report_of_it() -> None:
    whole = (RAW / TABLES_OF_2020).read_text("utf-8")
    at = whole.index("四、政府信息公开行政复议、行政诉讼情况")
    heads = "行政复议\n结果维持 结果纠正 其他结果 尚未审结 总计\n见附件\n"
    (before,), (after,) = read_document(whole).reports, read_document(whole[:at] + heads + whole[at:]).reports
    assert facts(after) == facts(before)


def test_page_numbers_that_count_to_the_last_cost_a_table_nothing() -> None:
    whole = (RAW / TABLES_OF_2020).read_text("utf-8")
    lines = whole.split("\n")
    pages = ["\n".join(lines[first : first + 20]) for first in range(0, len(lines), 20)]
    numbered = "\n".join(f"{page}\n{number} / {len(pages)}" for number, page in enumerate(pages, 1))
    (before,), (after,) = read_document(whole).reports, read_document(numbered).reports
    assert len(pages) > 2
    assert facts(after) == facts(before)


def test_documents_read_in_turns_are_read_as_each_is_alone() -> None:
    documents = [(path.read_text("utf-8"), path.name) for path in REPORTS]
    documents += [(one.text, one.truth.name) for one in (entry(1, number) for number in range(0, 2000, 50))]
    alone = [read_document(*document) for document in documents]
    assert read_documents(documents, lambda error: pytest.fail(str(error))) == alone


def test_what_cannot_be_read_costs_no_other_document_its_reading() -> None:
    report = REPORTS[0].read_text("utf-8")
    documents = [(report, ""), (cast(str, None), ""), (report, "")]
    failed = Reading("not_a_report", [], [])
    assert read_documents(documents, lambda _: failed) == [read_document(report), failed, read_document(report)]
