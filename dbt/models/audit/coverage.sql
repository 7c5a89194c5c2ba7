-- Each body in each year from its first report to its last: present or missing, late, blank, all zero, repeated.
-- Under the latest of its names; a body of which the division is unknown cannot be told from others of its name.
with bodies as (
    select
        o.body_key,
        o.organization_key,
        o.organization_kind,
        min(o.first_year) over (partition by o.body_key) as first_year,
        max(o.last_year) over (partition by o.body_key) as last_year,
        row_number() over (
            partition by o.body_key order by o.last_year desc nulls last, o.organization_key asc
        ) as nth
    from {{ ref('dim_organization') }} as o
    where o.body_key is not null
),

years as (
    select
        b.body_key,
        b.organization_key,
        y.year,
        b.organization_kind,
        y.due_departments,
        y.due_governments
    from bodies as b
    inner join {{ ref('report_years') }} as y on y.year between b.first_year and b.last_year
    where b.nth = 1
),

tables_of_reports as (
    select
        t.report_key,
        sum(t.numbers) as numbers,
        sum(t.non_zero_numbers) as non_zero_numbers
    from {{ ref('int_tables') }} as t
    group by t.report_key
),

reports as (
    select
        o.body_key,
        r.year,
        count(*) as reports,
        max(r.report_key) filter (where r.is_current) as report_key
    from {{ ref('dim_report') }} as r
    inner join {{ ref('dim_organization') }} as o on r.organization_key = o.organization_key
    where r.document_class = 'report'
    group by o.body_key, r.year
),

present as (
    select
        y.organization_key,
        y.year,
        r.report_key,
        coalesce(r.reports, 0) as reports,
        d.published_on,
        -- Townships have no date of their own in the Regulation.
        case
            when y.organization_kind = 'government' then y.due_governments
            when y.organization_kind = 'department' then y.due_departments
        end as due_on,
        t.numbers,
        t.non_zero_numbers,
        s.fingerprint,
        lag(s.fingerprint) over (partition by y.organization_key order by y.year asc nulls last) as last_fingerprint
    from years as y
    left join reports as r on y.body_key = r.body_key and y.year = r.year
    left join {{ ref('dim_report') }} as d on r.report_key = d.report_key
    left join {{ ref('int_reports') }} as s on r.report_key = s.report_key
    left join tables_of_reports as t on r.report_key = t.report_key
)

select
    p.organization_key,
    p.year,
    case when p.report_key is null then 'missing' else 'present' end as status,
    p.report_key,
    p.reports,
    p.published_on,
    p.due_on,
    p.published_on > p.due_on as is_late,
    p.numbers = 0 as is_blank,
    p.numbers > 0 and p.non_zero_numbers = 0 as is_all_zero,
    p.non_zero_numbers > 0 and p.fingerprint = p.last_fingerprint as repeats_last_year
from present as p
