select
    r.row_code as item_code,
    r.name_zh,
    r.name_en,
    r.block_code,
    b.label_zh as block_zh,
    r.value_layouts as layouts,
    r.position
from {{ ref('form_rows') }} as r
inner join {{ ref('form_blocks') }} as b on r.table_code = b.table_code and r.block_code = b.block_code
where r.table_code = 'disclosure'
