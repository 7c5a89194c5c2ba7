"""Jobs, named for what a person wants."""

import dagster as dg

build_everything = dg.define_asset_job(
    "build_everything",
    selection="*",
    description="读取全部报告，建模、核验，通过后发布。/ Read all reports, check them, publish what holds.",
)
