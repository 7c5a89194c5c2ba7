select
    r.row_code as indicator_code,
    r.name_zh,
    r.name_en,
    r.label_zh,
    r.parent_code,
    coalesce(u.unit, r.unit_zh) as unit,
    r.position
from {{ ref('form_rows') }} as r
left join {{ ref('units') }} as u on r.unit_zh = u.printed_unit
where r.table_code = 'annex_2014' and r.value_layouts is not null
