"""From found files to documents: their text, or the reason for which there is none.

Belongs here: opening the files that files.py found. Does not belong here: what their text says (extract/).
"""

import hashlib
import os
from pathlib import Path
from typing import Any

import polars as pl

from dagster_project.extract.records import Complaint
from dagster_project.load.readers import read
from dagster_project.load.rejections import RejectedError, reason

DOCUMENTS = {
    "path": pl.String,
    "sha256": pl.String,
    "bytes": pl.Int64,
    "encoding": pl.String,
    "reader": pl.String,
    "text": pl.String,
    "rejection_code": pl.String,
    "rejection_message": pl.String,
    "rejection_message_en": pl.String,
}


def documents(raw: Path, found: pl.DataFrame) -> pl.DataFrame:
    """One row a found file (columns as files.FOUND), in the same order, columns as DOCUMENTS."""
    return pl.DataFrame([_document(raw, file) for file in found.iter_rows(named=True)], schema=DOCUMENTS)


def _document(raw: Path, file: dict[str, Any]) -> dict[str, Any]:
    if file["rejection_code"]:
        return {name: file.get(name) for name in DOCUMENTS}
    try:
        data = (raw / os.fsdecode(file["location"])).read_bytes()
        text = read(data, file["path"])
    except RejectedError as rejected:
        return _rejected(file, rejected.complaint)
    except OSError as error:
        return _rejected(file, reason("unreadable", error=error.strerror))
    # The file may have changed since it was found: what counts is what was read.
    return {
        "path": file["path"],
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "encoding": text.encoding,
        "reader": text.reader,
        "text": text.text,
    }


def _rejected(file: dict[str, Any], complaint: Complaint) -> dict[str, Any]:
    return {
        "path": file["path"],
        "sha256": file["sha256"],
        "bytes": file["bytes"],
        "rejection_code": complaint.code,
        "rejection_message": complaint.message,
        "rejection_message_en": complaint.message_en,
    }
