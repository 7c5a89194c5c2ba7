"""What publishing promises: wholes only, nothing left behind, same in same out."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import polars as pl
import pytest

from dagster_project.defs.checks import published_is_what_was_checked
from dagster_project.load import origin
from dagster_project.load.export import write_description
from dagster_project.load.publish import NothingToPublishError, Published, TornError, publish
from dagster_project.load.slices import Content, Slice


class House:
    """A built warehouse of two small tables and the places where it is published."""

    def __init__(self, folder: Path) -> None:
        self.build = folder / "build" / "warehouse.duckdb"
        self.published = folder / "warehouse.duckdb"
        self.export = folder / "parquet" / "export"
        self.build.parent.mkdir()
        self.run("create schema marts; create schema reporting; create schema staging; create schema audit")
        self.run("create table staging.hidden as select 1 as a")
        self.run("create table marts.fct (k bigint, name varchar, q decimal(28, 6))")
        self.run("insert into marts.fct select 9 - range, '字' || range, 1.5 from range(9)")
        self.run("comment on table marts.fct is '它''s | it'; comment on column marts.fct.k is '键 | key'")
        self.run("create table reporting.empty (day date, ok boolean, rate double)")
        self.run(
            "create table reporting.dictionary as from (values"
            " ('marts', 'fct', '', '它''s', 'it', false, null),"
            " ('marts', 'fct', 'k', '键', 'key', true, 'reporting.empty.day'),"
            " ('marts', 'fct', 'name', null, null, false, null))"
            " as d (schema_name, table_name, column_name, description_zh, description_en, is_key, refers_to)"
        )

    def run(self, sql: str) -> None:
        with duckdb.connect(self.build) as connection:
            connection.execute(sql)

    def publish(self, upon: Published | None = None) -> Published:
        return publish(self.build, self.published, self.export, upon and upon.contents)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(self.published, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def exported(self) -> dict[str, str]:
        return {
            path.relative_to(self.export).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.export.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def house(tmp_path: Path) -> House:
    folder = tmp_path / "它's 的 house"
    folder.mkdir()
    return House(folder)


def test_the_published_schemas_are_copied_in_order_and_nothing_else(house: House) -> None:
    assert house.publish().rows == {"marts.fct": 9, "reporting.dictionary": 3, "reporting.empty": 0}
    assert [key for (key,) in house.ask("select k from marts.fct")] == list(range(1, 10))
    tables = house.ask("select schema_name, table_name from duckdb_tables() order by all")
    assert tables == [("main", "meta"), ("marts", "fct"), ("reporting", "dictionary"), ("reporting", "empty")]
    rows = house.ask("select table_name, row_count from meta order by all")
    assert rows == [("marts.fct", 9), ("reporting.dictionary", 3), ("reporting.empty", 0)]


def test_comments_are_published_with_the_tables(house: House) -> None:
    house.publish()
    assert house.ask("select comment from duckdb_tables() where table_name = 'fct'") == [("它's | it",)]
    assert house.ask("select comment from duckdb_columns() where column_name = 'k'") == [("键 | key",)]


def test_the_export_has_every_row_and_describes_itself(house: House) -> None:
    house.publish()
    assert pl.read_parquet(house.export / "marts" / "fct.parquet")["k"].to_list() == list(range(1, 10))
    assert pl.read_parquet(house.export / "reporting" / "empty.parquet").is_empty()
    package = json.loads((house.export / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        assert resource["hash"] == f"sha256:{house.exported()[resource['path']]}"
    fct = package["resources"][0]
    assert fct["description"] == "它's | it"
    assert fct["schema"]["fields"] == [
        {"name": "k", "type": "integer", "description": "键 | key"},
        {"name": "name", "type": "string", "description": None},
        {"name": "q", "type": "number", "description": None},
    ]
    assert fct["schema"]["primaryKey"] == ["k"]
    reference = {"resource": "reporting.empty", "fields": ["day"]}
    assert fct["schema"]["foreignKeys"] == [{"fields": ["k"], "reference": reference}]


def test_what_looks_like_a_formula_is_exported_as_text_in_files_that_carry_types(house: House) -> None:
    """A spreadsheet guesses in a CSV, and would run it; of the exported files it need guess in none."""
    house.run(
        "insert into marts.fct values (10, '=HYPERLINK(\"http://a.b\",\"c\")', 0), (11, '@SUM(1)', 0), (12, '-1', 0)"
    )
    house.publish()
    exported = pl.read_parquet(house.export / "marts" / "fct.parquet")
    assert exported.schema["name"] == pl.String
    assert exported["name"].to_list()[-3:] == ['=HYPERLINK("http://a.b","c")', "@SUM(1)", "-1"]
    assert {Path(name).suffix for name in house.exported()} == {".parquet", ".json"}


def test_the_same_tables_give_the_same_bytes(house: House) -> None:
    house.publish()
    first = house.exported()
    house.run("create temp table t as from marts.fct order by k; delete from marts.fct; insert into marts.fct from t")
    house.publish()
    assert house.exported() == first


def test_what_is_no_longer_published_is_gone(house: House) -> None:
    house.publish()
    house.run("drop table reporting.empty; create table marts.other as select 1 as a")
    house.publish()
    assert house.exported().keys() == {
        "datapackage.json",
        "marts/fct.parquet",
        "marts/other.parquet",
        "reporting/dictionary.parquet",
    }


def test_nothing_is_left_beside_what_is_published(house: House) -> None:
    house.published.with_name("warehouse.duckdb.wal").write_bytes(b"of an older file")
    house.published.with_name("warehouse.duckdb.new").write_bytes(b"of an interrupted run")
    half = house.export.with_name("export.new")
    half.mkdir(parents=True)
    (half / "stale.parquet").write_bytes(b"half")
    house.publish()
    assert {path.name for path in house.published.parent.iterdir()} == {"build", "parquet", "warehouse.duckdb"}
    assert {path.name for path in house.export.parent.iterdir()} == {"export"}
    assert "stale.parquet" not in house.exported()


def test_a_reader_keeps_what_it_has_open_and_the_next_sees_the_new(house: House) -> None:
    house.publish()
    with duckdb.connect(house.published, read_only=True) as reader:
        house.run("delete from marts.fct where k > 4")
        house.publish()
        assert reader.sql("select count(*) from marts.fct").fetchall() == [(9,)]
    assert house.ask("select count(*) from marts.fct") == [(4,)]


@pytest.mark.parametrize("spoil", ["missing", "torn", "empty"])
def test_a_build_that_cannot_be_published_leaves_what_was(house: House, spoil: str) -> None:
    house.publish()
    before = house.exported(), house.published.read_bytes()
    if spoil == "missing":
        house.build.unlink()
    elif spoil == "torn":
        house.build.write_bytes(house.build.read_bytes()[:4000])
    else:
        house.run("drop schema marts cascade; drop schema reporting cascade")
    with pytest.raises(NothingToPublishError if spoil == "empty" else duckdb.Error):
        house.publish()
    assert (house.exported(), house.published.read_bytes()) == before


TORN = {
    "a row of the warehouse": "delete from published.marts.fct where k = 4",
    "a number of the warehouse": "update published.marts.fct set q = 2.5 where k = 4",
    "a row of the export": "copy (from published.marts.fct where k <> 4) to $file (format parquet)",
    "a number of the export": "copy (select k, name, if(k = 4, 2.5, q) as q from published.marts.fct) to $file"
    " (format parquet)",
}


@pytest.mark.parametrize("torn", TORN.values(), ids=TORN)
def test_what_was_torn_as_it_was_written_leaves_what_was(
    house: House, torn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish()
    before = house.exported(), house.published.read_bytes()

    def written(connection: duckdb.DuckDBPyConnection, parts: Iterable[Slice], folder: Path) -> None:
        write_description(connection, parts, folder)
        file = str(folder / "marts" / "fct.parquet").replace("'", "''")
        connection.execute(torn.replace("$file", f"'{file}'"))

    monkeypatch.setattr("dagster_project.load.publish.write_description", written)
    with pytest.raises(TornError, match=r"写出的 marts\.fct 与核验过的不一致"):
        house.publish()
    assert (house.exported(), house.published.read_bytes()) == before


@pytest.mark.parametrize("changed", ["the warehouse", "the export"])
def test_the_check_after_publishing_sees_one_changed_number(
    house: House, changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OGI_OUT", str(house.published.parent))
    house.publish()
    assert _checked().passed
    if changed == "the warehouse":
        with duckdb.connect(house.published) as connection:
            connection.execute("update marts.fct set q = 2.5 where k = 4")
    else:
        file = house.export / "marts" / "fct.parquet"
        pl.read_parquet(file).with_columns(q=pl.col("k").replace(4, 5).cast(pl.Decimal(28, 6))).write_parquet(file)
    check = _checked()
    assert not check.passed
    assert "| marts.fct | 9 行 / rows" in str(check.metadata["differing"].value)


def _checked() -> dg.AssetCheckResult:
    result = published_is_what_was_checked()
    assert isinstance(result, dg.AssetCheckResult)
    return result


def test_older_tools_can_open_the_file(house: House) -> None:
    house.publish()
    ((tags,),) = house.ask("select tags from duckdb_databases() where not internal")
    assert tags["storage_version"].startswith("v1.2.0")


@pytest.fixture
def years(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Tables that count as large: reports of three years and of none, what is said of them, and a small one."""
    monkeypatch.setattr("dagster_project.load.slices.LARGE", 10)
    house.run(
        "create table marts.dim_report as select 'r' || range as report_key,"
        " case when range < 12 then 2020 + range % 3 end as year from range(14);"
        "create table marts.fct_large as from marts.dim_report, (values (1), (2)) as of (quantity);"
        "create table audit.results as select report_key, 'closes' as verdict from marts.dim_report;"
        "insert into audit.results values (null, 'of no report')"
    )
    return house


