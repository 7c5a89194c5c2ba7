"""What is built step by step, report by report, is what is built at once."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_project.load import modelling, origin
from tests.bronze import Bronze
from tests.small_bronze import small_bronze
from tests.warehouse import built_db, modelled

pytestmark = pytest.mark.xdist_group("warehouse")

LAYERS = ("intermediate", "marts", "audit", "reporting")
# What says which reports an increment made again, and so is another after another step.
OF_THE_STEP = "int_changed_reports"


class Steps:
    """A folder in which one bronze after the other is built, as the pipeline does it."""

    def __init__(self, out: Path) -> None:
        self.out = out
        built_db(out).parent.mkdir()

    def build(self, bronze: Bronze, *, to_the_end: bool = True, project: str = "one") -> bool:
        """Build; returns whether it was built upon what stood. What is not ended is as if it had been killed."""
        bronze.write(self.out)
        stands = origin.begin_build(built_db(self.out), project)
        failed = [ended for ended in modelling.build(self.out, None, seeds=not stands) if ended.failed]
        assert failed == []
        if to_the_end:
            origin.end_build(built_db(self.out), origin.Origin("documents", project))
        return stands

    def made_again(self) -> set[str]:
        """The documents of which the last step made a report again; of those that are gone, the report's key."""
        with duckdb.connect(built_db(self.out), read_only=True) as warehouse:
            made = warehouse.execute(
                "select coalesce(r.source_path, c.report_key) from intermediate.int_changed_reports as c"
                " left join marts.dim_report as r on c.report_key = r.report_key"
            ).fetchall()
        return {path for (path,) in made}

    def differences(self) -> dict[str, int]:
        """The tables that are not those of a build at once, with the number of rows that only one of the two has."""
        found = {}
        with duckdb.connect() as connection:
            for name, database in (("steps", built_db(self.out)), ("once", built_db(modelled()))):
                connection.execute(f"attach '{str(database).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
            tables = connection.execute(
                "select distinct schema_name || '.' || table_name from duckdb_tables()"
                " where list_contains(?, schema_name) and table_name <> ?",
                [list(LAYERS), OF_THE_STEP],
            ).fetchall()
            for (table,) in tables:
                only = [
                    f"from {a}.{table} except all from {b}.{table}" for a, b in (("steps", "once"), ("once", "steps"))
                ]
                rows = sum(len(connection.sql(sql).fetchall()) for sql in only)
                if rows:
                    found[table] = rows
        return found


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    monkeypatch.setenv("OGI_OUT", str(tmp_path))
    return Steps(tmp_path)


def without(*paths: str) -> Callable[[str], bool]:
    return lambda path: path not in paths


def altered() -> Bronze:
    """The same documents, some read otherwise, some not there, and some that will be gone."""
    bronze = small_bronze().only(without("hongze_2024.txt", "guodong_2022.txt", "annex_2016.txt", "通知.txt"))
    for table in bronze.rows["tables"]:
        if table["table_code"] == "reviews":
            table["proof"] = "incomplete"
    for report in bronze.rows["reports"]:
        if report["path"] == "prose_2012.txt":
            report["organization"] = "另一个机关"
        if report["path"] == "chengguan_2021.txt":
            report["year"] = None
    bronze.document("gone.txt")
    newer = {"organization": "洪泽区财政局", "division_code": "320813", "year": 2022, "published_on": None}
    bronze.claim(bronze.report("gone.txt", **newer, scope="organ"), "received_new", 3)
    return bronze


def test_reports_that_are_added_changed_and_gone_leave_what_a_build_at_once_would_give(steps: Steps) -> None:
    assert not steps.build(altered())
    assert steps.differences()
    assert steps.build(small_bronze())
    assert steps.differences() == {}
    made = steps.made_again()
    # What came, what was read otherwise, and the report of which another version counts since.
    assert {"hongze_2024.txt", "guodong_2022.txt", "prose_2012.txt", "hongze_2024_first.txt"} <= made
    assert not {"renfang_2021.txt", "anthology.txt", "xiangtan_2021.txt"} & made
    assert steps.build(small_bronze())
    assert steps.made_again() == set()
    assert steps.differences() == {}


def test_a_row_that_is_there_twice_is_found_in_the_step_that_brings_it(steps: Steps) -> None:
    steps.build(small_bronze())
    bronze = small_bronze()
    bronze.document("twice.txt")
    key = bronze.report("twice.txt", organization="洪泽区财政局", division_code="320813", year=2023)
    bronze.claim(key, "received_new", 3)
    bronze.claim(key, "received_new", 3)
    bronze.rows["claims"][-1]["position"] = bronze.rows["claims"][-2]["position"]
    bronze.write(steps.out)
    assert origin.begin_build(built_db(steps.out), "one")
    ended = modelling.build(steps.out, None, seeds=False)
    (failed,) = (of for of in ended if of.failed)
    assert failed.node.split(".")[2] == "grain_quarantined_claims_report_key__position"
    assert "int_changed_reports" in str(failed.sql)


def test_what_was_cut_off_or_made_by_another_version_is_not_built_upon(steps: Steps) -> None:
    steps.build(small_bronze())
    assert steps.build(altered(), to_the_end=False)
    assert not steps.build(small_bronze())
    assert steps.differences() == {}
    assert not steps.build(small_bronze(), project="two")
