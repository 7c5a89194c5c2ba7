"""ZIP archives, a member a document, read one at a time and never unpacked to disk.

Belongs here: which members may be opened, and what they are called. Does not belong here: what they say
(readers.py).

The path of a member is that of its archive, `/` and its name: a name only, nothing is ever written where it points.
"""

import zipfile
import zlib
from collections.abc import Container, Iterator
from pathlib import Path
from typing import IO

from dagster_project.extract.records import Complaint
from dagster_project.load.member import MAX_BYTES, Member, too_large
from dagster_project.load.rejections import RejectedError, reason

_OFFICE = "[Content_Types].xml"  # which every Office file holds, and no other archive
_MAX_RATIO = 300  # of a member's size to what it takes in the archive; text has 3 to 10
_NESTED = (".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".zst", ".bz2", ".xz", ".jsonl", ".ndjson", ".parquet")
_HARMLESS = 1 << 20  # bytes at which no ratio matters
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1


def zipped(file: Path, path: str, wanted: Container[int] | None) -> Iterator[Member]:
    """Every member but folders, in the order of the archive's list.

    Raises RejectedError if the archive is damaged beyond reading its list, or a bomb, OSError if it cannot be opened.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise RejectedError(reason("damaged_bundle", last=0, error=error)) from error
    with archive:
        entries = archive.infolist()
        if _overlap(entries):
            raise RejectedError(reason("bomb"))
        names = set[str]()
        for number, entry in enumerate(entries):
            if entry.is_dir():
                continue
            place = f"{path}/{_name(entry)}"
            if place in names:
                place += f"#{number + 1}"
            names.add(place)
            if wanted is None or number in wanted:
                yield _member(archive, entry, place, number)


def is_office(file: Path) -> bool:
    """Whether a file is one document of Word, Excel and the like, which are ZIP archives too."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _OFFICE in archive.NameToInfo
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether members share bytes of the archive: so that a small one holds as much as one likes."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + entry.compress_size
    return False


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a member. Archives made on Chinese Windows have it in GB18030, and do not say so."""
    if entry.flag_bits & _UTF8_NAME or entry.filename.isascii():
        return _shown(entry.filename)
    try:
        name = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return _shown(entry.filename)
    for encoding in ("utf-8", "gb18030"):
        try:
            return _shown(name.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _shown(entry.filename)


def _shown(name: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str, number: int) -> Member:
    told = refusal(entry)
    if told is None:
        try:
            with archive.open(entry) as content:
                return _opened(content, place, number)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            told = reason("damaged_record", error=error)
        except (NotImplementedError, RuntimeError) as error:  # a kind of compression that zipfile does not know
            told = reason("unknown_format", zh=error, en=error)
    return Member(place, number, None, told)


def _opened(content: IO[bytes], place: str, number: int) -> Member:
    data = content.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Member(place, number, None, too_large(len(data)))
    return Member(place, number, data or None, None if data else reason("empty_file"))


def refusal(entry: zipfile.ZipInfo) -> Complaint | None:
    """Why a member must not be opened, by what the archive's list says of it."""
    if entry.flag_bits & _ENCRYPTED:
        return reason("encrypted")
    if entry.filename.lower().endswith(_NESTED):
        return reason("nested_archive")
    if entry.file_size > MAX_BYTES:
        return too_large(entry.file_size)
    if entry.file_size > _HARMLESS and entry.file_size > _MAX_RATIO * entry.compress_size:
        return reason("bomb")
    return None
