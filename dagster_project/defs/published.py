"""The last step: what analysts open.

Belongs here: the published assets. Does not belong here: publishing (load/publish.py).
"""

from collections.abc import Iterator

import dagster as dg

from dagster_project import paths
from dagster_project.defs.describe import OWNERS, POOL, markdown_table
from dagster_project.defs.warehouse import published_models
from dagster_project.load import origin
from dagster_project.load.progress import Progress
from dagster_project.load.publish import publish

_ASSETS = {
    "warehouse": (
        "duckdb",
        "分析用的数据库 warehouse.duckdb，整体替换。/ The warehouse that analysts open, replaced as a whole.",
    ),
    "parquet": (
        "parquet",
        "同样的表，Parquet 格式，附 datapackage.json。/ The same tables as Parquet, with datapackage.json.",
    ),
}


@dg.multi_asset(
    name="publish",
    specs=[
        dg.AssetSpec(
            ["published", name],
            deps=published_models(),
            group_name="published",
            kinds={kind},
            owners=OWNERS,
            description=description,
        )
        for name, (kind, description) in _ASSETS.items()
    ],
    pool=POOL,
)
def published(progress: dg.ResourceParam[Progress]) -> Iterator[dg.MaterializeResult[None]]:
    """Put the built warehouse in the place of the published one; it comes to this only if every check holds."""
    progress.step("发布 / publishing")
    places = paths.published(), paths.export()
    built = origin.of_build(paths.build_warehouse())
    upon = origin.held_by_published(paths.origin(), *places, built.project) if built else {}
    result = publish(paths.build_warehouse(), *places, upon)
    origin.remember_published(paths.origin(), built, *places, result.contents)
    tables = markdown_table([{"表 / table": table, "行 / rows": rows} for table, rows in result.rows.items()])
    yield dg.MaterializeResult(
        asset_key=["published", "warehouse"],
        metadata={
            "dagster/row_count": sum(result.rows.values()),
            "文件 / file": dg.MetadataValue.path(paths.published()),
            "字节 / bytes": result.database_bytes,
            "各表行数 / rows of each table": dg.MetadataValue.md(tables),
        },
    )
    yield dg.MaterializeResult(
        asset_key=["published", "parquet"],
        metadata={
            "dagster/row_count": sum(result.rows.values()),
            "文件夹 / folder": dg.MetadataValue.path(paths.export()),
            "字节 / bytes": result.export_bytes,
            "重写的文件 / files written": result.written,
            "沿用的文件 / files that stayed": len(result.contents) - result.written,
            "各表行数 / rows of each table": dg.MetadataValue.md(tables),
        },
    )
