"""The readable text of a document, and the way back to the raw one.

Belongs here: folding characters (width, radicals, traditional, Taiwan wording), dropping pinyin annotations,
and the map from readable offsets to raw offsets. Does not belong here: what any of it means.
"""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Readable:
    """A raw text, its readable form, and the map between their offsets."""

    raw: str
    text: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets of the readable characters [start, end)."""
        return start, end


def readable(raw: str) -> Readable:
    """Make a raw document text readable."""
    return Readable(raw, raw)
