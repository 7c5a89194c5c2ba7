-- Every identity at every place of a form where it applies, spelt out as the cells of its two sides.
-- It applies at a place if the form has all those cells; the seeds say where, so that no identity stands in SQL.
with places as (
    select distinct
        i.identity_code,
        i.table_code,
        f.layout_code,
        case i.instance when 'row' then f.row_code when 'column' then f.column_code else 'table' end as place_code,
        case i.instance when 'row' then f.row_zh when 'column' then f.column_zh else '全表' end as place_zh,
        case when i.instance = 'row' then f.row_code end as place_row,
        case when i.instance = 'column' then f.column_code end as place_column
    from {{ ref('identities') }} as i
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
        t.side,
        t.position,
        coalesce(t.row_code, p.place_row) as row_code,
        coalesce(t.column_code, p.place_column) as column_code
    from places as p
    inner join {{ ref('identity_terms') }} as t on p.identity_code = t.identity_code
),

known as (
    select
        t.identity_code,
        t.table_code,
        t.layout_code,
        t.place_code,
        t.place_zh,
        t.side,
        t.position,
        t.row_code,
        t.column_code,
        count(*) over (partition by t.identity_code, t.layout_code, t.place_code) as terms,
        count(f.row_code) over (partition by t.identity_code, t.layout_code, t.place_code) as cells
    from terms as t
    left join {{ ref('int_form_cells') }} as f
        on
            t.table_code = f.table_code
            and t.layout_code = f.layout_code
            and t.row_code = f.row_code
            and t.column_code = f.column_code
)

select
    k.identity_code,
    k.table_code,
    k.layout_code,
    k.place_code,
    k.place_zh,
    k.side,
    k.position,
    k.row_code,
    k.column_code
from known as k
where k.terms = k.cells
