"""What reviewers decided, as an input beside the files.

Belongs here: the asset of the file of decisions. Does not belong here: reading it (load/decisions.py), what a decision
does (extract/decisions.py).
"""

import dagster as dg
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project import paths
from dagster_project.defs.describe import OWNERS, POOL, columns_of, describe
from dagster_project.extract.schema import DECISION_FILE
from dagster_project.load import decisions

RAW_DECISIONS = dg.AssetKey(["raw", "decisions"])


@dg.asset(
    key=RAW_DECISIONS,
    group_name="raw",
    kinds={"polars", "csv"},
    owners=OWNERS,
    pool=POOL,
    description="人工裁定文件 decisions.csv：每项一行，每次运行重新应用。/ What reviewers decided of single documents:"
    " one row a line of decisions.csv, applied anew in every run.",
)
def raw_decisions() -> dg.MaterializeResult[None]:
    """Read and check the file of decisions; a line that cannot be understood stops the run."""
    entries = decisions.read(paths.decisions())
    rows = pa.Table.from_pylist([_row(entry) for entry in entries], schema=DECISION_FILE)
    _keep(rows)
    return dg.MaterializeResult(
        metadata={
            **describe(rows.num_rows, columns_of(DECISION_FILE), rows.drop_columns("decision").to_pylist()),
            "文件 / file": dg.MetadataValue.path(paths.decisions()),
        }
    )


def _keep(rows: pa.Table) -> None:
    """Write what was read into bronze, unless it lies there already."""
    file = paths.decisions_read()
    if file.exists() and pq.read_table(file, partitioning=None).equals(rows, check_metadata=True):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    begun = file.with_suffix(".begun")
    pq.write_table(rows, begun)
    begun.replace(file)


def _row(entry: decisions.Entry) -> dict[str, object]:
    decision = entry.decision
    return {
        "decision_key": decision.key,
        "sha256": decision.sha256,
        "path": entry.path,
        "report": decision.report,
        "kind": decision.kind,
        "table_code": decision.table,
        "row_code": decision.row,
        "column_code": decision.column,
        "reading": decision.reading,
        "reason": decision.reason,
        "reviewer": entry.reviewer,
        "decided_on": entry.date,
        "file_line": entry.line,
        "decision": decision.as_json(),
    }
