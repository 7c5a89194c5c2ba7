"""What lies in the input folder: every document of every file, hashed, and named where it cannot be read.

Belongs here: walking the folder, links, permissions, what is known from an earlier walk, duplicates. Does not belong
here: what is in a bundle (bundles.py), addresses (sidecar.py), the text of a document (documents.py).
"""

import os
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import polars as pl

from dagster_project.extract.records import Complaint
from dagster_project.load import columns, pool
from dagster_project.load.bundles import is_bundle, members, stretches
from dagster_project.load.parts import reader_version
from dagster_project.load.rejections import reason
from dagster_project.load.sidecar import FILE_NAME, is_official, read_addresses

# location: the file's path below raw/ in the bytes of the file system; path: the document's, for people and as a key.
# member: its number in a bundle, from 0, and stretch: the members that are best read in one go; null in other files.
# official: whether the address is of the state itself; stated: whether a sidecar states it.
# stamp: tells whether the file has changed since it was looked at.
FOUND = {
    "path": pl.String,
    "location": pl.Binary,
    "stretch": pl.Int32,
    "member": pl.Int64,
    "stamp": pl.String,
    "bytes": pl.Int64,
    "sha256": pl.String,
    "url": pl.String,
    "retrieved_at": pl.String,
    "official": pl.Boolean,
    "stated": pl.Boolean,
    "rejection_code": pl.String,
    "rejection_message": pl.String,
    "rejection_message_en": pl.String,
}

_TOLD = ("rejection_code", "rejection_message", "rejection_message_en")
_WALKED = {name: FOUND[name] for name in ("path", "location", "stamp", "bytes", *_TOLD)}
_SIDECAR = rf"^(?:.*/)?{re.escape(FILE_NAME)}$"
_TOGETHER = 512  # files that one task looks at
_WORTH_A_POOL = 64 * 1024 * 1024  # bytes
_ROWS = 16384  # that are in memory as objects

Task = tuple[pl.DataFrame, int | None, range | None]
"""Files to look at (path, location, stamp); of a bundle, that alone with the number and the members of a stretch."""


def find(raw: Path, known: pl.DataFrame | None = None) -> pl.DataFrame:
    """Every document below `raw`, in hidden files too, in the order of files and members: columns as FOUND.

    `known` is what an earlier call found: files with the same stamp are not opened again.
    Raises NotADirectoryError if `raw` is not a folder.
    """
    if not raw.is_dir():
        raise NotADirectoryError(f"输入文件夹不存在 / no such input folder: {raw}")
    return _without_copies(_with_addresses(raw, _looked_at(raw, known)))


def _looked_at(raw: Path, known: pl.DataFrame | None) -> pl.DataFrame:
    """Every document in its order, columns as FOUND, before sidecars and copies are looked at."""
    walked = _walked(raw)
    refused = walked.filter(pl.col("rejection_code").is_not_null())
    old, new = _apart(walked.filter(pl.col("rejection_code").is_null()), known)
    workers = None if new["bytes"].sum() > _WORTH_A_POOL else 1
    frames = [frame for _, frame in pool.run(partial(_look, raw), list(_tasks(raw, new)), workers=workers)]
    return pl.concat([pl.DataFrame(schema=FOUND), refused, old, *frames], how="diagonal").sort("location", "member")


