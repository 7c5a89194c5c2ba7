"""What reviewers decided of single documents, applied to what was read of them: each decision, and what became of it.

Belongs here: the kinds of decision and what each does. Does not belong here: the file that holds them
(load/decisions.py). A decision never proves anything: a reading that it replaces is judged by the identities as any.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from dagster_project.extract import forms
from dagster_project.extract.bodies import kind_of
from dagster_project.extract.faults import explained_by_change, failed_identities
from dagster_project.extract.organization import Organization
from dagster_project.extract.proof import grid_of, judge
from dagster_project.extract.records import Cell, Cells, Complaint, Outcome, Reading, Report, Table
from dagster_project.extract.scope import read as scope_of
from dagster_project.extract.seat import Document, find
from dagster_project.extract.text import readable
from dagster_project.extract.tokens import number

EVIDENCE = "decision"  # of an organization that a reviewer named
DECIDED = "decided"  # of a value that a reviewer read
_PROOFS = {
    "proved": "已核验",
    "contradicted": "有矛盾",
    "incomplete": "不完整",
    "unchecked": "无勾稽关系",
    "blank": "空表",
}
_JUDGED = frozenset({"identity_fails", "likely_explanation"})  # told anew of a table that is judged anew
_DOUBTS_OF_NAME = frozenset({"unknown_organization", "renamed_organization", "unknown_division", "ambiguous_division"})


@dataclass(slots=True, frozen=True)
class Decision:
    """One decision on the document with a hash: on the report of an ordinal, a table, a cell, as its kind asks."""

    sha256: str
    kind: str
    report: int = 1
    table: str | None = None
    row: str | None = None
    column: str | None = None
    reading: str | None = None
    reason: str = ""

    @property
    def key(self) -> str:
        """What it decides: no two decisions may have one key."""
        what = (self.sha256, self.kind, self.report, self.table, self.row, self.column)
        return hashlib.sha256(repr(what).encode()).hexdigest()[:16]

    def as_json(self) -> str:
        """The same decision as text."""
        return json.dumps(asdict(self), ensure_ascii=False)


# What became of a decision, in Chinese and in English, told when all others are applied.
Told = Callable[[], tuple[str, str]]


class _NotApplicableError(Exception):
    """A decision that finds nothing to decide; why, in Chinese and in English."""


def from_json(decisions: str) -> list[Decision]:
    """The decisions of a JSON list of what `Decision.as_json` gives."""
    return [Decision(**fields) for fields in json.loads(decisions)]


def apply(raw: str, reading: Reading, decisions: Sequence[Decision]) -> Reading:
    """The reading of a document as decided, with an outcome for every decision; changes the reading it is given."""
    applied: list[tuple[Decision, Told]] = []
    for kind, decide in _KINDS.items():
        for decision in (one for one in decisions if one.kind == kind):
            try:
                applied.append((decision, decide(raw, reading, decision)))
            except _NotApplicableError as why:
                reading.outcomes.append(Outcome(decision.key, decision.report, "not_applicable", *why.args))
    reading.outcomes += [Outcome(decision.key, decision.report, "applied", *told()) for decision, told in applied]
    return reading


def _reject(_raw: str, reading: Reading, decision: Decision) -> Told:
    """Take the whole document for no report."""
    if not reading.reports:
        raise _NotApplicableError("文件本来就没有收录。", "The document is left out without it.")
    why = Complaint(
        "rejected_by_decision",
        f"经人工裁定不收录：{decision.reason}",
        f"A reviewer decided to leave it out: {decision.reason}",
    )
    reading.document_class, reading.reports, reading.complaints = "not_a_report", [], [why]
    return lambda: ("整份文件不收录。", "The document is left out.")


def _name_organization(raw: str, reading: Reading, decision: Decision) -> Told:
    """Give the report the organization that a reviewer named, and its place as the document tells it."""
    report = _report(reading, decision)
    before = report.masthead
    text = readable(raw[report.start : report.end]).text
    seat = find(Document(text, before.year), str(decision.reading))
    body = Organization(decision.reading, kind_of(str(decision.reading)), EVIDENCE, seat.division_code)
    scope, scope_evidence = scope_of(text, 0, len(text), body)
    report.masthead = replace(
        before,
        organization=body.name,
        organization_kind=body.kind,
        organization_evidence=body.evidence,
        division_code=body.division_code,
        scope=scope,
        scope_evidence=scope_evidence,
    )
    report.complaints = [told for told in report.complaints if told.code not in _DOUBTS_OF_NAME]
    was = before.organization
    return lambda: (
        f"编制机关定为“{body.name}”（原读作：{was or '不详'}）。",
        f"The organization is “{body.name}” (it was read as: {was or 'unknown'}).",
    )


def _replace_reading(_raw: str, reading: Reading, decision: Decision) -> Told:
    """Read a cell as a reviewer read it, and judge the table anew. What is printed, and where, stays as it was."""
    report = _report(reading, decision)
    at, table = _table(report, decision)
    keys = list(zip(table.columns.row, table.columns.column, strict=True))
    key = (str(decision.row), str(decision.column))
    if key not in keys:
        raise _NotApplicableError("这张表的版式没有这一格。", "The form of this table has no such cell.")
    cell = table.cells[keys.index(key)]
    value = number(str(decision.reading))
    if cell.value == value and cell.inferred is None:
        raise _NotApplicableError(f"这一格本来就读作 {value}。", f"The cell is read as {value} without it.")
    cells = [replace(one, value=value, state="number", inferred=DECIDED) if one == cell else one for one in table.cells]
    report.tables[at], told = _judged(table, cells)
    report.complaints = [*_still(report.complaints, report.tables[at]), *told]
    where, where_en = forms.place(table.code, *key), forms.place_en(table.code, *key)

    def outcome() -> tuple[str, str]:
        proof = report.tables[at].proof
        return (
            f"{where}：原文“{cell.raw}”改读为 {value}；核验结论由“{_PROOFS[table.proof]}”变为“{_PROOFS[proof]}”。",
            f"{where_en}: '{cell.raw}' is read as {value}; the verdict on the table was {table.proof} and is {proof}.",
        )

    return outcome


def _judged(table: Table, cells: list[Cell]) -> tuple[Table, list[Complaint]]:
    """A table with other cells: its verdict, and what is wrong with it. A zero that nothing proves is blank."""
    form = forms.form(table.code, table.layout)
    grid = grid_of(cells)
    plain = frozenset(line.code for line in form.lines) if table.blame == "source" else frozenset[str]()
    judgement = judge(form, grid, plain=plain)
    proved = []
    for cell in cells:
        key = (cell.row, cell.column)
        if cell.state in ("blank", "dash"):
            cell.inferred = judgement.zeros.get(key)
            cell.value = 0 if cell.inferred else None
        proved.append(replace(cell, proof=judgement.cell_proofs[key]))
    judged = replace(
        table,
        proof=judgement.proof,
        blame=judgement.blame,
        columns=Cells(*([getattr(cell, field) for cell in proved] for field in Cells._fields)),
        slip=None,
        explanation=None,
        explanation_en=None,
    )
    told = failed_identities(form, judgement, judged)
    judged, explanation = explained_by_change(form, grid, judgement, judged)
    return judged, [*told, *explanation]


def _still(complaints: Iterable[Complaint], table: Table) -> Iterable[Complaint]:
    """What was told before and holds of a table that was judged anew: of one that is proved, nothing."""
    for told in complaints:
        within = told.start is not None and table.start <= told.start <= table.end
        if not within or (table.proof not in ("proved", "unchecked") and told.code not in _JUDGED):
            yield told


def _accept_as_printed(_raw: str, reading: Reading, decision: Decision) -> Told:
    """Take a contradiction for what the source says: it stays out of the facts, and waits for nobody any more."""
    report = _report(reading, decision)
    at, table = _table(report, decision)
    if table.proof != "contradicted":
        raise _NotApplicableError(
            f"这张表没有矛盾（核验结论：{_PROOFS[table.proof]}），无需认可。",
            f"The table is {table.proof}: there is no contradiction to accept.",
        )
    report.tables[at] = replace(table, blame="source", accepted=True)
    where, where_en = forms.number_of(table.code), forms.name_en(table.code)
    return lambda: (
        f"{where}：原文确实如此，责任在来源；数字仍不进入事实表。",
        f"{where_en}: it is printed so, and the source is to blame; its figures stay out of the facts.",
    )


def _report(reading: Reading, decision: Decision) -> Report:
    for report in reading.reports:
        if report.ordinal == decision.report:
            return report
    raise _NotApplicableError(
        f"文件中没有第 {decision.report} 份报告（共 {len(reading.reports)} 份）。",
        f"The document has no report {decision.report}; it has {len(reading.reports)}.",
    )


def _table(report: Report, decision: Decision) -> tuple[int, Table]:
    for at, table in enumerate(report.tables):
        if table.code == decision.table:
            return at, table
    where, where_en = forms.number_of(str(decision.table)), forms.name_en(str(decision.table))
    raise _NotApplicableError(f"这份报告没有读到{where}。", f"No such table was read in the report: {where_en}.")


# In the order in which they are applied.
_KINDS: dict[str, Callable[[str, Reading, Decision], Told]] = {
    "reject": _reject,
    "name_organization": _name_organization,
    "replace_reading": _replace_reading,
    "accept_as_printed": _accept_as_printed,
}
KINDS = tuple(_KINDS)
