"""Whose report, for which time, published when: one case a line."""

import re
from datetime import date
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.extract import dates, masthead
from dagster_project.extract.forms import read_seed
from dagster_project.extract.records import Complaint, DocumentClass, Masthead
from dagster_project.extract.text import readable
from dagster_project.extract.titles import titles

RAW = Path(__file__).parents[1] / "raw"


def read_whole(raw: str, name: str = "", document_class: DocumentClass = "report") -> tuple[Masthead, list[Complaint]]:
    document = readable(raw)
    end = len(document.text)
    return masthead.read(document, 0, end, titles(document.text, 0, end), name=name, document_class=document_class)


def read(raw: str, name: str = "") -> Masthead:
    return read_whole(raw, name)[0]


def complaints(raw: str, name: str = "") -> list[str]:
    return [one.code for one in read_whole(raw, name)[1]]


def test_the_five_reports_are_known() -> None:
    found = {path.name[:3]: read(path.read_text("utf-8")) for path in RAW.glob("00[0124]_*.txt")}
    told = {
        key: (m.organization, m.division_code, m.year, m.published_on, m.organization_kind) for key, m in found.items()
    }
    assert told == {
        "000": ("岳塘区人民政府", "430304", 2012, date(2013, 3, 20), "government"),
        "001": ("宣城市人民防空办公室", "341800", 2017, None, "department"),
        "002": ("衡山县行政审批服务局", "430423", 2020, date(2021, 1, 21), "department"),
        "004": ("荷花镇人民政府", "530522", 2014, date(2015, 2, 15), "township"),
    }


@pytest.mark.parametrize("path", sorted(RAW.glob("00[0124]_*.txt")), ids=lambda path: path.name[:3])
@pytest.mark.parametrize(
    "change",
    [
        opencc.OpenCC("s2t").convert,
        lambda text: re.sub("([政府报局镇])", r"\1(zhèng)", text),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "首页 > 政务公开\n无障碍浏览\n\n" + text,
        lambda text: text + "\n\n关闭窗口\n打印本页\n",
        lambda text: text.replace("\n\n", "\n\n\n\n"),
    ],
    ids=["traditional", "pinyin", "CRLF", "navigation", "footer", "blank lines"],
)
def test_what_mirrors_do_changes_no_masthead(path: Path, change) -> None:
    text = readable(path.read_text("utf-8")).text
    assert read(change(text)) == read(text)


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("2012年岳塘区政府信息公开工作年度报告", "岳塘区", 2012),
        ("岳塘区2012年政府信息公开工作年度报告", "岳塘区", 2012),
        ("衡山县行政审批服务局2020年政府信息公开工作报告", "衡山县行政审批服务局", 2020),
        ("荷花镇政府信息公开工作2014年度报告", "荷花镇", 2014),
        ("洪泽区人民政府\n2023 年政府信息公开工作年度报告", "洪泽区人民政府", 2023),
        ("随州市人民政府\n随州市审计局2021年政府信息公开工作年度报告", "随州市审计局", 2021),
        ("广昌县长桥乡2019年政府信息公开年度工作报告", "广昌县长桥乡", 2019),
        ("塘浦镇2009年政府信息公开工作年报", "塘浦镇", 2009),
        ("2020年度天门市公安局2020年度政府信息公开工作年度报告", "天门市公安局", 2020),
        ("2019年度政府信息公开年度工作报告", None, 2019),
        ("会昌县中村乡2020年政府信息公开工作⏎年度报告".replace("⏎", "\n"), "会昌县中村乡", 2020),
        ("沭阳县房管局2023年政府信息公开年度工作⏎报 告".replace("⏎", "\n"), "沭阳县房管局", 2023),
        ("二〇一三年度上虞市谢塘镇政府信息公开年度报告", "上虞市谢塘镇", 2013),
        ("洪泽区人民政府信息公开年报（2021年）", "洪泽区人民政府", 2021),
        ("县人民政府政府信息公开工作年度报告\n(2021年度)", "县人民政府", 2021),
        ("《国家税务总局衡山县税务局2020年政府信息公开工作年度报告》", "国家税务总局衡山县税务局", 2020),
        ("首页 > 政府信息公开 > 湛江海关2022年政府信息公开工作年度报告", "湛江海关", 2022),
        ("关于公布桂阳县统计局2018年政府信息公开年度报告的公告", "桂阳县统计局", 2018),
        ("下关区2009年政府信息公开年度报告 根据《条例》要求，特向社会公布", "下关区", 2009),
        ("桂阳县统计局2020年政府信息公开工作年度报告.docx", "桂阳县统计局", 2020),
        (
            "无障碍 您的位置：首页 > 年报 索引号：48-4/2019-004 发布日期：2019-01-12 【字体：大 中 小】 打印 关闭"
            " 2018年度南澳县卫生健康委员会政府信息公开年度工作报告 根据《条例》的规定，现公布如下。",
            "南澳县卫生健康委员会",
            2018,
        ),
        (
            "网站首页 政务公开 互动交流 桂阳县审计局 政府信息公开 桂阳县审计局 二〇一五年度 政府信息公开工作 年度报告"
            " 一、概述 略",
            "桂阳县审计局",
            2015,
        ),
        ("浏览次数：1791 桂阳县统计局2020 年政府信息公开工作年度报告\n正文", "桂阳县统计局", 2020),
        ("2019年桂阳县仁义镇政府信息公开工作报告。", "桂阳县仁义镇", 2019),
        ("桂阳县仁义镇人民政府2019年度政府信息公开工作自查报告", "桂阳县仁义镇人民政府", 2019),
        ("桂阳县审计局2013年度信息公开工作总结及2014年工作计划", "桂阳县审计局", 2013),
        ("市残联政府信息公开工作年度报告", "市残联", None),
    ],
)
def test_a_title_is_found_however_it_is_set(title: str, name: str | None, year: int | None) -> None:
    text = readable(title + "\n\n一、总体情况\n").text
    found = masthead.best(titles(text, 0, len(text)), len(text))
    assert found is not None
    assert (found.name, found.year) == (name, year)


