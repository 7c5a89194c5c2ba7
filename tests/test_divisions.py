"""The register of divisions: whole, unbroken, and decided only where a document decides."""

from collections import defaultdict

import pytest

from dagster_project.extract import divisions
from dagster_project.extract.forms import read_seed

LINES = read_seed("divisions")


def codes(name: str, year: int | None, text: str = "", mentioned: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    return [one.code for one in divisions.decide(name.split("/"), year, text, lambda: mentioned)]


def test_a_code_has_one_name_at_a_time() -> None:
    spans = defaultdict(list)
    for line in LINES:
        spans[line["division_code"]].append((line["valid_from"], line["valid_to"] or "9999"))
    assert all(
        earlier[1] < later[0]
        for runs in spans.values()
        for earlier, later in zip(sorted(runs), sorted(runs)[1:], strict=False)
    )


def test_every_parent_is_in_the_register() -> None:
    known = {line["division_code"] for line in LINES}
    assert {line["parent_code"] for line in LINES} - known == {""}


def test_the_register_has_every_level_of_today() -> None:
    counts = defaultdict(int)
    for line in LINES:
        counts[line["level"]] += not line["valid_to"]
    assert counts == {"province": 34, "prefecture": 333, "county": 2847}


def test_every_clue_leads_to_a_known_division() -> None:
    known = {line["division_code"] for line in LINES}
    assert {line["division_code"] for line in read_seed("place_clues")} <= known


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("腾冲县", 2014, ["530522"]),
        ("腾冲市", 2015, ["530581"]),
        ("腾冲市", 2014, ["530522"]),
        ("腾冲县", 2020, ["530581"]),
        ("洪泽县", 2012, ["320829"]),
        ("洪泽区", 2023, ["320813"]),
        ("襄樊市", 2009, ["420600"]),
        ("襄阳市", 2008, ["420600"]),
        ("蓟州区", 2014, ["120225"]),
        ("白下区", 2015, []),
        ("崇文区", 2009, ["110103"]),
        ("崇文区", 2015, []),
        ("莱芜市", 2015, ["371200"]),
        ("岳塘区", None, ["430304"]),
        ("仙桃市", 2020, ["429004"]),
        ("没有的县", 2020, []),
    ],
)
def test_a_name_means_the_division_of_its_time(name: str, year: int | None, expected: list[str]) -> None:
    assert codes(name, year) == expected


@pytest.mark.parametrize(
    ("name", "text", "mentioned", "expected"),
    [
        ("朝阳区", "", (), ["110105", "220104"]),
        ("长春市/朝阳区", "", (), ["220104"]),
        ("北京市/朝阳区", "", (), ["110105"]),
        ("朝阳区", "电话:010-65099174", (), ["110105"]),
        ("朝阳区", "电话(0431)88510000", (), ["220104"]),
        ("朝阳区", "邮编:130012", (), ["220104"]),
        ("朝阳区", "吉ICP备05000001号", (), ["220104"]),
        ("朝阳区", "京公网安备 11010502030001号", (), ["110105"]),
        ("朝阳区", "网站标识码:2201040001", (), ["220104"]),
        ("朝阳区", "", (("长春市",),), ["220104"]),
        ("朝阳区", "", (("长春市", "朝阳区"),), ["220104"]),
        ("朝阳区", "", (("朝阳区",),), ["110105", "220104"]),
        ("新华区", "", (("沧州市", "新华区"), ("新华区",)), ["130902"]),
        ("朝阳区", "电话:0731-55568000", (), ["110105", "220104"]),
        ("岳塘区", "电话:010-65099174", (), ["430304"]),
    ],
)
def test_only_the_document_decides_among_namesakes(
    name: str, text: str, mentioned: tuple[tuple[str, ...], ...], expected: list[str]
) -> None:
    assert sorted(codes(name, 2020, text, mentioned)) == expected


@pytest.mark.parametrize(
    ("text", "places", "rest"),
    [
        ("淮安市洪泽区人民政府", ("淮安市", "洪泽区"), "人民政府"),
        ("大理白族自治州人民政府", ("大理白族自治州",), "人民政府"),
        ("乐山市市中区审计局", ("乐山市", "市中区"), "审计局"),
        ("财政部", (), "财政部"),
    ],
)
def test_places_lead_a_name(text: str, places: tuple[str, ...], rest: str) -> None:
    assert divisions.leading(text) == (places, rest)


def test_places_before_a_name_are_found_in_printed_order() -> None:
    text = "由江苏省淮安市洪泽区人民政府编制"
    assert divisions.trailing(text, text.index("人民政府")) == ("江苏省", "淮安市", "洪泽区")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("湛江海关", "湛江市"), ("内蒙古气象局", "内蒙古自治区"), ("朝阳税务局", "朝阳市"), ("长江航道局", None)],
)
def test_a_short_name_means_the_highest_division(text: str, expected: str | None) -> None:
    assert divisions.by_short_name(text, 2020) == expected
