"""The dbt project as assets: one asset a model, one `dbt build` a run.

Belongs here: how dbt's models appear in Dagster. Does not belong here: any SQL (dbt/).
"""

import fcntl
import json
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject, dbt_assets
from pydantic import Field

from dagster_project import paths
from dagster_project.defs.describe import OWNERS, POOL, READ_WHOLE, SAMPLE_ROWS, describe, markdown_table
from dagster_project.defs.lineage import column_lineage
from dagster_project.defs.promises import promise
from dagster_project.load import bronze, modelling, origin
from dagster_project.load.database import connect
from dagster_project.load.progress import Progress
from dagster_project.load.publish import SCHEMAS

PROJECT = DbtProject(project_dir=paths.DBT, profiles_dir=paths.DBT)


def prepare_manifest() -> None:
    """Have dbt write its manifest, if there is none or a file of the project is newer (`dbt parse`, some seconds)."""
    manifest = PROJECT.manifest_path
    manifest.parent.mkdir(exist_ok=True)
    with (manifest.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two processes that begin together, one does it
        if not manifest.exists() or manifest.stat().st_mtime < _last_change():
            modelling.parse(manifest.parent)


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
_SETTINGS = DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True)  # a list goes with the documents
_NODE = "dagster_dbt/unique_id"  # under which dagster-dbt notes the node of an asset or a check


class Modelling(dg.Config):
    """How the models are built."""

    from_scratch: bool = Field(
        default=False,
        description="即使没有变化，也重建全部模型并重新发布。/ Build all models and publish, though nothing changed.",
    )


@dbt_assets(
    manifest=MANIFEST, project=PROJECT, dagster_dbt_translator=Translator(_SETTINGS), pool=POOL, name="warehouse"
)
def warehouse(
    context: dg.AssetExecutionContext, config: Modelling, progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
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
    # A part is made whole of what it is made from: which reports changed, only a whole build knows.
    upon = made_from.project if whole and not config.from_scratch else ""
    stands = origin.begin_build(paths.build_warehouse(), upon)
    keys = {spec.metadata[_NODE]: spec.key for spec in context.assets_def.specs}
    checks = {spec.metadata[_NODE]: spec for spec in context.assets_def.check_specs}
    chosen = {node for node, key in keys.items() if key in context.selected_asset_keys}
    chosen |= {node for node, check in checks.items() if check.key in context.selected_asset_check_keys}
    nodes = None if whole else {_selector(node) for node in chosen}
    results = modelling.build(paths.out(), nodes, seeds=not stands)
    with connect(paths.build_warehouse(), read_only=True) as connection:
        if whole:
            context.log.info(_told(connection, stands))
        for result in results:
            if result.node in checks:
                yield _explained(result, checks[result.node], connection)
            elif result.node in keys and not result.failed:
                yield dg.MaterializeResult(asset_key=keys[result.node], metadata=_described(result, connection))
    if failed := [f"{MANIFEST['nodes'][result.node]['name']}: {result.message}" for result in results if result.failed]:
        raise modelling.ModellingError("\n".join(failed))
    if whole:
        origin.end_build(paths.build_warehouse(), made_from)


def _told(connection: duckdb.DuckDBPyConnection, stands: bool) -> str:
    """Whose rows were made again, and why."""
    if not stands:
        return "全部重建：首次、版本有变或上次未完成。/ All was built: first, by another version, or cut off last time."
    made = connection.table("intermediate.int_changed_reports").count("*").fetchall()[0][0]
    return f"新增、改动或移除的报告 {made} 份已重建，其余沿用。/ reports new, changed or gone were made again."


def _selector(unique_id: str) -> str:
    """The name under which dbt selects one node."""
    return ".".join(MANIFEST["nodes"][unique_id]["fqn"])


def published_models() -> list[dg.AssetKey]:
    """The models that are published: those in the layers under contract."""
    return sorted(spec.key for spec in warehouse.specs if spec.group_name in SCHEMAS)


def _described(made: modelling.Ended, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What is told of a model: its number of rows, its columns, what these are made from, and a sample."""
    node = MANIFEST["nodes"][made.node]
    table = connection.table(f"{node['schema']}.{node['name']}")
    texts = {name: column["description"] for name, column in node["columns"].items()}
    columns = [(name, str(kind), texts.get(name, "")) for name, kind in zip(table.columns, table.types, strict=True)]
    rows = table.count("*").fetchall()[0][0]
    sample = table.limit(SAMPLE_ROWS).to_arrow_table().to_pylist()
    made_from = {"dagster/column_lineage": column_lineage(made.sql, TABLES)} if made.sql else {}
    return {**describe(rows, columns, sample), **made_from, "秒 / seconds": made.seconds}


def _explained(
    tested: modelling.Ended, check: dg.AssetCheckSpec, connection: duckdb.DuckDBPyConnection
) -> dg.AssetCheckResult:
    """The result of one dbt test; if it failed, with what it promises and the rows that it found, which say why."""
    test = MANIFEST["nodes"][tested.node]
    result = dg.AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=tested.status == "pass",
        severity=dg.AssetCheckSeverity.WARN if test["config"]["severity"] == "warn" else dg.AssetCheckSeverity.ERROR,
        description=tested.message,
        metadata={"秒 / seconds": tested.seconds},
    )
    if result.passed or tested.status == "error" or not tested.sql:
        return result
    found = connection.sql(tested.sql)
    count = found.count("*").fetchall()[0][0]
    rows = found.limit(SAMPLE_ROWS).to_arrow_table().to_pylist()
    first = "；".join(f"{name} = {value}" for name, value in rows[0].items()) if rows else ""
    return result._replace(
        description=f"{test['description']}：查出 {count} 行，第一行 / rows found, the first: {first}",
        metadata={**result.metadata, "查出的行 / rows found": dg.MetadataValue.md(markdown_table(rows, READ_WHOLE))},
    )
