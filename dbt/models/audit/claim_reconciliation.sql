-- What the prose says against what the published tables of the same report say: of the readings of a claim
-- (int_claim_figures) the first that agrees is kept.
with compared as (
    select
        c.report_key,
        c.position,
        v.table_code,
        v.quantity as table_quantity,
        v.reading,
        case
            when v.reading = 'one_column_only' and c.quantity = 0 then false
            when c.qualifier = 'exact' then v.quantity = c.quantity
            when c.qualifier = 'more_than' then v.quantity >= c.quantity
            when c.qualifier = 'approximately_below' then v.quantity between 0.9 * c.quantity and c.quantity
            else v.quantity between 0.9 * c.quantity and 1.1 * c.quantity
        end as agrees,
        case v.reading
            when 'agrees' then 1
            when 'agrees_new_plus_carried' then 2
            when 'agrees_concluded_only' then 3
            else 4
        end as preference
    from {{ ref('fct_claims') }} as c
    {{ of_changed('c') }}
    inner join {{ ref('int_claim_figures') }} as v on c.report_key = v.report_key and c.position = v.position
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
{{ of_changed('c') }}
left join best as b on c.report_key = b.report_key and c.position = b.position and b.nth = 1
where c.measure_code in (select m.measure from {{ ref('measure_cells') }} as m)
