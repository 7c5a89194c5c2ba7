{# A model's schema is the one that its folder names, without the target's as a prefix: marts.dim_report. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | default(target.schema, true) | trim }}
{%- endmacro %}
