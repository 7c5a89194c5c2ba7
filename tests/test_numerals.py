"""Figures in sentences: their value, qualifier and unit, and what is no figure."""

from decimal import Decimal

import pytest

from dagster_project.extract.numerals import figures
from dagster_project.extract.records import Number


@pytest.mark.parametrize(
    ("printed", "value", "qualifier", "unit", "numeral"),
    [
        ("12件", 12, "exact", "件", "12"),
        ("1,234件", 1234, "exact", "件", "1,234"),
        ("26.8万条", 268000, "exact", "条", "26.8万"),
        ("2764.2万宗", 27642000, "exact", "宗", "2764.2万"),
        ("52万余条", 520000, "more_than", "条", "52万"),
        ("20余万条", 200000, "more_than", "条", "20余万"),
        ("8000多条", 8000, "more_than", "条", "8000"),
        ("超过100件", 100, "more_than", "件", "100"),
        ("500条以上", 500, "more_than", "条", "500"),
        ("近2000条", 2000, "approximately_below", "条", "2000"),
        ("约44条", 44, "about", "条", "44"),
        ("44条左右", 44, "about", "条", "44"),
        ("两项", 2, "exact", "项", "两"),
        ("一百二十件", 120, "exact", "件", "一百二十"),
        ("五万余条", 50000, "more_than", "条", "五万"),
        ("〇件", 0, "exact", "件", "〇"),
        ("零。", 0, "exact", None, "零"),
        ("67,", 67, "exact", None, "67"),
        ("0.04万元", 400, "exact", "万元", "0.04万"),
        ("12.5元", Decimal("12.5"), "exact", "元", "12.5"),
        ("发生一起", 1, "exact", "起", "一"),
    ],
)
def test_a_figure_is_read_with_its_qualifier_and_unit(
    printed: str, value: Number, qualifier: str, unit: str | None, numeral: str
) -> None:
    [figure] = figures(printed)
    assert (figure.value, figure.qualifier, figure.unit) == (value, qualifier, unit)
    assert printed[figure.start : figure.end] == numeral


PARTS = "第3条 第二项 9至12条 12:30, A4张 28%; 201411月份 20个工作日 3个月 一件事 和他一起 十几件 数十件 上百件 1.2件"


@pytest.mark.parametrize(
    "printed", [*PARTS.split(), "1,23件", "1 234件", "〔2019〕54号", "2012年12月31日,", "2015215", "一、二、"]
)
def test_what_is_no_certain_figure_is_left_out(printed: str) -> None:
    assert list(figures(printed)) == []
