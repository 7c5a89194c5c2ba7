"""How much of what was read is proved, form by form: the table with its bars that the UI shows of bronze/tables.

Belongs here: counting verdicts, and drawing shares. Does not belong here: verdicts (extract/proof.py).
"""

import polars as pl

from dagster_project.extract import forms

_PROOFS = {
    "proved": "已核验 / proved",
    "contradicted": "有矛盾 / contradicted",
    "incomplete": "不完整 / incomplete",
    "blank": "空表 / blank",
    "unchecked": "无勾稽 / unchecked",
}
_BAR = 10  # characters


def proof_shares(tables: pl.LazyFrame) -> list[dict[str, object]]:
    """One row a form and table: the share that is proved, and how many of each verdict. `tables` is as schema.TABLES.

    A form without an identity that proves has no share: its tables can be neither proved nor refuted.
    """
    counts = tables.group_by("layout", "table_code", "proof").len().collect()
    verdicts: dict[tuple[str, str], dict[str, int]] = {}
    for layout, table, proof, count in counts.sort(pl.all()).iter_rows():
        verdicts.setdefault((layout, table), dict.fromkeys(_PROOFS, 0))[proof] = count
    return [
        {
            "版式 / form": _named(layout),
            "表 / table": f"{forms.number_of(table)} {table}",
            "已核验占比 / share proved": _bar(of["proved"], sum(of.values())) if _provable(table, layout) else "—",
            **{name: of[proof] for proof, name in _PROOFS.items()},
        }
        for (layout, table), of in verdicts.items()
    ]


def percent_proved(tables: pl.LazyFrame) -> float | None:
    """The share of tables proved, of all that can be, in percent; None if none can."""
    kinds = tables.select("table_code", "layout").unique().collect().iter_rows()
    provable = [f"{table} {layout}" for table, layout in kinds if _provable(table, layout)]
    proved = pl.col("proof") == "proved"
    share = tables.filter(pl.concat_str("table_code", "layout", separator=" ").is_in(provable)).select(proved.mean())
    percent: float | None = (100 * share.collect()).item()
    return percent


def _provable(table: str, layout: str) -> bool:
    return any(instance.identity.proves for instance in forms.form(table, layout).instances)


def _bar(part: int, whole: int) -> str:
    r"""A bar of ten characters, and the percentage rounded down, so that 100 says all.

    >>> _bar(2, 3)
    '██████░░░░\xa066%'
    """
    full = part * _BAR // whole
    return "█" * full + "░" * (_BAR - full) + f"\N{NO-BREAK SPACE}{100 * part // whole}%"


def _named(layout: str) -> str:
    names = (line["name_zh"] for line in forms.read_seed("warehouse/layouts") if line["layout_code"] == layout)
    return f"{layout} {next(names)}"
