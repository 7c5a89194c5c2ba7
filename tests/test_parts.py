"""What a document is, and which reports are in it: one case a line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.extract import masthead, parts
from dagster_project.extract.forms import read_seed
from dagster_project.extract.text import readable

RAW = Path(__file__).parents[1] / "raw"
CHAPTERS = (
    "本报告由{body}编制，统计期限自{year}年1月1日起至{year}年12月31日止。\n一、总体情况\n{year}年，我局主动公开政府信息{count}条，"
    "通过网站、公告栏、新闻媒体等多种渠道及时发布工作动态、政策文件和办事服务信息，并进一步规范公开的内容和程序，接受群众监督。\n"
    "二、主动公开政府信息情况\n规章 | 0 | 0 | 0 |\n行政规范性文件 | 3 | 0 | 8 |\n行政许可 | 12 |\n"
    "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量 | {count} | 0 | 0 | 0 | 0 | 0 | {count} |\n"
    "四、政府信息公开行政复议、行政诉讼情况\n我局没有发生行政复议和行政诉讼。\n五、存在的主要问题及改进情况\n公开的意识有待加强。\n"
)
FORM = (
    "第二十条第(一)项\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n规章 | | | |\n行政规范性文件 | | | |\n"
    "行政许可 | |\n行政处罚 | |\n行政强制 | |\n行政事业性收费 | |\n一、本年新收政府信息公开申请数量 | | |\n"
    "二、上年结转政府信息公开申请数量\n(一)予以公开\n(二)部分公开\n1.属于国家秘密\n"
)


def report(body: str, year: int, count: int = 5) -> str:
    return f"{body}{year}年政府信息公开工作年度报告\n" + CHAPTERS.format(body=body, year=year, count=count)


def kind(raw: str) -> tuple[str, list[str]]:
    division = parts.divide(readable(raw))
    return division.document_class, [one.code for one in division.complaints]


def test_the_five_documents() -> None:
    found = {path.name[:3]: parts.divide(readable(path.read_text("utf-8"))) for path in RAW.glob("00*.txt")}
    told = {key: (division.document_class, len(division.parts)) for key, division in found.items()}
    one = ("report", 1)
    assert told == {"000": one, "001": one, "002": one, "003": ("sample", 10), "004": one}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("ࡱ> UWT\x01\x02\x03", "binary_noise"),
        ("\x00\x01\x02\x03\x04\x05中文\x06\x07", "binary_noise"),
        ("涓€銆佹€讳綋鎯呭喌 2023骞村害", "mojibake"),
        ("今天天气很好，气温23度。", "no_report_found"),
        ("政府信息公开", "no_report_found"),
        ("全县公开招聘教师12名。" * 60, "no_report_found"),
        ("合肥海关政府信息公开指南\n为方便公民获取政府信息，编制本指南。受理申请后20个工作日内答复。", "guide"),
        ("桂阳县审计局政府信息公开指南（2021年版）\n一、主动公开\n二、依申请公开\n三、监督\n申请20日内答复", "guide"),
        (
            "怀化市人民政府办公室关于认真做好2021年政府信息公开工作年度报告编制发布工作的通知\n各县市区：\n1月31日前发布",
            "notice",
        ),
        ("关于编制2020年政府信息公开年度报告的通知\n各科室：请于1月10日前报送政府信息公开数据。", "notice"),
        (
            "文字解读：济南市历下区大明湖街道办事处2022年政府信息公开工作年度报告\n2022年主动公开信息，依申请公开情况见报告。",
            "explainer",
        ),
        ("（图解）温州市公安局鹿城区分局2021年政府信息公开工作年度报告\n主动公开 2021", "explainer"),
        ("一图读懂桂阳县2021年政府信息公开工作年度报告\n主动公开政府信息30条", "explainer"),
        ("《桂阳县2021年政府信息公开工作年度报告》解读\n主动公开政府信息30条", "explainer"),
        ("2022年上半年，全区…共受理政府信息公开申请267件，答复263件", "part_of_a_year"),
        ("普陀区2022年上半年政府信息公开工作情况统计\n受理政府信息公开申请267件", "part_of_a_year"),
        ("桂阳县2020年第三季度政府信息公开统计\n受理政府信息公开申请2件", "part_of_a_year"),
        ("桂阳县审计局2020年第四季度政务公开工作总结\n第四季度，我局公开信息35条，收到申请1件。", "part_of_a_year"),
        (FORM, "blank_form"),
        ("中华人民共和国政府信息公开工作年度报告\n" + FORM, "blank_form"),
        (
            "政府信息公开年报\n"
            + "".join(f"太湖县司法局{year}年政府信息公开工作年度报告 {year + 1}-01-18\n" for year in range(2019, 2023))
            + "上一页 1 2 下一页 共12条",
            "list_of_reports",
        ),
        (
            "县直部门年报\n"
            + "".join(f"· 太湖县{body}2021年政府信息公开工作年度报告\n" for body in ("司法局", "水利局")),
            "list_of_reports",
        ),
        (
            "太湖县政府信息公开工作年度报告全部按时发布\n1月31日，记者从县政府办获悉，全县61家单位2021年政府信息公开工作年度报告"
            "已全部发布。我县不断加强政务公开工作，公开政府信息12万余条。",
            "anothers_word",
        ),
        ("太湖县年报统计\n2021年，全县共收到政府信息公开申请267件，\n答复263件。", "anothers_word"),
        ("首页 > 政府信息公开\n抱歉，您访问的页面不存在。\n皖ICP备05002135号", "anothers_word"),
        ("市民来信\n我于2021年3月向财政局提交政府信息公开申请2件。\n您好，我局已于3月20日答复。", "anothers_word"),
        (
            "政务公开年报发布\n记者获悉，我县公开政府信息12万条。\n相关链接：来安县2021年政府信息公开工作年度报告\n",
            "anothers_word",
        ),
        (
            "安徽省发布2021年政府信息公开工作年度报告\n报告显示，去年全省收到政府信息公开申请35678件。\n"
            "全省败诉率下降。",
            "anothers_word",
        ),
        (
            "2021年全省政府信息公开工作年度报告发布 申请量增长\n报告显示，去年全省收到政府信息公开申请3件。\n增长。",
            "anothers_word",
        ),
        (
            "太湖县司法局2021年法治政府建设年度报告\n一、主要做法\n我局办理行政复议案件35件，制定规范性文件3件。\n"
            "二、推进政务公开\n全年主动公开政府信息120条。\n三、存在问题\n执法力量不足。",
            "another_document",
        ),
        (
            "首页 > 预决算 太湖县审计局2022年部门决算 第一部分 部门概况 政府信息公开经费3万元。 相关链接："
            "太湖县审计局2022年政府信息公开工作年度报告\n",
            "another_document",
        ),
    ],
)
def test_what_is_no_report_is_named(raw: str, code: str) -> None:
    assert kind(raw) == ("not_a_report", [code])


@pytest.mark.parametrize("line", read_seed("other_pages"), ids=lambda line: line["example"])
def test_each_heading_of_another_kind_refuses_its_document_but_not_a_report_beneath_it(line: dict[str, str]) -> None:
    said = "我局全年主动公开政府信息120条，收到申请2件。"
    assert kind(f"{line['example']}\n{said}") == ("not_a_report", ["another_document"])
    assert kind(f"{line['example']}\n" + report("桂阳县审计局", 2020)) == ("report", [])
    assert kind(f"{said}\n{line['example']}") == ("report", [])


@pytest.mark.parametrize(
    "raw",
    [
        "2012年,我区收到2件依申请公开的请求",
        "没有发生因政府信息公开申请行政复议和提起行政诉讼案件。",
        "2022年,全区各职能部门、镇街共收到政府信息依申请公开1499件",
        "制发规范性文件3件",
        "五、复议、诉讼和申诉情况(无)",
        "2010年度我镇没有接到群众主动要求公开政府信息的申请。",
        "在118件申请中，已答复115件，其余3件按规定正在办理。",
        "部分公开67,占4.61%。",
        "没有收费事项。",
        "通过政务微信发布信息356条",
        report("桂阳县审计局", 2020),
        "首页\n政府信息公开指南\n政府信息公开制度\n" + report("桂阳县审计局", 2020),
        report("桂阳县审计局", 2020) + "按照《关于做好2020年政府信息公开工作年度报告编制的通知》要求。",
        report("桂阳县审计局", 2020) + "参照范文编写，编制了公开指南，制作图解3个、文字解读5篇。",
        "相关解读：\n图解桂阳县2020年政府信息公开工作年度报告\n" + report("桂阳县审计局", 2020),
        report("桂阳县审计局", 2020) + "联系人：张**，电话：0735-44***68，邮箱：x**@126.com",
        report("桂阳县审计局", 2020) + "李某某诉××县人民政府一案，维持。2020年上半年开展培训2次。",
        report("桂阳县审计局", 2020).replace("2020年，我局", "年，我局"),
        "2022年度郏县薛店镇政府信息公开工作年度报告\n" + FORM,
        "2020年上半年受疫情影响，公开工作推迟。\n" + report("桂阳县审计局", 2020),
        "政府信息公开工作年度报告\n我局公开信息3条。"
        + "公开工作稳步推进。" * 30
        + "李某诉××县政府一案维持。联系人：张**，138****1234",
        "近 20 年来，我局主动公开政府信息30条",
        "关于公布桂阳县统计局2018年政府信息公开年度报告的公告\n2018年主动公开信息30条",
        "首页 > 政府信息公开制度\n我局2018年主动公开信息30条，\n未收到申请。",
        "（二）被依法纠错数 | 件 | 0 |\n六、举报投诉数量 | 件 | 0 |\n版权所有",
        "政府信息公开情况统计表\n填报单位：桂阳县审计局\n主动公开政府信息数 条 56",
        "一、主动公开政府信息情况\n公开信息30条\n二、依申请公开政府信息情况\n收到申请0件",
    ],
)
def test_a_report_is_one_whatever_its_prose_mentions(raw: str) -> None:
    assert kind(raw) == ("report", [])


@pytest.mark.parametrize(
    "raw",
    [
        "2022年政府信息公开工作年度报告（范本）\n我局主动公开信息3条",
        "政府信息公开年度报告范文\n我局主动公开信息3条",
        "××县××局2020年政府信息公开工作年度报告\n我局主动公开信息3条",
        "20**年，××局收到政府信息公开申请2件",
        "20xx年政府信息公开工作年度报告\n主动公开信息3条",
        "XX县财政局政府信息公开工作年度报告\n主动公开信息3条",
        "20   年政府信息公开情况统计\n主动公开信息3条",
        "***市人口和计划生育局\n2010年度主动公开政府信息42条",
        "某市财政局2010年度主动公开政府信息42条",
    ],
)
def test_masks_and_samples_are_samples(raw: str) -> None:
    assert kind(raw) == ("sample", ["sample"])


@pytest.mark.parametrize("heading", ["篇{}", "篇{}:政府信息公开年度报告", "第{}篇", "范文{}", "信息公开年度报告 篇{}"])
@pytest.mark.parametrize("numerals", ["123", "一二三"])
def test_an_anthology_is_cut_into_its_pieces(heading: str, numerals: str) -> None:
    pieces = [heading.format(numeral) + "\n我局主动公开信息3条。\n" for numeral in numerals]
    made = readable("政府信息公开报告合集\n" + "".join(pieces))
    division = parts.divide(made)
    assert [made.text[part.start : part.end] for part in division.parts] == pieces


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (report("桂阳县审计局", 2019), report("桂阳县审计局", 2020)),
        (report("桂阳县审计局", 2020), report("桂阳县统计局", 2020)),
    ],
    ids=["two years", "two bodies"],
)
def test_two_reports_in_one_document_are_two(first: str, second: str) -> None:
    made = readable(first + second)
    division = parts.divide(made)
    assert [made.text[part.start : part.end] for part in division.parts] == [
        readable(first).text,
        readable(second).text,
    ]
    assert division.complaints == []


@pytest.mark.parametrize(
    "raw",
    [
        report("桂阳县审计局", 2020) + "上一篇：桂阳县审计局2019年政府信息公开工作年度报告\n下一篇：没有了",
        report("桂阳县审计局", 2020)
        + "".join(f"桂阳县审计局{year}年政府信息公开工作年度报告\n" for year in range(2014, 2020)),
        "".join(f"桂阳县审计局{year}年政府信息公开工作年度报告\n" for year in range(2014, 2020))
        + report("桂阳县审计局", 2020),
        "桂阳县审计局2020年政府信息公开工作年度报告\n" + report("桂阳县审计局", 2020),
        "桂阳县人民政府\n" + report("桂阳县审计局", 2020),
    ],
    ids=["neighbours", "list after", "list before", "title twice", "banner"],
)
def test_links_to_other_reports_make_no_report(raw: str) -> None:
    made = readable(raw)
    division = parts.divide(made)
    assert [(part.start, part.end) for part in division.parts] == [(0, len(made.text))]
    found, _ = masthead.read(made, 0, len(made.text), division.parts[0].titles)
    assert (found.organization, found.year) == ("桂阳县审计局", 2020)


def test_interleaved_tables_are_told() -> None:
    rows = "一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |\n"
    assert kind(report("桂阳县审计局", 2020) + rows) == ("report", ["reports_not_separable"])


@pytest.mark.parametrize("page", ["Page 9 - 2020年报_审计局", "P. 9"])
def test_a_page_of_a_flip_book_is_told(page: str) -> None:
    assert kind(page + "\n四、结转下年度继续办理 | 0 | 0 |\n行政复议 | 0 |") == ("report", ["part_of_a_report"])


@given(
    st.text(max_size=200) | st.text(alphabet="篇一1.\n范文20*×年政府信息公开报告关于做好的通知指南 |0()", max_size=200)
)
def test_any_text_has_one_class_and_its_parts_in_order(raw: str) -> None:
    made = readable(raw)
    division = parts.divide(made)
    bounds = [bound for part in division.parts for bound in (part.start, part.end)]
    assert bounds == sorted(bounds)
    assert all(0 <= bound <= len(made.text) for bound in bounds)
    assert bool(division.parts) == (division.document_class != "not_a_report")
    assert division.parts or division.complaints


@pytest.mark.parametrize(
    "raw",
    [
        "政府信息公开年度报告" * 60_000,
        "桂阳县审计局2019年政府信息公开工作年度报告\n桂阳县审计局2020年政府信息公开工作年度报告\n" * 12_000,
        "2012" + " " * 500_000 + "年1月1日起至",
        "年度报告" + "-" * 90 + "。\n" + "信息公开1\n" * 50_000,
        "篇1\n" * 150_000 + "信息公开",
        "20**年" * 100_000 + "信息公开",
    ],
    ids=["one line", "many titles", "blanks", "dashes", "chapters", "masks"],
)
def test_half_a_million_characters_end(raw: str) -> None:
    made = readable(raw)
    division = parts.divide(made)
    read = [masthead.read(made, part.start, part.end, part.titles)[0] for part in division.parts[:3]]
    assert read or division.complaints
