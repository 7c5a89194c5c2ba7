-- The columns of table two. A code that stands in several blocks or forms counts alike of different items, and has both
-- of its names (本年收费金额 of fees, 采购总金额 of procurement).
select
    c.column_code as measure_code,
    case when min(c.name_zh) = max(c.name_zh) then min(c.name_zh) else concat(min(c.name_zh), ' / ', max(c.name_zh)) end
        as name_zh,
    case when min(c.name_en) = max(c.name_en) then min(c.name_en) else concat(min(c.name_en), ' / ', max(c.name_en)) end
        as name_en,
    m.measure_kind
from {{ ref('form_columns') }} as c
inner join {{ ref('disclosure_measures') }} as m on c.column_code = m.measure_code
where c.table_code = 'disclosure'
group by c.column_code, m.measure_kind
