{#
    The published tables and columns of this project as rows of SQL values: schema, table, column (empty for the table
    itself), type, description.
#}
{% macro dictionary_rows(schemas) -%}
    {% set rows = [] -%}
    {% for node in graph.get('nodes', {}).values() if node.resource_type == 'model' and node.schema in schemas -%}
        {% do rows.append([node.schema, node.name, '', '', node.description]) -%}
        {% for column in node.columns.values() -%}
            {% do rows.append([node.schema, node.name, column.name, column.data_type, column.description]) -%}
        {% endfor -%}
    {% endfor -%}
    {% for row in rows or [['', '', '', '', '']] -%}
        ('{{ row | map('replace', "'", "''") | map('trim') | join("', '") }}'){{ ', ' if not loop.last }}
    {% endfor -%}
{%- endmacro %}