@pytest.mark.parametrize(
    "line",
    [
        "根据《条例》要求，现公布2012年岳塘区信息公开工作年度报告。",
        "按要求公开了2019年政府信息公开工作年度报告，指导部门编制了政府信息公开工作年报。",
        "详见此文第三大点“收到和处理政府信息公开申请情况”",
        "县政府办《关于编制和公布政府信息公开工作年度报告》的相关要求",
        "2020年政府工作报告",
        "县政府公开了2019年政府信息公开工作年度报告。",
        "我局按时公布了 桂阳县审计局2019年政府信息公开工作年度报告 ，并在网站公布。",
        "网站更新及时。 按时公布 桂阳县审计局2019年政府信息公开工作年度报告 等。",
    ],
)
def test_a_sentence_is_no_title(line: str) -> None:
    text = readable("导言。\n" + line + "\n正文").text
    assert titles(text, 0, len(text)) == ()


@pytest.mark.parametrize(
    ("raw", "organization", "division"),
    [
        ("淮安市洪泽区人民政府2024年政府信息公开工作年度报告", "淮安市洪泽区人民政府", "320813"),
        ("2008年洪泽县政府信息公开工作年度报告", "洪泽县人民政府", "320829"),
        ("国家税务总局衡山县税务局2020年政府信息公开工作年度报告", "国家税务总局衡山县税务局", "430423"),
        ("国家统计局腾冲调查队2020年政府信息公开工作年度报告", "国家统计局腾冲调查队", "530581"),
        ("北京市朝阳区人民政府2020年政府信息公开工作年度报告", "北京市朝阳区人民政府", "110105"),
        ("长春市朝阳区审计局2020年政府信息公开工作年度报告", "长春市朝阳区审计局", "220104"),
        ("朝阳区人民政府2020年政府信息公开工作年度报告", "朝阳区人民政府", None),
        ("湛江海关2022年政府信息公开工作年度报告", "湛江海关", "440800"),
        ("上海证监局2022年政府信息公开工作年度报告", "上海证监局", "310000"),
        ("朝阳区人民政府2020年政府信息公开工作年度报告\n联系电话：010-65099174", "朝阳区人民政府", "110105"),
        ("朝阳区人民政府2020年政府信息公开工作年度报告\n地址：长春市前进大街1855号", "朝阳区人民政府", "220104"),
        ("鼓楼区司法局2021年政府信息公开工作年度报告\n闽ICP备05000001号", "鼓楼区司法局", "350102"),
        ("鼓楼区司法局2021年政府信息公开工作年度报告\n网站标识码:3201060001", "鼓楼区司法局", "320106"),
        ("鼓楼区司法局2021年政府信息公开工作年度报告", "鼓楼区司法局", None),
        ("城关镇2021年政府信息公开工作年度报告", "城关镇人民政府", None),
        ("城关镇2021年政府信息公开工作年度报告\n地址：庐江县城关镇1号", "庐江县城关镇人民政府", "340124"),
        ("区统计局2021年政府信息公开工作年度报告\n地址：岳塘区行政中心", "岳塘区统计局", "430304"),
        ("县审计局2021年政府信息公开工作年度报告\n衡山县人民政府门户网站", "衡山县审计局", "430423"),
        ("区统计局2021年政府信息公开工作年度报告", "区统计局", None),
        ("中山街道2021年政府信息公开工作年度报告\n发布机构：松江区中山街道办事处", "松江区中山街道办事处", "310117"),
        ("2020年度政府信息公开工作年度报告\n本报告由桂阳县审计局根据《条例》编制。", "桂阳县审计局", "431021"),
        ("2020年政府信息公开工作年度报告\n发布机构：桂阳县审计局\n我局认真公开", "桂阳县审计局", "431021"),
        ("2020年政府信息公开工作年度报告\n我局认真公开信息。\n桂阳县审计局\n2021年1月20日", "桂阳县审计局", "431021"),
        ("2020年政府信息公开工作年度报告\n我局认真公开信息。\n主办：桂阳县人民政府", None, None),
        ("2020年政府信息公开工作年度报告\n来源：桂阳县融媒体中心\n主动公开信息。", None, None),
        ("2020年政府信息公开工作年度报告\n我局指南由县政府办公室编制。", None, None),
        ("2014年政府信息公开年度报告\n本报告根据《条例》要求，由荷花镇人民政府编制。", "荷花镇人民政府", None),
        ("2016年度政府信息公开情况统计表\n填报单位（盖章）：桂阳县审计局\n主动公开 3", "桂阳县审计局", "431021"),
        ("2020年政府信息公开工作年度报告\n来源：本站\n我局认真公开信息。", None, None),
        ("2017年政府信息公开工作年度报告\n我局公开。主办：桂阳县自然资源局", None, None),
        (
            "2017年政府信息公开工作年度报告\n我局（桂阳县国土资源局）公开。\n主办：桂阳县自然资源局",
            "桂阳县国土资源局",
            "431021",
        ),
        ("2021年政府信息公开工作年度报告\n我局公开。\n主办：桂阳县自然资源局", "桂阳县自然资源局", "431021"),
        ("2012年，我区收到2件依申请公开的请求", None, None),
    ],
)
def test_the_organization_is_named_in_full_as_far_as_the_document_decides(
    raw: str, organization: str | None, division: str | None
) -> None:
    found = read(raw)
    assert (found.organization, found.division_code) == (organization, division)


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        ("2012年，我区收到2件依申请公开的请求", ["unknown_organization"]),
        ("政府信息公开工作年度报告\n我局主动公开信息3条。", ["unknown_year", "unknown_organization"]),
        ("朝阳区人民政府2020年政府信息公开工作年度报告", ["ambiguous_division"]),
        ("区统计局2021年政府信息公开工作年度报告", ["unknown_division"]),
        ("2017年政府信息公开工作年度报告\n我局公开。主办：桂阳县自然资源局", ["renamed_organization"]),
        ("岳塘区2012年政府信息公开年度报告\n统计期限自2011年1月1日至2011年12月31日", ["year_contradicts_period"]),
        (
            "岳塘区2012年政府信息公开年度报告\n2011年我区抓紧推进。2011年,我区共公开信息9条。",
            ["year_contradicts_prose"],
        ),
        ("岳塘区2012年政府信息公开年度报告\n2011年我区抓紧推进。2011年,我区共公开信息9条,2012年8条。", []),
        ("岳塘区2012年政府信息公开年度报告\n比2011年我区所公开的多。2011年未收到申请。2010年全区共收到1件。", []),
        ("岳塘区2014年政府信息公开年度报告\n信息\n2015111\n", ["ambiguous_date"]),
        ("衡山县审计局2020年政府信息公开工作年度报告", []),
    ],
)
def test_what_stays_open_is_told(raw: str, codes: list[str]) -> None:
    assert complaints(raw) == codes


