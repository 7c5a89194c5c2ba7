"""What readable() promises: the same words whatever the characters, and the way back to the raw text."""

import re
from collections.abc import Callable

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.extract.characters import ANNOTATION
from dagster_project.extract.text import readable

WORDS = [
    "政府信息公开",
    "年度报告",
    "收到申请12件",
    "行政复议",
    "行政诉讼",
    "规范性文件",
    "予以公开",
    "不予处理",
    "0",
    "\n",
    "答复",
    "未收到",
]
REPORT = (
    "岳塘区人民政府2012年政府信息公开工作年度报告\n\n2012年,我区共收到政府信息公开申请12件,其中当面申请3件;制发规范性文件8份。\n"
    "第二十条第(五)项\n信息内容 | 本年处理决定数量 |\n行政许可 | 1,215 |\n"
    "没有发生因政府信息公开申请行政复议、提起行政诉讼的案件。\n"
    "联系地址:行政中心223办公室,审核程序进一步优化,门户网站可用率100%。\n二〇一三年三月二十日"
)
PIECES = st.sampled_from(
    [
        "报告",
        "報(bào)告",
        "12",
        "１２",
        "，",
        ",",
        "(lab)",
        "\u200b",
        "\r\n",
        "\n",
        " ",
        "\u3000",
        "⼈⺠",
        "I(lǐng)CP",
        "最佳化",
        "資訊",
        "公开",
        "\ud800",
    ]
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("２０２３年，受理（申请）１２件；占１００％：", "2023年,受理(申请)12件;占100%:"),
        ("占100﹪，中办发﹝2016﹞8号", "占100%,中办发〔2016〕8号"),
        ("国办发〔2019〕54号 “三安全一稳定” 《条例》、①②。", "国办发〔2019〕54号 “三安全一稳定” 《条例》、①②。"),
        ("第⼆⼗条第（⼀）项⾏政许可⼈⺠政府⼾⻔⻓⻅⻬⻛⻥", "第二十条第(一)项行政许可人民政府户门长见齐风鱼"),
        ("規(guī)章(設區(qū)的市…) | 0 | 0", "规章(设区的市…) | 0 | 0"),
        ("皖I(lǐng)CP備19012725號(hào)-2", "皖ICP备19012725号-2"),
        ("發(fa)布時(shi)間(jian)：２０２１", "发布时间:2021"),
        ("39萬(wàn)人次", "39万人次"),
        ("實驗室(lab)第一项(a)面积(km)网站(gov)", "实验室(lab)第一项(a)面积(km)网站(gov)"),
        ("見 (an example)", "见 (an example)"),
        ("行政規範性檔案", "行政规范性文件"),
        ("行政複議、行政復議、諮詢、答覆", "行政复议、行政复议、咨询、答复"),
        ("規範性文件與檔案管理", "规范性文件与档案管理"),
        ("工作範圍、范圍", "工作范围、范围"),
        ("政府資訊公開", "政府信息公开"),
        ("书面答覆3件,覆盖全县", "书面答复3件,覆盖全县"),
        ("吉林省乾安縣人民政府", "吉林省乾安县人民政府"),
        ("陕西省乾县人民政府", "陕西省乾县人民政府"),
        ("a\u00a0b\u3000c\u2003d\u200be\ufefff", "a b c def"),
        ("甲\r\n乙\r丙\x0c丁\u2028戊", "甲\n乙\n丙\n丁\n戊"),
        ("甲\ud800乙\x00丙", "甲\ufffd乙\ufffd丙"),
        ("", ""),
    ],
)
def test_characters_fold_to_what_a_clerk_would_have_typed(raw: str, expected: str) -> None:
    assert readable(raw).text == expected


def test_a_plain_text_is_itself() -> None:
    made = readable(REPORT)
    assert made.text == REPORT
    assert made.edits == ()


def _annotated(text: str) -> str:
    return re.sub("([政府报条])", r"\1(zhèng)", text)


