-- Where a body stands among its peers: quantiles over the reports of bodies of the same level, kind and scope in a
-- year. Only bodies with a stable rate (a denominator of 30 or more) are peers.
select
    r.year,
    d.level as division_level,
    coalesce(o.organization_kind, 'unknown') as organization_kind,
    r.scope_code,
    t.layout_code,
    t.rate_code,
    count(*) as bodies,
    percentile_cont(0.1) within group (order by {{ ratio('t.numerator', 't.denominator') }}) as p10,
    percentile_cont(0.25) within group (order by {{ ratio('t.numerator', 't.denominator') }}) as p25,
    percentile_cont(0.5) within group (order by {{ ratio('t.numerator', 't.denominator') }}) as median,
    percentile_cont(0.75) within group (order by {{ ratio('t.numerator', 't.denominator') }}) as p75,
    percentile_cont(0.9) within group (order by {{ ratio('t.numerator', 't.denominator') }}) as p90
from {{ ref('int_report_rates') }} as t
inner join {{ ref('dim_report') }} as r on t.report_key = r.report_key
inner join {{ ref('dim_organization') }} as o on r.organization_key = o.organization_key
inner join {{ ref('dim_division') }} as d on r.division_key = d.division_key
where t.denominator >= 30 and r.year is not null
group by r.year, d.level, o.organization_kind, r.scope_code, t.layout_code, t.rate_code