@pytest.mark.parametrize(
    ("raw", "year", "first", "last"),
    [
        ("岳塘区2012年政府信息公开年度报告\n根据2007年4月5日国令第492号", 2012, date(2012, 1, 1), date(2012, 12, 31)),
        ("岳塘区2008年政府信息公开年度报告", 2008, date(2008, 5, 1), date(2008, 12, 31)),
        ("自2008年5月1日起至2008年12月31日止，我局公开信息", 2008, date(2008, 5, 1), date(2008, 12, 31)),
        ("统计期限自20131月1日起至201312月31日止", 2013, date(2013, 1, 1), date(2013, 12, 31)),
        ("统计期限自2018年11日至2018年1231日", 2018, date(2018, 1, 1), date(2018, 12, 31)),
        ("统计期限为202011日至20201231日", 2020, date(2020, 1, 1), date(2020, 12, 31)),
        ("统计期限：2012年1月至12月", 2012, date(2012, 1, 1), date(2012, 12, 31)),
        ("截止201411月份我镇共主动公开各类信息56条", None, None, None),
        ("2012年，我区收到2件依申请公开的请求", 2012, date(2012, 1, 1), date(2012, 12, 31)),
        ("2021年，我局收到申请3件。2022年我局将继续公开。", 2021, date(2021, 1, 1), date(2021, 12, 31)),
        ("2022年，我局在法定期限内答复。\n2023年1月15日\n\n- 1 -\n", 2022, date(2022, 1, 1), date(2022, 12, 31)),
        ("20**年政府信息公开工作年度报告\n20**年，我局公开信息", None, None, None),
        ("年我局未收到公开政府信息申请", None, None, None),
        ("发布时间：2021-01-20\n我局收到申请3件", None, None, None),
        ("按照《关于印发2022年政务公开工作要点的通知》，我局收到申请3件", None, None, None),
        ("落实关于2022年政务公开工作要点的要求，2023年我局收到申请3件", 2023, date(2023, 1, 1), date(2023, 12, 31)),
        ("国办公开办函〔2021〕30号要求公开，我局收到申请3件", None, None, None),
    ],
)
def test_year_and_period_are_the_reports_own(raw: str, year: int | None, first: date | None, last: date | None) -> None:
    found = read(raw)
    assert (found.year, found.period_start, found.period_end) == (year, first, last)


