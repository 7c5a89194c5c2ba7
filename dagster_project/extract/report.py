"""All of one document: text in, every report in it with its tables, claims and complaints out.

Belongs here: the order in which the readers are asked, and what they are told of each other. Does not belong
here: reading anything (parts.py, masthead.py, tables.py, claims.py).
"""

from dagster_project.extract import tables
from dagster_project.extract.records import Masthead, Reading, Report, Table
from dagster_project.extract.text import readable

PROSE, MIXED = "E1", "mixed"


def read_document(raw: str, name: str = "") -> Reading:
    """Read one document. `name` is its file name, which may hold evidence that the text lost.

    Never raises: what cannot be read is a complaint. A document without a report has no reports, and its first
    complaint says why.
    """
    text = readable(raw)
    found, told = tables.read(text, 0, len(text.text))
    report = Report(1, "report", layout(found), Masthead(title=name or None), 0, len(raw), found, [], told)
    return Reading("report", [report], [])


def layout(found: list[Table]) -> str:
    """The layout of a report: that of its tables, `mixed` if they differ, prose if it has none.

    The reviews are printed alike in the forms of 2019 and 2021, so they decide only if nothing else does.
    """
    told = {table.layout for table in found if table.code != "reviews"} or {table.layout for table in found}
    return PROSE if not told else told.pop() if len(told) == 1 else MIXED
