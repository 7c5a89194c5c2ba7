-- Each body in each year from its first report to its last, or to the first of the body that it became: present or
-- missing, late, doubled, blank, all zero, the figures or the text of last year, a text about another year.
-- Under the latest of its names; a body of which the division is unknown cannot be told from others of its name.
with bodies as (
    select
        o.body_key,
        o.organization_key,
        o.organization_kind,
        o.successor_key,
        min(o.first_year) over (partition by o.body_key) as first_year,
        max(o.last_year) over (partition by o.body_key) as last_year,
        row_number() over (
            partition by o.body_key order by o.last_year desc nulls last, o.organization_key asc nulls last
        ) as nth
    from {{ ref('dim_organization') }} as o
    where o.body_key is not null
),

years as (
    select
        b.body_key,
        b.organization_key,
        y.year,
        case b.organization_kind
            when 'government' then y.due_governments
            when 'department' then y.due_departments
            else y.due_others
        end as due_on
    from bodies as b
    left join bodies as s on b.successor_key = s.body_key and s.nth = 1
    inner join {{ ref('report_years') }} as y
        on y.year between b.first_year and greatest(b.last_year, coalesce(s.first_year - 1, b.last_year))
    where b.nth = 1
),

tables_of_reports as (
    select
        t.report_key,
        sum(t.non_zero_numbers) as non_zero_numbers,
        count(*) filter (where t.proof = 'blank') as blank_tables,
        count(*) filter (where t.proof in ('proved', 'unchecked', 'contradicted')) as whole_tables
    from {{ ref('int_tables') }} as t
    group by t.report_key
),

doubted as (
    select distinct c.report_key
    from {{ ref('stg_complaints') }} as c
    where c.code in ('year_contradicts_period', 'year_contradicts_prose')
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
        y.due_on,
        r.report_key,
        coalesce(r.reports, 0) as reports,
        d.published_on,
        t.non_zero_numbers,
        t.non_zero_numbers = 0 and t.whole_tables = 0 and t.blank_tables > 0 as is_blank,
        t.non_zero_numbers = 0 and t.whole_tables > 0 as is_all_zero,
        s.fingerprint,
        d.prose_digest,
        case when r.report_key is not null then c.report_key is not null end as names_another_year,
        lag(s.fingerprint) over (partition by y.organization_key order by y.year asc nulls last) as last_fingerprint,
        lag(d.prose_digest) over (partition by y.organization_key order by y.year asc nulls last) as last_digest
    from years as y
    left join reports as r on y.body_key = r.body_key and y.year = r.year
    left join {{ ref('stg_reports') }} as d on r.report_key = d.report_key
    left join {{ ref('int_reports') }} as s on r.report_key = s.report_key
    left join tables_of_reports as t on r.report_key = t.report_key
    left join doubted as c on r.report_key = c.report_key
)

select
    p.organization_key,
    p.year,
    case when p.report_key is null then 'missing' else 'present' end as status,
    p.report_key,
    p.reports,
    p.reports > 1 as is_duplicated,
    p.published_on,
    p.due_on,
    p.published_on > p.due_on as is_late,
    -- A stray 0 among labels makes no table of zeros: what is blank is missing.
    p.is_blank,
    p.is_all_zero,
    -- Equal zeros say nothing; nor does last year if there is no report of it.
    case when p.last_fingerprint is not null then p.non_zero_numbers > 0 and p.fingerprint = p.last_fingerprint end
        as repeats_last_year,
    p.prose_digest = p.last_digest as repeats_last_years_text,
    p.names_another_year
from present as p
