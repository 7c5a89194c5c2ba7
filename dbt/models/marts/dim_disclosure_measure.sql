-- The columns of table two. A code that stands in several blocks counts the same thing of different items.
select
    c.column_code as measure_code,
    min(c.name_zh) as name_zh,
    min(c.name_en) as name_en,
    m.measure_kind
from {{ ref('form_columns') }} as c
inner join {{ ref('disclosure_measures') }} as m on c.column_code = m.measure_code
where c.table_code = 'disclosure'
group by c.column_code, m.measure_kind
