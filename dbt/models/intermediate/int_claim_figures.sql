-- The figures of the tables that each published claim may mean. A claim may mean more than one thing (收到 with or
-- without last year's): the seed measure_cells lists the readings. A reading counts if the tables have all its terms.
-- A model of its own, and its readings numbered, since it joins all claims with all figures: in memory that is much.
with readings as (
    select
        m.measure,
        m.reading,
        m.table_code,
        f.layout_code,
        m.row_code,
        m.column_code,
        '' as place_code
    from {{ ref('measure_cells') }} as m
    inner join {{ ref('int_form_cells') }} as f
        on m.table_code = f.table_code and m.row_code = f.row_code and m.column_code = f.column_code

    union all

    -- The prose may state the figure of one kind of applicant as if it were the whole.
    select
        m.measure,
        'one_column_only' as reading,
        m.table_code,
        f.layout_code,
        m.row_code,
        f.column_code,
        f.column_code as place_code
    from {{ ref('measure_cells') }} as m
    inner join {{ ref('int_form_cells') }} as f
        on m.table_code = f.table_code and m.row_code = f.row_code and f.column_code <> 'total'
    where m.table_code = 'applications' and m.reading = 'agrees'
),

numbered as (
    select
        r.measure,
        r.reading,
        r.table_code,
        r.layout_code,
        r.row_code,
        r.column_code,
        dense_rank() over (
            order by
                r.measure asc nulls last,
                r.reading asc nulls last,
                r.table_code asc nulls last,
                r.layout_code asc nulls last,
                r.place_code asc nulls last
        ) as nth,
        count(*) over (partition by r.measure, r.reading, r.table_code, r.layout_code, r.place_code) as terms
    from readings as r
)

select
    c.report_key,
    c.position,
    n.table_code,
    n.reading,
    sum(v.quantity) as quantity
from {{ ref('int_claims') }} as c
{{ of_changed('c') }}
inner join numbered as n on c.measure_code = n.measure
inner join {{ ref('int_figures') }} as v
    on
        c.report_key = v.report_key
        and n.table_code = v.table_code
        and n.layout_code = v.layout_code
        and n.row_code = v.row_code
        and n.column_code = v.column_code
where c.quarantine_reason is null
group by c.report_key, c.position, n.nth, n.table_code, n.reading, n.terms
having count(*) = n.terms
