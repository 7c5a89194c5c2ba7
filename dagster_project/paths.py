"""Where things lie: every path of the project, absolute.

Belongs here: the layout of folders and files. Does not belong here: reading or writing any of them.
OGI_RAW moves the input folder, OGI_DECISIONS the file of decisions, OGI_OUT everything that a run makes; they are
looked up at each call, so that the command line and the tests can set them.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DBT = ROOT / "dbt"
WORKSPACE = ROOT / "workspace.yaml"
INSTANCE_SETTINGS = ROOT / "dagster.yaml"


def raw() -> Path:
    """The folder of files as received."""
    return _folder("OGI_RAW", ROOT / "raw")


def out() -> Path:
    """The folder under which a run makes everything."""
    return _folder("OGI_OUT", ROOT)


def bronze() -> Path:
    """What was read: a folder of Parquet parts for each table."""
    return out() / "parquet" / "bronze"


def export() -> Path:
    """What is published, as Parquet."""
    return out() / "parquet" / "export"


def published() -> Path:
    """The warehouse that readers open."""
    return out() / "warehouse.duckdb"


def build() -> Path:
    """Work in progress, safe to delete between runs."""
    return out() / "build"


def build_warehouse() -> Path:
    """The warehouse that dbt writes and nobody else opens."""
    return build() / "warehouse.duckdb"


def decisions() -> Path:
    """What reviewers decided of single documents: a file that people keep."""
    return _folder("OGI_DECISIONS", ROOT / "decisions.csv")


def decisions_read() -> Path:
    """The same as a table of bronze, as the present run read it."""
    return bronze() / "decision_file" / "decisions.parquet"


def found() -> Path:
    """The list of input files of the present run."""
    return build() / "files.parquet"


def origin() -> Path:
    """What the published tables were made from."""
    return build() / "origin.json"


def log() -> Path:
    """What Dagster and dbt said during `ogi build`."""
    return build() / "ogi.log"


def dagster_home() -> Path:
    """Dagster's own history of runs."""
    return out() / ".dagster"


def _folder(variable: str, default: Path) -> Path:
    return Path(os.path.abspath(os.environ.get(variable) or default))  # noqa: PTH100 - resolve() would follow links
