{# Columns that stand alike in several models: whose a row is, and where in the text its number stands. #}

{% macro keys_of_report(relation) -%}
    {% for column in ['report_key', 'organization_key', 'division_key', 'year', 'scope_code'] -%}
        {{ relation }}.{{ column }}{{ ', ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro place_in_source(relation) -%}
    {% for column in ['state', 'inferred', 'raw', 'source_sha256', 'source_start', 'source_end'] -%}
        {{ relation }}.{{ column }}{{ ', ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
