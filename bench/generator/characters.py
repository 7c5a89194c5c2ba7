"""Damage to the characters of a whole document: other scripts, widths, blanks, and scrapers that cut or drop lines.

Belongs here: changes that know nothing of tables. Every change leaves the marks of marks.py alone.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, partial

import opencc

from . import words
from .marks import unmarked

PUNCTUATION = str.maketrans("（），：；？！％", "(),:;?!%")
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
READINGS = dict(re.findall(r"([一-鿿])([^一-鿿]+)", words.PINYIN))
HAN = re.compile(r"[一-鿿]")


@cache
def _radicals() -> dict[int, str]:
    """Whole characters to the radicals that fonts put in their place."""
    kangxi = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
    return {ord(character): radical for character, radical in {**kangxi, **words.RADICALS_BY_HAND}.items()}


@cache
def _converter(scheme: str) -> opencc.OpenCC:
    return opencc.OpenCC(scheme)


def _converted(text: str, _: random.Random, scheme: str) -> str:
    converted: str = _converter(scheme).convert(text)
    return converted


def _half_converted(text: str, rng: random.Random) -> str:
    """Some lines in traditional characters, some not."""
    return "\n".join(_converted(line, rng, "s2t") if rng.random() < 0.5 else line for line in text.split("\n"))


def _annotated(text: str, rng: random.Random) -> str:
    """Traditional, with the reading of each such character behind it in brackets."""
    traditional = _converted(text, rng, "s2t")
    return HAN.sub(lambda found: f"{found[0]}({READINGS[found[0]]})" if found[0] in READINGS else found[0], traditional)


def _with_radicals(text: str, rng: random.Random) -> str:
    table = _radicals()
    return HAN.sub(lambda found: table.get(ord(found[0]), found[0]) if rng.random() < 0.6 else found[0], text)


def _zero_width(text: str, rng: random.Random) -> str:
    return HAN.sub(lambda found: found[0] + rng.choice("\u200b\ufeff\u200d") if rng.random() < 0.1 else found[0], text)


def _odd_blanks(text: str, rng: random.Random) -> str:
    return re.sub(" ", lambda _: rng.choice("\u00a0\u2002\u3000\u2009 "), text)


def _blanks_around_numbers(text: str, _: random.Random) -> str:
    return re.sub(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])", " ", text)


def _repeated_lines_removed(text: str, _: random.Random) -> str:
    """A scraper that keeps each line once."""
    seen: set[str] = set()
    kept = []
    for line in text.split("\n"):
        plain = unmarked(line).strip()
        if plain not in seen or not plain:
            kept.append(line)
        seen.add(plain)
    return "\n".join(kept)


def _cut(text: str, rng: random.Random, front: bool) -> str:
    """Only a part of the pages was kept."""
    lines = text.split("\n")
    at = rng.randint(len(lines) // 4, max(len(lines) // 4, 3 * len(lines) // 4))
    return "\n".join(lines[at:] if front else lines[:at])


def _translated(text: str, _: random.Random, table: Mapping[int, int | str]) -> str:
    return text.translate(table)


def _replaced(text: str, _: random.Random, old: str, new: str) -> str:
    return text.replace(old, new)


CHANGES: dict[str, tuple[bool, Callable[[str, random.Random], str]]] = {
    "narrow_punctuation": (True, partial(_translated, table=PUNCTUATION)),
    "wide_digits": (True, partial(_translated, table=WIDE_DIGITS)),
    "wide_everything": (True, partial(_translated, table=WIDE)),
    "traditional": (True, partial(_converted, scheme="s2t")),
    "traditional_of_hong_kong": (True, partial(_converted, scheme="s2hk")),
    "traditional_of_taiwan": (True, partial(_converted, scheme="s2twp")),
    "half_traditional": (True, _half_converted),
    "traditional_with_pinyin": (True, _annotated),
    "radicals": (True, _with_radicals),
    "zero_width": (True, _zero_width),
    "odd_blanks": (True, _odd_blanks),
    "blanks_around_numbers": (True, _blanks_around_numbers),
    "windows_line_ends": (True, partial(_replaced, old="\n", new="\r\n")),
    "line_ends_doubled": (True, partial(_replaced, old="\n", new="\n\n")),
    "repeated_lines_removed": (False, _repeated_lines_removed),
    "front_cut_off": (False, partial(_cut, front=True)),
    "back_cut_off": (False, partial(_cut, front=False)),
}
"""Each change, and whether it is mild."""