def _apart(files: pl.DataFrame, known: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is known of the files that have not changed, as it was before sidecars and copies; and the other files."""
    if known is None:
        return pl.DataFrame(schema=FOUND), files
    copy = pl.col("rejection_code") == "duplicate_file"
    old = known.join(files, on=["location", "stamp"], how="semi").with_columns(
        *(pl.when(copy).then(None).otherwise(pl.col(name)).alias(name) for name in _TOLD),
        *(pl.when("stated").then(None).otherwise(pl.col(name)).alias(name) for name in ("url", "retrieved_at")),
        stated=pl.lit(None, pl.Boolean),
    )
    return old, files.join(old, on="location", how="anti", maintain_order="left")


def _tasks(raw: Path, files: pl.DataFrame) -> Iterator[Task]:
    """The files in handfuls, the stretches of bundles each alone."""
    files = files.select("path", "location", "stamp")
    bundle = pl.Series([is_bundle(path) for path in files["path"]], dtype=pl.Boolean)
    for handful in files.filter(~bundle).iter_slices(_TOGETHER):
        yield handful, None, None
    for one in files.filter(bundle).iter_slices(1):
        for at, wanted in enumerate(stretches(raw / os.fsdecode(one["location"][0]))):
            yield one, at, wanted


def _look(raw: Path, task: Task) -> pl.DataFrame:
    """The documents of some files, columns as FOUND."""
    frames = [pl.DataFrame(schema=FOUND)]
    rows: list[tuple[object, ...]] = []
    files, stretch, wanted = task
    for path, location, stamp in files.iter_rows():
        try:
            for member in members(raw / os.fsdecode(location), path, wanted):
                size, digest = member.measure()
                about = (stretch, member.number, stamp, size, digest, member.url, member.retrieved_at)
                rows.append((member.path, location, *about, None, None, *_told(member.refusal)))
                if len(rows) == _ROWS:
                    frames.append(pl.DataFrame(rows, schema=FOUND, orient="row"))
                    rows.clear()
        except OSError as error:
            told = _told(reason("unreadable", error=error.strerror))
            rows.append((path, location, *[None] * 9, *told))  # no stamp, so that it is looked at again
    return pl.concat([*frames, pl.DataFrame(rows, schema=FOUND, orient="row")])


def _told(complaint: Complaint | None) -> tuple[str | None, str | None, str | None]:
    return (complaint.code, complaint.message, complaint.message_en) if complaint else (None, None, None)


def _with_addresses(raw: Path, found: pl.DataFrame) -> pl.DataFrame:
    """The same with the addresses that sidecars state, and with what is wrong with a sidecar."""
    sidecars = found.filter(pl.col("path").str.contains(_SIDECAR), rejection_code="companion_file")["location"]
    stated, told = read_addresses(raw, sidecars, found["path"])
    found = found.update(stated.with_columns(stated=True), on="path").with_columns(official=is_official(pl.col("url")))
    return _telling(found, "location", [(location, *_told(complaint)) for location, complaint in told.items()])


def _without_copies(found: pl.DataFrame) -> pl.DataFrame:
    """The same, with every document rejected that is byte for byte another: the first stays, or the first official."""
    ranked = found.filter(pl.col("sha256").is_not_null(), pl.col("rejection_code").is_null()).select(
        "path", "sha256", official=pl.col("official").fill_null(value=False)
    )
    first = pl.col("path").sort_by("official", descending=True, maintain_order=True).first().over("sha256")
    copies = ranked.with_columns(first=first).filter(pl.col("path") != pl.col("first"))
    told = [(path, *_told(reason("duplicate_file", target=of))) for path, of in copies.select("path", "first").rows()]
    return _telling(found, "path", told)


def _telling(found: pl.DataFrame, key: str, told: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    """The same with these reasons for rejection: the key of each row, then code and wordings."""
    schema = {key: FOUND[key], **dict.fromkeys(_TOLD, pl.String)}
    return found.update(pl.DataFrame(told, schema=schema, orient="row"), on=key)


def _walked(raw: Path) -> pl.DataFrame:
    """Every entry that is not a folder, columns as _WALKED; what must not be opened comes with the reason."""
    frames, entries = [pl.DataFrame(schema=_WALKED)], _walk(raw)
    while rows := list(islice(entries, _ROWS)):
        frames.append(pl.DataFrame(rows, schema=_WALKED, orient="row"))
    return pl.concat(frames)


def _walk(raw: Path) -> Iterator[tuple[object, ...]]:
    root = raw.resolve()
    below = len(str(root)) + 1
    folders = [str(root)]
    while folders:
        folder = folders.pop()
        try:
            entries = os.scandir(folder)
        except OSError as error:
            told = _told(reason("unreadable", error=error.strerror))
            yield _readable(folder[below:]), os.fsencode(folder[below:]), None, None, *told
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    name = entry.path[below:]
                    refusal = _refusal(entry, root)
                    stamp, size = (None, None) if refusal else _stamp(entry)
                    yield _readable(name), os.fsencode(name), stamp, size, *_told(refusal)


def _stamp(entry: os.DirEntry[str]) -> tuple[str, int]:
    """What changes whenever a file's content does, and its size. What is in a bundle depends on its reader, too."""
    about, reader = [entry.stat()], ""
    if is_bundle(entry.name):
        reader = reader_version()
        if names := columns.beside(Path(entry.path)):
            about.append(names.stat())
    times = " ".join(f"{at.st_size}:{at.st_mtime_ns}:{at.st_ctime_ns}" for at in about)
    return f"{times} {reader}", about[0].st_size


def _refusal(entry: os.DirEntry[str], root: Path) -> Complaint | None:
    """Why an entry of a folder must not be opened: links that lead nowhere or out, and what is no document."""
    if entry.is_symlink():
        link = Path(entry.path)
        shown = _readable(str(link.readlink()))
        if not link.exists():
            return reason("dangling_link", target=shown)
        if not link.resolve().is_relative_to(root):
            return reason("outside_raw", target=shown)
        if link.is_dir():
            return reason("linked_folder", target=shown)
    if not entry.is_file():
        return reason("not_a_file")
    return reason("companion_file") if entry.name == FILE_NAME or columns.is_mapping(entry.name) else None


def _readable(name: str) -> str:
    r"""A file name as text. Bytes that are no UTF-8 are shown as \xNN, so that no two names become one."""
    return os.fsencode(name).decode("utf-8", errors="backslashreplace")
