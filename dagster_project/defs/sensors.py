"""What starts a run by itself.

Belongs here: sensors. All are off until someone switches them on. Does not belong here: what a run does.
"""

import hashlib
import os
from pathlib import Path

import dagster as dg

from dagster_project import paths
from dagster_project.defs.jobs import build_everything


@dg.sensor(
    job=build_everything,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="输入文件夹有文件新增、改动或移除，并已停止变化时，启动 build_everything。"
    "/ Starts build_everything when files were added to the input folder, changed or removed, and it is at rest.",
)
def raw_folder(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Compare the folder with how it was seen last; the cursor is `seen` and `run for`, each the digest of a listing.

    Files that are being copied into it change it between two looks: only what two looks in a row have seen is run for.
    """
    now = _digest(paths.raw())
    seen, _, run_for = (context.cursor or " ").partition(" ")
    at_rest = now == seen
    cursor = f"{now} {now if at_rest else run_for}"
    if at_rest and now != run_for:
        return dg.SensorResult([dg.RunRequest()], cursor=cursor)
    why = "没有变化 / nothing has changed" if at_rest else "文件夹仍在变化 / the folder is changing"
    return dg.SensorResult(skip_reason=why, cursor=cursor)


def _digest(folder: Path) -> str:
    """The hash of the names, sizes and times of all that lies below a folder; no file is opened."""
    digest = hashlib.sha256()
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            known = os.lstat(os.path.join(parent, name))  # noqa: PTH118 - a million Paths would take longer than the rest
            digest.update(os.fsencode(f"{parent}/{name}") + f"\0{known.st_size} {known.st_mtime_ns}\0".encode())
    return digest.hexdigest()[:20]
