"""The parts of docs/ that are made: the data dictionary, the picture of the architecture, the answers to the questions.

Belongs here: making them. Does not belong here: what people wrote (docs/). `make docs` writes them anew.
"""

import json
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from dagster_project.load.publish import SCHEMAS
from dagster_project.paths import DBT, ROOT
from tests import queries

DICTIONARY = ROOT / "docs" / "dictionary.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"

_PICTURE = re.compile(r"(<!-- graph:[^\n]*-->\n).*?(<!-- /graph -->)", re.DOTALL)
_HEAD = """# 数据字典 | Data dictionary

本页由各表的注释生成，与 `warehouse.duckdb` 中的注释和 `reporting.dictionary` 相同。

Made from the comments of the tables, which are those in `warehouse.duckdb` and in `reporting.dictionary`.
"""


def dictionary() -> str:
    """Every published table and column with its comment, from dbt's manifest."""
    manifest: dict[str, Any] = json.loads((DBT / "target" / "manifest.json").read_text(encoding="utf-8"))
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    published = [node for schema in SCHEMAS for node in models if node["schema"] == schema]
    ordered = sorted(published, key=lambda node: (SCHEMAS.index(node["schema"]), node["name"]))
    return _HEAD + "".join(map(_table, ordered))


def _table(model: dict[str, Any]) -> str:
    lines = [
        f"| `{column['name']}` | {column['data_type']} | {' | '.join(map(_cell, _both(column['description'])))} |\n"
        for column in model["columns"].values()
    ]
    head = "| column | type | 说明 | description |\n|---|---|---|---|\n"
    return "\n".join(
        [f"\n## {model['schema']}.{model['name']}\n", *_both(model["description"]), "\n" + head]
    ) + "".join(lines)


def _both(description: str) -> tuple[str, str]:
    """A comment in Chinese and in English."""
    chinese, _, english = " ".join(description.split()).partition(" | ")
    return chinese + "\n" * (not english), english


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|")


def picture() -> str:
    """The groups of assets and what each is made from, as a Mermaid flowchart."""
    from dagster_project.definitions import defs

    groups = {spec.key: spec.group_name for spec in defs().resolve_all_asset_specs()}
    sizes = Counter(groups.values())
    specs = defs().resolve_all_asset_specs()
    ways = {(groups[dep.asset_key], spec.group_name) for spec in specs for dep in spec.deps if dep.asset_key in groups}
    boxes = [f'    {group}["{group}<br/>{size}"]' for group, size in sorted(sizes.items())]
    arrows = [f"    {source} --> {target}" for source, target in sorted(ways) if source != target]
    return "\n".join(["```mermaid", "flowchart LR", *boxes, *arrows, "```", ""])


def architecture() -> str:
    """docs/architecture.md with the picture of the graph as it is."""
    return _PICTURE.sub(lambda found: found[1] + picture() + found[2], ARCHITECTURE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    DICTIONARY.write_text(dictionary(), encoding="utf-8")
    ARCHITECTURE.write_text(architecture(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        questions = queries.DOCUMENT.read_text(encoding="utf-8")
        answers = queries.answered(questions, queries.sample_warehouse(Path(folder)))
    queries.DOCUMENT.write_text(answers, encoding="utf-8")
