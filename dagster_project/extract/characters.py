"""The characters of damaged and converted Chinese text, as data and as patterns.

Belongs here: which characters fold to which, which mark traditional text, what a pinyin annotation looks like. Does not
belong here: applying them to a text and keeping the way back (text.py).
"""

import re
import unicodedata
from functools import cache

import opencc

from dagster_project.extract.forms import read_seed

# U+2E80-2EF3, which NFKC leaves alone: a radical and the character that PDF text shows by it.
RADICALS = (
    "⺀冫⺁厂⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋卩⺌小⺍小⺎兀⺏尢⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歹⺟母⺠民⺡氵⺢水⺣灬⺤爫"
    "⺥爪⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糸⺰纟⺱网⺲网⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹老⺺聿⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角"
    "⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒长⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟饣⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦"
    "⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟"
)
# Full-width marks that nearly every text has.
MARKS = "，：；（）"
# Blanks that are not the plain one; the tab is kept, since it may part the cells of a table.
BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u3164"
# The mark behind each cell in the text of a .doc file, and the uprights of drawn tables that no keyboard has.
CELL_MARKS = "\x07║¦"
LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
INVISIBLE_CLASS = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
LOST_CLASS = "\x00\ud800-\udfff"
TONED_CLASS = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u0308\u030c"

# Traditional spellings in characters that simplified text has too.
VARIANTS = ("答覆", "回覆", "批覆", "申覆")

# Every legal syllable of two letters and more; a lone letter in brackets numbers a list.
_SYLLABLE = (
    "(?:[bp](?:ai|an|ang|ao|ei|en|eng|iao|ian|ie|in|ing|[aiou])|m(?:ai|an|ang|ao|ei|en|eng|ian|iao|ie|in|ing|iu|ou|[aeiou])"
    "|f(?:an|ang|ei|en|eng|ou|[aou])|[dt](?:ai|an|ang|ao|ei|en|eng|ia|ian|iao|ie|ing|iu|ong|ou|ui|un|uo|uan|[aeiu])"
    "|[nl](?:ai|an|ang|ao|ei|en|eng|ia|ian|iang|iao|ie|in|ing|iu|ong|ou|uan|un|uo|ue|üe|ve|[aeiuüv])"
    "|[gkh](?:ai|an|ang|ao|ei|en|eng|ong|ou|ua|uai|uan|uang|ui|un|uo|[aeu])"
    "|[jqx](?:ia|ian|iang|iao|ie|in|ing|iong|iu|uan|ue|un|[iu])"
    "|(?:[zcs]h?|r)(?:ai|an|ang|ao|ei|en|eng|ong|ou|ua|uai|uan|uang|ui|un|uo|[aeiu])"
    "|y(?:an|ang|ao|in|ing|ong|ou|uan|ue|un|[aeiou])|w(?:ai|an|ang|ei|en|eng|[aou])|ai|an|ang|ao|ei|en|eng|er|ou)"
)
ANNOTATION = re.compile(
    rf"(\((?:(?=[a-zA-Zü]{{0,5}}[{TONED_CLASS}])[a-zA-Zü{TONED_CLASS}]{{1,8}}|(?<=[\u3400-\u9fff]\(){_SYLLABLE})\))"
)
INVISIBLE = re.compile(rf"([{INVISIBLE_CLASS}]+|\r(?=\n))")


def _compatible(first: int, last: int) -> dict[str, str]:
    """The compatibility characters of a range that NFKC makes one other character."""
    pairs = ((chr(code), unicodedata.normalize("NFKC", chr(code))) for code in range(first, last + 1))
    return {odd: plain for odd, plain in pairs if len(plain) == 1 and plain != odd}


@cache
def simplifier() -> opencc.OpenCC:
    """Traditional to simplified. Not `tw2sp`, which takes the mainland's own 文件, 执行, 查询 for Taiwan's words."""
    return opencc.OpenCC("t2s")


@cache
def folds() -> dict[str, str]:
    """Each odd character and the plain one: full width, small forms, Kangxi and CJK radicals, compatibility, blanks."""
    table = _compatible(0xFF01, 0xFF65) | _compatible(0xFE50, 0xFE6B)
    radicals = _compatible(0x2F00, 0x2FD5) | _compatible(0xF900, 0xFAFF)
    table |= {odd: simplifier().convert(plain) for odd, plain in radicals.items()}
    table |= dict(zip(RADICALS[::2], RADICALS[1::2], strict=True))
    return table | dict.fromkeys(BLANKS, " ") | dict.fromkeys(LINE_ENDS, "\n") | dict.fromkeys(CELL_MARKS, "|")


@cache
def traditional() -> frozenset[str]:
    """The characters that only traditional text uses: the simplifier changes them, and GB 2312 does not have them."""
    every = [chr(code) for code in range(0x3400, 0xA000)]
    plain = simplifier().convert("\n".join(every)).split("\n")
    return frozenset(odd for odd, simple in zip(every, plain, strict=True) if odd != simple and not _in_gb2312(odd))


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def odd() -> re.Pattern[str]:
    """One character that makes a text need any repair beyond annotations, so that a plain text is passed once."""
    known = "".join(sorted(map(re.escape, set(folds()) | traditional())))
    return re.compile(f"[{known}{INVISIBLE_CLASS}{LOST_CLASS}\r]")


def with_plain_marks(text: str) -> str:
    """A text with its MARKS folded: without them, most texts have nothing odd left."""
    for mark in MARKS:
        text = text.replace(mark, folds()[mark])
    return text


def has_variant(text: str) -> bool:
    """Whether one of the VARIANTS stands in a text; all end alike, so that most texts are passed at a glance."""
    return VARIANTS[0][-1] in text and any(word in text for word in VARIANTS)


@cache
def wordings() -> dict[str, tuple[str, str]]:
    """Wording that conversion between regions changed, the mainland's, and the word whose presence forbids the change.

    A text in which 信息 still stands was not converted to 資訊, so that its 资讯 is its own (dbt/seeds/wordings.csv).
    """
    return {line["found"]: (line["wording"], line["unless"]) for line in read_seed("wordings")}
