{#
    Identities at every place of a form where they apply, spelt out as the cells of their sides: one row a term.
    An identity applies at a place if the form has all those cells. `more` are further columns of the seed of terms,
    `table_of_term` that of them which names its table, if that may be another than the identity's.
#}
{% macro spelt_out(identities, terms, more=[], table_of_term='table_code') -%}
with places as (
    select distinct
        i.identity_code,
        i.table_code,
        f.layout_code,
        case i.instance when 'row' then f.row_code when 'column' then f.column_code else 'table' end as place_code,
        case i.instance when 'row' then f.row_zh when 'column' then f.column_zh else '全表' end as place_zh,
        case i.instance when 'row' then f.row_en when 'column' then f.column_en else 'the whole table' end as place_en,
        case when i.instance = 'row' then f.row_code end as place_row,
        case when i.instance = 'column' then f.column_code end as place_column
    from {{ identities }} as i
    inner join {{ ref('int_form_cells') }} as f
        on i.table_code = f.table_code and {{ lists('i.layouts', 'f.layout_code') }}
),

terms as (
    select
        p.identity_code,
        p.table_code,
        p.layout_code,
        p.place_code,
        p.place_zh,
        p.place_en,
        t.side,
        t.position,
        {%- for column in more %}
        t.{{ column }},
        {%- endfor %}
        coalesce(t.row_code, p.place_row) as row_code,
        coalesce(t.column_code, p.place_column) as column_code
    from places as p
    inner join {{ terms }} as t on p.identity_code = t.identity_code
),

known as (
    select
        t.identity_code,
        t.layout_code,
        t.place_code
    from terms as t
    left join {{ ref('int_form_cells') }} as f
        on
            t.{{ table_of_term }} = f.table_code
            and t.layout_code = f.layout_code
            and t.row_code = f.row_code
            and t.column_code = f.column_code
    group by t.identity_code, t.layout_code, t.place_code
    having count(*) = count(f.row_code)
)

select
    t.identity_code,
    t.table_code,
    t.layout_code,
    t.place_code,
    t.place_zh,
    t.place_en,
    t.side,
    t.position,
    {%- for column in more %}
    t.{{ column }},
    {%- endfor %}
    t.row_code,
    t.column_code
from terms as t
inner join known as k
    on t.identity_code = k.identity_code and t.layout_code = k.layout_code and t.place_code = k.place_code
{%- endmacro %}

{# What came of an identity at one place: not evaluable if there is a reason, else whether its operator holds. #}
{% macro verdict(reason, operator, left, right) -%}
    case
        when {{ reason }} is not null then 'not_evaluable'
        when {{ operator }} = '=' and {{ left }} = {{ right }} then 'closes'
        when {{ operator }} = '<=' and {{ left }} <= {{ right }} then 'closes'
        when {{ operator }} = '>=' and {{ left }} >= {{ right }} then 'closes'
        else 'fails'
    end
{%- endmacro %}
