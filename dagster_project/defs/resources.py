"""What the assets work with."""

import dagster as dg

from dagster_project.defs.warehouse import DBT
from dagster_project.load.progress import Progress


@dg.definitions
def resources() -> dg.Definitions:
    """The dbt command line, and a progress that tells nobody (`ogi build` puts its own in its place)."""
    return dg.Definitions(resources={"dbt": DBT, "progress": Progress()})
