"""Where the documents of a folder were retrieved from, and when: the file `sources.csv` in it.

Belongs here: its columns `path` (below that folder), `url` and `retrieved_at`, its damage, and which addresses are
official. Does not belong here: addresses that a bundle states itself (records.py).
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from dagster_project.extract.records import Complaint
from dagster_project.load.encodings import decode
from dagster_project.load.rejections import RejectedError, reason

FILE_NAME = "sources.csv"
ADDRESSES = {"path": pl.String, "url": pl.String, "retrieved_at": pl.String}

# The domain that only organs of the state may have; whoever else shows a report has copied it.
_OFFICIAL = r"(?i)^https?://(?:[^/?#@]*\.)?gov\.cn\.?(?::\d*)?(?:[/?#]|$)"
_COLUMNS = {
    "path": ("path", "file", "file_name", "filename", "文件", "文件名"),
    "url": ("url", "source_url", "link", "网址", "链接"),
    "retrieved_at": ("retrieved_at", "fetched_at", "crawled_at", "采集时间", "抓取时间"),
}
_ADDRESS = ("http://", "https://")
_SHOWN = 5  # of the lines that cannot be used


def is_official(url: pl.Expr) -> pl.Expr:
    """Whether an address is of the state itself; null if there is none."""
    return url.str.contains(_OFFICIAL)


def read_addresses(
    raw: Path, sidecars: Iterable[bytes], paths: pl.Series
) -> tuple[pl.DataFrame, dict[bytes, Complaint]]:
    """The addresses that these sidecars (locations below `raw`) state of documents of these paths, as ADDRESSES.

    Of two lines about one document, the last counts. With each sidecar comes what is to be told of it.
    """
    known = set(paths)
    stated: dict[str, tuple[str, str | None]] = {}
    told = {}
    for location in sidecars:
        below = os.fsdecode(location).removesuffix(FILE_NAME)
        wrong = []
        try:
            for number, line in _lines(raw / os.fsdecode(location)):
                path = below + (line.get("path") or "")
                if path in known and (line.get("url") or "").lower().startswith(_ADDRESS):
                    stated[path] = line["url"], line.get("retrieved_at") or None
                else:
                    wrong.append(str(number))
        except (OSError, RejectedError, csv.Error, ValueError) as error:
            told[location] = reason("bad_sidecar", error=error)
        else:
            told[location] = _verdict(wrong)
    rows = [(path, *address) for path, address in stated.items()]
    return pl.DataFrame(rows, schema=ADDRESSES, orient="row"), told


def _lines(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines after the first, numbered as in the file, by the names in _COLUMNS. Raises ValueError, csv.Error."""
    rows = csv.reader(io.StringIO(decode(file.read_bytes())[0], newline=""))
    names = [name.strip().lower() for name in next(rows, [])]
    at = {wanted: next((names.index(n) for n in called if n in names), None) for wanted, called in _COLUMNS.items()}
    missing = [wanted for wanted in ("path", "url") if at[wanted] is None]
    if missing:
        raise ValueError(f"没有这些列 / no column: {', '.join(missing)}")
    for row in rows:
        if row:
            line = {
                wanted: row[column].strip() for wanted, column in at.items() if column is not None and column < len(row)
            }
            yield rows.line_num, line


def _verdict(wrong: list[str]) -> Complaint:
    if not wrong:
        return reason("companion_file")
    shown = "、".join(wrong[:_SHOWN]) + ("……" if len(wrong) > _SHOWN else "")
    return reason("sidecar_lines", count=len(wrong), lines=shown)
