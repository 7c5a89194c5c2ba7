"""What the assets work with."""

from collections.abc import Iterator

import dagster as dg

from dagster_project.load.progress import Progress
from dagster_project.lock import alone


@dg.resource(description="界面启动的运行：独占，不显示进度。/ A run from the UI: alone, without showing progress.")
def silent_progress(_: dg.InitResourceContext) -> Iterator[Progress]:
    """A progress that tells nobody, in a run that no other disturbs."""
    with alone("Dagster"):
        yield Progress()


@dg.definitions
def resources() -> dg.Definitions:
    """The progress (`ogi build`, which locks by itself, puts its own in its place)."""
    return dg.Definitions(resources={"progress": silent_progress})
