"""What reading a document yields: the records of extract/ and nothing else.

Belongs here: the shapes that `report.read_document` returns and that bronze stores. Does not belong
here: how they are found (tables.py, claims.py, masthead.py), nor how they are written (load/bronze.py).

Every `start` and `end` is a character offset in the raw text of the document; `raw` is exactly
`document_text[start:end]`. Codes are those of the seeds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

State = Literal["number", "blank", "not_applicable", "dash", "unreadable"]
Proof = Literal["proved", "contradicted", "incomplete", "unchecked", "blank"]
Blame = Literal["source", "reading"]
Qualifier = Literal["exact", "more_than", "about", "approximately_below"]
DocumentClass = Literal["report", "sample", "not_a_report"]
Number = int | Decimal


@dataclass(slots=True, frozen=True)
class Complaint:
    """One thing that could not be read as expected: what, where, and what to do, for a clerk to understand."""

    code: str
    message: str
    message_en: str
    start: int | None = None
    end: int | None = None


@dataclass(slots=True)
class Cell:
    """One printed cell of a standard table. `value` is null unless printed or proved by an identity.

    `proof` is proved only in a table that is; contradicted in an identity that fails, unchecked where none applies.
    """

    row: str
    column: str
    value: Number | None
    state: State
    raw: str
    start: int
    end: int
    inferred: str | None = None
    unit: str | None = None
    proof: Proof = "incomplete"


class Cells(NamedTuple):
    """The cells of a table, in the order of the form: for each field of a Cell its values, as bronze stores them."""

    row: Sequence[str]
    column: Sequence[str]
    value: Sequence[Number | None]
    state: Sequence[State]
    raw: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    inferred: Sequence[str | None]
    unit: Sequence[str | None]
    proof: Sequence[Proof]


@dataclass(slots=True)
class Table:
    """One standard table of one report, with its verdict and its cells.

    `accepted` tells that a reviewer confirmed a contradiction to be printed so. `explanation` says what may have gone
    wrong, if anything is known; `slip` is its code if only one fits. It is shown to people and changes nothing.
    """

    code: str
    layout: str
    proof: Proof
    blame: Blame | None
    start: int
    end: int
    columns: Cells
    accepted: bool = False
    slip: str | None = None
    explanation: str | None = None
    explanation_en: str | None = None

    @property
    def cells(self) -> list[Cell]:
        """The cells one by one, in the order of the form."""
        return [Cell(*fields) for fields in zip(*self.columns, strict=True)]


class Claim(NamedTuple):
    """One number stated in prose. `unit` is the measure word as printed; `rule` the id of the rule that read it."""

    measure: str
    value: Number
    qualifier: Qualifier
    unit: str | None
    sentence: str
    start: int
    end: int
    rule: str


@dataclass(slots=True, frozen=True)
class Masthead:
    """Whose report, for which time, published when. Null is the answer where the text does not decide."""

    title: str | None = None
    organization: str | None = None
    organization_kind: str | None = None
    organization_evidence: str | None = None
    division_code: str | None = None
    year: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    published_on: date | None = None
    scope: str = "unknown"
    scope_evidence: str | None = None


@dataclass(slots=True)
class Report:
    """One report of a document. `ordinal` counts from 1; start and end bound its text."""

    ordinal: int
    document_class: DocumentClass
    layout: str
    masthead: Masthead
    start: int
    end: int
    tables: list[Table] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    prose_digest: str | None = None


@dataclass(slots=True, frozen=True)
class Outcome:
    """What became of a decision of a reviewer on the report of an ordinal (see decisions.py)."""

    decision: str
    report: int
    status: Literal["applied", "not_applicable"]
    message: str
    message_en: str


@dataclass(slots=True)
class Reading:
    """All that one document holds. No reports means a rejection: `complaints` then begins with its reason."""

    document_class: DocumentClass
    reports: list[Report]
    complaints: list[Complaint]
    outcomes: list[Outcome] = field(default_factory=list)
