"""The line of a text in which something stands, with the thing itself marked.

Belongs here: showing a place. Does not belong here: knowing what is there.
"""

from rich.text import Text

_MARK = "bold reverse"
_AROUND = 60  # characters shown on either side, of a line that is longer


def excerpt(text: str, start: int, end: int) -> Text:
    """The line around text[start:end], which is marked by 【 】 and, on a terminal, reversed."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    left, right = max(begin, start - _AROUND), min(stop, end + _AROUND)
    marked = (
        text[start:end]
        if end - start <= 2 * _AROUND
        else f"{text[start : start + _AROUND]}…{text[end - _AROUND : end]}"
    )
    return Text.assemble(
        ("…" if left > begin else "") + text[left:start].lstrip(),
        ("【" + marked.replace("\n", "⏎") + "】", _MARK),
        text[end:right].rstrip() + ("…" if right < stop else ""),
    )


def line_number(text: str, offset: int) -> int:
    """The line in which a character stands, from 1."""
    return text.count("\n", 0, offset) + 1
