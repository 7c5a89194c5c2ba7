{#
    The published tables and columns of this project as rows of SQL values: schema, table, column (empty for the table
    itself), type, description, whether it is of the key ('yes'), and the column that it refers to. The last two are
    what the data tests `grain` and `refers_to` prove.
#}
{% macro dictionary_rows(schemas) -%}
    {% set nodes = graph.get('nodes', {}).values() -%}
    {% set places, keys, references = {}, {}, {} -%}
    {% for node in nodes if node.resource_type == 'model' and node.schema in schemas -%}
        {% do places.update({node.name: node.schema ~ '.' ~ node.name}) -%}
    {% endfor -%}
    {% for test in nodes if test.resource_type == 'test' and test.test_metadata -%}
        {% set given = test.test_metadata.kwargs -%}
        {% if test.test_metadata.name == 'grain' -%}
            {% do keys.update({test.attached_node: given['columns']}) -%}
        {% elif test.test_metadata.name == 'refers_to' -%}
            {% set parent = places.get(given['to'] | replace("ref('", '') | replace("')", '')) -%}
            {% if parent -%}
                {% do references.update({test.attached_node ~ '.' ~ given['column']: parent ~ '.' ~ given['field']}) -%}
            {% endif -%}
        {% endif -%}
    {% endfor -%}
    {% set rows = [] -%}
    {% for node in nodes if node.name in places and node.resource_type == 'model' -%}
        {% do rows.append([node.schema, node.name, '', '', node.description, '', '']) -%}
        {% for column in node.columns.values() -%}
            {% set is_key = 'yes' if column.name in keys.get(node.unique_id, []) else 'no' -%}
            {% set refers_to = references.get(node.unique_id ~ '.' ~ column.name, '') -%}
            {% do rows.append([node.schema, node.name, column.name, column.data_type, column.description, is_key, refers_to]) -%}
        {% endfor -%}
    {% endfor -%}
    {% for row in rows or [['', '', '', '', '', '', '']] -%}
        ('{{ row | map('replace', "'", "''") | map('trim') | join("', '") }}'){{ ', ' if not loop.last }}
    {% endfor -%}
{%- endmacro %}
