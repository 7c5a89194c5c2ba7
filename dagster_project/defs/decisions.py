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
    paths.decisions_read().parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, paths.decisions_read())
    return dg.MaterializeResult(
        metadata={
            **describe(rows.num_rows, columns_of(DECISION_FILE), rows.drop_columns("decision").to_pylist()),
            "文件 / file": dg.MetadataValue.path(paths.decisions()),
        }
    )


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
