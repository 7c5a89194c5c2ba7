"""A tour: from one report to the whole, on the exported Parquet files.

Run it with `.venv/bin/marimo edit notebooks/tour.py`, or as a script.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="导览 | A tour")

with app.setup:
    import os
    from pathlib import Path

    import altair as alt
    import marimo as mo
    import polars as pl

    OUT = Path(os.environ.get("OGI_OUT", Path(__file__).parent.parent))

    def table(name: str) -> pl.DataFrame:
        """One exported table, such as `marts/fct_reviews`."""
        return pl.read_parquet(OUT / "parquet" / "export" / f"{name}.parquet")


@app.cell
def _():
    mo.md("""
    # 导览 | A tour

    每份报告一行，从这里开始：`reporting.report_summary`。空（null）不是零：没有印、或没有通过核验，就是空。

    One row a report is where to start: `reporting.report_summary`. Null is not zero: what is not printed, or not
    proved, is null.
    """)
    return


@app.cell
def _():
    reports = table("reporting/report_summary").filter(pl.col("is_current"))
    reports.select(
        "organization",
        pl.col("year").cast(pl.String),
        "layout_code",
        "scope_code",
        "applications_proof",
        "received_new",
        "granted",
        "refused",
    ).sort("year", "organization", nulls_last=True)
    return (reports,)


@app.cell
def _():
    mo.md("""
    ## 有多少经过证明？ | How much of it is proved?

    `proved`：表中每条勾稽关系都成立，且没有别的读法。其余进入 `audit.quarantined_*`，附原因。

    `proved`: every identity of the table closes, and there is no other reading. The rest is in `audit.quarantined_*`,
    with the reason.
    """)
    return


@app.cell
def _(reports):
    names = {
        "annex": "附表 | annex of 2014",
        "disclosure": "表二 主动公开 | disclosure",
        "applications": "表三 申请 | applications",
        "reviews": "表四 复议诉讼 | reviews",
    }
    colours = {
        "已核验 | proved": "#2a9d6f",
        "无勾稽 | unchecked": "#a9c5d6",
        "空表 | blank": "#dddddd",
        "不完整 | incomplete": "#f0b429",
        "有矛盾 | contradicted": "#d64545",
    }
    words = {label.partition(" | ")[2]: label for label in colours}
    proofs = (
        reports.select(pl.col("^.*_proof$").name.replace("_proof", ""))
        .unpivot(variable_name="table", value_name="proof")
        .filter(pl.col("proof").is_in(words))  # those without the table are not drawn
        .group_by("table", "proof")
        .len("tables")
        .with_columns(pl.col("table").replace(names), pl.col("proof").replace(words))
        .sort("table", "proof")
    )
    proved = proofs.filter(pl.col("proof") == "已核验 | proved")["tables"].sum()
    proof_chart = (
        alt.Chart(
            proofs,
            title=alt.Title(
                "读到的表，核验结果 | What became of the tables",
                subtitle=f"{reports.height} 份报告，{proofs['tables'].sum()} 张表，已核验 {proved} 张 | "
                f"{reports.height} reports, {proofs['tables'].sum()} tables, {proved} proved",
            ),
            width=600,
        )
        .mark_bar()
        .encode(
            x=alt.X("tables:Q", title="表（张） | tables", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("table:N", title=None, sort=list(names.values()), axis=alt.Axis(labelLimit=200)),
            color=alt.Color("proof:N", title=None, scale=alt.Scale(domain=list(colours), range=list(colours.values()))),
            tooltip=["table", "proof", "tables"],
        )
    )
    proof_chart
    return


@app.cell
def _():
    mo.md("""
    ## 一个数字从哪里来？ | Where does a number come from?

    每个数值都带着原文的字符位置。`ogi trace` 打印那一行。

    Every value carries the characters that it was read from. `ogi trace` prints the line.
    """)
    return


@app.cell
def _():
    claims = table("marts/fct_claims").join(table("marts/dim_claim_measure"), on="measure_code")
    claims.select(
        pl.col("year").cast(pl.String),
        "name_zh",
        "name_en",
        pl.col("quantity").cast(pl.Float64),
        "qualifier",
        pl.format("“{}”", "sentence"),  # in quotes, or a sentence that is the address of a picture would be fetched
        "source_start",
    ).head(10)
    return


@app.cell
def _():
    mo.md("""
    ## 列是什么意思？ | What does a column mean?

    字典就在数据里：`reporting.dictionary`。 | The dictionary is in the data itself.
    """)
    return


@app.cell
def _():
    dictionary = table("reporting/dictionary").filter(pl.col("table_name") == "fct_application_outcomes")
    dictionary.select("column_name", "data_type", "description_zh", "description_en")
    return


if __name__ == "__main__":
    app.run()
