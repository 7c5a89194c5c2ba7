select
    c.column_code as result_code,
    c.name_zh,
    c.name_en,
    s.is_concluded,
    c.position
from {{ ref('form_columns') }} as c
inner join {{ ref('review_results') }} as s on c.column_code = s.result_code
where c.table_code = 'reviews'
