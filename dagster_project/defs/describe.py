"""How a table presents itself in the Dagster UI: rows, columns, a sample.

Belongs here: metadata that every asset has. Does not belong here: what only one asset knows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import dagster as dg
import pyarrow as pa

OWNERS = ["team:maintainers"]
POOL = "duckdb"  # of one: runs queue, since all write the same files

SAMPLE_ROWS = 8
WORST = 20  # failures that a check shows at most
_CELL_WIDTH = 60
READ_WHOLE = 400  # the width of a cell that explains a failure
# Report text must show as text: neither as Markdown nor as HTML.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>~&$])")


def describe(
    rows: int, columns: Iterable[tuple[str, str, str]], sample: Sequence[Mapping[str, Any]]
) -> dict[str, dg.MetadataValue]:
    """Metadata of a table: number of rows, its columns as (name, type, description), and some rows."""
    return {
        "dagster/row_count": dg.MetadataValue.int(rows),
        "dagster/column_schema": dg.MetadataValue.table_schema(
            dg.TableSchema([dg.TableColumn(name, kind, description=text or None) for name, kind, text in columns])
        ),
        "样本 / sample": dg.MetadataValue.md(markdown_table(sample[:SAMPLE_ROWS])),
    }


def columns_of(schema: pa.Schema, names: Sequence[str] | None = None) -> list[tuple[str, str, str]]:
    """The columns, or some of them, of a schema of ours (extract/schema.py) as `describe` takes them."""
    fields = [schema.field(name) for name in names or schema.names]
    return [(f.name, str(f.type), f"{f.metadata[b'zh'].decode()} / {f.metadata[b'en'].decode()}") for f in fields]


def markdown_table(rows: Sequence[Mapping[str, Any]], width: int = _CELL_WIDTH) -> str:
    r"""Rows as a Markdown table whose cells can hold any text, cut off at a width.

    >>> print(markdown_table([{"a": 1, "b": "<b>|"}]))
    | a | b |
    |---|---|
    | 1 | \<b\>\| |
    """
    if not rows:
        return "（无 / none）"
    names = list(rows[0])
    body = (_line((row[name] for name in names), width) for row in rows)
    return "\n".join([_line(names, width), "|" + "---|" * len(names), *body])


def _line(values: Iterable[Any], width: int) -> str:
    return "| " + " | ".join(_cell(value, width) for value in values) + " |"


def _cell(value: Any, width: int) -> str:
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    text = "" if value is None else " ".join(str(value).split())
    if len(text) > width:
        text = text[: width - 1] + "…"
    return _MARKUP.sub(r"\\\1", text)