CHANGES = {
    "nothing": "select 1",
    "a number of a year": "update marts.fct_large set quantity = 3 where year = 2021 and quantity = 1",
    "a report more, of a year that there was not": "insert into marts.dim_report values ('new', 2023);"
    " insert into marts.fct_large values ('new', 2023, 1); insert into audit.results values ('new', 'fails')",
    "a year less": "delete from marts.fct_large where year = 2020; delete from audit.results where report_key in"
    " (select report_key from marts.dim_report where year = 2020); delete from marts.dim_report where year = 2020",
    "a report of another year": "update marts.dim_report set year = 2022 where report_key = 'r1';"
    " update marts.fct_large set year = 2022 where report_key = 'r1'",
    "a report whose year is known now": "update marts.dim_report set year = 2020 where report_key = 'r13'",
    "what is said of no report": "delete from audit.results where report_key is null",
    "no longer large": "delete from marts.fct_large where year > 0; delete from audit.results where report_key < 'r2'",
    "all of it": "update marts.fct_large set quantity = quantity + 1; update audit.results set verdict = 'fails'",
    "a small table": "update marts.fct set q = 0",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_publishing_upon_what_is_gives_what_publishing_anew_gives(years: House, tmp_path: Path, change: str) -> None:
    first = years.publish()
    years.run(change)
    second = years.publish(first)
    anew = tmp_path / "anew"
    publish(years.build, anew / "warehouse.duckdb", anew / "export")
    fresh = {
        file: file.read_bytes() for file in anew.rglob("*") if file.suffix in (".parquet", ".json") and file.is_file()
    }
    assert years.exported() == {
        file.relative_to(anew / "export").as_posix(): hashlib.sha256(data).hexdigest() for file, data in fresh.items()
    }
    assert years.publish(second).written == 0


def test_years_in_which_nothing_changed_are_the_files_that_they_were(years: House) -> None:
    first = years.publish()
    before = {file: file.stat() for file in years.export.rglob("*.parquet")}
    years.run(CHANGES["a number of a year"])
    published = years.publish(first)
    written = {
        file.relative_to(years.export).as_posix()
        for file, was in before.items()
        if file.is_file() and (file.stat().st_ino, file.stat().st_mtime_ns) != (was.st_ino, was.st_mtime_ns)
    }
    assert written == {"marts/fct_large.parquet/2021.parquet"}
    assert (published.written, len(published.contents)) == (1, len([file for file in before if file.is_file()]))


ORIGIN = origin.Origin("documents", "project")


def held(years: House, project: str = "project") -> dict[Slice, Content]:
    return origin.held_by_published(years.build.with_name("origin.json"), years.published, years.export, project)


def test_what_is_published_is_known_by_its_slices_to_the_version_that_made_it(years: House) -> None:
    published = years.publish()
    assert held(years) == {}
    file = years.build.with_name("origin.json")
    origin.remember_published(file, ORIGIN, years.published, years.export, published.contents)
    assert held(years) == published.contents
    assert held(years, project="another") == {}


@pytest.mark.parametrize("touched", ["warehouse.duckdb", "parquet/export/marts/fct_large.parquet/2021.parquet"])
@pytest.mark.parametrize("how", ["written again", "gone"])
def test_nothing_is_kept_of_published_files_that_are_not_as_they_were_left(
    years: House, touched: str, how: str
) -> None:
    contents = years.publish().contents
    file = years.build.with_name("origin.json")
    origin.remember_published(file, ORIGIN, years.published, years.export, contents)
    published = years.published.parent / touched
    data = published.read_bytes()
    published.unlink()
    if how == "written again":
        published.with_name("copy").write_bytes(data)
        published.with_name("copy").rename(published)
    assert held(years) == {}


def test_the_published_file_does_not_grow_with_every_increment(years: House) -> None:
    years.run("insert into marts.fct_large select r.* from marts.fct_large as r, range(5000)")
    latest = first = years.publish()
    for _ in range(8):
        years.run("update marts.fct_large set quantity = quantity + 1 where year = 2021")
        latest = years.publish(latest)
    assert latest.database_bytes < 2 * first.database_bytes


def test_a_table_that_is_a_folder_loads_as_one_that_is_a_file(years: House) -> None:
    years.publish()
    large = years.export / "marts" / "fct_large.parquet"
    assert {file.name for file in large.iterdir()} == {f"{year}.parquet" for year in (2020, 2021, 2022, "unknown")}
    assert pl.read_parquet(large).height == duckdb.read_parquet(str(large)).count("*").fetchall()[0][0] == 28
    package = json.loads((years.export / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [resource for resource in package["resources"] if resource["name"] == "marts.fct_large"]
    files = [years.export / path for path in resource["path"]]
    assert sorted(files) == sorted(large.iterdir())
    assert resource["hash"] == f"sha256:{hashlib.sha256(b''.join(file.read_bytes() for file in files)).hexdigest()}"
