"""The rules of the dbt project, asked of its manifest and its SQL: layers, names, tests, words, portability."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from dagster_project.paths import DBT
from tests.warehouse import ask, modelled

pytestmark = pytest.mark.xdist_group("warehouse")

PUBLISHED = ("marts", "audit", "reporting")
LAYERS = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate", "seeds"},
    "marts": {"staging", "intermediate", "marts", "seeds"},
    "audit": {"staging", "intermediate", "marts", "audit", "seeds"},
    "reporting": {"staging", "intermediate", "marts", "audit", "reporting", "seeds"},
}
PREFIXES = {"staging": "stg_", "intermediate": "int_", "marts": ("dim_", "fct_")}

# Spellings that DuckDB takes and Spark does not, or that mean something else there.
NOT_PORTABLE = {
    "a name in double quotes, which is a string in Spark": r'"',
    "select *": r"select\s+\*",
    "exclude": r"\bexclude\b",
    "a list literal": r"[=(,]\s*\[",
    "unnest": r"\bunnest\b",
    "integer division": r"//",
    "regexp_matches": r"\bregexp_matches\b",
    "strftime": r"\bstrftime\b",
    "arg_max": r"\barg_(max|min)\b",
    "string_agg but by the macro": r"\b(string_agg|listagg)\b",
    "a reader of files but by the macro": r"\bread_(parquet|csv|json)\b",
    "functions of lists and structs": r"\b(list_\w+|struct_pack|array_agg)\b",
    "functions of DuckDB's own": r"\b(strptime|quantile_cont|date_diff|epoch|columns\()",
}
# Where what differs between engines is dispatched.
DISPATCHED = {"bronze.sql", "joined.sql"}


@cache
def nodes(kind: str) -> dict[str, dict[str, Any]]:
    manifest = json.loads((modelled() / "target" / "manifest.json").read_text(encoding="utf-8"))
    return {
        key: node for key, node in {**manifest["nodes"], **manifest["sources"]}.items() if node["resource_type"] == kind
    }


def layer(key: str) -> str:
    kind = key.split(".")[0]
    return {"seed": "seeds", "source": "source"}.get(kind) or nodes("model")[key]["fqn"][1]


def models(*layers: str) -> list[dict[str, Any]]:
    return [node for key, node in nodes("model").items() if layer(key) in layers]


def test_models_read_only_from_their_layer_or_below() -> None:
    wrong = [
        (node["name"], parent)
        for key, node in nodes("model").items()
        for parent in node["depends_on"]["nodes"]
        if layer(parent) not in LAYERS[layer(key)]
    ]
    assert wrong == []


def test_what_is_made_by_report_takes_the_reports_that_changed_and_nothing_else_does() -> None:
    for node in models(*LAYERS):
        by_report = node["config"]["materialized"] == "by_report"
        assert by_report == ("of_changed(" in node["raw_code"]), node["name"]


def test_names_tell_the_layer() -> None:
    for at, prefix in PREFIXES.items():
        assert [node["name"] for node in models(at) if not node["name"].startswith(prefix)] == []


def test_what_is_published_is_under_contract_and_its_grain_is_tested() -> None:
    tests = nodes("test").values()
    grained = {node["attached_node"] for node in tests if (node.get("test_metadata") or {}).get("name") == "grain"}
    for node in models(*PUBLISHED):
        assert node["config"]["contract"]["enforced"], node["name"]
        assert node["unique_id"] in grained, node["name"]
        assert all(column["data_type"] for column in node["columns"].values()), node["name"]


def test_everything_published_is_described_in_chinese_and_english() -> None:
    for node in models(*PUBLISHED):
        for described in (node, *node["columns"].values()):
            zh, _, en = described["description"].partition(" | ")
            assert re.search("[\u4e00-\u9fff]", zh), (node["name"], described["name"])
            assert re.search("[A-Za-z]", en), (node["name"], described["name"])


def test_every_model_and_every_seed_is_described() -> None:
    for node in [*nodes("model").values(), *nodes("seed").values()]:
        assert " | " in node["description"], node["name"]


def test_the_dictionary_has_the_description_of_everything_published() -> None:
    words = {
        (node["schema"], node["name"], described["name"] if described is not node else ""): described["description"]
        for node in models(*PUBLISHED)
        for described in (node, *node["columns"].values())
    }
    dictionary = "select schema_name, table_name, column_name, concat(description_zh, ' | ', description_en)"
    assert {row[:3]: row[3] for row in ask(f"{dictionary} from reporting.dictionary")} == words


def test_the_dictionary_names_the_key_of_every_table_and_what_its_columns_refer_to() -> None:
    keyed = ask("select distinct table_name from reporting.dictionary where is_key")
    assert {name for (name,) in keyed} == {node["name"] for node in models(*PUBLISHED)}
    reviews = ask(
        "select column_name, is_key, refers_to from reporting.dictionary"
        " where table_name = 'fct_reviews' and (is_key or refers_to is not null) order by 1"
    )
    assert reviews == [
        ("channel_code", True, "marts.dim_review_channel.channel_code"),
        ("division_key", False, "marts.dim_division.division_key"),
        ("organization_key", False, "marts.dim_organization.organization_key"),
        ("report_key", True, "marts.dim_report.report_key"),
        ("result_code", True, "marts.dim_review_result.result_code"),
    ]


def test_what_must_never_be_blocks_and_a_faulty_source_warns() -> None:
    severities = {node["name"]: node["config"]["severity"].lower() for node in nodes("test").values()}
    assert {name for name, severity in severities.items() if severity == "warn"} == {
        "every_decision_applies",
        "no_table_awaits_review",
    }


def test_every_test_of_several_models_names_the_one_that_it_shows_up_under() -> None:
    for node in nodes("test").values():
        if not node.get("test_metadata"):
            assert node["config"]["meta"]["dagster"]["ref"]["name"], node["name"]


def portable() -> Iterator[tuple[str, str]]:
    """The name and the SQL, without Jinja and comments, of every model, data test and macro that is not dispatched."""
    for folder in ("models", "tests", "macros"):
        for path in sorted((DBT / folder).rglob("*.sql")):
            if path.name not in DISPATCHED:
                sql = re.sub(r"\{#.*?#\}|--[^\n]*|\{%.*?%\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
                yield path.name, re.sub(r"\{\{.*?\}\}", "jinja", sql, flags=re.DOTALL)


@pytest.mark.parametrize("rule", NOT_PORTABLE)
def test_sql_is_written_as_spark_takes_it_too(rule: str) -> None:
    for name, sql in portable():
        assert not re.search(NOT_PORTABLE[rule], sql), f"{name}: {rule}"


def test_every_order_says_where_nulls_go() -> None:
    """DuckDB puts them last, Spark first. A quantile has none."""
    key = r"(?:[\w.]+(?:\([^()]*\))?|case .*? end)(?: asc| desc)? nulls (?:first|last)"
    for name, sql in portable():
        for order in re.split(r"(?<!within group \()\border by ", " ".join(sql.split()))[1:]:
            assert re.match(rf"{key}(?:, {key})*(?: ?\)| limit|$)", order), f"{name}: order by {order[:80]}"
