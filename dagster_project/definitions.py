"""What Dagster loads: everything in defs/, run step by step in one process.

Belongs here: the entry point. Does not belong here: any asset, check or job (defs/).
"""

from pathlib import Path

import dagster as dg


@dg.definitions
def defs() -> dg.Definitions:
    """All that defs/ holds, in one process: each step in its own would spend seconds on imports and gain none."""
    return dg.Definitions.merge(
        dg.load_from_defs_folder(path_within_project=Path(__file__).parent),
        dg.Definitions(executor=dg.in_process_executor),
    )
