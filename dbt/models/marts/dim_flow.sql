select
    r.row_code as flow_code,
    r.name_zh,
    r.name_en,
    f.sign,
    f.position
from {{ ref('form_rows') }} as r
inner join {{ ref('flows') }} as f on r.row_code = f.flow_code
where r.table_code = 'applications'
