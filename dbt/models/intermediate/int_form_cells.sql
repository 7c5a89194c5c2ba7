-- Every cell of every form, by layout: the rows that hold numbers there, times the columns of their block.
select
    r.table_code,
    l.layout_code,
    r.row_code,
    c.column_code,
    r.position as row_position,
    c.position as column_position,
    r.name_zh as row_zh,
    r.name_en as row_en,
    c.name_zh as column_zh,
    c.name_en as column_en,
    coalesce(c.unit_zh, r.unit_zh) as unit
from {{ ref('form_rows') }} as r
inner join {{ ref('layouts') }} as l
    on {{ lists('r.value_layouts', 'l.layout_code') }}
inner join {{ ref('form_columns') }} as c
    on
        r.table_code = c.table_code
        and r.block_code = c.block_code
        and {{ lists('c.layouts', 'l.layout_code') }}
