-- What the cells of each table amount to: how many numbers, and a fingerprint by which copies are known (most numbers
-- are zero, so that it lists the others).
select
    c.report_key,
    c.table_code,
    count(*) as cells,
    count(c.value) as numbers,
    count(*) filter (where c.value <> 0) as non_zero_numbers,
    count(*) filter (where c.value < 0 or c.value <> floor(c.value)) as odd_numbers,
    concat(
        cast(count(c.value) as string),
        ' numbers: ',
        coalesce(
            {{ joined(
                "concat(c.row_code, '.', c.column_code, '=', cast(c.value as string))", ' ', 'c.row_code, c.column_code'
            ) }} filter (where c.value <> 0),
            'all zero'
        )
    ) as fingerprint
from {{ ref('stg_cells') }} as c
group by c.report_key, c.table_code
