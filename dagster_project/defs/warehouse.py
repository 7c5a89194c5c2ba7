"""The dbt project as assets: one asset a model, one `dbt build` a run.

Belongs here: how dbt's models appear in Dagster. Does not belong here: any SQL (dbt/).
"""

import fcntl
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtCliInvocation, DbtCliResource, DbtProject, dbt_assets
from dagster_dbt.errors import DagsterDbtCliRuntimeError
from pydantic import Field

from dagster_project import paths
from dagster_project.defs.describe import OWNERS, POOL, READ_WHOLE, SAMPLE_ROWS, describe, markdown_table
from dagster_project.defs.lineage import column_lineage
from dagster_project.defs.promises import promise
from dagster_project.load import bronze, origin
from dagster_project.load.progress import Progress
from dagster_project.load.publish import SCHEMAS

PROJECT = DbtProject(project_dir=paths.DBT, profiles_dir=paths.DBT)
# Unit tests try the SQL on rows of their own: they are for those who change it (`make test`), not for every run.
_BUILD = ["build", "--exclude-resource-type", "unit_test"]
DBT = DbtCliResource(project_dir=PROJECT, dbt_executable=str(Path(sys.executable).with_name("dbt")))


def prepare_manifest() -> None:
    """Have dbt write its manifest, if there is none or a file of the project is newer (`dbt parse`, some seconds)."""
    manifest = PROJECT.manifest_path
    manifest.parent.mkdir(exist_ok=True)
    with (manifest.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two processes that begin together, one does it
        if not manifest.exists() or manifest.stat().st_mtime < _last_change():
            DBT.cli(["parse"], target_path=manifest.parent).wait()


def _last_change() -> float:
    """When a file of the dbt project changed last."""
    return max(path.stat().st_mtime for path in origin.sources(paths.DBT))


class Translator(DagsterDbtTranslator):
    """Groups by folder, owners, and descriptions without the SQL that Dagster would add."""

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        """The asset of one dbt model, seed or source."""
        node = manifest["nodes"].get(unique_id) or manifest["sources"][unique_id]
        group = "forms" if node["resource_type"] == "seed" else node["fqn"][1]
        spec = super().get_asset_spec(manifest, unique_id, project)
        return spec.replace_attributes(group_name=group, description=node["description"], owners=OWNERS)

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        """The check of one dbt test, with what it promises."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and spec._replace(description=manifest["nodes"][unique_id]["description"])


def in_words(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest of dbt, each test with the name and promise that people see; dbt itself goes by other keys."""
    nodes = manifest["nodes"]
    for test in (node for node in nodes.values() if node["resource_type"] == "test"):
        test["name"], test["description"] = promise(test, nodes)
    return manifest


def tables_of(manifest: Mapping[str, Any]) -> dict[tuple[str, str], dg.AssetKey]:
    """The asset of every model and seed, by the schema and name of its table."""
    kept = (node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed"))
    return {(node["schema"], node["name"]): Translator().get_asset_key(node) for node in kept}


prepare_manifest()
MANIFEST = in_words(json.loads(PROJECT.manifest_path.read_text(encoding="utf-8")))
TABLES = tables_of(MANIFEST)


class Modelling(dg.Config):
    """How the models are built."""

    from_scratch: bool = Field(
        default=False,
        description="即使没有变化，也重建全部模型并重新发布。/ Build all models and publish, though nothing changed.",
    )


@dbt_assets(manifest=MANIFEST, project=PROJECT, dagster_dbt_translator=Translator(), pool=POOL, name="warehouse")
def warehouse(
    context: dg.AssetExecutionContext, config: Modelling, dbt: DbtCliResource, progress: dg.ResourceParam[Progress]
) -> Iterator[Any]:
    """Build and test every model, into the warehouse that nobody else opens.

    Makes nothing if what is published was made from the same: Dagster then skips the steps that follow, and goes on
    showing the checks of that run.
    """
    made_from = origin.present(bronze.listed(paths.bronze()), paths.decisions_read(), paths.DBT)
    whole = not context.is_subset
    if whole and not config.from_scratch and origin.of_published(paths.origin(), paths.published()) == made_from:
        context.log.info("没有新内容，已发布的仍是最新。/ Nothing is new: what is published is up to date.")
        return
    progress.step("建模与检验 / modelling and checking")
    paths.build().mkdir(parents=True, exist_ok=True)
    origin.begin_build(paths.build_warehouse())
    os.environ["OGI_OUT"] = str(paths.out())  # profiles.yml asks for it
    build = dbt.cli(_BUILD, context=context, target_path=paths.build() / "dbt")
    events, failure = _ended(build)  # until dbt ends, nobody else can open the warehouse
    with duckdb.connect(paths.build_warehouse(), read_only=True) as connection:
        compiled = _compiled(build)
        for event in events:
            if isinstance(event, dg.Output):
                yield _described(event, compiled, connection)
            elif isinstance(event, dg.AssetCheckResult):
                yield _explained(event, compiled, connection)
            else:
                yield event
    if failure:
        raise failure
    if whole:
        origin.end_build(paths.build_warehouse(), made_from)


def _ended(build: DbtCliInvocation) -> tuple[list[Any], Exception | None]:
    """All that dbt has to tell, and how it failed, if so: what came before is shown all the same."""
    events = []
    try:
        for event in build.stream():
            events.append(event)  # noqa: PERF402 - what came before the failure must not be lost
    except DagsterDbtCliRuntimeError as error:
        return events, error
    return events, None


def published_models() -> list[dg.AssetKey]:
    """The models that are published: those in the layers under contract."""
    return sorted(spec.key for spec in warehouse.specs if spec.group_name in SCHEMAS)


def _compiled(build: DbtCliInvocation) -> dict[str, dict[str, Any]]:
    """What dbt knows of each model by now, its SQL among it."""
    nodes: dict[str, dict[str, Any]] = build.get_artifact("manifest.json")["nodes"]
    return nodes


def _described(
    output: dg.Output[Any], nodes: Mapping[str, Any], connection: duckdb.DuckDBPyConnection
) -> dg.Output[Any]:
    """The result of one model, with its number of rows, its columns, what these are made from, and a sample."""
    node = nodes[str(output.metadata["unique_id"].value)]
    table = connection.table(f"{node['schema']}.{node['name']}")
    texts = {name: column["description"] for name, column in node["columns"].items()}
    columns = [(name, str(kind), texts.get(name, "")) for name, kind in zip(table.columns, table.types, strict=True)]
    rows = table.count("*").fetchall()[0][0]
    sample = table.limit(SAMPLE_ROWS).to_arrow_table().to_pylist()
    made_from = {"dagster/column_lineage": column_lineage(sql, TABLES)} if (sql := node.get("compiled_code")) else {}
    seconds = {"秒 / seconds": output.metadata["Execution Duration"]}
    return output.with_metadata({**describe(rows, columns, sample), **made_from, **seconds})


def _explained(
    check: dg.AssetCheckResult, nodes: Mapping[str, Any], connection: duckdb.DuckDBPyConnection
) -> dg.AssetCheckResult:
    """The result of one dbt test; if it failed, with what it promises and the rows that it found, which say why."""
    test = str(check.metadata["unique_id"].value)
    sql = nodes[test].get("compiled_code")
    if check.passed or not sql:
        return check
    promised = MANIFEST["nodes"][test]["description"]
    found = connection.sql(sql)
    count = found.count("*").fetchall()[0][0]
    rows = found.limit(SAMPLE_ROWS).to_arrow_table().to_pylist()
    first = "；".join(f"{name} = {value}" for name, value in rows[0].items()) if rows else ""
    return check._replace(
        description=f"{promised}：查出 {count} 行，第一行 / rows found, the first: {first}",
        metadata={**check.metadata, "查出的行 / rows found": dg.MetadataValue.md(markdown_table(rows, READ_WHOLE))},
    )
