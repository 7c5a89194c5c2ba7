"""What a data test of dbt promises, in words: dbt has for each only a long name made of columns.

Belongs here: a name and a sentence for each of the tests in dbt/tests/generic. Does not belong here: the tests
themselves, nor those of more than one table, which dbt/tests names and describes.
"""

from collections.abc import Mapping
from typing import Any

# What the UI lists, where Dagster takes letters, digits and _ only; and the sentence beside it.
_PROMISES = {
    "grain": ("one_row_each", "每个{columns}恰有一行 / one row for each {columns_en}, and none without"),
    "refers_to": ("{column_en}_is_in_{of}", "{column}都见于 {of} / each {column_en} is in {of}"),
    "one_of": ("{column_en}_is_a_known_value", "{column}只能是 {values} / {column_en} is one of {values}"),
    "within": (
        "{column_en}_is_within_bounds",
        "{column}不小于 {low}，不大于 {high} / {column_en} is not below {low} nor above {high}",
    ),
}
_NO_BOUND = "∞"


def promise(test: Mapping[str, Any], nodes: Mapping[str, Any]) -> tuple[str, str]:
    """The name and the promise of a test of dbt's manifest, whose `nodes` are all it knows.

    Raises KeyError for a generic test that has no words here.
    """
    if "test_metadata" not in test:
        return test["name"], test["description"]
    given = test["test_metadata"]["kwargs"]
    words = [_both(nodes[test["attached_node"]], column) for column in given.get("columns") or [given["column"]]]
    zh, en = (" × ".join(column[language] for column in words) for language in (0, 1))
    name, sentence = _PROMISES[test["test_metadata"]["name"]]
    values = {
        "columns": zh,
        "columns_en": en,
        "column": zh,
        "column_en": en,
        "of": given.get("to", "").removeprefix("ref('").removesuffix("')"),
        "values": "、".join(given.get("values", [])),
        "low": given.get("low"),
        "high": given.get("high", _NO_BOUND),
    }
    return name.format(**values), sentence.format(**values)


def _both(model: Mapping[str, Any], column: str) -> tuple[str, str]:
    """A column in Chinese and in English: its name, in Chinese with the beginning of its comment."""
    comment = model["columns"].get(column, {}).get("description", "").partition(" | ")[0]
    for end in "：（，；。":
        comment = comment.partition(end)[0]
    return (column if comment[:1].isascii() else f"“{comment}”（{column}）"), column
