{# The texts of a group as one, in order, nulls left out: engines differ in where the order is written. #}
{% macro joined(text, separator, order_by) -%}
    {{ return(adapter.dispatch('joined')(text, separator, order_by)) }}
{%- endmacro %}

{% macro default__joined(text, separator, order_by) -%}
    listagg({{ text }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{% macro duckdb__joined(text, separator, order_by) -%}
    string_agg({{ text }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}
