"""Which identities of a table do not close, term by term, for the clerk who made it.

Belongs here: laying out the printed terms of a failed identity. Does not belong here: judging (extract/proof.py), nor
the wording of an identity (dbt/seeds).
"""

from collections.abc import Iterator

from dagster_project.excerpt import line_number
from dagster_project.extract.forms import CellKey, Instance, form, place_en
from dagster_project.extract.proof import evaluate, grid_of, judge
from dagster_project.extract.records import Cell, Table
from dagster_project.places import cell_name


def disagreements(text: str, table: Table) -> Iterator[str]:
    """The lines that tell of each hard identity of a table that fails: its wording, and its terms that are not zero."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    judgement = judge(form(table.code, table.layout), grid_of(table.cells), plain=frozenset())
    for instance, verdict in judgement.verdicts.items():
        if verdict == "fails" and instance.identity.hard:
            yield from _disagreement(text, table, instance, cells)


def _disagreement(text: str, table: Table, instance: Instance, cells: dict[CellKey, Cell]) -> Iterator[str]:
    keys = instance.left + instance.right
    left, right = evaluate(instance, table.columns.value)
    sides = f"{left} {instance.identity.operator} {right}"
    yield f"  ✗ {instance.identity.wording}：{sides} 不成立，相差 {left - right}。请核对以下各格："
    yield f"    {instance.identity.wording_en}: {sides} does not hold, by {left - right}. Check these cells:"
    for key in keys:
        if cells[key].value or key in instance.left:
            line = line_number(text, cells[key].start)
            value = "—" if cells[key].value is None else cells[key].value
            yield f"    第 {line} 行 / line {line}  {cell_name(table.code, *key)} = {value}"
            yield f"        {place_en(table.code, *key)}"
