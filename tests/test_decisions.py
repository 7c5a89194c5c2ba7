"""What reviewers decide: each kind on real documents, and the file that holds their decisions."""

import re
from pathlib import Path

import pytest

from dagster_project.extract.decisions import Decision, apply
from dagster_project.extract.records import Outcome, Reading, Report, Table
from dagster_project.extract.report import read_document
from dagster_project.load.decisions import COLUMNS, DecisionsError, read
from tests.conftest import RAW, TABLES_OF_2020, report_of

ANTHOLOGY = "003_b61ef283626af920.txt"
CONTRADICTED = report_of("财政局", granted=7)
GRANTED = {"table": "applications", "row": "granted", "column": "natural_person"}


def decided(text: str, *decisions: Decision) -> tuple[Reading, list[Outcome]]:
    reading = apply(text, read_document(text), decisions)
    return reading, reading.outcomes


def of(kind: str, **what: str | int) -> Decision:
    return Decision("0" * 64, kind, **what)  # type: ignore[arg-type]


def table(report: Report, code: str = "applications") -> Table:
    return next(table for table in report.tables if table.code == code)


def test_a_reading_that_is_replaced_keeps_what_is_printed_and_is_judged_anew() -> None:
    before = table(read_document(CONTRADICTED).reports[0])
    reading, (outcome,) = decided(CONTRADICTED, of("replace_reading", **GRANTED, reading="0"))
    after = table(reading.reports[0])
    assert (before.proof, after.proof, after.blame, after.explanation) == ("contradicted", "proved", None, None)
    changed = [(one, other) for one, other in zip(before.cells, after.cells, strict=True) if one.value != other.value]
    ((one, other),) = changed
    assert (one.value, other.value, other.inferred, other.raw) == (7, 0, "decided", "7")
    assert (one.start, one.end) == (other.start, other.end)
    assert reading.reports[0].complaints == []
    assert outcome.status == "applied"


@pytest.mark.parametrize(("reading", "proof", "blame"), [("70", "contradicted", "source"), ("0", "proved", None)])
def test_a_reading_that_is_replaced_proves_nothing_by_itself(reading: str, proof: str, blame: str | None) -> None:
    whole, (outcome,) = decided(CONTRADICTED, of("replace_reading", **GRANTED, reading=reading))
    judged = table(whole.reports[0])
    assert (judged.proof, judged.blame) == (proof, blame)
    told = {complaint.code for complaint in whole.reports[0].complaints}
    assert told == (set() if proof == "proved" else {"identity_fails", "likely_explanation"})
    assert {"proved": "已核验", "contradicted": "有矛盾"}[proof] in outcome.message.partition("变为")[2]


def test_a_reading_that_breaks_a_proved_table_is_told_and_laid_to_the_reading() -> None:
    text = (RAW / TABLES_OF_2020).read_text(encoding="utf-8")
    reading, _ = decided(text, of("replace_reading", **GRANTED, reading="3"))
    assert (table(reading.reports[0]).proof, table(reading.reports[0]).blame) == ("contradicted", "reading")


def test_several_readings_of_one_table_are_judged_together() -> None:
    text = CONTRADICTED.replace("(七)总计 | 0 |", "(七)总计 | 9 |")
    total = {**GRANTED, "row": "concluded_total"}
    reading, outcomes = decided(
        text, of("replace_reading", **GRANTED, reading="0"), of("replace_reading", **total, reading="0")
    )
    assert table(reading.reports[0]).proof == "proved"
    assert ["变为“已核验”" in outcome.message for outcome in outcomes] == [True, True]


def test_what_is_accepted_as_printed_is_laid_to_the_source_and_changes_no_value() -> None:
    before = table(read_document(CONTRADICTED).reports[0])
    reading, (outcome,) = decided(CONTRADICTED, of("accept_as_printed", table="applications"))
    after = table(reading.reports[0])
    assert (after.proof, after.blame, after.accepted) == ("contradicted", "source", True)
    assert after.cells == before.cells
    assert outcome.status == "applied"


def test_a_document_that_is_rejected_has_no_report_and_says_why() -> None:
    text = (RAW / ANTHOLOGY).read_text(encoding="utf-8")
    reading, (outcome,) = decided(text, of("reject", reason="范文汇编"))
    assert (reading.document_class, reading.reports) == ("not_a_report", [])
    assert reading.complaints[0].code == "rejected_by_decision"
    assert "范文汇编" in reading.complaints[0].message
    assert outcome.status == "applied"


