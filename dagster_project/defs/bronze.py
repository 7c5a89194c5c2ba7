"""The first two steps: which files there are, and what was read from them.

Belongs here: the assets of raw and bronze. Does not belong here: finding and reading (load/, extract/).
"""

from collections.abc import Iterator
from functools import partial

import dagster as dg
import polars as pl
import pyarrow as pa

from dagster_project import paths
from dagster_project.defs.describe import OWNERS, POOL, SAMPLE_ROWS, describe, markdown_table
from dagster_project.extract.schema import BRONZE
from dagster_project.load import bronze, files, pool
from dagster_project.load.progress import Progress

RAW_FILES = dg.AssetKey(["raw", "files"])

_CONTENTS = {
    "documents": "每个文件一行：原文，或未收录的原因。/ One row a file: its text, or why it holds no report.",
    "reports": "每份报告一行：机关、年度、日期、版式。/ One row a report: whose, for which year, in which layout.",
    "tables": "每份报告的每张表一行，附核验结论。/ One row a standard table, with its verdict.",
    "cells": "每个单元格一行：印出的数值及其在原文中的位置。/ One row a printed cell, with its place in the text.",
    "claims": "正文中陈述的每个数字一行，附原句。/ One row a number that prose states, with its sentence.",
    "complaints": "每个未能读懂之处一行。/ One row a thing that could not be read as expected.",
}


@dg.asset(
    key=RAW_FILES,
    group_name="raw",
    kinds={"polars", "file"},
    owners=OWNERS,
    pool=POOL,
    description="输入文件夹中的每个文件：路径、大小、哈希。/ Every file of the input folder: path, size, hash.",
)
def raw_files(progress: dg.ResourceParam[Progress]) -> dg.MaterializeResult[None]:
    """Look through the input folder."""
    progress.step("查找文件 / finding files")
    found = files.find(paths.raw())
    paths.build().mkdir(parents=True, exist_ok=True)
    found.write_parquet(paths.found())
    shown = found.drop("location")
    refused = shown.filter(pl.col("rejection_code").is_not_null())
    return dg.MaterializeResult(
        metadata={
            **describe(
                found.height, [(name, str(kind), "") for name, kind in shown.schema.items()], shown.head().to_dicts()
            ),
            "folder": dg.MetadataValue.path(paths.raw()),
            "bytes": int(found["bytes"].sum()),
            "unopened": refused.height,  # by name, size or content alike; what cannot be read is told by bronze
            "unopened_files": dg.MetadataValue.md(
                markdown_table(refused.select("path", "rejection_message").head(20).to_dicts())
            ),
        }
    )


@dg.multi_asset(
    name="bronze",
    specs=[
        dg.AssetSpec(
            ["bronze", table],
            deps=[RAW_FILES],
            group_name="bronze",
            kinds={"polars", "parquet"},
            owners=OWNERS,
            description=_CONTENTS[table],
            code_version=bronze.reader_version()[:12],
        )
        for table in BRONZE
    ],
    pool=POOL,
)
def bronze_tables(
    context: dg.AssetExecutionContext, progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read every file that is new or changed, on all cores, and write what it says."""
    folder = paths.bronze()
    parts = bronze.parts(pl.read_parquet(paths.found()))
    missing = [part for part in parts if not part.exists(folder)]
    reused = sum(part.found.height for part in parts) - sum(part.found.height for part in missing)
    context.log.info(f"{len(parts) - len(missing)} of {len(parts)} parts ({reused} files) are there already")
    progress.step("读取报告 / reading reports", sum(part.found.height for part in missing))
    for _, count in pool.run(partial(bronze.write_part, paths.raw(), folder), missing):
        progress.advance(count)
    dropped = bronze.drop_other_parts(folder, parts)
    for table, schema in BRONZE.items():
        content = pl.scan_parquet(folder / table / "*.parquet")
        yield dg.MaterializeResult(
            asset_key=["bronze", table],
            metadata={
                **describe(
                    content.select(pl.len()).collect().item(),
                    _columns(schema),
                    content.head(SAMPLE_ROWS).collect().to_dicts(),
                ),
                "dagster/uri": str(folder / table),
                "files_reused": reused,
                "parts": len(parts),
                "parts_dropped": dropped,
            },
        )


def _columns(schema: pa.Schema) -> list[tuple[str, str, str]]:
    return [(f.name, str(f.type), f"{f.metadata[b'zh'].decode()} / {f.metadata[b'en'].decode()}") for f in schema]
