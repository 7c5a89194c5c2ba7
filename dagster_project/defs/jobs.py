"""Jobs, named for what a person wants.

`build_everything` serves for all as for what is new: whatever is up to date is left as it is, so that there is nothing
to choose. There are no partitions: the unit that is new or changed is a document, not a year (a file says which year it
is of only once it is read, and often holds several), and load/parts.py keeps account of each.
"""

import dagster as dg

build_everything = dg.define_asset_job(
    "build_everything",
    selection="*",
    description="读取新增和改动的报告，建模、核验，通过后发布；没有变化的一律沿用。"
    "/ Read the reports that are new or changed, check them, publish what holds. What is up to date is left as it is.",
)

read_again = dg.define_asset_job(
    "read_again",
    selection="*",
    config={"ops": {"bronze": {"config": {"read_again": ["在此填写 / fill in"]}}}},
    description="重新读取指定的文件或文件夹：在 Launchpad 中填写其相对于输入文件夹的路径，`.` 为全部。"
    "/ Read some files or folders again: give their paths below the input folder in the Launchpad, `.` for all.",
)

rebuild_from_scratch = dg.define_asset_job(
    "rebuild_from_scratch",
    selection="*",
    config={"ops": {"bronze": {"config": {"read_again": ["."]}}, "warehouse": {"config": {"from_scratch": True}}}},
    description="全部从头再来：重新读取每份报告，重建全部模型，重新发布。"
    "/ All from the beginning: every report is read, every model built, everything published again.",
)