def test_an_organization_that_is_named_has_its_kind_and_division() -> None:
    reading, _ = decided(CONTRADICTED, of("name_organization", reading="衡山县开云镇人民政府"))
    head = reading.reports[0].masthead
    assert (head.organization, head.organization_kind, head.organization_evidence) == (
        "衡山县开云镇人民政府",
        "township",
        "decision",
    )
    assert head.division_code == "430423"


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (of("accept_as_printed", table="reviews"), "没有矛盾"),
        (of("accept_as_printed", table="annex_2014"), "没有读到附表"),
        (of("accept_as_printed", table="applications", report=4), "没有第 4 份报告"),
        (of("replace_reading", **GRANTED, reading="7"), "本来就读作 7"),
        (of("replace_reading", **{**GRANTED, "row": "other_residual"}, reading="7"), "没有这一格"),
    ],
)
def test_a_decision_that_finds_nothing_to_decide_changes_nothing_and_says_so(decision: Decision, told: str) -> None:
    reading, (outcome,) = decided(CONTRADICTED, decision)
    untouched = read_document(CONTRADICTED)
    assert reading.reports == untouched.reports
    assert outcome.status == "not_applicable"
    assert told in outcome.message


@pytest.mark.parametrize(
    ("decision", "place"),
    [
        (
            of("replace_reading", **GRANTED, reading="70"),
            "Applications received and processed · (1) Granted · natural persons: '7' is read as 70",
        ),
        (of("accept_as_printed", table="applications"), "Applications received and processed: it is printed so"),
        (of("accept_as_printed", table="annex_2014"), "Statistical annex of 2014"),
    ],
)
def test_what_is_told_in_english_names_its_place_in_english(decision: Decision, place: str) -> None:
    reading, (outcome,) = decided(CONTRADICTED, decision)
    told = [outcome.message_en, *(complaint.message_en for complaint in reading.reports[0].complaints)]
    assert place in outcome.message_en
    assert not re.search("[一-鿿]", " ".join(told))


def test_on_a_document_that_is_rejected_nothing_else_applies() -> None:
    _, outcomes = decided(CONTRADICTED, of("name_organization", reading="某局"), of("reject", reason="重复"))
    assert {outcome.status for outcome in outcomes} == {"applied", "not_applicable"}


GOOD = dict(
    zip(COLUMNS, ("a" * 64, "a.txt", "1", "reject", "", "", "", "", "理由", "复核人", "2026-03-01"), strict=True)
)


def written(folder: Path, *lines: dict[str, str]) -> Path:
    file = folder / "decisions.csv"
    body = "\n".join(",".join(line.values()) for line in [dict(zip(COLUMNS, COLUMNS, strict=True)), *lines])
    file.write_text(f"# 说明, with a comma\n\n{body}\n", encoding="utf-8-sig")
    return file


def test_the_file_of_decisions_is_read_with_comments_and_blank_lines(tmp_path: Path) -> None:
    (entry,) = read(written(tmp_path, GOOD))
    assert (entry.line, entry.path, entry.reviewer, str(entry.date)) == (4, "a.txt", "复核人", "2026-03-01")
    assert entry.decision == Decision("a" * 64, "reject", reason="理由")


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert read(tmp_path / "absent.csv") == []


CELL = {"kind": "replace_reading", **GRANTED, "reading": "27"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sha256": "ABC"}, "sha256"),
        ({"kind": "delete"}, "kind must be one of"),
        ({"path": ""}, "reject needs path"),
        ({"reviewer": ""}, "reject needs reviewer"),
        ({"table": "reviews"}, "reject takes no table"),
        ({"kind": "accept_as_printed"}, "accept_as_printed needs table"),
        ({**CELL, "reading": ""}, "replace_reading needs reading"),
        ({**CELL, "reading": "二十七"}, "reading must be a number"),
        ({**CELL, "table": "three"}, "there is no table three"),
        ({**CELL, "row": "nonsense"}, "no such cell"),
        ({"report": "0"}, "report must be the number"),
        ({"date": "1.3.2026"}, "date must be written as"),
        ({"reason": "a,b"}, "12 columns"),
    ],
)
def test_a_wrong_line_is_told_with_its_number_and_what_to_do(tmp_path: Path, wrong: dict[str, str], told: str) -> None:
    with pytest.raises(DecisionsError) as error:
        read(written(tmp_path, {**GOOD, "path": "b.txt", "sha256": "b" * 64}, {**GOOD, **wrong}))
    assert "line 5" in str(error.value)
    assert told in str(error.value)


def test_a_decision_that_is_there_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(DecisionsError, match="it repeats line 4"):
        read(written(tmp_path, GOOD, {**GOOD, "reason": "另一理由"}))
