-- The published figures by place in the form, totals included: what rates, series and comparisons are made of.
-- A total that was left blank is the sum of its row, if every other cell of the row is filled; else there is none.
with blank_totals as (
    select
        c.report_key,
        c.table_code,
        c.row_code
    from {{ ref('int_cells') }} as c
    {{ of_changed('c') }}
    where c.quarantine_reason is null and c.column_code = 'total' and c.quantity is null
),

row_sums as (
    select
        c.report_key,
        c.table_code,
        c.row_code,
        sum(c.quantity) as quantity
    from {{ ref('int_cells') }} as c
    {{ of_changed('c') }}
    inner join blank_totals as b
        on c.report_key = b.report_key and c.table_code = b.table_code and c.row_code = b.row_code
    where c.column_code <> 'total'
    group by c.report_key, c.table_code, c.row_code
    having
        count(c.quantity) > 0
        and count(*) filter (where c.quantity is null and c.state not in ('not_applicable', 'dash')) = 0
)

select
    c.report_key,
    c.table_code,
    c.layout_code,
    c.row_code,
    c.column_code,
    cast(coalesce(c.quantity, s.quantity) as decimal(28, 6)) as quantity
from {{ ref('int_cells') }} as c
{{ of_changed('c') }}
left join row_sums as s
    on
        c.column_code = 'total'
        and c.report_key = s.report_key
        and c.table_code = s.table_code
        and c.row_code = s.row_code
where c.quarantine_reason is null and coalesce(c.quantity, s.quantity) is not null
