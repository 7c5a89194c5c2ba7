"""A study: how applications end, and on which grounds they are refused, over the years.

Run it with `.venv/bin/marimo edit notebooks/outcomes.py`, or as a script.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="申请的结果 | How applications end")

with app.setup:
    import os
    from pathlib import Path

    import altair as alt
    import marimo as mo
    import polars as pl

    OUT = Path(os.environ.get("OGI_OUT", Path(__file__).parent.parent))
    SCOPE = "organ"  # figures of different scope are never added up

    def table(name: str) -> pl.DataFrame:
        """One exported table, such as `marts/fct_reviews`."""
        return pl.read_parquet(OUT / "parquet" / "export" / f"{name}.parquet")


@app.cell
def _():
    mo.md(f"""
    # 申请怎样了结，因何不予公开 | How applications end, and why they are refused

    只用通过核验的表三，口径为 `{SCOPE}`；每张图写明有多少份报告、其中多少份已核验。
    2014—2018 年的附表另有一套理由，不在此列。

    Proved tables only, of scope `{SCOPE}`; every chart says of how many reports, and how many of them are proved. The
    annex of 2014 to 2018 has grounds of its own and is left out.
    """)
    return


@app.cell
def _():
    reports = table("marts/dim_report").filter(
        pl.col("is_current"), pl.col("scope_code") == SCOPE, pl.col("applications_proof") != "absent"
    )
    coverage = (
        reports.group_by("year")
        .agg(reports=pl.len(), proved=(pl.col("applications_proof") == "proved").sum())
        .drop_nulls("year")
        .sort("year")
        .with_columns(when=pl.format("{}\n{} 份 reports\n{} 已核验 proved", "year", "reports", "proved"))
    )
    printed, proved = reports.height, reports.filter(pl.col("applications_proof") == "proved").height
    of_reports = f"印有表三的报告 {printed} 份，已核验 {proved} 份 | {printed} reports with the table, {proved} proved"
    coverage.drop("when")
    return coverage, of_reports


@app.cell
def _(coverage, of_reports):
    outcomes = (
        table("marts/fct_application_outcomes")
        .filter(pl.col("scope_code") == SCOPE)
        .join(table("marts/dim_report").filter(pl.col("is_current")).select("report_key"), on="report_key", how="semi")
        .join(table("marts/dim_outcome"), on="outcome_code")
        .join(coverage.select("year", "when"), on="year")
        .with_columns(
            group=pl.format("{} | {}", "group_zh", "group_en"), ground=pl.format("{} | {}", "name_zh", "name_en")
        )
    )
    concluded = outcomes.group_by("year").agg(concluded=pl.col("applications").sum())
    # Where nothing was concluded there is no share: null, not zero.
    share = pl.when(pl.col("concluded") > 0).then(pl.col("applications") / pl.col("concluded"))
    nothing = "" if concluded["concluded"].sum() else "；没有办结的申请，无从比较 | no application was concluded"
    subtitle = of_reports + nothing
    years = alt.X("when:O", title=None, sort=None, axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, '\\n')"))

    def shares(part: str, position: str, of: pl.DataFrame) -> pl.DataFrame:
        """What share of all that was concluded in a year each part had."""
        counted = of.group_by("year", "when", part, position).agg(pl.col("applications").sum())
        told = pl.format("{}\n{} 件办结 concluded", "when", "concluded")
        return counted.join(concluded, on="year").with_columns(share=share, when=told).sort("year", position)

    return outcomes, shares, subtitle, years


@app.cell
def _(outcomes, shares, subtitle, years):
    groups = shares("group", "group_position", outcomes)
    group_chart = (
        alt.Chart(groups, title=alt.Title("办理结果的构成 | How applications end", subtitle=subtitle), width=600)
        .mark_bar()
        .encode(
            x=years,
            y=alt.Y(
                "share:Q",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="%"),
                title="占办结 | share of concluded",
            ),
            color=alt.Color(
                "group:N",
                sort=groups["group"].unique(maintain_order=True).to_list(),
                title=None,
                legend=alt.Legend(labelLimit=500),
            ),
            order="group_position:O",
            tooltip=["year", "group", "applications", "concluded", alt.Tooltip("share", format=".1%")],
        )
    )
    group_chart
    return


@app.cell
def _(outcomes, shares, subtitle, years):
    refused = shares("ground", "position", outcomes.filter(pl.col("group_code") == "refused"))
    ground_chart = (
        alt.Chart(refused, title=alt.Title("不予公开的理由 | Grounds of refusal", subtitle=subtitle), width=600)
        .mark_line(point=True)
        .encode(
            x=years,
            y=alt.Y(
                "share:Q",
                scale=alt.Scale(domainMin=0),
                axis=alt.Axis(format="%"),
                title="占办结 | share of concluded",
            ),
            color=alt.Color(
                "ground:N",
                sort=refused["ground"].unique(maintain_order=True).to_list(),
                title=None,
                legend=alt.Legend(labelLimit=500),
            ),
            tooltip=["year", "ground", "applications", "concluded", alt.Tooltip("share", format=".1%")],
        )
    )
    ground_chart
    return


@app.cell
def _():
    mo.md("""
    ## 结果随申请人而不同吗？ | Do outcomes differ by applicant?

    少于 30 件的比率不可靠，标为 `is_unstable`。 | A rate of fewer than 30 cases is unreliable: mark it.
    """)
    return


@app.cell
def _(outcomes):
    by_applicant = (
        outcomes.join(table("marts/dim_applicant").select("applicant_code", applicant="name_zh"), on="applicant_code")
        .group_by("applicant_code", "applicant")
        .agg(concluded=pl.col("applications").sum(), disclosed=pl.col("applications").filter(pl.col("discloses")).sum())
        .with_columns(
            rate=pl.when(pl.col("concluded") > 0).then(pl.col("disclosed") / pl.col("concluded")),
            is_unstable=pl.col("concluded") < 30,
        )
        .sort("applicant_code")
    )
    by_applicant
    return


if __name__ == "__main__":
    app.run()
