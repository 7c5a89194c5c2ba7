"""Claims: what prose states is read, and what it does not state is not.

The sentences stand in tests/claims/*.csv, one a line; add one there rather than a test here. `expected` is a list of
`measure=value` with the qualifier in brackets unless it is exact; nothing means that no claim may be read. Those of
eras.csv and of each held_out*.csv were written to measure the rules as they were before they were mended by them.
"""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.extract import claims, text
from dagster_project.extract.claim_rules import Rule, doubts, rules, rules_for
from dagster_project.extract.claim_words import words
from dagster_project.extract.forms import read_seed
from dagster_project.extract.records import Claim, Complaint

TABLES = Path(__file__).parent / "claims"
SENTENCES = [line for path in sorted(TABLES.glob("*.csv")) for line in csv.DictReader(path.open(encoding="utf-8"))]
RULES = {line["rule"]: line for line in read_seed("claim_rules")}
MEASURES = {line["measure"] for line in read_seed("claim_measures")}


def read(raw: str, year: int | None = None, skip: str = "") -> tuple[list[Claim], list[Complaint]]:
    readable = text.readable(raw)
    start = readable.text.find(skip) if skip else 0
    spans = [(start, start + len(skip))] if skip else []
    return claims.read(readable, 0, len(readable.text), year=year, skip=spans)


def stated(raw: str, year: int | None = None) -> list[str]:
    return sorted(
        f"{claim.measure}={claim.value}" + (f"[{claim.qualifier}]" if claim.qualifier != "exact" else "")
        for claim in read(raw, year)[0]
    )


def codes(raw: str, year: int | None = None) -> list[str]:
    return [complaint.code for complaint in read(raw, year)[1]]


@pytest.mark.parametrize("line", SENTENCES, ids=lambda line: line["sentence"][:40])
def test_a_sentence_is_read_as_what_it_states_and_no_more(line: dict[str, str]) -> None:
    heading = f"三、{line['heading']}\n" if line["heading"] else ""
    found = stated(heading + line["sentence"], int(line["year"]) if line["year"] else None)
    assert found == sorted(line["expected"].split())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_reads_its_own_example(rule: Rule) -> None:
    found, complaints = read(RULES[rule.code]["example"])
    assert any(rule.code in complaint.message for complaint in complaints) or any(
        claim.rule == rule.code for claim in found
    )


def test_every_rule_that_warns_says_why() -> None:
    assert set(doubts()) == {rule.code for rule in rules() if rule.warns} | {"two_values"}


def test_every_measure_that_words_or_rules_name_is_in_the_list_of_measures() -> None:
    named = {line["measure"] for line in read_seed("claim_words") if line["measure"]}
    named |= {measure for line in RULES.values() for measure in line["measures"].split()}
    assert named - {"heading"} <= MEASURES


def test_a_word_has_one_meaning() -> None:
    words = [word for line in read_seed("claim_words") for word in line["words"].split()]
    assert len(words) == len(set(words))


def test_a_claim_points_at_its_number_in_the_raw_text() -> None:
    raw = "2016年，市統(tǒng)計(jì)局受理政府信息公開申請(qǐng)１，２３４件。"
    [claim] = read(raw, 2016)[0]
    assert (raw[claim.start : claim.end], claim.value, claim.unit, claim.sentence) == ("１，２３４", 1234, "件", raw)


def test_an_absence_points_at_the_words_that_state_it() -> None:
    raw = "本年度我局没有收到政府信息公开申请。"
    [claim] = read(raw)[0]
    assert (claim.value, raw[claim.start : claim.end]) == (0, "没有收到")


@pytest.mark.parametrize(
    "raw",
    [
        "2024 年，区政府办代表区政府受理政府\n信息公开申请 17 件，均已在法定期限内予以答复。\n",
        "2024 年，区政府办公室代表区政府依法受理政府信息公开申请 17\n件，均已在法定期限内予以答复。\n",
        "2024 年，区政府办公室代表区政府依法受理政府\n\n- 2 -\n信息公开申请 17 件，均已在法定期限内予以答复。\n",
        "2024 年，区政府办公室代表区政府依法受理政府\n- 12 -\n信息公开申请 17 件，均已在法定期限内予以答复。\n",
    ],
)
def test_a_number_is_read_across_wrapped_lines_and_a_page_number(raw: str) -> None:
    assert stated(raw) == ["received_new=17", "replied_total=17"]


