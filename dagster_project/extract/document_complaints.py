"""The complaints about a document as a whole, worded by dbt/seeds/document_complaints.csv.

Belongs here: making one of them at readable offsets. Does not belong here: when to complain, nor the complaints about
cells and claims.
"""

from functools import cache

from dagster_project.extract.forms import read_seed
from dagster_project.extract.records import Complaint
from dagster_project.extract.text import Readable


@cache
def _wordings() -> dict[str, tuple[str, str]]:
    """Each code's wording in Chinese and in English."""
    return {line["code"]: (line["message_zh"], line["message_en"]) for line in read_seed("document_complaints")}


def complaint(readable: Readable, code: str, start: int, end: int, **details: object) -> Complaint:
    """The complaint of a code about readable [start, end), with its details put in. `raw` is the raw text there."""
    raw_start, raw_end = readable.span(start, end)
    details.setdefault("raw", readable.raw[raw_start:raw_end])
    message, message_en = _wordings()[code]
    return Complaint(code, message.format(**details), message_en.format(**details), raw_start, raw_end)
