-- The data dictionary: every published table and column, from the same descriptions as the comments in the database.
{% set schemas = ['marts', 'audit', 'reporting'] -%}
with entries as (
    select * from (
        values
        {%- set rows = [] -%}
        {%- if execute -%}
            {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.schema in schemas -%}
                {%- do rows.append([node.schema, node.name, '', '', node.description]) -%}
                {%- for column in node.columns.values() -%}
                    {%- do rows.append([node.schema, node.name, column.name, column.data_type, column.description]) -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- else -%}
            {%- do rows.append(['', '', '', '', ' | ']) -%}
        {%- endif -%}
        {%- for row in rows %}
        (
            {%- for part in row -%}
                '{{ (part or "") | replace("'", "''") | replace("\n", " ") | trim }}'{{ ', ' if not loop.last }}
            {%- endfor -%}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as t (schema_name, table_name, column_name, data_type, description)
)

select
    e.schema_name,
    e.table_name,
    e.column_name,
    e.data_type,
    trim(split_part(e.description, ' | ', 1)) as description_zh,
    trim(split_part(e.description, ' | ', 2)) as description_en
from entries as e