def _wide(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


@pytest.mark.parametrize(
    "damage",
    [
        opencc.OpenCC("s2t").convert,
        opencc.OpenCC("s2tw").convert,
        opencc.OpenCC("s2twp").convert,
        opencc.OpenCC("s2hk").convert,
        _annotated,
        lambda text: _annotated(opencc.OpenCC("s2t").convert(text)),
        _wide,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: "\u200b".join(text),
    ],
    ids=["s2t", "s2tw", "s2twp", "s2hk", "pinyin", "s2t+pinyin", "full width", "CRLF", "nbsp", "zero width"],
)
def test_conversions_change_nothing_that_is_read(damage: Callable[[str], str]) -> None:
    assert readable(damage(REPORT)).text == REPORT


@pytest.mark.parametrize(
    ("raw", "token", "origin"),
    [
        ("收到1條(tiáo)信息", "1条", "1條"),
        ("皖I(lǐng)CP備", "ICP", "I(lǐng)CP"),
        ("持續最佳化環境", "优化", "最佳化"),
        ("共収到１２件", "12", "１２"),
        ("甲\u200b12\u200b件", "12", "12"),
        ("資訊公開\r\n12件", "12", "12"),
    ],
)
def test_a_span_covers_exactly_what_a_token_came_from(raw: str, token: str, origin: str) -> None:
    made = readable(raw)
    at = made.text.index(token)
    start, end = made.span(at, at + len(token))
    assert raw[start:end] == origin


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_spans_are_in_bounds_and_in_order_for_any_text(raw: str) -> None:
    made = readable(raw)
    spans = [made.span(at, at + 1) for at in range(len(made.text))]
    bounds = [bound for span in spans for bound in span]
    assert all(0 <= bound <= len(raw) for bound in bounds)
    assert all(start < end for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    assert made.span(len(made.text), len(made.text)) == (len(raw), len(raw))


@given(st.lists(PIECES, max_size=30).map("".join), st.integers(0, 60), st.integers(0, 60))
def test_a_span_of_many_characters_is_that_of_its_first_and_last(raw: str, one: int, other: int) -> None:
    made = readable(raw)
    start, end = sorted((min(one, len(made.text)), min(other, len(made.text))))
    if start < end:
        assert made.span(start, end) == (made.span(start, start + 1)[0], made.span(end - 1, end)[1])
    else:
        assert made.span(start, end)[0] == made.span(start, end)[1]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(",".join))
def test_simplified_text_survives_conversion_to_traditional(text: str) -> None:
    assert readable(opencc.OpenCC("s2t").convert(text)).text == text


@pytest.mark.parametrize("syllable", ["lu", "lüe", "shi", "xue", "zhuang", "ruo", "bian", "qun", "nv", "er", "lǐng"])
def test_annotations_are_found_only_in_brackets(syllable: str) -> None:
    assert ANNOTATION.search(f"字({syllable})")
    assert not ANNOTATION.search(f"字{syllable}")


def test_a_raised_mark_in_a_page_inside_a_text_is_no_part_of_the_number_before_it() -> None:
    assert readable("<td>12<sup>1</sup></td>").text == "|12[1]"


def test_comments_of_a_page_inside_a_text_are_not_read_with_what_is_in_them() -> None:
    assert readable("<td>12<!--[if gte mso 9]><b>3</b><![endif]--></td>").text == "|12"


def test_blanks_of_a_page_in_a_plain_text_are_blanks() -> None:
    assert readable("规章&nbsp;&nbsp;12&#160;0").text == "规章  12 0"


PAGE = "本机关认真贯彻条例,扎实推进政府信息公开工作。" * 6


def _numbered(numbers: list[str]) -> str:
    return "".join(f"{PAGE}\n{number}\n" for number in numbers)


def test_page_numbers_that_count_to_the_last_are_no_part_of_the_text() -> None:
    raw = _numbered(["1 / 3", "2 / 3", " 3/3 "])
    made = readable(raw)
    assert made.text == f"{PAGE}\n" * 3
    assert raw[slice(*made.span(len(PAGE) + 1, 2 * len(PAGE) + 1))] == PAGE


@pytest.mark.parametrize(
    "raw",
    [
        _numbered(["1 / 3", "2 / 3"]),
        _numbered(["1 / 3", "2 / 4", "3 / 3"]),
        _numbered(["2 / 3", "1 / 3", "3 / 3"]),
        _numbered(["1 / 3", "2 / 3", "3 / 3", "0 / 0"]),
        PAGE + "\n1 / 3\n2 / 3\n3 / 3\n" + PAGE,
        _numbered(["1 / 2", "2 / 2"]),
    ],
)
def test_rows_with_a_stroke_for_a_cell_are_kept(raw: str) -> None:
    assert readable(raw).text == raw