@pytest.mark.parametrize(
    ("raw", "published"),
    [
        ("岳塘区2012年政府信息公开年度报告\n发布时间：2013-03-20 11:42\n正文", date(2013, 3, 20)),
        ("岳塘区2012年政府信息公开年度报告\n正文\n二〇一三年三月二十日\n", date(2013, 3, 20)),
        ("岳塘区2012年政府信息公开年度报告\n发布日期 | 2015年7月27日 |\n正文\n二○一三年三月二十日", date(2013, 3, 20)),
        ("岳塘区2020年政府信息公开年度报告\n(2021年1 月21 日)\n正文", date(2021, 1, 21)),
        ("荷花镇2014年政府信息公开年度报告\n正文\n2015215\n", date(2015, 2, 15)),
        ("荷花镇2014年政府信息公开年度报告\n正文\n2015111\n", None),
        ("荷花镇2014年政府信息公开年度报告\n正文\n荷花镇人民政府  2015.2.15\n扫一扫", date(2015, 2, 15)),
        ("荷花镇2014年政府信息公开年度报告\n正文\n2007年4月5日", None),
        ("荷花镇2014年政府信息公开年度报告\n我镇于2015年3月2日召开会议。", None),
    ],
)
def test_publication_is_the_reports_own_date_or_else_the_posting(raw: str, published: date | None) -> None:
    assert read(raw).published_on == published


