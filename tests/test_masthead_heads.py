"""Heads and tails of reports as sites print them: whose report, what kind of body, where, which year, published when.

Add a case here or in tests/mastheads/*.csv, one a line, rather than a test. Each is
a page as received and what it tells: organization, kind, division, year and day of publication, `-` for what the page
leaves open. What is open must have its complaint. Those of held_out_*.csv, where ⏎ is a new line and {BODY} the body
below, were written to measure the reading as it was before it was mended by them.
"""

import csv
from pathlib import Path

import pytest

from dagster_project.extract import masthead
from dagster_project.extract.text import readable
from dagster_project.extract.titles import titles

BODY = "一、总体情况\n本机关认真贯彻《条例》，扎实推进政府信息公开工作。\n"

PAGES = {
    "metadata block of a portal": (
        "首页 > 政府信息公开 > 政府信息公开年报\n索 引 号：11430821006684823A/2021-00012\n发布机构：慈利县审计局\n"
        "发文日期：2021-01-22 10:15\n名　　称：慈利县审计局2020年政府信息公开工作年度报告\n"
        "慈利县审计局2020年政府信息公开工作年度报告\n" + BODY,
        "慈利县审计局 department 430821 2020 2021-01-22",
    ),
    "metadata in a table of Markdown": (
        "| 索引号 | 014321733/2022-00030 | 组配分类 | 政府信息公开年报 |\n"
        "| 发布机构 | 淮安市洪泽区财政局 | 发文日期 | 2022-01-25 |\n"
        "| 标题 | 2021年度政府信息公开工作年度报告 | 主题词 |  |\n2021年度政府信息公开工作年度报告\n" + BODY,
        "淮安市洪泽区财政局 department 320813 2021 2022-01-25",
    ),
    "signed at the end": (
        "2022年政府信息公开工作年度报告\n" + BODY + "六、其他需要报告的事项\n无。\n桂阳县水利局\n2023年1月12日\n",
        "桂阳县水利局 department 431021 2022 2023-01-12",
    ),
    "signed in brackets": (
        "2013年政府信息公开工作年度报告\n" + BODY + "（宿松县粮食局 2014年2月11日）\n",
        "宿松县粮食局 department 340826 2013 2014-02-11",
    ),
    "signed on the one line of all": (
        "首页 | 年报 宿松县教育局2015年政府信息公开工作年度报告 今天是2024年1月5日 08:00 一、概述 我局认真贯彻条例。"
        " 宿松县教育局 2016年3月18日",
        "宿松县教育局 department 340826 2015 2016-03-18",
    ),
    "date with the time of day": (
        "安徽省人民政府2023年政府信息公开工作年度报告\n2024-01-31 17:05 来源：安徽省人民政府办公厅\n" + BODY,
        "安徽省人民政府 government 340000 2023 2024-01-31",
    ),
    "office of the party": (
        "中共宿松县委机构编制委员会办公室2021年政府信息公开工作年度报告\n" + BODY + "主办：中共宿松县委",
        "中共宿松县委机构编制委员会办公室 department 340826 2021 -",
    ),
    "year of studies": (
        "桂阳县第一中学2019-2020学年信息公开工作年度报告\n统计期限自2019年9月1日至2020年8月31日。\n" + BODY,
        "桂阳县第一中学 department 431021 2019 -",
    ),
    "sealed": (
        "政府信息公开工作年度报告\n（2011年度）\n" + BODY + "阜南县房地产管理局（公章）\n2012年3月1日\n",
        "阜南县房地产管理局 department 341225 2011 2012-03-01",
    ),
    "publisher that was founded later": (
        "2017年度政府信息公开工作年度报告\n" + BODY + "版权所有：阜南县退役军人事务局\n",
        "- - - 2017 -",
    ),
    "publisher of the name since the reform": (
        "2017年度政府信息公开工作年度报告\n" + BODY + "版权所有：阜南县生态环境分局\n",
        "- - - 2017 -",
    ),
    "name behind that of the site": (
        "365体育投注官网-桐城市民政局2021年政府信息公开工作年度报告\n" + BODY,
        "桐城市民政局 department 340881 2021 -",
    ),
    "namesake in the footer with its city": (
        "新华区教育局2016年政府信息公开工作年度报告\n" + BODY + "版权所有：沧州市新华区人民政府\n",
        "新华区教育局 department 130902 2016 -",
    ),
    "statistics alone": (
        "政府信息公开情况统计表\n（2015年度）\n填报单位（盖章）：阜南县教育局\n主动公开政府信息数 条 56\n",
        "阜南县教育局 department 341225 2015 -",
    ),
    "superior of the same name in the prose": (
        "民政局2020年政府信息公开工作年度报告\n我局按照滁州市民政局要求公开信息，由滁州市民政局考核。\n" + BODY,
        "民政局 department - 2020 -",
    ),
    "signed in full": (
        "民政局2020年政府信息公开工作年度报告\n我局按照滁州市民政局要求公开信息。\n"
        + BODY
        + "来安县民政局\n2021年1月20日\n",
        "来安县民政局 department 341122 2020 2021-01-20",
    ),
    "signed by two": (
        "2018年政府信息公开工作年度报告\n" + BODY + "来安县发展和改革委员会  来安县物价局\n2019年2月13日\n",
        "- - - 2018 2019-02-13",
    ),
    "other news after the report": (
        "来安县财政局2019年政府信息公开工作年度报告\n发布时间：2020-01-20\n"
        + BODY
        + "相关新闻\n关于放假的通知\n2023-01-20\n县政府召开会议 2023-01-21\n",
        "来安县财政局 department 341122 2019 2020-01-20",
    ),
    "title over three lines": (
        "桂阳县林业局\n2019年政府信息公开工作\n年度报告\n（2020年1月20日）\n" + BODY,
        "桂阳县林业局 department 431021 2019 2020-01-20",
    ),
    "year in Chinese numerals": (
        "桂阳县人民政府办公室\n二〇一五年度政府信息公开工作年度报告\n" + BODY + "二〇一六年三月二十八日\n",
        "桂阳县人民政府办公室 department 431021 2015 2016-03-28",
    ),
    "year after the title": (
        "桂阳县民政局政府信息公开工作年度报告（2021年）\n" + BODY,
        "桂阳县民政局 department 431021 2021 -",
    ),
    "year stripped from the title": (
        "桂阳县民政局年政府信息公开工作年度报告\n本年度报告所列数据的统计期限自2018年1月1日起至2018年12月31日止。\n"
        + BODY,
        "桂阳县民政局 department 431021 2018 -",
    ),
    "year stripped everywhere": (
        "桂阳县民政局年政府信息公开工作年度报告\n" + BODY,
        "桂阳县民政局 department 431021 - -",
    ),
    "full range of the year": (
        "桂阳县交通运输局政府信息公开年度报告\n（2019年1月1日至12月31日）\n" + BODY,
        "桂阳县交通运输局 department 431021 2019 -",
    ),
    "posted by another body": (
        "桂阳县农业农村局2021年政府信息公开工作年度报告\n来源：桂阳县融媒体中心　发布时间：2022-01-14　浏览量：77\n"
        + BODY,
        "桂阳县农业农村局 department 431021 2021 2022-01-14",
    ),
    "reposted on the portal of the government": (
        "您当前所在位置：首页>信息公开>年报\n桂阳县农业农村局2021年政府信息公开工作年度报告\n发布机构：桂阳县人民政府办公室\n"
        + BODY
        + "主办：桂阳县人民政府 承办：桂阳县行政审批服务局\n",
        "桂阳县农业农村局 department 431021 2021 -",
    ),
    "site in English": (
        "Home | About | Contact us\nShare to: WeChat Weibo\n桂阳县科技局2021年政府信息公开工作年度报告\n"
        + BODY
        + "Copyright © 2022\n",
        "桂阳县科技局 department 431021 2021 -",
    ),
    "traditional characters": (
        "桂陽縣審計局2020年政府信息公開工作年度報告\n一、總體情況\n本機關認真貫徹《條例》。\n",
        "桂阳县审计局 department 431021 2020 -",
    ),
    "spread by OCR": (
        "桂 阳 县 审 计 局\n2020 年 政 府 信 息 公 开 工 作 年 度 报 告\n" + BODY + "2021 年 1 月 21 日\n",
        "桂阳县审计局 department 431021 2020 2021-01-21",
    ),
    "government by its place": (
        "桂阳县2019年政府信息公开工作年度报告\n" + BODY,
        "桂阳县人民政府 government 431021 2019 -",
    ),
    "city government with its province": (
        "湖南省郴州市人民政府2020年政府信息公开工作年度报告\n" + BODY,
        "湖南省郴州市人民政府 government 431000 2020 -",
    ),
    "province": ("湖南省2020年政府信息公开工作年度报告\n" + BODY, "湖南省人民政府 government 430000 2020 -"),
    "department of a province": (
        "湖南省生态环境厅2022年政府信息公开工作年度报告\n" + BODY,
        "湖南省生态环境厅 department 430000 2022 -",
    ),
    "department of a province that writes the year first": (
        "2022年度浙江省水利厅政府信息公开工作年度报告\n" + BODY,
        "浙江省水利厅 department 330000 2022 -",
    ),
    "ministry": ("国家知识产权局2021年政府信息公开工作年度报告\n" + BODY, "国家知识产权局 department - 2021 -"),
    "ministry with the state's name": (
        "中华人民共和国生态环境部2020年政府信息公开工作年度报告\n" + BODY,
        "中华人民共和国生态环境部 department - 2020 -",
    ),
    "tax bureau of a county": (
        "国家税务总局桂阳县税务局2023年政府信息公开工作年度报告\n" + BODY,
        "国家税务总局桂阳县税务局 vertical 431021 2023 -",
    ),
    "tax bureau of a city": (
        "国家税务总局郴州市税务局\n2019年政府信息公开工作年度报告\n" + BODY,
        "国家税务总局郴州市税务局 vertical 431000 2019 -",
    ),
    "tax bureau before 2018": (
        "桂阳县国家税务局2014年政府信息公开工作年度报告\n" + BODY,
        "桂阳县国家税务局 vertical 431021 2014 -",
    ),
    "customs": (
        "中华人民共和国长沙海关2021年政府信息公开工作年度报告\n" + BODY,
        "中华人民共和国长沙海关 vertical 430100 2021 -",
    ),
    "weather bureau": ("桂阳县气象局2021年政府信息公开工作年度报告\n" + BODY, "桂阳县气象局 vertical 431021 2021 -"),
    "survey team": (
        "国家统计局桂阳调查队2021年政府信息公开工作年度报告\n" + BODY,
        "国家统计局桂阳调查队 vertical 431021 2021 -",
    ),
    "zone": (
        "郴州高新技术产业开发区管理委员会2021年政府信息公开工作年度报告\n" + BODY,
        "郴州高新技术产业开发区管理委员会 government 431000 2021 -",
    ),
    "zone by its short name": (
        "苏州工业园区管委会2016年度政府信息公开工作年度报告\n" + BODY,
        "苏州工业园区管委会 government 320500 2016 -",
    ),
    "subdistrict": (
        "岳塘区建设路街道办事处2021年政府信息公开工作年度报告\n" + BODY,
        "岳塘区建设路街道办事处 township 430304 2021 -",
    ),
    "subdistrict by its short name": (
        "岳塘区建设路街道2021年政府信息公开工作年度报告\n" + BODY,
        "岳塘区建设路街道办事处 township 430304 2021 -",
    ),
    "township with city and county": (
        "郴州市桂阳县正和镇2021年政府信息公开工作年度报告\n" + BODY,
        "郴州市桂阳县正和镇人民政府 township 431021 2021 -",
    ),
    "ethnic township": (
        "桂阳县杨柳瑶族乡人民政府2021年政府信息公开工作年度报告\n" + BODY,
        "桂阳县杨柳瑶族乡人民政府 township 431021 2021 -",
    ),
    "county since renamed": (
        "腾冲县国土资源局2013年政府信息公开工作年度报告\n" + BODY,
        "腾冲县国土资源局 department 530522 2013 -",
    ),
    "short name of one county": (
        "腾冲国土局2013年政府信息公开工作年度报告\n" + BODY,
        "腾冲国土局 department 530522 2013 -",
    ),
    "short name of a district of today": (
        "洪泽财政局2021年政府信息公开工作年度报告\n" + BODY,
        "洪泽财政局 department 320813 2021 -",
    ),
    "short name that the same name of a city hides": (
        "朝阳财政局2021年政府信息公开工作年度报告\n" + BODY,
        "朝阳财政局 department - 2021 -",
    ),
    "short name that the page contradicts": (
        "洪泽财政局2021年政府信息公开工作年度报告\n" + BODY + "地址：湖南省桂阳县龙潭街道1号\n",
        "洪泽财政局 department - 2021 -",
    ),
    "short name of a place that is a word": (
        "资源规划局2021年政府信息公开工作年度报告\n" + BODY,
        "资源规划局 department - 2021 -",
    ),
    "short name of a place that is a word, of an office": (
        "平安建设办公室2021年政府信息公开工作年度报告\n" + BODY,
        "平安建设办公室 department - 2021 -",
    ),
    "short name of a prefecture and of a city in it": (
        "大理审计局2021年政府信息公开工作年度报告\n" + BODY,
        "大理审计局 department - 2021 -",
    ),
    "two years in the title": (
        "桂阳县审计局2019-2020年政府信息公开工作年度报告\n" + BODY,
        "桂阳县审计局 department 431021 - -",
    ),
    "title and period differ": (
        "桂阳县审计局2020年政府信息公开工作年度报告\n统计期限为2019年1月1日至2019年12月31日。\n" + BODY,
        "桂阳县审计局 department 431021 2020 -",
    ),
    "a document number of another year": (
        "桂审〔2021〕3号\n桂阳县审计局2020年政府信息公开工作年度报告\n" + BODY,
        "桂阳县审计局 department 431021 2020 -",
    ),
    "heading of a notice that brings the report": (
        "桂阳县审计局关于2020年政府信息公开工作年度报告的公告\n" + BODY,
        "桂阳县审计局 department 431021 2020 -",
    ),
    "title with the work of open government": (
        "桂阳县审计局2016年政务公开工作年度报告\n" + BODY,
        "桂阳县审计局 department 431021 2016 -",
    ),
    "annual report by its short name": (
        "桂阳县审计局2020年政府信息公开年报\n" + BODY,
        "桂阳县审计局 department 431021 2020 -",
    ),
    "file ending and site in the page title": (
        "桂阳县审计局2020年政府信息公开工作年度报告.docx_桂阳县人民政府网\n" + BODY,
        "桂阳县审计局 department 431021 2020 -",
    ),
    "only what the text calls itself": (
        "政府信息公开工作年度报告\n我局2021年认真公开信息，收到申请3件。\n",
        "- - - 2021 -",
    ),
    "generic name with the place in the footer": (
        "县审计局2021年政府信息公开工作年度报告\n" + BODY + "主办单位：桂阳县人民政府办公室\n",
        "桂阳县审计局 department 431021 2021 -",
    ),
    "date that lost its marks": (
        "桂阳县审计局2014年政府信息公开工作年度报告\n" + BODY + "桂阳县审计局\n2015215\n",
        "桂阳县审计局 department 431021 2014 2015-02-15",
    ),
    "date in the footer of the site": (
        "桂阳县审计局2020年政府信息公开工作年度报告\n"
        + BODY
        + "Copyright 2019-2024 桂阳县人民政府\n湘ICP备05000618号\n",
        "桂阳县审计局 department 431021 2020 -",
    ),
    "seal and date beside each other": (
        "桂阳县审计局2020年政府信息公开工作年度报告\n" + BODY + "桂阳县审计局（盖章）        2021年1月18日\n",
        "桂阳县审计局 department 431021 2020 2021-01-18",
    ),
    "first report, of 2008": (
        "桂阳县人民政府2008年政府信息公开工作年度报告\n" + BODY,
        "桂阳县人民政府 government 431021 2008 -",
    ),
    "league and banner": (
        "锡林郭勒盟行政公署2015年政府信息公开工作年度报告\n" + BODY,
        "锡林郭勒盟行政公署 government 152500 2015 -",
    ),
    "banner": ("正蓝旗人民政府2015年政府信息公开工作年度报告\n" + BODY, "正蓝旗人民政府 government 152530 2015 -"),
    "autonomous prefecture": (
        "湘西土家族苗族自治州人民政府2021年政府信息公开工作年度报告\n" + BODY,
        "湘西土家族苗族自治州人民政府 government 433100 2021 -",
    ),
    "autonomous prefecture by its short name": (
        "湘西自治州财政局2021年政府信息公开工作年度报告\n" + BODY,
        "湘西自治州财政局 department 433100 2021 -",
    ),
    "branch in a county of a body of the city": (
        "郴州市自然资源和规划局苏仙分局2021年政府信息公开工作年度报告\n" + BODY,
        "郴州市自然资源和规划局苏仙分局 department 431000 2021 -",
    ),
}


PAGES |= {
    line["page"]: (line["page"].replace("{BODY}", BODY).replace("⏎", "\n"), line["expected"])
    for path in sorted((Path(__file__).parent / "mastheads").glob("*.csv"))
    for line in csv.DictReader(path.open(encoding="utf-8"))
}


@pytest.mark.parametrize(("raw", "expected"), PAGES.values(), ids=PAGES)
def test_a_page_tells_whose_report_it_is_or_that_it_does_not(raw: str, expected: str) -> None:
    document = readable(raw)
    found, complaints = masthead.read(document, 0, len(document.text), titles(document.text, 0, len(document.text)))
    known = (found.organization, found.organization_kind, found.division_code, found.year, found.published_on)
    assert " ".join(str(one) if one is not None else "-" for one in known) == expected
    codes = {complaint.code for complaint in complaints}
    assert found.organization or codes & {"unknown_organization", "renamed_organization"}
    assert found.year or codes & {"unknown_year", "ambiguous_year", "masked_year"}
