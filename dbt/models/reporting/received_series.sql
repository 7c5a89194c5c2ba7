-- Applications received, year by year over all forms, apart by scope, form and source. A break is a year in which the
-- figures come from another form or source than all those of the year before.
with years as (
    select
        s.year,
        s.scope_code,
        s.layout_code,
        s.source,
        min(s.comparability) as comparability,
        count(*) as reports,
        sum(s.quantity) as applications
    from {{ ref('concept_series') }} as s
    where s.concept_code = 'app_new' and s.year is not null
    group by s.year, s.scope_code, s.layout_code, s.source
)

select
    y.year,
    y.scope_code,
    y.layout_code,
    y.source,
    y.reports,
    cast(y.applications as bigint) as applications,
    y.comparability,
    not exists (
        select 1
        from years as b
        where
            b.year = y.year - 1
            and b.scope_code = y.scope_code
            and b.layout_code = y.layout_code
            and b.source = y.source
    ) as is_break
from years as y
