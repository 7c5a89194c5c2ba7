"""What `ogi check` tells the clerk about a report: what holds, what does not, and what to do.

Belongs here: the words for verdicts and their arrangement. Does not belong here: judging (extract/proof.py) and the
wording of single complaints, which say themselves what was expected where.
"""

from collections.abc import Iterator

from rich.text import Text

from dagster_project.disagreements import disagreements
from dagster_project.excerpt import excerpt, line_number
from dagster_project.extract.forms import read_seed
from dagster_project.extract.records import Complaint, Reading, Report
from dagster_project.places import table_title

PROOFS = {
    "proved": "已核验，勾稽关系全部成立 / proved: every identity closes",
    "contradicted": "有矛盾，勾稽关系不成立 / contradicted: an identity does not close",
    "incomplete": "不完整，无法核验 / incomplete: it could not be proved",
    "unchecked": "已读取，此表没有可核验的勾稽关系 / unchecked: the form has no identity for it",
    "blank": "空表，没有填写数字 / blank: no figures",
}
BLAMES = {
    "source": "原文印出的数字本身不平 / the printed figures themselves do not add up",
    "reading": "可能是读取有误，请对照原文 / perhaps misread: compare with the original",
}
ACCEPTED = "已由人工确认原文如此 / a reviewer confirmed that it is printed so"
OUTCOMES = {
    "applied": "人工裁定，已应用 / decided by a reviewer",
    "not_applicable": "人工裁定，不适用 / a decision that does not apply",
}
STATES = {
    "number": "数字 / number",
    "blank": "空白 / blank",
    "not_applicable": "不适用 / not applicable",
    "dash": "横线 / dash",
    "unreadable": "无法读取 / unreadable",
}
# Of the document, or what may help: not a fault of a number.
_EXPLANATION = "likely_explanation"
_REMARKS = {_EXPLANATION, *(line["code"] for line in read_seed("document_complaints"))}


def verdict(text: str, reading: Reading) -> Iterator[Text | str]:
    """The lines that tell the clerk about a document."""
    if not reading.reports:
        yield "没有读到年度报告。 / No annual report was found."
    for complaint in reading.complaints:
        yield from _complaint(text, complaint)
    for outcome in reading.outcomes:
        yield f"  {OUTCOMES[outcome.status]}：{outcome.message} / {outcome.message_en}"
    for report in reading.reports:
        yield from _report(text, report)


def contradicts(reading: Reading) -> bool:
    """Tell whether a table of the document contradicts itself."""
    return any(table.proof == "contradicted" for report in reading.reports for table in report.tables)


def _report(text: str, report: Report) -> Iterator[Text | str]:
    head = report.masthead
    year = f"{head.year} 年" if head.year else "年度不详 / year unknown"
    yield f"第 {report.ordinal} 份 / no. {report.ordinal}：{head.organization or '机关不详 / organ unknown'} · {year}"
    for table in report.tables:
        blame = f"；{ACCEPTED if table.accepted else BLAMES[table.blame]}" if table.blame else ""
        yield f"  {table_title(table.code)}：{PROOFS[table.proof]}{blame}"
    if not report.tables:
        yield "  没有标准表格。 / No standard tables."
    yield f"  正文中的数字 / numbers in prose: {len(report.claims)}"
    for complaint in report.complaints:
        if complaint.code not in ("identity_fails", _EXPLANATION):
            yield from _complaint(text, complaint)
    for table in report.tables:
        yield from disagreements(text, table)
    for complaint in report.complaints:
        if complaint.code == _EXPLANATION:
            yield from _complaint(text, complaint)


def _complaint(text: str, complaint: Complaint) -> Iterator[Text | str]:
    at = "" if complaint.start is None else f"第 {line_number(text, complaint.start)} 行："
    yield f"  {'·' if complaint.code in _REMARKS else '✗'} {at}{complaint.message}"
    yield f"    {complaint.message_en}"
    if complaint.start is not None and complaint.end is not None:
        yield Text("    ").append_text(excerpt(text, complaint.start, complaint.end))
