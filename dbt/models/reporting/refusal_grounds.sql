-- On which grounds applications were refused: table three's refusals by year, division, kind of organ, scope and
-- ground.
with refusals as (
    select
        f.year,
        f.division_key,
        coalesce(o.organization_kind, 'unknown') as organization_kind,
        r.scope_code,
        f.outcome_code,
        sum(f.applications) as applications
    from {{ ref('fct_application_outcomes') }} as f
    inner join {{ ref('dim_report') }} as r on f.report_key = r.report_key
    inner join {{ ref('dim_organization') }} as o on f.organization_key = o.organization_key
    inner join {{ ref('dim_outcome') }} as t on f.outcome_code = t.outcome_code
    where t.group_code = 'refused' and f.year is not null
    group by f.year, f.division_key, o.organization_kind, r.scope_code, f.outcome_code
),

shares as (
    select
        r.year,
        r.division_key,
        r.organization_kind,
        r.scope_code,
        r.outcome_code,
        r.applications,
        sum(r.applications) over (
            partition by r.year, r.division_key, r.organization_kind, r.scope_code
        ) as refusals,
        rank() over (
            partition by r.year, r.division_key, r.organization_kind, r.scope_code
            order by r.applications desc nulls last
        ) as place
    from refusals as r
)

select
    s.year,
    s.division_key,
    s.organization_kind,
    s.scope_code,
    s.outcome_code,
    o.name_zh as outcome_zh,
    o.name_en as outcome_en,
    o.legal_articles,
    o.nature,
    d.name as division_name,
    d.level as division_level,
    cast(s.applications as bigint) as applications,
    cast(s.refusals as bigint) as refusals,
    {{ ratio('s.applications', 's.refusals') }} as share,
    {{ wilson('s.applications', 's.refusals', '-') }} as interval_low,
    {{ wilson('s.applications', 's.refusals', '+') }} as interval_high,
    s.refusals < 30 as is_unstable,
    case when s.applications > 0 then cast(s.place as bigint) end as place
from shares as s
inner join {{ ref('dim_outcome') }} as o on s.outcome_code = o.outcome_code
inner join {{ ref('dim_division') }} as d on s.division_key = d.division_key
