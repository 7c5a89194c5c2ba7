"""What a reading is worth against the truth of a made-up document.

For every cell of the truth, the document prints a number, or a blank, a slash, a dash, or nothing (the cell vanished).

right    the value read is the number printed; or nothing was printed and the value is null, or was inferred as it is.
told     it is not right, but the table says that it is not to be trusted: it is incomplete, contradicted, blank or
         absent, or a complaint points into it where a printed number came out null.
wrong    of those told, the ones that have a value at all, which is not the one printed: better null.
silent   it is not right, and its table is proved or unchecked. The one unforgivable fault.

A right number is not enough: if the offsets of a trusted cell do not point into the token that prints it, or any cell's
raw token is not what stands at its offsets, it counts as `misplaced` beside its verdict. A table that is proved or
unchecked where the document prints none is `phantom`. Figures balance, so a table whose contradiction is laid to
the source is `slandered`. Of a mutated document, the table with the changed digit must not be proved: else it is
`missed`. `owed` are the printed numbers of a document that leaves nothing to guess.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from dagster_project.extract.records import Cell, Complaint, Reading, Table

from .generator.marks import Document, Place, Printed

TRUSTED = ("proved", "unchecked")


@dataclass(slots=True, frozen=True)
class Fault:
    """One cell that is not as it should be, for people to look at."""

    kind: str
    place: Place
    printed: Printed | None
    read: Cell | None
    proof: str

    @property
    def owed(self) -> bool:
        """Whether a printed number is not read as such."""
        return self.kind in ("told", "silent") and self.printed is not None and self.printed.value is not None


@dataclass(slots=True)
class Score:
    """Counts of verdicts, and the faults worth looking at."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """A table that was read, with its cells by place in the form and the complaints that point into it."""

    table: Table
    cells: dict[tuple[str, str], Cell]
    complaints: list[Complaint]


def score(document: Document, reading: Reading, owed: bool = False) -> Score:
    """The verdict on every cell of the document; `owed` if its layout and damage leave nothing to guess."""
    result = Score()
    found, phantoms = matched(document, reading)
    result.counts["phantom"] = len(phantoms)
    result.faults += [Fault("phantom", (0, table.code, "", ""), None, None, table.proof) for table in phantoms]
    for owner in sorted({(place[0], place[1]) for place in document.truth}):
        proof = found[owner].table.proof if owner in found else "absent"
        result.counts["tables"] += 1
        result.counts[proof] += 1
        if owner in found and found[owner].table.blame == "source":
            result.counts["slandered"] += 1
            result.faults.append(Fault("slandered", (*owner, "", ""), None, None, proof))
    for place, true in document.truth.items():
        table = found.get((place[0], place[1]))
        cell = table.cells.get(place[2:]) if table else None
        printed = document.printed.get(place)
        verdict = _verdict(true, printed, cell, table)
        result.counts["cells"] += 1
        result.counts[verdict] += 1
        result.counts["wrong"] += verdict == "told" and cell is not None and cell.value is not None
        if verdict != "right":
            result.faults.append(Fault(verdict, place, printed, cell, table.table.proof if table else "absent"))
        if table and cell and _misplaced(document, printed, cell, table.table.proof):
            result.counts["misplaced"] += 1
            result.faults.append(Fault("misplaced", place, printed, cell, table.table.proof))
    if owed:
        _count_owed(document, result)
    return result


def _count_owed(document: Document, result: Score) -> None:
    owed = sum(cell.value is not None for cell in document.printed.values())
    failed = sum(fault.owed for fault in result.faults)
    result.counts.update(owed=owed, owed_right=owed - failed, owed_documents=1, owed_whole=int(not failed))


def _verdict(true: object, printed: Printed | None, cell: Cell | None, found: Found | None) -> str:
    value = cell.value if cell else None
    if printed and printed.value is not None:
        if value == printed.value:
            return "right"
    elif value is None:
        vanished_unnoticed = printed is None and found is not None and found.table.proof in TRUSTED
        return "right" if printed is not None or vanished_unnoticed else "told"
    elif value == true:
        return "right"
    if found is None or found.table.proof not in TRUSTED:
        return "told"
    complained = any(
        complaint.start is None or found.table.start <= complaint.start <= found.table.end
        for complaint in found.complaints
    )
    return "told" if value is None and complained else "silent"


def _misplaced(document: Document, printed: Printed | None, cell: Cell, proof: str) -> bool:
    """Whether a cell's offsets point elsewhere than at the token it was read from."""
    if document.text[cell.start : cell.end] != cell.raw:
        return True
    if printed is None or printed.value is None or cell.value != printed.value or proof not in TRUSTED:
        return False
    return not printed.start <= cell.start <= cell.end <= printed.end


def matched(document: Document, reading: Reading) -> tuple[dict[tuple[int, str], Found], list[Table]]:
    """The tables read, by (report, table) of the truth: by where their cells stand. Then those that match nothing."""
    tokens = {at: place for place, cell in document.printed.items() for at in range(cell.start, cell.end)}
    claims: list[tuple[int, tuple[int, str], Found]] = []
    phantoms = []
    for at, table, complaints in _tables(reading):
        votes = Counter(
            place[0] for cell in table.cells if (place := tokens.get(cell.start)) and place[1] == table.code
        )
        owner, weight = votes.most_common(1)[0] if votes else (at, 0)
        found = Found(table, {(cell.row, cell.column): cell for cell in table.cells}, complaints)
        if weight == 0 and table.proof in TRUSTED and any(cell.value is not None for cell in table.cells):
            phantoms.append(table)
        else:
            claims.append((weight, (owner, table.code), found))
    claims.sort(key=lambda claim: claim[0])
    return {owner: found for _, owner, found in claims}, phantoms


def _tables(reading: Reading) -> Iterator[tuple[int, Table, list[Complaint]]]:
    for at, report in enumerate(reading.reports):
        for table in report.tables:
            yield at, table, report.complaints


def score_mutated(document: Document, place: Place, reading: Reading, owed: bool) -> Score:
    """Whether one changed digit at `place` was told.

    Where cells are owed and each of the table's prints a number, also whether it was laid to the source.
    """
    result = Score(Counter(mutated=1))
    found, _ = matched(document, reading)
    table = found.get((place[0], place[1]))
    proof = table.table.proof if table else "absent"
    cell = table.cells.get(place[2:]) if table else None
    if proof == "proved":
        result.counts["missed"] = 1
        result.faults.append(Fault("missed", place, document.printed[place], cell, proof))
    plain = all(cell.value is not None for key, cell in document.printed.items() if key[:2] == place[:2])
    if owed and plain:
        result.counts["mutated_owed"] = 1
        as_printed = cell is not None and cell.value == document.printed[place].value
        if table and as_printed and (proof, table.table.blame) == ("contradicted", "source"):
            result.counts["blamed"] = 1
        elif proof != "proved":
            result.faults.append(Fault("not_blamed", place, document.printed[place], cell, proof))
    return result
