"""Opening DuckDB with a bound on its memory: without one it keeps of a large file whatever it has read.

Belongs here: how our own connections are opened. Does not belong here: dbt's (dbt/profiles.yml, with the same bound),
nor what analysts do with the published file.
"""

import os
from pathlib import Path

import duckdb

LIMIT = "1300MB"
"""The bound unless OGI_MEMORY_LIMIT says otherwise: with all of Dagster and dbt, a process stays below 2 GiB."""


def connect(
    database: Path | None = None, *, read_only: bool = False, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection to a database file, or to none but memory. What does not fit goes to the folder `spill`.

    Raises duckdb.Error if the file cannot be opened.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": os.environ.get("OGI_MEMORY_LIMIT", LIMIT)
    }
    if spill:
        config["temp_directory"] = str(spill)
    return duckdb.connect(database or ":memory:", read_only=read_only, config=config)
