-- Reporting organs by name and division. A name is that of the time: an organ that was renamed has two rows.
with reports as (
    select
        {{ key(['r.organization', 'r.division_code']) }} as organization_key,
        r.organization,
        r.organization_kind,
        r.division_code,
        r.year
    from {{ ref('stg_reports') }} as r
    where r.document_class = 'report' and r.organization is not null
)

select
    r.organization_key,
    r.organization as name,
    r.division_code,
    max(r.organization_kind) as organization_kind,
    min(r.year) as first_year,
    max(r.year) as last_year
from reports as r
group by r.organization_key, r.organization, r.division_code

union all

select
    'unknown' as organization_key,
    '未知' as name,
    cast(null as string) as division_code,
    cast(null as string) as organization_kind,
    cast(null as integer) as first_year,
    cast(null as integer) as last_year
