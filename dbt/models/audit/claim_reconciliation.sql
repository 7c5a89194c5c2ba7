-- What the prose says against what the published tables of the same report say. A claim may mean more than one
-- thing (收到 with or without last year's): the seed measure_cells lists the readings, and the first that agrees is kept.
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

terms as (
    select
        r.measure,
        r.reading,
        r.table_code,
        r.layout_code,
        r.place_code,
        count(*) as terms
    from readings as r
    group by r.measure, r.reading, r.table_code, r.layout_code, r.place_code
),

table_values as (
    select
        c.report_key,
        c.position,
        r.reading,
        r.table_code,
        r.layout_code,
        r.measure,
        r.place_code,
        sum(v.quantity) as table_quantity,
        count(*) as found
    from {{ ref('fct_claims') }} as c
    inner join readings as r on c.measure_code = r.measure
    inner join {{ ref('int_figures') }} as v
        on
            c.report_key = v.report_key
            and r.table_code = v.table_code
            and r.layout_code = v.layout_code
            and r.row_code = v.row_code
            and r.column_code = v.column_code
    group by c.report_key, c.position, r.reading, r.table_code, r.layout_code, r.measure, r.place_code
),

compared as (
    select
        c.report_key,
        c.position,
        v.table_code,
        v.table_quantity,
        v.reading,
        case
            when v.reading = 'one_column_only' and c.quantity = 0 then false
            when c.qualifier = 'exact' then v.table_quantity = c.quantity
            when c.qualifier = 'more_than' then v.table_quantity >= c.quantity
            when c.qualifier = 'approximately_below' then v.table_quantity between 0.9 * c.quantity and c.quantity
            else v.table_quantity between 0.9 * c.quantity and 1.1 * c.quantity
        end as agrees,
        case v.reading
            when 'agrees' then 1
            when 'agrees_new_plus_carried' then 2
            when 'agrees_concluded_only' then 3
            else 4
        end as preference
    from {{ ref('fct_claims') }} as c
    inner join table_values as v on c.report_key = v.report_key and c.position = v.position
    inner join terms as t
        on
            v.measure = t.measure
            and v.reading = t.reading
            and v.table_code = t.table_code
            and v.layout_code = t.layout_code
            and v.place_code = t.place_code
            and v.found = t.terms
),

best as (
    select
        c.report_key,
        c.position,
        c.table_code,
        c.table_quantity,
        case
            when c.agrees then c.reading
            when c.preference = 1 then 'differs'
        end as verdict,
        row_number() over (
            partition by c.report_key, c.position
            order by
                c.agrees desc nulls last,
                c.preference asc nulls last,
                c.table_code asc nulls last,
                c.table_quantity asc nulls last
        ) as nth
    from compared as c
)

select
    c.report_key,
    c.position,
    c.measure_code,
    c.quantity as claimed_quantity,
    c.qualifier,
    b.table_code,
    cast(b.table_quantity as decimal(28, 6)) as table_quantity,
    coalesce(b.verdict, 'no_table') as verdict,
    c.sentence,
    c.source_sha256,
    c.source_start,
    c.source_end
from {{ ref('fct_claims') }} as c
left join best as b on c.report_key = b.report_key and c.position = b.position and b.nth = 1
where c.measure_code in (select m.measure from {{ ref('measure_cells') }} as m)