def test_two_numbers_with_a_blank_between_are_not_made_one() -> None:
    assert stated("共收到政府信息公开申请1 7件。") == []


def test_the_rows_of_a_table_are_not_sentences() -> None:
    rows = [
        "一、本年新收政府信息公开申请数量 21 0 0 0 0 0 21",
        "（一）予以公开 | 0 | 0 |",
        "四、结转下年度继续办理\n0",
        "予以公开0",
    ]
    assert stated("\n".join(rows)) == []


def test_nothing_is_read_where_a_table_stands() -> None:
    sentence = "收到政府信息公开申请5件。"
    assert read(f"一、概述\n{sentence}\n", skip=sentence) == ([], [])


def test_a_mere_absence_is_of_what_its_own_heading_names() -> None:
    report = "三、依申请公开情况\n无\n四、行政复议、行政诉讼情况\n未发生。\n五、其他需要报告的事项\n无\n"
    assert stated(report) == ["administrative_reviews=0", "litigations=0", "received_new=0"]


@pytest.mark.parametrize(
    "sentence",
    ["行政复议和行政诉讼案件共3件。", "予以公开及部分公开10538件。", "收到政府信息公开申请749件(含上年结转36件)。"],
)
def test_a_number_that_may_mean_two_things_is_told_and_not_read(sentence: str) -> None:
    assert codes(sentence) == ["claim_ambiguous"]


@pytest.mark.parametrize(
    "sentence",
    [
        "全省系统共收到政府信息公开申请1523件，省局本级收到236件。",
        "本机关受理行政复议申请56件。",
        "收到行政复议申请312件，受理286件。",
        "收到政府信息公开申请63件，受理61件。",
    ],
)
def test_what_a_reviewing_body_decided_and_what_has_two_values_is_told(sentence: str) -> None:
    assert "claim_ambiguous" in codes(sentence)


def test_a_number_of_another_year_is_told_and_not_read() -> None:
    sentence = "2021年我局共受理政府信息公开申请3件。"
    assert (stated(sentence, 2022), codes(sentence, 2022)) == ([], ["claim_of_other_year"])


def test_a_long_heading_does_not_go_on_in_the_line_below() -> None:
    report = "五、因政府信息公开申请行政复议、提起行政诉讼的情况\n共有5件政府信息公开行政复议申请。\n"
    assert (stated(report), codes(report)) == (["administrative_reviews=5"], [])


def test_an_absence_further_down_is_not_of_what_the_heading_names() -> None:
    assert stated("四、行政复议、行政诉讼情况\n结果维持\n无\n结果纠正\n无\n") == []


def test_navigation_and_blank_lines_around_a_report_change_nothing() -> None:
    body = "三、依申请公开情况\n2014年，我局共收到政府信息公开申请12件，其中网上申请10件。\n"
    around = f"首页 > 政务公开\n【字体：大 中 小】 打印\n浏览次数：977\n\n\n{body}\n\n- 3 -\n联系电话：0731-55568000\n"
    assert stated(around) == stated(body) == ["received_new=12", "received_online=10"]


@given(st.lists(st.sampled_from(SENTENCES).map(lambda line: line["sentence"]) | st.text(max_size=30), max_size=3))
def test_no_rule_that_matches_is_passed_over_as_impossible(parts: list[str]) -> None:
    letters = words(text.readable("".join(parts)).text).letters
    matching = [rule.code for rule in rules() if rule.pattern.search(letters)]
    assert set(matching) <= {rule.code for rule in rules_for(letters)}


@given(st.lists(st.sampled_from(SENTENCES).map(lambda line: line["sentence"]) | st.text(max_size=30), max_size=8))
def test_any_text_is_read_without_error_and_every_claim_lies_in_its_sentence(parts: list[str]) -> None:
    raw = "\n".join(parts)
    for claim in read(raw)[0]:
        assert raw[claim.start : claim.end]
        assert raw[claim.start : claim.end] in claim.sentence


@pytest.mark.parametrize(
    "unit", ["收到政府信息公开申请、", "没有", "12,", "一", "主动公开政府信息5条,网站", "(", "\n- 2 -"]
)
def test_a_long_text_without_a_stop_is_read(unit: str) -> None:
    assert len(read(unit * 20000)[0]) <= 20000
