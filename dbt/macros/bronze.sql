{#
    The raw reader, the only thing that differs between engines. DuckDB reads the Parquet parts of the table's
    folder under OGI_OUT; elsewhere the source is a table of the catalogue.
#}
{% macro bronze(table) -%}
    {% set relation = source('bronze', table) -%}
    {{ return(adapter.dispatch('bronze')(relation, table)) }}
{%- endmacro %}

{% macro default__bronze(relation, table) -%}
    {{ return(relation) }}
{%- endmacro %}

{% macro duckdb__bronze(relation, table) -%}
    {% set folder = env_var('OGI_OUT', '..') | replace("'", "''") -%}
    {{ return("read_parquet('" ~ folder ~ "/parquet/bronze/" ~ table ~ "/*.parquet')") }}
{%- endmacro %}
