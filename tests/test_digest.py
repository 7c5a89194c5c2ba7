"""The digest of a report's prose is the same for a text that was used again, and for no other."""

import pytest

from dagster_project.extract.digest import prose_digest

PROSE = "2021年，我局共收到政府信息公开申请12件，均按时答复，全年主动公开政府信息320余条。" * 12
TABLE = "本年新收政府信息公开申请数量 3 0 0 0 0 0 3\n"


def digest(text: str, *skip: tuple[int, int]) -> str | None:
    return prose_digest(text, 0, len(text), skip)


@pytest.mark.parametrize(
    "used_again",
    [
        PROSE.replace("2021", "2022").replace("12件", "7件"),
        PROSE.replace("2021年", "二〇二二年"),
        PROSE.replace("，", "，\n  "),
    ],
    ids=["other figures", "a year in Chinese numerals", "other lines"],
)
def test_figures_dates_and_lines_make_no_other_text(used_again: str) -> None:
    assert digest(used_again) == digest(PROSE) is not None


def test_one_word_makes_another_text() -> None:
    assert digest(PROSE.replace("按时", "延期", 1)) != digest(PROSE)


def test_tables_are_no_prose() -> None:
    with_table = PROSE + TABLE + PROSE
    assert digest(with_table, (len(PROSE), len(PROSE + TABLE))) == digest(PROSE + PROSE)
    assert digest(with_table) != digest(PROSE + PROSE)


def test_a_report_that_says_little_is_like_no_other() -> None:
    assert digest("一、总体情况\n无。\n") is None
    assert digest(TABLE * 9, (0, len(TABLE * 9))) is None
