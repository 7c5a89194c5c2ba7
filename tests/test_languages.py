"""The texts for people say the same in Chinese and in English, whichever of them a change touched.

A page of docs/ has both: a heading, or an item of a list, before and after ` | `; a paragraph, and the next one; a
column of a table, and the next one of words. The READMEs are two pages. The dictionary is made from comments that have
both (test_dbt_rules.py).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_project.paths import ROOT

PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if page.name != "dictionary.md"]
READMES = (ROOT / "README.zh-CN.md", ROOT / "README.md")

_APART = re.compile(r"```.*?```|<!--.*?-->", re.DOTALL)  # what both languages share
_ANSWER = re.compile(r"(?<=```\n\n)(?:\||无 / none).*?(?=\n\n|\Z)", re.DOTALL)  # of a question: numbers, names
_HEAD = re.compile(r"#+ (?:\d+\. )?")
_ITEM = re.compile(r"^(?:- |\d+\. )", re.MULTILINE)
_CODE = re.compile(r"`[^`]+`")
_LINK = re.compile(r"\]\(([^)]+)\)")
_QUOTED = re.compile(r"“[^”]*”")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2}")
_NUMBER = re.compile(r"(?<![(\d.])\d+(?:\.\d+)?")  # but (1), which is （一） in Chinese

Pair = tuple[str, str]


def pairs(page: str) -> Iterator[Pair]:
    """What a page says in Chinese, with what it says in English."""
    paragraphs: list[str] = []
    for block in re.split(r"\n{2,}", _APART.sub("", _ANSWER.sub("", page))):
        block = block.strip()
        if block.startswith("|"):
            yield from _of_table(block)
        elif block.startswith("#"):
            yield _halves(_HEAD.sub("", block))
        elif _ITEM.match(block):
            yield from (_halves(item) for item in _ITEM.split(block)[1:])
        elif " | " in block:
            yield _halves(block)
        elif block:
            paragraphs.append(block)
    yield from zip(paragraphs[::2], paragraphs[1::2], strict=True)


def _halves(text: str) -> Pair:
    chinese, _, english = " ".join(text.split()).partition(" | ")
    return chinese, english


def _of_table(block: str) -> Iterator[Pair]:
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
    worded = [column for column, cell in enumerate(head) if bool(_HAN.search(cell)) != bool(_WORD.search(_bare(cell)))]
    for line in (head, *rows):
        for chinese, english in zip(worded[::2], worded[1::2], strict=True):
            if line[chinese] or line[english]:
                yield line[chinese], line[english]


def _bare(text: str) -> str:
    """A text without what is the same in any language."""
    return _LINK.sub("", _CODE.sub("", text))


def told(text: str) -> tuple[set[str], set[str], set[str]]:
    """The code, the links and the numbers of a text."""
    text = " ".join(text.split())
    return set(_CODE.findall(text)), set(_LINK.findall(text)), set(_NUMBER.findall(_bare(text)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_says_in_english_what_it_says_in_chinese(page: Path) -> None:
    said = list(pairs(page.read_text(encoding="utf-8")))
    assert said
    for chinese, english in said:
        assert _HAN.search(_bare(chinese)), chinese
        assert _WORD.search(_bare(english)), chinese
        assert not _HAN.search(_QUOTED.sub("", _bare(english))), english
        assert told(chinese) == told(english)


def test_the_readmes_say_the_same_in_the_same_order() -> None:
    chinese, english = [_sections(page.read_text(encoding="utf-8")) for page in READMES]
    assert len(chinese) == len(english)
    for section, of_english in zip(chinese, english, strict=True):
        assert told(section) == told(of_english), of_english.partition("\n")[0]


def _sections(readme: str) -> list[str]:
    without = readme.replace("[English](README.md)", "").replace("[中文说明](README.zh-CN.md)", "")
    return re.split(r"^## ", _APART.sub("", without), flags=re.MULTILINE)