@pytest.mark.parametrize(
    ("raw", "scope"),
    [
        ("衡山县审计局2020年政府信息公开工作年度报告", "organ"),
        ("荷花镇2014年政府信息公开年度报告", "organ"),
        ("岳塘区2012年政府信息公开年度报告\n全区各部门公开信息3条", "unknown"),
        (
            "广东省2022年政府信息公开工作年度报告\n本报告涵盖广东各地级以上市、县（市、区）政府和省政府各部门",
            "region_all_levels",
        ),
        (
            "龙游县人民政府办公室2023年政府信息公开工作年度报告\n县府办公室代表县政府受理申请14件",
            "office_for_government",
        ),
        ("龙游县人民政府办公室2023年政府信息公开工作年度报告", "unknown"),
        ("湛江海关2023年政府信息公开工作年度报告\n本报告数据汇总全关区", "vertical_system"),
        ("桂阳县2023年政府信息公开工作年度报告\n统计数据为县本级数据，不含乡镇", "government_own_level"),
        ("2012年，我区收到2件依申请公开的请求", "unknown"),
        (
            "桂阳县2014年政府信息公开工作年度报告\n本报告由桂阳县人民政府办公室综合县政府各部门、各乡镇的年度报告编制。",
            "region_all_levels",
        ),
        (
            "桂阳县人民政府2021年政府信息公开工作年度报告\n本报告数据汇总了全县各级行政机关的情况。",
            "region_all_levels",
        ),
        (
            "郴州市人民政府2021年政府信息公开工作年度报告\n统计数据涵盖市政府各部门、各县（市、区）人民政府。",
            "region_all_levels",
        ),
        ("郴州市人民政府2021年政府信息公开工作年度报告\n统计范围为市政府及其工作部门。", "government_own_level"),
        (
            "郴州市人民政府2021年政府信息公开工作年度报告\n2021年，全市各级行政机关共收到政府信息公开申请36件。",
            "region_all_levels",
        ),
        ("桂阳县2021年政府信息公开工作年度报告\n全县共受理依申请公开36件。", "region_all_levels"),
        ("桂阳县2021年政府信息公开工作年度报告\n2021年，县本级收到政府信息公开申请6件。", "government_own_level"),
        (
            "桂阳县2021年政府信息公开工作年度报告\n全县共收到政府信息公开申请36件。县本级收到政府信息公开申请6件。",
            "unknown",
        ),
        ("桂阳县2021年政府信息公开工作年度报告\n全县共收到行政许可申请3600件。", "unknown"),
        ("桂阳县2021年政府信息公开工作年度报告\n其中，全县收到政府信息公开申请36件。", "unknown"),
        ("桂阳县2021年政府信息公开工作年度报告\n本机关收到政府信息公开申请36件。", "unknown"),
        ("桂阳县2021年政府信息公开工作年度报告\n本报告包括总体情况、主动公开政府信息情况等六个部分。", "unknown"),
        ("桂阳县审计局2021年政府信息公开工作年度报告\n全县共收到政府信息公开申请36件。", "organ"),
        ("龙游县人民政府办公室2023年政府信息公开工作年度报告\n本报告数据仅为县政府办公室数据。", "organ"),
        (
            "国家税务总局湖南省税务局2022年政府信息公开工作年度报告\n2022年，全省税务系统共收到政府信息公开申请36件。",
            "vertical_system",
        ),
        ("国家税务总局桂阳县税务局2022年政府信息公开工作年度报告\n我局收到政府信息公开申请3件。", "organ"),
    ],
)
def test_scope_is_what_the_report_states(raw: str, scope: str) -> None:
    assert read(raw).scope == scope


