-- What a body says it carried over to the next year, against what its next report says it took over, column by column.
-- The next report is that of the same body, or of the one that it became. A difference may be a reorganization, a
-- restatement or a change of scope; it is shown, never repaired.
with stocks as (
    select
        r.organization_key,
        o.body_key,
        r.year,
        r.report_key,
        r.scope_code,
        v.column_code,
        max(v.quantity) filter (where v.row_code = 'carried_in') as carried_in,
        max(v.quantity) filter (where v.row_code = 'carried_out') as carried_out
    from {{ ref('int_figures') }} as v
    inner join {{ ref('dim_report') }} as r on v.report_key = r.report_key
    inner join {{ ref('dim_organization') }} as o on r.organization_key = o.organization_key
    where
        v.table_code = 'applications'
        and v.row_code in ('carried_in', 'carried_out')
        and o.body_key is not null
        and r.year is not null
    group by r.organization_key, o.body_key, r.year, r.report_key, r.scope_code, v.column_code
),

next_bodies as (
    select
        l.body_key,
        l.body_key as next_key,
        false as is_merged
    from {{ ref('int_lineages') }} as l

    union all

    select
        l.body_key,
        l.successor_key as next_key,
        l.merged_bodies > 1 as is_merged
    from {{ ref('int_lineages') }} as l
    where l.successor_key is not null
),

next_reports as (
    select
        n.body_key,
        n.is_merged,
        s.year - 1 as year,
        s.report_key,
        s.scope_code,
        s.column_code,
        s.carried_in
    from next_bodies as n
    inner join stocks as s on n.next_key = s.body_key
)

select
    a.organization_key,
    a.year,
    a.column_code,
    a.report_key,
    b.report_key as next_report_key,
    cast(a.carried_out as bigint) as carried_out,
    cast(b.carried_in as bigint) as carried_in_next_year,
    cast(b.carried_in - a.carried_out as bigint) as difference,
    case
        when a.carried_out is null or b.carried_in is null then 'not_evaluable'
        when a.scope_code <> b.scope_code then 'scope_changed'
        when b.is_merged then 'merged'
        when a.carried_out = b.carried_in then 'closes'
        else 'differs'
    end as verdict
from stocks as a
left join next_reports as b on a.body_key = b.body_key and a.column_code = b.column_code and a.year = b.year
