"""The first two steps: which files there are, and what was read from them.

Belongs here: the assets of raw and bronze. Does not belong here: finding and reading (load/, extract/).
"""

import time
from collections.abc import Iterator
from functools import partial

import dagster as dg
import polars as pl
from pydantic import Field

from dagster_project import paths
from dagster_project.defs.decisions import RAW_DECISIONS
from dagster_project.defs.describe import OWNERS, POOL, SAMPLE_ROWS, columns_of, describe, markdown_table
from dagster_project.defs.proof_shares import percent_proved, proof_shares
from dagster_project.extract.schema import BRONZE, DOCUMENTS
from dagster_project.load import bronze, files, parts, pool
from dagster_project.load.documents import decided
from dagster_project.load.progress import Progress

RAW_FILES = dg.AssetKey(["raw", "files"])

_CONTENTS = {
    "documents": "每个文件一行：原文，或未收录的原因。/ One row a file: its text, or why it holds no report.",
    "reports": "每份报告一行：机关、年度、日期、版式。/ One row a report: whose, for which year, in which layout.",
    "tables": "每份报告的每张表一行，附核验结论。/ One row a standard table, with its verdict.",
    "cells": "每个单元格一行：印出的数值及其在原文中的位置。/ One row a printed cell, with its place in the text.",
    "claims": "正文中陈述的每个数字一行，附原句。/ One row a number that prose states, with its sentence.",
    "complaints": "每个未能读懂之处一行。/ One row a thing that could not be read as expected.",
    "decisions": "每项人工裁定的结果一行。/ One row a reviewer's decision on a document that was read.",
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
    found = files.find(paths.raw(), _known())
    paths.build().mkdir(parents=True, exist_ok=True)
    begun = paths.found().with_suffix(".begun")
    found.write_parquet(begun)
    begun.replace(paths.found())
    shown = found.drop("location", "stretch", "member", "stamp", "stated")
    refused = shown.filter(pl.col("rejection_code").is_not_null())
    return dg.MaterializeResult(
        metadata={
            **describe(found.height, columns_of(DOCUMENTS, shown.columns), shown.head(SAMPLE_ROWS).to_dicts()),
            "文件夹 / folder": dg.MetadataValue.path(paths.raw()),
            "字节 / bytes": int(found["bytes"].sum()),
            # By name, size or content alike; what cannot be read is told by bronze.
            "不读取 / not to be read": refused.height,
            "不读取的文件 / files not to be read": dg.MetadataValue.md(
                markdown_table(refused.select("path", "rejection_message").head(20).to_dicts())
            ),
        }
    )


class Reading(dg.Config):
    """What is read again."""

    read_again: list[str] = Field(
        default=[],
        description="要重新读取的文件或文件夹（相对于输入文件夹），`.` 为全部。/ Files or folders of the input to read"
        " again though nothing changed; `.` for all.",
    )


def _known() -> pl.DataFrame | None:
    """What the run before found; None if it was of another version."""
    if not paths.found().exists() or pl.read_parquet_schema(paths.found()) != files.FOUND:
        return None
    return pl.read_parquet(paths.found())


@dg.multi_asset(
    name="bronze",
    specs=[
        dg.AssetSpec(
            ["bronze", table],
            deps=[RAW_FILES, RAW_DECISIONS],
            group_name="bronze",
            kinds={"polars", "parquet"},
            owners=OWNERS,
            description=_CONTENTS[table],
            code_version=parts.reader_version()[:12],
        )
        for table in BRONZE
    ],
    pool=POOL,
)
def bronze_tables(
    context: dg.AssetExecutionContext, config: Reading, progress: dg.ResourceParam[Progress]
) -> Iterator[dg.MaterializeResult[None]]:
    """Read every file that is new or changed, on all cores, and drop what is gone."""
    begun = time.monotonic()
    folder = paths.bronze()
    found = decided(pl.read_parquet(paths.found()), pl.read_parquet(paths.decisions_read()))
    plan = parts.plan(found, bronze.listed(folder), config.read_again)
    counts = plan.counts
    context.log.info(counts.told())
    progress.step(f"读取报告 / reading reports：{counts.told()}", sum(part.found.height for part in plan.made))
    for _, count in pool.run(partial(bronze.write_part, paths.raw(), folder), plan.made):
        progress.advance(count)
    bronze.drop_other_parts(folder, [*plan.stays, *(part.name for part in plan.made)])
    reading = {
        "文件：新增 / files: new": counts.new,
        "文件：改动 / changed": counts.changed,
        "文件：重读 / read again": counts.read_again,
        "文件：沿用 / reused": counts.reused,
        "文件：移除 / gone": counts.gone,
        "全部七张表的秒数 / seconds for all seven tables": round(time.monotonic() - begun, 1),
    }
    for table, schema in BRONZE.items():
        content = pl.scan_parquet(folder / table / "*.parquet")
        yield dg.MaterializeResult(
            asset_key=["bronze", table],
            metadata={
                **(_shares(content) if table == "tables" else {}),
                **describe(
                    content.select(pl.len()).collect().item(),
                    columns_of(schema),
                    content.head(SAMPLE_ROWS).collect().to_dicts(),
                ),
                "dagster/uri": str(folder / table),
                "字节 / bytes": sum(part.stat().st_size for part in (folder / table).glob("*.parquet")),
                **reading,
            },
        )


def _shares(tables: pl.LazyFrame) -> dict[str, dg.MetadataValue]:
    """What people look at first: how much of each form is proved, and of all, so that the UI plots it run by run."""
    percent = percent_proved(tables)
    return {
        "各版式的核验情况 / proof by form": dg.MetadataValue.md(markdown_table(proof_shares(tables))),
        **({} if percent is None else {"已核验占比 / percent proved": dg.MetadataValue.float(round(percent, 1))}),
    }
