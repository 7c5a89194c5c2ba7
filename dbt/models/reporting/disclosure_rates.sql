-- The rates of a division's organs in a year: sums over sums, never means of rates; by kind of organ, scope and
-- form, none of which is ever mixed. Undefined is null, not zero. The interval is Wilson's, 95 %.
with pooled as (
    select
        r.year,
        r.division_key,
        o.organization_kind,
        r.scope_code,
        t.layout_code,
        t.rate_code,
        count(*) as reports,
        sum(t.numerator) as numerator,
        sum(t.denominator) as denominator
    from {{ ref('int_report_rates') }} as t
    inner join {{ ref('dim_report') }} as r on t.report_key = r.report_key
    inner join {{ ref('dim_organization') }} as o on r.organization_key = o.organization_key
    where r.year is not null
    group by r.year, r.division_key, o.organization_kind, r.scope_code, t.layout_code, t.rate_code
)

select
    p.year,
    p.division_key,
    coalesce(p.organization_kind, 'unknown') as organization_kind,
    p.scope_code,
    p.layout_code,
    p.rate_code,
    r.name_zh as rate_zh,
    r.name_en as rate_en,
    d.division_code,
    d.name as division_name,
    d.level as division_level,
    d.province_name,
    p.reports,
    cast(p.numerator as decimal(28, 6)) as numerator,
    cast(p.denominator as decimal(28, 6)) as denominator,
    {{ ratio('p.numerator', 'p.denominator') }} as rate,
    case when r.is_proportion then {{ wilson('p.numerator', 'p.denominator', '-') }} end as interval_low,
    case when r.is_proportion then {{ wilson('p.numerator', 'p.denominator', '+') }} end as interval_high,
    p.denominator < 30 as is_unstable
from pooled as p
inner join {{ ref('rates') }} as r on p.rate_code = r.rate_code
inner join {{ ref('dim_division') }} as d on p.division_key = d.division_key
