-- Each report that counts, with the one that follows it a year later: of the same body, or of the one that it became.
-- `comparability` says what lies between the two.
with reports as (
    select
        k.report_key,
        k.organization_key,
        k.year,
        k.scope_code,
        o.organization,
        o.body_key
    from {{ ref('int_report_keys') }} as k
    inner join {{ ref('int_organizations') }} as o on k.organization_key = o.organization_key
    where k.quarantine_reason is null and k.year is not null and o.body_key is not null
),

-- A body and its successor never report for the same year (int_lineages), so that a report has one next at most.
next_bodies as (
    select
        l.body_key,
        l.body_key as next_key,
        cast(null as string) as reorganization
    from {{ ref('int_lineages') }} as l

    union all

    select
        l.body_key,
        l.successor_key as next_key,
        case when l.merged_bodies > 1 then 'merged' else 'renamed' end as reorganization
    from {{ ref('int_lineages') }} as l
    where l.successor_key is not null
),

next_reports as (
    select
        n.body_key,
        n.reorganization,
        r.year - 1 as year,
        r.report_key,
        r.organization,
        r.scope_code
    from next_bodies as n
    inner join reports as r on n.next_key = r.body_key
)

select
    a.report_key,
    b.report_key as next_report_key,
    a.organization_key,
    l.lineage_key,
    a.year,
    a.organization,
    b.organization as next_organization,
    a.scope_code,
    b.scope_code as next_scope_code,
    b.reorganization,
    case
        when b.report_key is null then null
        when b.reorganization = 'merged' then 'merged'
        when 'unknown' in (a.scope_code, b.scope_code) then 'scope_unknown'
        when a.scope_code <> b.scope_code then 'scope_changed'
        else coalesce(b.reorganization, 'same_body')
    end as comparability
from reports as a
inner join {{ ref('int_lineages') }} as l on a.body_key = l.body_key
left join next_reports as b on a.body_key = b.body_key and a.year = b.year
