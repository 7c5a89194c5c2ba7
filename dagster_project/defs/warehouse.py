"""The dbt project as assets: one asset a model, one `dbt build` a run.

Belongs here: how dbt's models appear in Dagster. Does not belong here: any SQL (dbt/).
"""

import fcntl
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets

from dagster_project import paths
from dagster_project.defs.describe import OWNERS, POOL, SAMPLE_ROWS, describe
from dagster_project.load.progress import Progress
from dagster_project.load.publish import SCHEMAS

PROJECT = DbtProject(project_dir=paths.DBT, profiles_dir=paths.DBT)
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
    sources = (path for kind in ("sql", "yml", "csv", "md") for path in paths.DBT.rglob(f"*.{kind}"))
    return max(path.stat().st_mtime for path in sources if "target" not in path.parts)


# Without a description, Dagster would show that of the function below.
_UNDESCRIBED = "规则与词汇，以数据形式存放于 dbt/seeds。/ Rules and words that are data, in dbt/seeds."


class Translator(DagsterDbtTranslator):
    """Groups by folder, owners, and descriptions without the SQL that Dagster would add."""

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        """The asset of one dbt model, seed or source."""
        node = manifest["nodes"].get(unique_id) or manifest["sources"][unique_id]
        group = "forms" if node["resource_type"] == "seed" else node["fqn"][1]
        spec = super().get_asset_spec(manifest, unique_id, project)
        description = node["description"] or f"{node['name']}：{_UNDESCRIBED}"
        return spec.replace_attributes(group_name=group, description=description, owners=OWNERS)

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        """The check of one dbt test, described in dbt's words or, where dbt has none, by its name."""
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        described = manifest["nodes"][unique_id]["description"] or unique_id.split(".")[2].replace("_", " ")
        return spec and spec._replace(description=spec.description or described)


prepare_manifest()


@dbt_assets(
    manifest=PROJECT.manifest_path, project=PROJECT, dagster_dbt_translator=Translator(), pool=POOL, name="warehouse"
)
def warehouse(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, progress: dg.ResourceParam[Progress]
) -> Iterator[Any]:
    """Build and test every model, into the warehouse that nobody else opens."""
    progress.step("建模与检验 / modelling and checking")
    paths.build().mkdir(parents=True, exist_ok=True)
    os.environ["OGI_OUT"] = str(paths.out())  # profiles.yml asks for it
    build = dbt.cli(["build"], context=context, target_path=paths.build() / "dbt")
    nodes = build.manifest["nodes"]
    events = list(build.stream())  # until dbt ends, nobody else can open the warehouse
    with duckdb.connect(paths.build_warehouse(), read_only=True) as connection:
        for event in events:
            yield _described(event, nodes, connection) if isinstance(event, dg.Output) else event


def published_models() -> list[dg.AssetKey]:
    """The models that are published: those in the layers under contract."""
    return sorted(spec.key for spec in warehouse.specs if spec.group_name in SCHEMAS)


def _described(
    output: dg.Output[Any], nodes: Mapping[str, Any], connection: duckdb.DuckDBPyConnection
) -> dg.Output[Any]:
    """The result of one model, with its number of rows, its columns and a sample."""
    node = nodes[str(output.metadata["unique_id"].value)]
    table = connection.table(f"{node['schema']}.{node['name']}")
    texts = {name: column["description"] for name, column in node["columns"].items()}
    columns = [(name, str(kind), texts.get(name, "")) for name, kind in zip(table.columns, table.types, strict=True)]
    rows = table.count("*").fetchall()[0][0]
    sample = table.limit(SAMPLE_ROWS).to_arrow_table().to_pylist()
    return output.with_metadata({**output.metadata, **describe(rows, columns, sample)})
