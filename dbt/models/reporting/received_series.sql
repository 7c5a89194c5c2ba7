-- Applications received, year by year over all forms, apart by scope, form and source. A break is a year of which no
-- body has figures of that form and source in the year before.
with figures as (
    select
        s.year,
        s.scope_code,
        s.layout_code,
        s.source,
        s.comparability,
        s.quantity,
        o.lineage_key
    from {{ ref('concept_series') }} as s
    inner join {{ ref('dim_organization') }} as o on s.organization_key = o.organization_key
    where s.concept_code = 'app_new' and s.year is not null
),

-- Bodies that several reports of the year before became one of are counted once.
of_last_year as (
    select
        f.year,
        f.scope_code,
        f.layout_code,
        f.source,
        count(distinct f.lineage_key) as bodies
    from figures as f
    inner join figures as b
        on
            f.lineage_key = b.lineage_key
            and f.year - 1 = b.year
            and f.scope_code = b.scope_code
            and f.layout_code = b.layout_code
            and f.source = b.source
    group by f.year, f.scope_code, f.layout_code, f.source
),

years as (
    select
        f.year,
        f.scope_code,
        f.layout_code,
        f.source,
        min(f.comparability) as comparability,
        count(*) as reports,
        sum(f.quantity) as applications
    from figures as f
    group by f.year, f.scope_code, f.layout_code, f.source
)

select
    y.year,
    y.scope_code,
    y.layout_code,
    y.source,
    y.reports,
    cast(y.applications as bigint) as applications,
    y.comparability,
    coalesce(b.bodies, 0) as bodies_of_last_year,
    b.bodies is null as is_break
from years as y
left join of_last_year as b
    on
        y.year = b.year
        and y.scope_code = b.scope_code
        and y.layout_code = b.layout_code
        and y.source = b.source
