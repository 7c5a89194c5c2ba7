"""From bytes to text: which encoding they are in, proved by what comes out.

Belongs here: UTF-8 with or without BOM, GB18030, UTF-16 of either order with or without BOM. Does not belong here:
the format of the text (readers.py), nor undoing a wrong decoding that someone else made long ago.
"""

import re

from dagster_project.load.rejections import RejectedError, reason

# Controls, surrogates, private use and the replacement character: what a wrong decoding leaves behind. Not \x07, by
# which Word parts the cells of a table in text that is taken from it.
_STRANGE = re.compile("[\x00-\x06\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd\ufffe\uffff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
# In any Chinese text, simplified or traditional, these are a tenth of all characters; in garbled Han they are rare.
_FREQUENT = re.compile("[的一是不在有人和了中大上年月日公信息工作政府行法及以及其他本市]")
_PLAIN = re.compile("[\t-\r -~\u2000-\u206f\u3000-\u303f\uff00-\uffef]")  # ASCII and the punctuation of Chinese
_MAX_STRANGE = 0.02
_MIN_FREQUENT = 0.03
_ENOUGH_HAN = 30

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of its encoding, with ", damaged" where single bytes were beyond reading.

    A decoding is believed only if its result looks like text. Raises RejectedError (not_text, unknown_encoding).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark) and (found := _attempt(data[len(mark) :], encoding)):
            return found[0], found[1].replace(encoding, f"{encoding}-bom", 1)
    binary = b"\x00" in data
    for encoding in ("utf-16-le", "utf-16-be") if binary else ("utf-8", "gb18030"):
        if found := _attempt(data, encoding):
            return found
    raise RejectedError(reason("not_text", zh="二进制数据", en="binary data") if binary else reason("unknown_encoding"))


def _attempt(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        text, label = data.decode(encoding), encoding
    except UnicodeDecodeError:
        text, label = data.decode(encoding, errors="replace"), f"{encoding}, damaged"
    return (text, label) if _plausible(text, strict=encoding != "utf-8") else None


def _plausible(text: str, *, strict: bool) -> bool:
    """Whether this looks like text. `strict` where almost any bytes decode: then Han must be Han that people use."""
    strange = len(_STRANGE.findall(text))
    if strange > _MAX_STRANGE * len(text):
        return False
    if not strict:
        return True
    han = len(_HAN.findall(text))
    if han >= _ENOUGH_HAN:
        return len(_FREQUENT.findall(text)) >= _MIN_FREQUENT * han
    # Too little Han to judge by: then all of it must be plain characters.
    return strange == 0 and han + len(_PLAIN.findall(text)) == len(text)
