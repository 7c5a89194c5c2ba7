"""Cutting the gaps between labels into runs of values: alike wherever a gap is printed."""

import random

import pytest

from dagster_project.extract import labels, tokens

PIECES = (
    *("结果维持", "(一)予以公开", "总计", "行政许可", "自然人", "1.属于国家秘密"),
    *("0", "12", " 0 0 0", "1,234", "—", "/", "无", "nan", "3 件", "〇", "00", "12[1]", "第 3 页", "2020年"),
    *(
        " ",
        "\n",
        " | ",
        "|\n",
        "\n| ",
        "||",
        "\t",
        "\t\t",
        ",",
        ";",
        "],\n[",
        '",\n "',
        "\n- ",
        "- 3 -\n",
        " · ",
        "(含其他)",
    ),
)


@pytest.mark.parametrize("seed", range(300))
def test_a_gap_is_cut_as_if_it_had_never_been_met_before(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice(PIECES) for _ in range(rng.randint(5, 120)))
    hits = labels.find(text, 0, len(text))
    start, end = rng.randint(0, len(text) // 4), rng.randint(len(text) * 3 // 4, len(text))
    inside = [hit for hit in hits if start <= hit.start < end]
    kept = tokens.runs(text, start, end, inside)
    monkeypatch.setattr(tokens, "LONGEST_KEPT", 0)
    assert kept == tokens.runs(text, start, end, inside)