@pytest.mark.parametrize("line", read_seed("scope_statements"), ids=lambda line: line["example"])
def test_each_wording_of_a_scope_reads_its_example_and_keeps_the_words(line: dict[str, str]) -> None:
    bodies = {
        "government": "桂阳县人民政府",
        "office": "桂阳县人民政府办公室",
        "department": "桂阳县审计局",
        "vertical": "湛江海关",
    }
    for kind in line["of"].split():
        found = read(f"{bodies[kind]}2020年政府信息公开工作年度报告\n{line['example']}。")
        assert (found.scope, bool(found.scope_evidence)) == (line["scope"], True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("岳塘区2020年", "government"),
        ("荷花镇2020年", "township"),
        ("海关路街道2020年", "township"),
        ("国家税务总局衡山县税务局2020年", "vertical"),
        ("国家统计局衡山调查队2020年", "vertical"),
        ("衡山县气象局2020年", "vertical"),
        ("衡山县残联2020年", "department"),
        ("衡山经济开发区管理委员会2020年", "government"),
    ],
)
def test_the_kind_of_a_body_is_told_by_its_name(name: str, kind: str) -> None:
    assert read(name + "政府信息公开工作年度报告").organization_kind == kind


def test_the_name_of_a_file_is_asked_last() -> None:
    text = "我局主动公开信息3条。"
    name = "folder/桂阳县统计局2020年政府信息公开工作年度报告.txt"
    assert (read(text, name).organization, read(text, name).year) == ("桂阳县统计局", 2020)
    assert read("衡山县审计局2019年政府信息公开年度报告\n" + text, name).organization == "衡山县审计局"


def test_a_sample_has_no_organization() -> None:
    raw = "桂阳县统计局2020年政府信息公开工作年度报告\n我局公开\n2021年1月20日"
    found, _ = read_whole(raw, document_class="sample")
    assert (found.organization, found.division_code, found.published_on) == (None, None, None)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2015215", date(2015, 2, 15)),
        ("2015111", None),
        ("20150215", date(2015, 2, 15)),
        ("2017210日", date(2017, 2, 10)),
        ("2014年112日", None),
        ("2014年1231日", date(2014, 12, 31)),
        ("201411日", date(2014, 1, 1)),
        ("2013.3.2", date(2013, 3, 2)),
        ("二○一二年十二月三十一日", date(2012, 12, 31)),
        ("二〇二〇年十月十日", date(2020, 10, 10)),
        ("2021年13月1日", None),
        ("2021年2月30日", None),
    ],
)
def test_a_damaged_date_is_read_only_in_one_way(printed: str, value: date | None) -> None:
    match = dates.DATE.search(printed)
    assert match is not None
    assert dates.decode(match).value == value


@given(st.dates(date(2008, 1, 1), date(2030, 12, 31)))
def test_a_date_that_lost_its_marks_is_itself_or_nothing(day: date) -> None:
    match = dates.DATE.search(f"{day.year}{day.month}{day.day}")
    assert match is not None
    assert dates.decode(match).value in (day, None)


@given(st.text(alphabet="岳塘区政府信息公开工作年度报告2012年月日至起止1发布机构:由主办地址\n ()", max_size=120))
def test_any_text_has_a_masthead_in_bounds(raw: str) -> None:
    _, told = read_whole(raw)
    assert all(0 <= one.start <= one.end <= len(raw) for one in told if one.start is not None and one.end is not None)
