select
    r.row_code as channel_code,
    r.name_zh,
    r.name_en,
    coalesce(p.row_code, r.row_code) as group_code,
    coalesce(p.name_zh, r.name_zh) as group_zh,
    coalesce(p.name_en, r.name_en) as group_en,
    r.position
from {{ ref('form_rows') }} as r
left join {{ ref('form_rows') }} as p on r.parent_code = p.row_code and p.table_code = 'reviews'
where r.table_code = 'reviews' and r.value_layouts is not null
