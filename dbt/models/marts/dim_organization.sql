-- Reporting organs by name and division. A name is that of the time: an organ that was renamed has two rows, of one
-- body (its place was renamed, or is written otherwise) or of one lineage (it was reorganized).
with names as (
    select
        l.lineage_key,
        o.organization as lineage_name,
        row_number() over (
            partition by l.lineage_key
            order by o.last_year desc nulls last, o.first_year desc nulls last, o.organization asc nulls last
        ) as nth
    from {{ ref('int_lineages') }} as l
    inner join {{ ref('int_organizations') }} as o on l.lineage_key = o.body_key
)

select
    o.organization_key,
    o.organization as name,
    o.division_code,
    o.organization_kind,
    o.first_year,
    o.last_year,
    o.body_key,
    l.successor_key,
    l.lineage_key,
    n.lineage_name
from {{ ref('int_organizations') }} as o
left join {{ ref('int_lineages') }} as l on o.body_key = l.body_key
left join names as n on l.lineage_key = n.lineage_key and n.nth = 1

union all

select
    'unknown' as organization_key,
    '未知' as name,
    cast(null as string) as division_code,
    cast(null as string) as organization_kind,
    cast(null as integer) as first_year,
    cast(null as integer) as last_year,
    cast(null as string) as body_key,
    cast(null as string) as successor_key,
    cast(null as string) as lineage_key,
    cast(null as string) as lineage_name
