"""What lies in the input folder: every file found, hashed, and named where it cannot be read.

Belongs here: walking the folder, links, permissions, sizes, duplicates. Does not belong here: the content of a
file (readers.py).
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from dagster_project.extract.records import Complaint
from dagster_project.load.rejections import reason

MAX_BYTES = 64 * 1024 * 1024

# location: the path below raw/ in the bytes of the file system; path: the same for people and as a key.
FOUND = {
    "path": pl.String,
    "location": pl.Binary,
    "bytes": pl.Int64,
    "sha256": pl.String,
    "rejection_code": pl.String,
    "rejection_message": pl.String,
    "rejection_message_en": pl.String,
}


def find(raw: Path) -> pl.DataFrame:
    """Every file below `raw`, hidden ones too, sorted by path: one row a file, columns as FOUND.

    Raises NotADirectoryError if `raw` is not a folder.
    """
    if not raw.is_dir():
        raise NotADirectoryError(f"输入文件夹不存在 / no such input folder: {raw}")
    first_with: dict[str, str] = {}
    rows = []
    for location, refusal in sorted(_walk(raw), key=lambda entry: _readable(entry[0])):
        size, digest, complaint = (None, None, refusal) if refusal else _measure(raw / location)
        path = _readable(location)
        if digest and first_with.setdefault(digest, path) != path:
            complaint = reason("duplicate_file", target=first_with[digest])
        told = (complaint.code, complaint.message, complaint.message_en) if complaint else (None, None, None)
        rows.append((path, os.fsencode(location), size, digest, *told))
    return pl.DataFrame(rows, schema=FOUND, orient="row")


def _walk(raw: Path) -> Iterator[tuple[str, Complaint | None]]:
    """Every entry that is not a folder, as its path below `raw`, and the reason if it must not be opened."""
    root = raw.resolve()
    below = len(str(root)) + 1
    folders = [str(root)]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            yield folder[below:], reason("unreadable", error=error.strerror)
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                yield entry.path[below:], _refusal(entry, root)


def _refusal(entry: os.DirEntry[str], root: Path) -> Complaint | None:
    """Why an entry of a folder must not be opened: links that lead nowhere or out, and what is no file."""
    if entry.is_symlink():
        link = Path(entry.path)
        shown = _readable(str(link.readlink()))
        if not link.exists():
            return reason("dangling_link", target=shown)
        if not link.resolve().is_relative_to(root):
            return reason("outside_raw", target=shown)
        if link.is_dir():
            return reason("linked_folder", target=shown)
    return None if entry.is_file() else reason("not_a_file")


def _measure(file: Path) -> tuple[int | None, str | None, Complaint | None]:
    """Size, SHA-256, and why it cannot be read, if so."""
    try:
        with file.open("rb") as content:
            size = os.fstat(content.fileno()).st_size
            if size == 0:
                return size, None, reason("empty_file")
            if size > MAX_BYTES:
                return size, None, reason("too_large", megabytes=size >> 20, limit=MAX_BYTES >> 20)
            return size, hashlib.file_digest(content, "sha256").hexdigest(), None
    except OSError as error:
        return None, None, reason("unreadable", error=error.strerror)


def _readable(name: str) -> str:
    r"""A file name as text. Bytes that are no UTF-8 are shown as \xNN, so that no two names become one."""
    return os.fsencode(name).decode("utf-8", errors="backslashreplace")
