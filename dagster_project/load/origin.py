"""What the built and the published tables were made from, so that nothing is made again from the same.

Belongs here: the hash of all that decides them, and remembering it beside them. Does not belong here: making them.

The built warehouse says itself what it was made from, in `state.made_from` and, report by report, `state.reports`, and
only between two whole builds: a build that was cut off has neither, and the next one begins from nothing. What was
published last is remembered in a file, with what its slices hold and the marks by which the published files are known.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import polars as pl

from dagster_project.load.database import connect
from dagster_project.load.parts import reader_version
from dagster_project.load.slices import Content, Slice

_LIBRARIES = ("ogi", "dbt-core", "dbt-duckdb", "duckdb")
_PUBLISHING = ("export.py", "publish.py", "slices.py")


@dataclass(slots=True, frozen=True)
class Origin:
    """Hashes of the documents that were read and the decisions on them, and of all that makes tables of them."""

    documents: str
    project: str


def present(listed: pl.DataFrame, decisions: Path, dbt: Path) -> Origin:
    """What tables would be made from now: the documents (as parts.LISTED), the decisions on them, the dbt project."""
    read = listed.select("path", "key").sort(pl.all())
    documents = hashlib.sha256("\0".join(value for row in read.iter_rows() for value in row).encode())
    documents.update(decisions.read_bytes())
    made_by = [reader_version(), *((library, version(library)) for library in _LIBRARIES)]
    project = hashlib.sha256(repr(made_by).encode())
    for file in [*sources(dbt), *(Path(__file__).with_name(name) for name in _PUBLISHING)]:
        project.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return Origin(documents.hexdigest()[:20], project.hexdigest()[:20])


def sources(dbt: Path) -> Iterator[Path]:
    """The files of the dbt project, without what dbt makes."""
    for file in sorted(dbt.rglob("*")):
        if file.suffix in (".sql", ".yml", ".csv", ".md") and "target" not in file.parts:
            yield file


def of_build(build_db: Path) -> Origin | None:
    """What the built warehouse was made from, if it was made to the end."""
    if not build_db.exists():
        return None
    with connect(build_db, read_only=True) as connection:
        known = connection.sql("select 1 from duckdb_tables() where schema_name = 'state' and table_name = 'made_from'")
        if not known.fetchall():
            return None
        return Origin(*connection.sql("select documents, project from state.made_from").fetchall()[0])


def begin_build(build_db: Path, project: str) -> bool:
    """Have the built warehouse say that it is under way; returns whether what stands in it can be built upon.

    It can if it was made to the end by the same project. Then `state.reports_before` has what each of its reports had
    been made from; without it, dbt makes all anew.
    """
    before = of_build(build_db)
    stands = before is not None and before.project == project
    with connect(build_db) as connection:
        connection.execute(
            "begin; create schema if not exists state; drop table if exists state.made_from;"
            " drop table if exists state.reports_before;"
            f"{'alter table state.reports rename to reports_before;' if stands else ''}"
            " drop table if exists state.reports; commit"
        )
    return stands


def end_build(build_db: Path, origin: Origin) -> None:
    """Have the built warehouse say what it was made from, as a whole and report by report, to the end."""
    with connect(build_db) as connection:
        connection.execute("begin; drop table if exists state.reports_before")
        connection.execute("create table state.reports as from intermediate.int_report_states")
        hashes = [origin.documents, origin.project]
        connection.execute("create table state.made_from as select ? as documents, ? as project", hashes)
        connection.execute("commit")


def remember_published(
    file: Path, origin: Origin | None, published_db: Path, export: Path, contents: Mapping[Slice, Content]
) -> None:
    """Note in a file what the published warehouse was made from, and what it and its export hold."""
    noted = {
        "origin": origin and asdict(origin),
        "warehouse": _marks(published_db),
        "slices": [[asdict(part), asdict(held), _marks(export / part.file)] for part, held in contents.items()],
    }
    file.write_text(json.dumps(noted), encoding="utf-8")


def of_published(file: Path, published_db: Path) -> Origin | None:
    """What the published warehouse was made from; None if that is not known, or it is not the file that was noted."""
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))
        return Origin(**noted["origin"]) if noted["origin"] and noted["warehouse"] == _marks(published_db) else None
    except (OSError, TypeError, ValueError):
        return None


def held_by_published(file: Path, published_db: Path, export: Path, project: str) -> dict[Slice, Content]:
    """What is published, slice by slice; nothing if another project made it, or not every file is as it was noted."""
    origin = of_published(file, published_db)
    if origin is None or origin.project != project:
        return {}
    slices = json.loads(file.read_text(encoding="utf-8"))["slices"]
    held = {Slice(**part): (Content(**content), marks) for part, content, marks in slices}
    try:
        as_noted = all(marks == _marks(export / part.file) for part, (_, marks) in held.items())
    except OSError:
        as_noted = False
    return {part: content for part, (content, _) in held.items()} if as_noted else {}


def _marks(file: Path) -> list[int]:
    known = file.stat()
    return [known.st_size, known.st_mtime_ns, known.st_ino]
